//! Credentials: where tokens come from, and which of them a request carries.
//!
//! Secrets are [`SecretString`]s: no `Debug` shows them and their memory is wiped.

use std::borrow::Cow;
use std::fmt;
use std::future::ready;
use std::sync::Arc;

use secrecy::SecretString;

use super::security::SecurityScheme;
use super::transport::{BoxError, BoxFuture};

/// Where the access token or key of a request comes from.
///
/// It is asked once for every attempt, so it can answer with a fresh token at any time. What it
/// returns is sent as the security scheme says: after `Bearer` in the header `Authorization`, or as
/// the value of an API key. A text is the source of itself.
pub trait TokenSource: Send + Sync + 'static {
    /// The token to send now.
    ///
    /// # Errors
    ///
    /// The request is not sent; the error becomes the [source](std::error::Error::source) of the
    /// call's error.
    fn token(&self) -> BoxFuture<'_, Result<SecretString, BoxError>>;

    /// The token to send now, where it is known without waiting; [`token`](Self::token) is asked
    /// otherwise.
    fn ready(&self) -> Option<Cow<'_, SecretString>> {
        None
    }

    /// The server has refused `token` as invalid. Whether there may be another one: the request is
    /// sent once more then.
    fn reject<'a>(&'a self, token: &'a SecretString) -> BoxFuture<'a, bool> {
        let _ = token;
        Box::pin(ready(false))
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
        Box::pin(ready(Ok(self.0.clone())))
    }

    fn ready(&self) -> Option<Cow<'_, SecretString>> {
        Some(Cow::Borrowed(&self.0))
    }
}

macro_rules! own_source {
    ($($text:ty),*) => {
        $(impl TokenSource for $text {
            fn token(&self) -> BoxFuture<'_, Result<SecretString, BoxError>> {
                Box::pin(ready(Ok(SecretString::from(self.clone()))))
            }
        })*
    };
}

own_source!(&'static str, String, SecretString);

/// The credentials that a client holds, by their security scheme.
#[derive(Clone, Default)]
pub struct Credentials {
    by_scheme: Vec<(&'static SecurityScheme, Arc<dyn TokenSource>)>,
    /// The access token for all schemes that ask for one.
    other: Option<Arc<dyn TokenSource>>,
}

/// How a token is sent where no scheme says so.
static BEARER: [&SecurityScheme; 1] = [&SecurityScheme::bearer("")];

impl Credentials {
    /// Adds the credential for one security scheme; the last one given for a scheme counts.
    pub fn with(mut self, scheme: &'static SecurityScheme, source: impl TokenSource) -> Self {
        self.insert(scheme, Arc::new(source));
        self
    }

    /// Adds one credential for several schemes; for all that ask for an access token when `schemes`
    /// is empty.
    pub(super) fn with_all(
        mut self,
        schemes: &[&'static SecurityScheme],
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

    /// The credentials of the first alternative that asks for some and whose schemes all have one.
    /// None are sent where the description asks for none, or for none as an alternative (OpenAPI
    /// 3.0.3 §4.7.30: `{}`); `Err` says in words what is missing.
    pub(super) fn choose(
        &self,
        security: &[&'static [&'static SecurityScheme]],
    ) -> Result<&'static [&'static SecurityScheme], String> {
        let mut is_open = security.is_empty();
        for schemes in security {
            if schemes.is_empty() {
                is_open = true;
            } else if schemes.iter().all(|scheme| self.held(scheme).is_some()) {
                return Ok(schemes);
            }
        }
        if is_open {
            Ok(&[])
        } else {
            Err(missing(security))
        }
    }

    /// The scheme whose credential a request gets that the description does not know: the first one.
    pub(super) fn any(&self) -> &[&'static SecurityScheme] {
        match self.by_scheme.first() {
            Some((scheme, _)) => std::slice::from_ref(scheme),
            None => &BEARER,
        }
    }

    /// The credential for a scheme.
    pub(super) fn held(&self, scheme: &SecurityScheme) -> Option<&dyn TokenSource> {
        for (known, source) in &self.by_scheme {
            if known.key == scheme.key {
                return Some(&**source);
            }
        }
        self.other.as_deref().filter(|_| scheme.kind.is_bearer())
    }

    fn insert(&mut self, scheme: &'static SecurityScheme, source: Arc<dyn TokenSource>) {
        self.by_scheme.retain(|(known, _)| known.key != scheme.key);
        self.by_scheme.push((scheme, source));
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut set = f.debug_set();
        for (scheme, _) in &self.by_scheme {
            set.entry(&scheme.key);
        }
        if self.other.is_some() {
            set.entry(&"*");
        }
        set.finish()
    }
}

/// What is missing, in words: ``no credential for `A` and `B`, or `C` ``.
fn missing(security: &[&[&SecurityScheme]]) -> String {
    let mut text = "the client has no credential for ".to_owned();
    let mut or = "";
    for schemes in security {
        text.push_str(or);
        or = ", or ";
        let mut and = "";
        for scheme in *schemes {
            text.push_str(and);
            and = " and ";
            text += "`";
            text.push_str(scheme.key);
            text += "`";
        }
    }
    text
}
