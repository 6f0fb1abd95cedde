//! User and password, as the HTTP scheme `basic` sends them.

use std::fmt;

use ::base64::Engine as _;
use ::base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};

use super::auth::TokenSource;
use super::text::text;
use super::transport::{BoxError, BoxFuture};

/// User and password for the HTTP scheme `basic` (RFC 7617).
#[derive(Clone)]
pub struct Basic {
    user: String,
    password: SecretString,
}

impl Basic {
    /// The password may be empty, as it is where the user is a key.
    pub fn new(user: impl Into<String>, password: impl Into<SecretString>) -> Self {
        Self {
            user: user.into(),
            password: password.into(),
        }
    }
}

impl fmt::Debug for Basic {
    /// Nothing of it: where the password is empty, the user is the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Basic(..)")
    }
}

impl TokenSource for Basic {
    fn token(&self) -> BoxFuture<'_, Result<SecretString, BoxError>> {
        // RFC 7617 §2: a user with a colon can't be told from one with a longer password, and
        // control characters belong in neither.
        let password = self.password.expose_secret();
        let outcome = if self.user.contains(':') {
            Err("the user holds a colon".into())
        } else if self
            .user
            .chars()
            .chain(password.chars())
            .any(char::is_control)
        {
            Err("user or password hold a control character".into())
        } else {
            Ok(STANDARD.encode(text!("{}:{password}", self.user)).into())
        };
        Box::pin(std::future::ready(outcome))
    }
}
