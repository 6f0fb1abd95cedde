//! Security schemes and the clients that satisfy them.

use super::Ident;

/// A security scheme that an operation names.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// Its key in `components.securitySchemes`.
    pub key: String,
    /// Name of the static that describes it: `AUTHORIZATION_CODE`.
    pub constant: Ident,
    /// `description`.
    pub description: Option<String>,
    /// What is sent.
    pub kind: SchemeKind,
    /// Index into [`super::Api::clients`]: the client that holds its credential (`x-client`).
    pub client: Option<usize>,
}

/// What a security scheme sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// `http` with `bearer`: `Authorization: Bearer <token>` (RFC 6750 §2.1).
    Bearer,
    /// `oauth2`: the same, with a token from one of the flows.
    OAuth2 {
        /// URL of the authorization endpoint, where a flow has one.
        authorization_url: Option<String>,
        /// URL of the token endpoint, where a flow has one.
        token_url: Option<String>,
        /// The scopes that may be asked for, with their meaning.
        scopes: Vec<(String, String)>,
    },
}

/// A client type that `x-client` declares.
#[derive(Clone, Debug)]
pub struct ClientType {
    /// Name of the alias: `UserClient`.
    pub name: Ident,
    /// Name of the mode behind it: `User`.
    pub mode: Ident,
    /// Keys of the schemes whose credential it holds.
    pub schemes: Vec<String>,
}

/// A security requirement as a bound on the client: a trait that some modes implement.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// Name of the trait: `AuthorizationCode`.
    pub name: Ident,
    /// The alternatives, in the words of the description: "`Authorization_Code`".
    pub schemes: Vec<Vec<String>>,
    /// Indices into [`super::Api::clients`]: the clients that satisfy an alternative.
    pub clients: Vec<usize>,
}

/// How often one client may call the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateLimit {
    /// So many calls in any second.
    PerSecond(u32),
    /// So many calls in any minute.
    PerMinute(u32),
}
