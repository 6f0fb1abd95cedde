//! OAuth 2.0: the application as its authorization server knows it, and the grants that it can ask
//! for (RFC 6749).
//!
//! Requests for tokens go the way of all calls, with its time limits, attempts and errors. Secrets go
//! to the token URL only.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue, header};
use secrecy::{ExposeSecret, SecretString};
use url::{Url, form_urlencoded};

use super::attach::confidential;
use super::auth::Credentials;
use super::call::Call;
use super::client::{Client, Settings, Shared};
use super::clock::Clock;
use super::error::{Error, ErrorKind};
use super::limit::Limiter;
use super::message;
use super::oauth_config::{ClientAuthentication, OAuthConfig};
use super::operation::{Method, Operation};
use super::security::Mode;
use super::session::OAuthSession;
use super::text::text;
use super::token::Token;
use super::token_store::TokenStore;

/// Asks for a token. It is not sent again when its outcome is unknown: codes and refresh tokens may
/// be good for one use.
static TOKEN: Operation = token_operation(false);

/// Asks for a token in the application's own name, which may be done any number of times.
static OWN_TOKEN: Operation = token_operation(true);

const fn token_operation(idempotent: bool) -> Operation {
    Operation {
        id: "oauth2.token",
        method: Method::POST,
        path: "",
        accept: "application/json",
        security: &[],
        idempotent,
    }
}

/// An application that can ask for tokens. Clones are cheap.
#[derive(Clone)]
pub struct OAuth(Arc<Application>);

struct Application {
    config: OAuthConfig,
    authorization_url: Option<Url>,
    token: Arc<Shared>,
    refresh: Arc<Shared>,
}

impl<M: Mode> Client<M> {
    /// An application that asks for tokens over the connections of this client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`]: there is no token URL, or a URL is none.
    pub fn oauth(&self, config: OAuthConfig) -> Result<OAuth, Error> {
        let settings = &self.shared.settings;
        let url = |text: &str| {
            // Relative ones are to the server's (OpenAPI 3.1.1 §4.8.30).
            settings.server.join(text).map_err(|_| {
                let message = "a URL of the authorization server is none";
                Error::new(ErrorKind::Configuration, message)
            })
        };
        let Some(token_url) = config.token_url.as_deref() else {
            let message = "there is no token URL: the security scheme has none, and none was set";
            return Err(Error::new(ErrorKind::Configuration, message));
        };
        let token = endpoint(settings, url(token_url)?);
        let refresh = match config.refresh_url.as_deref() {
            Some(refresh_url) => endpoint(settings, url(refresh_url)?),
            None => token.clone(),
        };
        let authorization_url = config.authorization_url.as_deref().map(url).transpose()?;
        Ok(OAuth(Arc::new(Application {
            config,
            authorization_url,
            token,
            refresh,
        })))
    }
}

/// The settings of the client for another server, to which nothing goes that is for the first.
fn endpoint(settings: &Settings, url: Url) -> Arc<Shared> {
    let mut headers = HeaderMap::new();
    if let Some(user_agent) = settings.headers.get(header::USER_AGENT) {
        headers.insert(header::USER_AGENT, user_agent.clone());
    }
    let settings = Settings {
        server: url,
        headers,
        limiter: Arc::new(Limiter::new(Vec::new())),
        redirects: 0,
        ..settings.clone()
    };
    Arc::new(Shared {
        settings: Arc::new(settings),
        credentials: Credentials::default(),
    })
}

impl OAuth {
    /// Tokens in the application's own name (RFC 6749 §4.4). They are asked for when the first call
    /// needs one.
    pub fn client_credentials(&self) -> OAuthSession {
        OAuthSession::own(self.clone())
    }

    /// The tokens of the user that `store` is for.
    pub fn session(&self, store: impl TokenStore) -> OAuthSession {
        OAuthSession::of_user(self.clone(), Arc::new(store))
    }

    /// Asks for tokens by an extension grant (RFC 6749 §4.5) and saves them in `store`.
    ///
    /// # Errors
    ///
    /// Those of every call. [`ErrorKind::LoginRequired`] when the server takes the grant for invalid.
    pub async fn grant(
        &self,
        grant_type: &str,
        parameters: &[(&str, &str)],
        store: impl TokenStore,
    ) -> Result<OAuthSession, Error> {
        let request = self.request(&TOKEN, &self.0.token, grant_type, parameters)?;
        let token = self.ask(request).await?;
        OAuthSession::granted(self.clone(), Arc::new(store), token).await
    }

