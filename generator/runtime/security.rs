//! Security schemes, and the modes that say which of them a client holds credentials for.

use std::fmt;

use super::limit::RateLimit;

/// A security scheme, as the description declares it (OpenAPI 3.0.3 §4.7.27).
#[derive(Clone, Copy, Debug)]
pub struct SecurityScheme {
    /// Its key in `components.securitySchemes`.
    pub key: &'static str,
    /// What it asks for.
    pub kind: SchemeKind,
}

impl SecurityScheme {
    /// One that asks for a bearer token, and says nothing of where it comes from.
    pub const fn bearer(key: &'static str) -> Self {
        let kind = SchemeKind::Bearer;
        Self { key, kind }
    }
}

/// What a security scheme asks for.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum SchemeKind {
    /// A key of its own, as it is.
    ApiKey {
        /// Where it is sent.
        location: KeyLocation,
        /// The name of the header, query parameter or cookie.
        name: &'static str,
    },
    /// `Authorization: Basic <token>`, where the token is made of user and password (RFC 7617 §2).
    Basic,
    /// `Authorization: Bearer <token>` (RFC 6750 §2.1).
    Bearer,
    /// `Authorization: <scheme> <token>` (RFC 9110 §11.6.2).
    Http {
        /// The name of the authentication scheme.
        scheme: &'static str,
    },
    /// The same, with a token that is obtained by OAuth 2.0 (RFC 6749).
    OAuth2 {
        /// URL of the authorization endpoint, where a flow has one.
        authorization_url: Option<&'static str>,
        /// URL of the token endpoint, where a flow has one.
        token_url: Option<&'static str>,
        /// URL where tokens are refreshed, where it is not the token endpoint.
        refresh_url: Option<&'static str>,
        /// The scopes that may be asked for, each with its meaning.
        scopes: &'static [(&'static str, &'static str)],
    },
    /// `Authorization: Bearer <token>`, with a token from the provider that is described at `url`.
    OpenIdConnect {
        /// URL of the discovery document (OpenID Connect Discovery 1.0 §4).
        url: &'static str,
    },
}

/// Where a key is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyLocation {
    /// In the `Cookie` header.
    Cookie,
    /// In a header of its own.
    Header,
    /// In the query.
    Query,
}

impl SchemeKind {
    /// Whether its credential is a token that would do for every scheme of this kind.
    pub(super) fn is_bearer(&self) -> bool {
        match self {
            Self::Bearer | Self::OAuth2 { .. } | Self::OpenIdConnect { .. } => true,
            Self::ApiKey { .. } | Self::Basic | Self::Http { .. } => false,
        }
    }
}

/// Which security schemes a client holds credentials for.
///
/// Modes are declared by the description; there is no reason to implement this by hand.
#[doc(hidden)]
pub trait Mode: fmt::Debug + 'static {
    /// The schemes; none stands for all.
    const SCHEMES: &'static [&'static SecurityScheme];

    /// How often the server may be called.
    const RATE_LIMITS: &'static [RateLimit] = &[];
}

/// The mode of a client that may hold any credential.
#[derive(Clone, Copy, Debug)]
pub enum Any {}

impl Mode for Any {
    const SCHEMES: &'static [&'static SecurityScheme] = &[];
}
