//! What an application is to its authorization server.

use std::fmt;

use secrecy::SecretString;

use super::security::{SchemeKind, SecurityScheme};

/// How an application shows the token URL who it is (RFC 6749 §2.3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClientAuthentication {
    /// `Authorization: Basic`, with id and secret form-encoded first.
    #[default]
    Basic,
    /// `client_id` and `client_secret` in the body.
    Body,
    /// `client_id` alone: the application has no secret.
    Public,
}

/// What an application is to its authorization server.
#[derive(Clone)]
pub struct OAuthConfig {
    pub(super) client_id: String,
    pub(super) client_secret: SecretString,
    pub(super) authentication: ClientAuthentication,
    pub(super) scopes: Option<String>,
    pub(super) authorization_url: Option<String>,
    pub(super) token_url: Option<String>,
    pub(super) refresh_url: Option<String>,
}

impl OAuthConfig {
    /// An application that asks for tokens where the security scheme says.
    pub fn new(
        scheme: &SecurityScheme,
        client_id: impl Into<String>,
        client_secret: impl Into<SecretString>,
    ) -> Self {
        let urls = match scheme.kind {
            SchemeKind::OAuth2 {
                authorization_url,
                token_url,
                refresh_url,
                ..
            } => [authorization_url, token_url, refresh_url],
            SchemeKind::ApiKey { .. }
            | SchemeKind::Basic
            | SchemeKind::Bearer
            | SchemeKind::Http { .. }
            | SchemeKind::OpenIdConnect { .. } => [None; 3],
        };
        let [authorization_url, token_url, refresh_url] = urls.map(|url| url.map(str::to_owned));
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            authentication: ClientAuthentication::default(),
            scopes: None,
            authorization_url,
            token_url,
            refresh_url,
        }
    }

    /// How the application shows who it is; by `Basic` when it is not set.
    pub fn authentication(mut self, authentication: ClientAuthentication) -> Self {
        self.authentication = authentication;
        self
    }

    /// The scopes to ask for; the server's default when they are not set.
    pub fn scopes<S: AsRef<str>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        let scopes: Vec<_> = scopes.into_iter().collect();
        let scopes: Vec<_> = scopes.iter().map(AsRef::as_ref).collect();
        self.scopes = Some(scopes.join(" "));
        self
    }

    /// Where users log in, instead of what the security scheme says.
    pub fn authorization_url(mut self, url: impl Into<String>) -> Self {
        self.authorization_url = Some(url.into());
        self
    }

    /// Where tokens are granted and refreshed, instead of what the security scheme says.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self.refresh_url = None;
        self
    }
}

impl fmt::Debug for OAuthConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuthConfig")
            .field("authentication", &self.authentication)
            .finish_non_exhaustive()
    }
}
