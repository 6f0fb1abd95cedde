//! Tokens, as a token endpoint grants them (RFC 6749 §5.1).

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::decode;

/// An access token, with what is needed to get the next one.
///
/// It can be serialised, for stores: what is written then holds the tokens in plain text.
#[derive(Clone)]
pub struct Token {
    access: SecretString,
    refresh: Option<SecretString>,
    expires_at: Option<Timestamp>,
}

impl Token {
    /// An access token that is good until the server refuses it.
    pub fn new(access: impl Into<SecretString>) -> Self {
        Self {
            access: access.into(),
            refresh: None,
            expires_at: None,
        }
    }

    /// The token to refresh it with.
    pub fn refresh_token(mut self, refresh: impl Into<SecretString>) -> Self {
        self.refresh = Some(refresh.into());
        self
    }

    /// When the access token expires.
    pub fn expires_at(mut self, at: Timestamp) -> Self {
        self.expires_at = Some(at);
        self
    }

    pub(super) fn access(&self) -> &SecretString {
        &self.access
    }

    pub(super) fn refresh(&self) -> Option<&SecretString> {
        self.refresh.as_ref()
    }

    pub(super) fn expiry(&self) -> Option<Timestamp> {
        self.expires_at
    }

    /// Whether both have the same access token.
    pub(super) fn is(&self, access: &SecretString) -> bool {
        self.access.expose_secret() == access.expose_secret()
    }

    /// Reads what a token endpoint answered to a request that was made at `asked`; `Err` says in
    /// words what is wrong with it.
    pub(super) fn granted(body: &[u8], asked: Timestamp) -> Result<Self, &'static str> {
        let mut grant = decode::value(body).ok_or(NO_TOKEN)?;
        let access = text(&mut grant, "access_token")?.ok_or(NO_TOKEN)?;
        let refresh = text(&mut grant, "refresh_token")?;
        let kind = text(&mut grant, "token_type")?;
        if kind.is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            return Err("the type of the token is not `Bearer`");
        }
        if access.is_empty() {
            return Err("the access token is empty");
        }
        let expires_in = match grant.get("expires_in") {
            Some(Value::Number(number)) => number.as_f64(),
            Some(Value::String(text)) => text.trim().parse().ok(),
            _ => None,
        };
        let expires_in = expires_in.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        Ok(Self {
            access: access.into(),
            refresh: refresh.map(SecretString::from),
            expires_at: expires_in.and_then(|lifetime| asked.checked_add(lifetime).ok()),
        })
    }

    /// Reads a token as it is stored.
    pub(super) fn stored(body: &[u8]) -> Option<Self> {
        let mut stored = decode::value(body)?;
        let refresh = text(&mut stored, "refresh_token").ok()?;
        let expires_at = text(&mut stored, "expires_at").ok()?;
        Some(Self {
            access: text(&mut stored, "access_token").ok()??.into(),
            refresh: refresh.map(SecretString::from),
            expires_at: expires_at.map(|text| text.parse()).transpose().ok()?,
        })
    }

    /// The same with `refresh`, unless it came with one: a server that does not rotate repeats
    /// nothing (RFC 6749 §6).
    pub(super) fn or_refresh(mut self, refresh: &SecretString) -> Self {
        self.refresh.get_or_insert_with(|| refresh.clone());
        self
    }
}

const NO_TOKEN: &str = "it grants no access token";

/// The text called `name`, taken out, if there is one.
fn text(json: &mut Value, name: &str) -> Result<Option<String>, &'static str> {
    match json.get_mut(name).map(Value::take) {
        Some(Value::String(text)) => Ok(Some(text)),
        None | Some(Value::Null) => Ok(None),
        Some(_) => Err(NO_TOKEN),
    }
}

/// How a token is stored.
#[derive(Serialize, Deserialize)]
struct Stored<T> {
    access_token: T,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Timestamp>,
}

impl Serialize for Token {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stored = Stored {
            access_token: self.access.expose_secret(),
            refresh_token: self.refresh.as_ref().map(ExposeSecret::expose_secret),
            expires_at: self.expires_at,
        };
        stored.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Token {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Stored::<String>::deserialize(deserializer)?;
        Ok(Self {
            access: stored.access_token.into(),
            refresh: stored.refresh_token.map(SecretString::from),
            expires_at: stored.expires_at,
        })
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("refresh", &self.refresh.is_some())
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn granted(body: &str) -> Result<Token, &'static str> {
        Token::granted(body.as_bytes(), Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn lifetimes_are_numbers_or_texts() {
        for lifetime in ["3600", "\"3600\"", "3600.0"] {
            let body = format!(r#"{{"access_token":"a","expires_in":{lifetime}}}"#);
            let token = granted(&body).unwrap();
            assert_eq!(token.expiry().unwrap().as_second(), 3600, "{lifetime}");
        }
        for lifetime in ["null", "\"soon\"", "-1", "1e300"] {
            let body = format!(r#"{{"access_token":"a","expires_in":{lifetime}}}"#);
            assert_eq!(granted(&body).unwrap().expiry(), None, "{lifetime}");
        }
    }

    #[test]
    fn what_is_no_bearer_token_is_refused() {
        assert!(granted(r#"{"access_token":"a","token_type":"BEARER"}"#).is_ok());
        assert!(granted(r#"{"access_token":"a","token_type":"mac"}"#).is_err());
        assert!(granted(r#"{"access_token":""}"#).is_err());
        assert!(granted(r#"{"error":"invalid_grant"}"#).is_err());
        assert!(granted("<html>").is_err());
    }

    #[test]
    fn tokens_are_stored_without_loss() {
        let token = Token::new("a")
            .refresh_token("r")
            .expires_at(Timestamp::UNIX_EPOCH);
        let text = serde_json::to_string(&token).unwrap();
        let read: Token = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        let read = Token::stored(text.as_bytes()).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        assert!(!format!("{token:?}").contains('"'));
    }
}
