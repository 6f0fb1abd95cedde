//! Clients, by the security schemes that they hold credentials for.

use crate::runtime::{Client, Mode, SchemeKind, SecurityScheme};

/// The security scheme `Authorization_Code`: what a user lets an application do.
pub static AUTHORIZATION_CODE: SecurityScheme = SecurityScheme {
    key: "Authorization_Code",
    kind: SchemeKind::OAuth2 {
        authorization_url: Some("https://connectid.no/user/oauth/authorize"),
        token_url: Some("https://connectid.no/user/oauth/token"),
        scopes: &[("read", "For all access")],
    },
};

/// The security scheme `Client_Credentials`: what an application does in its own name.
pub static CLIENT_CREDENTIALS: SecurityScheme = SecurityScheme {
    key: "Client_Credentials",
    kind: SchemeKind::OAuth2 {
        authorization_url: None,
        token_url: Some("https://connectid.no/user/oauth/token"),
        scopes: &[("read", "For all access")],
    },
};

/// The mode of [`UserClient`].
#[derive(Clone, Copy, Debug)]
pub enum User {}

/// The mode of [`ClientModeClient`].
#[derive(Clone, Copy, Debug)]
pub enum ClientMode {}

/// A client that holds a credential for `Authorization_Code`.
pub type UserClient = Client<User>;

/// A client that holds a credential for `Client_Credentials`.
pub type ClientModeClient = Client<ClientMode>;

impl Mode for User {
    const SCHEMES: &'static [&'static str] = &["Authorization_Code"];
}

impl Mode for ClientMode {
    const SCHEMES: &'static [&'static str] = &["Client_Credentials"];
}

/// The clients that satisfy `Authorization_Code`.
#[diagnostic::on_unimplemented(
    message = "this operation needs a `UserClient`, not a client with `{Self}` credentials",
    label = "needs a `UserClient`",
    note = "the description demands the security scheme `Authorization_Code` here"
)]
pub trait AuthorizationCode: Mode {}

impl AuthorizationCode for User {}

/// The clients that satisfy `Client_Credentials`.
#[diagnostic::on_unimplemented(
    message = "this operation needs a `ClientModeClient`, not a client with `{Self}` credentials",
    label = "needs a `ClientModeClient`",
    note = "the description demands the security scheme `Client_Credentials` here"
)]
pub trait ClientCredentials: Mode {}

impl ClientCredentials for ClientMode {}
