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

/// What a security scheme asks for.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum SchemeKind {
    /// `Authorization: Bearer <token>` (RFC 6750 §2.1).
    Bearer,
    /// The same, with a token that is obtained by OAuth 2.0 (RFC 6749).
    OAuth2 {
        /// URL of the authorization endpoint, where a flow has one.
        authorization_url: Option<&'static str>,
        /// URL of the token endpoint, where a flow has one.
        token_url: Option<&'static str>,
        /// The scopes that may be asked for, each with its meaning.
        scopes: &'static [(&'static str, &'static str)],
    },
}

/// Which security schemes a client holds credentials for.
///
/// Modes are declared by the description; there is no reason to implement this by hand.
#[doc(hidden)]
pub trait Mode: fmt::Debug + 'static {
    /// Keys of the schemes; none stands for all.
    const SCHEMES: &'static [&'static str];

    /// How often the server may be called.
    const RATE_LIMITS: &'static [RateLimit] = &[];
}

/// The mode of a client that may hold any credential.
#[derive(Clone, Copy, Debug)]
pub enum Any {}

impl Mode for Any {
    const SCHEMES: &'static [&'static str] = &[];
}