    pub(super) fn authorization_url(&self) -> Result<Url, Error> {
        self.0.authorization_url.clone().ok_or_else(|| {
            let message = "the security scheme has no authorization URL";
            Error::new(ErrorKind::Configuration, message)
        })
    }

    pub(super) fn client_id(&self) -> &str {
        &self.0.config.client_id
    }

    pub(super) fn scopes(&self) -> Option<&str> {
        self.0.config.scopes.as_deref()
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.0.token.settings.clock
    }

    /// A request for a token in the application's own name.
    pub(super) fn own_request(&self) -> Result<Call, Error> {
        let scope = self.scopes().map(|scopes| ("scope", scopes));
        let parameters = scope.as_slice();
        self.request(&OWN_TOKEN, &self.0.token, "client_credentials", parameters)
    }

    /// A request for the token of a user who has logged in.
    pub(super) fn code_request(
        &self,
        code: &str,
        redirect_uri: &str,
        verifier: &SecretString,
    ) -> Result<Call, Error> {
        let parameters = [
            ("code", code),
            ("redirect_uri", redirect_uri),
            ("code_verifier", verifier.expose_secret()),
        ];
        self.request(&TOKEN, &self.0.token, "authorization_code", &parameters)
    }

    /// A request for the next token of a user.
    pub(super) fn refresh_request(&self, refresh: &SecretString) -> Result<Call, Error> {
        let parameters = [("refresh_token", refresh.expose_secret())];
        self.request(&TOKEN, &self.0.refresh, "refresh_token", &parameters)
    }

    /// A request for a token, with what shows who the application is.
    fn request(
        &self,
        operation: &'static Operation,
        endpoint: &Arc<Shared>,
        grant_type: &str,
        parameters: &[(&str, &str)],
    ) -> Result<Call, Error> {
        confidential(&endpoint.settings.server, &endpoint.settings)?;
        let OAuthConfig {
            client_id: id,
            client_secret: secret,
            ..
        } = &self.0.config;
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", grant_type);
        form.extend_pairs(parameters);
        let mut call = Call::new(endpoint.clone(), Cow::Borrowed(operation));
        match self.0.config.authentication {
            ClientAuthentication::Basic => {
                let headers = &mut call.parts().headers;
                headers.push((header::AUTHORIZATION, basic(id, secret)?));
            }
            ClientAuthentication::Body => {
                form.append_pair("client_id", id);
                form.append_pair("client_secret", secret.expose_secret());
            }
            ClientAuthentication::Public => {
                form.append_pair("client_id", id);
            }
        }
        let body = form.finish().into_bytes();
        let media_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        call.parts().set_body(media_type, Ok(body.into()));
        Ok(call)
    }

    pub(super) async fn ask(&self, call: Call) -> Result<Token, Error> {
        let asked = self.clock().now();
        let reply = call.send().await.map_err(login_required)?;
        Token::granted(&reply.body, asked).map_err(|message| reply.undecodable(message))
    }
}

/// `Authorization: Basic`. Id and secret are form-encoded first, so that a colon in the id does not
/// end it (RFC 6749 §2.3.1).
fn basic(id: &str, secret: &SecretString) -> Result<HeaderValue, Error> {
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = text!("{}:{}", encoded(id), encoded(secret.expose_secret()));
    let text = text!("Basic {}", STANDARD.encode(pair));
    let mut value = HeaderValue::try_from(text).map_err(|error| {
        let message = "the client's id and secret make no header";
        Error::new(ErrorKind::Configuration, message).with_source(error)
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// `invalid_grant` (RFC 6749 §5.2): what was shown is expired, revoked, or used already.
fn login_required(error: Error) -> Error {
    if message::code(error.body()).as_deref() != Some("invalid_grant") {
        return error;
    }
    let message = "the server does not, or no longer, accept the grant";
    Error::new(ErrorKind::LoginRequired, message).with_source(error)
}

impl fmt::Debug for OAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OAuth").field(&self.0.config).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_secrets_are_form_encoded_first() {
        let value = basic("a:b c", &SecretString::from("p%å/")).unwrap();
        let expected = STANDARD.encode("a%3Ab+c:p%25%C3%A5%2F");
        assert_eq!(value.to_str().unwrap(), format!("Basic {expected}"));
        assert!(value.is_sensitive());
    }
}
