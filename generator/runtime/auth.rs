//! Credentials: where tokens come from, and which of them a request carries.
//!
//! Secrets are [`SecretString`]s: no `Debug` shows them and their memory is wiped.

use std::fmt;
use std::sync::Arc;

use secrecy::SecretString;

use super::transport::{BoxError, BoxFuture};

/// Where the access token of a request comes from.
///
/// It is asked once for every attempt, so it can answer with a fresh token at any time. What it
/// returns is sent as `Authorization: Bearer <token>` (RFC 6750 §2.1).
pub trait TokenSource: Send + Sync + 'static {
    /// The token to send now.
    ///
    /// # Errors
    ///
    /// The request is not sent; the error becomes the [source](std::error::Error::source) of the
    /// call's error.
    fn token(&self) -> BoxFuture<'_, Result<SecretString, BoxError>>;

    /// The server has refused `token` as invalid. Whether there may be another one: the request is
    /// sent once more then.
    fn reject<'a>(&'a self, token: &'a SecretString) -> BoxFuture<'a, bool> {
        let _ = token;
        Box::pin(std::future::ready(false))
    }
}

/// A token that was obtained elsewhere and never changes.
#[derive(Clone, Debug)]
pub struct BearerToken(SecretString);

impl<T: Into<SecretString>> From<T> for BearerToken {
    fn from(token: T) -> Self {
        Self(token.into())
    }
}

impl TokenSource for BearerToken {
    fn token(&self) -> BoxFuture<'_, Result<SecretString, BoxError>> {
        let token = self.0.clone();
        Box::pin(async move { Ok(token) })
    }
}

/// The credentials that a client holds, by the key of their security scheme.
#[derive(Clone, Default)]
pub struct Credentials {
    by_scheme: Vec<(&'static str, Arc<dyn TokenSource>)>,
    other: Option<Arc<dyn TokenSource>>,
}

impl Credentials {
    /// Adds the credential for one security scheme; the last one given for a scheme counts.
    pub fn with(mut self, scheme: &'static str, source: impl TokenSource) -> Self {
        self.insert(scheme, Arc::new(source));
        self
    }

    /// Adds one credential for several schemes; for all of them when `schemes` is empty.
    pub(super) fn with_all(
        mut self,
        schemes: &[&'static str],
        source: Arc<dyn TokenSource>,
    ) -> Self {
        if schemes.is_empty() {
            self.other = Some(source);
        } else {
            for scheme in schemes {
                self.insert(scheme, source.clone());
            }
        }
        self
    }

    /// The credentials of the first alternative whose schemes all have one; `Err` says in words
    /// what is missing.
    pub(super) fn choose(
        &self,
        security: &[&'static [&'static str]],
    ) -> Result<Vec<(&'static str, &dyn TokenSource)>, String> {
        if security.is_empty() {
            return Ok(Vec::new());
        }
        security
            .iter()
            .find_map(|schemes| self.all(schemes))
            .ok_or_else(|| missing(security))
    }

    /// Every credential there is, for a request that the description does not know: the first one.
    pub(super) fn any(&self) -> Vec<(&'static str, &dyn TokenSource)> {
        let first = self
            .by_scheme
            .first()
            .map(|(key, source)| (*key, &**source));
        let other = self.other.as_deref().map(|source| ("", source));
        first.or(other).into_iter().collect()
    }

    fn all(&self, schemes: &[&'static str]) -> Option<Vec<(&'static str, &dyn TokenSource)>> {
        schemes
            .iter()
            .map(|scheme| Some((*scheme, self.get(scheme)?)))
            .collect()
    }

    fn get(&self, scheme: &str) -> Option<&dyn TokenSource> {
        self.by_scheme
            .iter()
            .find(|(key, _)| *key == scheme)
            .map(|(_, source)| &**source)
            .or(self.other.as_deref())
    }

    fn insert(&mut self, scheme: &'static str, source: Arc<dyn TokenSource>) {
        self.by_scheme.retain(|(key, _)| *key != scheme);
        self.by_scheme.push((scheme, source));
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes = self.by_scheme.iter().map(|(key, _)| *key);
        f.debug_set()
            .entries(schemes.chain(self.other.iter().map(|_| "*")))
            .finish()
    }
}

/// What is missing, in words: ``no credential for `A` and `B`, or `C` ``.
fn missing(security: &[&[&str]]) -> String {
    let alternatives: Vec<String> = security
        .iter()
        .map(|schemes| {
            let quoted: Vec<String> = schemes.iter().map(|key| format!("`{key}`")).collect();
            quoted.join(" and ")
        })
        .collect();
    format!(
        "the client has no credential for {}",
        alternatives.join(", or ")
    )
}
