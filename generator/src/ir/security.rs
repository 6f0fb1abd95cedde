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
    /// `apiKey`: the key as it is.
    ApiKey {
        /// `in`
        location: KeyLocation,
        /// `name`
        name: String,
    },
    /// `http` with `basic`: `Authorization: Basic <user:password in base64>` (RFC 7617 §2).
    Basic,
    /// `http` with `bearer`: `Authorization: Bearer <token>` (RFC 6750 §2.1).
    Bearer,
    /// `oauth2`: the same, with a token from one of the flows.
    OAuth2 {
        /// URL of the authorization endpoint, where a flow has one.
        authorization_url: Option<String>,
        /// URL of the token endpoint, where a flow has one.
        token_url: Option<String>,
        /// URL where tokens are refreshed, where it is not the token endpoint.
        refresh_url: Option<String>,
        /// The scopes that may be asked for, with their meaning.
        scopes: Vec<(String, String)>,
    },
    /// `http` with another scheme: `Authorization: <scheme> <token>` (RFC 9110 §11.6.2).
    Http {
        /// `scheme`
        scheme: String,
    },
    /// `openIdConnect`: a bearer token from the provider described at the URL.
    OpenIdConnect {
        /// `openIdConnectUrl`
        url: String,
    },
}

/// Where an API key is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyLocation {
    /// `in: cookie`
    Cookie,
    /// `in: header`
    Header,
    /// `in: query`
    Query,
}

impl SchemeKind {
    /// Whether its credential is an access token.
    pub fn is_bearer(&self) -> bool {
        match self {
            Self::Bearer | Self::OAuth2 { .. } | Self::OpenIdConnect { .. } => true,
            Self::ApiKey { .. } | Self::Basic | Self::Http { .. } => false,
        }
    }
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
