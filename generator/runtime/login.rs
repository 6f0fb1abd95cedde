//! Logging a user in: the authorization code grant (RFC 6749 §4.1) with PKCE (RFC 7636).

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::{Url, form_urlencoded};

use super::error::{Error, ErrorKind};
use super::oauth::OAuth;
use super::pkce;
use super::session::OAuthSession;
use super::token_store::TokenStore;

/// A login that is still to begin.
#[derive(Clone, Debug)]
#[must_use = "a login begins with `begin`"]
pub struct Login {
    oauth: OAuth,
    redirect_uri: String,
    parameters: Vec<(Cow<'static, str>, String)>,
}

impl OAuth {
    /// A login of a user, after which the browser is sent back to `redirect_uri`.
    pub fn login(&self, redirect_uri: impl Into<String>) -> Login {
        Login {
            oauth: self.clone(),
            redirect_uri: redirect_uri.into(),
            parameters: Vec::new(),
        }
    }

    /// Ends a login with the URL that the browser was sent back to, or with the query of it. The
    /// tokens are saved in `store`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::LoginRequired`]: the URL is not an answer to this login, or says that the user
    /// was not logged in. Otherwise those of every call.
    pub async fn complete_login(
        &self,
        pending: PendingLogin,
        callback_url: &str,
        store: impl TokenStore,
    ) -> Result<OAuthSession, Error> {
        let code = code(callback_url, &pending.state)?;
        let redirect_uri = &pending.redirect_uri;
        let request = self.code_request(&code, redirect_uri, &pending.verifier)?;
        let token = self.ask(request).await?;
        OAuthSession::granted(self.clone(), Arc::new(store), token).await
    }
}

impl Login {
    /// Adds a parameter of the server's own to the URL.
    pub fn parameter(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
    ) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// The URL to send the browser to, and what is needed when it comes back.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`]: there is no authorization URL, or the system gives no random
    /// numbers.
    pub fn begin(self) -> Result<PendingLogin, Error> {
        let mut url = self.oauth.authorization_url()?;
        let state = pkce::random()?;
        let verifier = SecretString::from(pkce::random()?);
        // What is part of the URL stays (RFC 6749 §3.1).
        let mut query = url.query_pairs_mut();
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", self.oauth.client_id())
            .append_pair("state", &state)
            .append_pair("code_challenge", &pkce::challenge(&verifier))
            .append_pair("code_challenge_method", "S256")
            .append_pair("redirect_uri", &self.redirect_uri);
        if let Some(scopes) = self.oauth.scopes() {
            query.append_pair("scope", scopes);
        }
        query.extend_pairs(&self.parameters);
        drop(query);
        Ok(PendingLogin {
            url: url.into(),
            state,
            verifier,
            redirect_uri: self.redirect_uri,
        })
    }
}

/// A login that waits for the user.
///
/// It belongs to one browser: keep it where no other one gets at it, such as the server's side of a
/// web session. It can be serialised for that, and holds a secret then.
#[derive(Clone)]
pub struct PendingLogin {
    url: String,
    state: String,
    verifier: SecretString,
    redirect_uri: String,
}

impl PendingLogin {
    /// The URL to send the browser to.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The random text that comes back with the answer, to find the login it belongs to.
    pub fn state(&self) -> &str {
        &self.state
    }
}

/// The code in a callback to the login with this `state`.
fn code(callback_url: &str, state: &str) -> Result<String, Error> {
    let refused = |message: &'static str| Error::new(ErrorKind::LoginRequired, message);
    let query = callback_url
        .split_once('?')
        .map_or(callback_url, |(_, query)| query);
    let query = query.split('#').next().unwrap_or_default();
    let mut values = [("state", None), ("error", None), ("code", None)];
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if let Some((_, known)) = values.iter_mut().find(|(known, _)| *known == name)
            && known.replace(value.into_owned()).is_some()
        {
            return Err(refused("the callback repeats a parameter"));
        }
    }
    let [(_, answered), (_, error), (_, code)] = values;
    if answered.as_deref() != Some(state) {
        return Err(refused("the callback is not the answer to this login"));
    }
    match (error.as_deref(), code) {
        (Some("access_denied"), _) => Err(refused("the user was not logged in: access_denied")),
        (Some(_), _) => Err(refused("the server does not log the user in")),
        (None, Some(code)) => Ok(code),
        (None, None) => Err(refused("the callback has no code")),
    }
}

/// How a login is kept between its two requests.
#[derive(Serialize, Deserialize)]
struct Kept<T> {
    url: T,
    state: T,
    verifier: T,
    redirect_uri: T,
}

impl Serialize for PendingLogin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kept = Kept {
            url: self.url.as_str(),
            state: &self.state,
            verifier: self.verifier.expose_secret(),
            redirect_uri: &self.redirect_uri,
        };
        kept.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for PendingLogin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let kept = Kept::<String>::deserialize(deserializer)?;
        Ok(Self {
            url: kept.url,
            state: kept.state,
            verifier: kept.verifier.into(),
            redirect_uri: kept.redirect_uri,
        })
    }
}

impl fmt::Debug for PendingLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = Url::parse(&self.url).ok();
        let host = host.as_ref().and_then(Url::host_str).unwrap_or_default();
        f.debug_struct("PendingLogin")
            .field("host", &host)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callbacks_are_answers_to_their_login() {
        let read = |callback: &str| code(callback, "s").map_err(|error| error.to_string());
        assert_eq!(
            read("https://a.example/cb?code=c%2F1&state=s#x").unwrap(),
            "c/1"
        );
        assert_eq!(read("state=s&code=c").unwrap(), "c");
        let refused = [
            ("https://a.example/cb?code=c", "is not the answer to"),
            ("?code=c&state=t", "is not the answer to"),
            ("?code=c&state=s&state=s", "repeats a parameter"),
            ("?error=access_denied&state=s", "access_denied"),
            (
                "?error=server_error&state=s&error_description=x",
                "does not log the user in",
            ),
            ("?state=s", "has no code"),
        ];
        for (callback, reason) in refused {
            let error = read(callback).unwrap_err();
            assert!(
                error.starts_with("login required: ") && error.contains(reason),
                "{error}"
            );
        }
    }
}
