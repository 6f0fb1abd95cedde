//! A session: one access token at a time, renewed when it is needed, by one request for all who
//! need it.
//!
//! The request for a token is a task of its own. Whoever waits for it may give up: the task goes on,
//! and a refresh token that the server has replaced meanwhile is not lost. Nothing runs while
//! nobody calls.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tracing::Instrument;

use super::auth::TokenSource;
use super::error::Error;
use super::oauth::OAuth;
use super::token::Token;
use super::token_store::TokenStore;
use super::transport::{BoxError, BoxFuture};

/// A token is renewed up to this long before it expires.
const EARLY: Duration = Duration::from_secs(300);

/// Gives calls a token that is good, as a [`TokenSource`]. Clones share it.
#[derive(Clone)]
pub struct OAuthSession(Arc<Session>);

/// What the clones of a session share.
pub(super) struct Session {
    pub(super) oauth: OAuth,
    /// Where the user's tokens are; `None` for tokens in the application's own name.
    pub(super) store: Option<Arc<dyn TokenStore>>,
    state: Mutex<State>,
}

/// What is known of the token.
#[derive(Default)]
pub(super) struct State {
    pub(super) token: Option<Token>,
    /// From when on the token is renewed.
    pub(super) renew_at: Option<Timestamp>,
    /// Whether the server has refused the token.
    refused: bool,
    /// From when on saving the token is tried again.
    pub(super) save_at: Option<Timestamp>,
    /// Why the token is not saved.
    pub(super) unsaved: Option<Arc<dyn std::error::Error + Send + Sync>>,
    /// The request for a token that is under way.
    flight: Option<Arc<Flight>>,
}

/// A request for a token.
struct Flight {
    /// Has no permits, and is closed when the request has ended.
    end: Semaphore,
    /// What came of it; nothing, when it has ended with its runtime.
    outcome: Mutex<Option<Outcome>>,
}

type Outcome = Result<SecretString, Arc<Error>>;

impl OAuthSession {
    pub(super) fn own(oauth: OAuth) -> Self {
        Self::new(oauth, None)
    }

    pub(super) fn of_user(oauth: OAuth, store: Arc<dyn TokenStore>) -> Self {
        Self::new(oauth, Some(store))
    }

    /// The session of a user with a token that was granted just now.
    pub(super) async fn granted(
        oauth: OAuth,
        store: Arc<dyn TokenStore>,
        token: Token,
    ) -> Result<Self, Error> {
        let session = Self::of_user(oauth, store.clone());
        let _lock = session.0.lock(&*store).await;
        session.0.keep(token).await;
        Ok(session)
    }

    fn new(oauth: OAuth, store: Option<Arc<dyn TokenStore>>) -> Self {
        Self(Arc::new(Session {
            oauth,
            store,
            state: Mutex::default(),
        }))
    }

    /// Why the current token could not be saved; `None` when it was. Saving is tried again with the
    /// calls that follow.
    pub fn store_error(&self) -> Option<Arc<dyn std::error::Error + Send + Sync>> {
        self.0.state().unsaved.clone()
    }

    async fn current(&self) -> Result<SecretString, BoxError> {
        loop {
            let flight = match self.look()? {
                Found::Token(token) => return Ok(token),
                Found::Flight(flight) => flight,
            };
            let _ = flight.end.acquire().await;
            match flight.outcome() {
                Some(Ok(token)) => return Ok(token),
                Some(Err(error)) => return Err(error.into()),
                // The task has ended with its runtime: another one begins.
                None => {}
            }
        }
    }

    /// The token, or what brings one.
    fn look(&self) -> Result<Found, BoxError> {
        let now = self.0.oauth.clock().now();
        let state = self.0.state();
        let unsaved = state.save_at.is_some_and(|save_at| now >= save_at);
        Ok(match (state.good(now), &state.flight) {
            (Some((token, Age::Fresh)), None) if unsaved => {
                self.depart(state)?;
                Found::Token(token)
            }
            (Some((token, Age::Fresh)), _) | (Some((token, Age::Old)), Some(_)) => {
                Found::Token(token)
            }
            (_, Some(flight)) => Found::Flight(flight.clone()),
            (_, None) => Found::Flight(self.depart(state)?),
        })
    }

    /// Begins the request for a token.
    fn depart(&self, mut state: MutexGuard<'_, State>) -> Result<Arc<Flight>, BoxError> {
        let runtime = Handle::try_current()?;
        let flight = Arc::new(Flight {
            end: Semaphore::new(0),
            outcome: Mutex::default(),
        });
        state.flight = Some(flight.clone());
        // A runtime that is about to end drops the task at once, which asks for the state.
        drop(state);
        let landing = Landing {
            session: self.0.clone(),
            flight: flight.clone(),
        };
        let renewal = async move {
            let outcome = landing.session.renewed().await;
            *landing.flight.lock() = Some(outcome.map_err(Arc::new));
        };
        runtime.spawn(renewal.in_current_span());
        Ok(flight)
    }
}

enum Found {
    Token(SecretString),
    Flight(Arc<Flight>),
}

impl Flight {
    fn outcome(&self) -> Option<Outcome> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Outcome>> {
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends the flight, also when its runtime ends first.
struct Landing {
    session: Arc<Session>,
    flight: Arc<Flight>,
}

impl Drop for Landing {
    fn drop(&mut self) {
        self.session.state().flight = None;
        self.flight.end.close();
    }
}

/// Whether a good token should be renewed.
pub(super) enum Age {
    Fresh,
    Old,
}

impl State {
    /// The token, unless it has expired or was refused.
    pub(super) fn good(&self, now: Timestamp) -> Option<(SecretString, Age)> {
        let token = self.token.as_ref().filter(|_| !self.refused)?;
        if token.expiry().is_some_and(|expiry| now >= expiry) {
            return None;
        }
        let is_old = self.renew_at.is_some_and(|renew_at| now >= renew_at);
        let age = if is_old { Age::Old } else { Age::Fresh };
        Some((token.access().clone(), age))
    }

    pub(super) fn set(&mut self, token: Token, now: Timestamp) {
        self.renew_at = renew_at(&token, now);
        self.refused = false;
        self.token = Some(token);
    }
}

/// When to renew a token: before it expires, and not all of a fleet at the same moment.
fn renew_at(token: &Token, now: Timestamp) -> Option<Timestamp> {
    let expiry = token.expiry()?;
    let lifetime = Duration::try_from(expiry.duration_since(now)).unwrap_or_default();
    let mut random = [0];
    // Without randomness there is no jitter.
    let _ = getrandom::fill(&mut random);
    let early = EARLY
        .min(lifetime / 10)
        .mul_f64(0.5 + f64::from(random[0]) / 512.0);
    expiry.checked_sub(early).ok()
}

impl Session {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenSource for OAuthSession {
    fn token(&self) -> BoxFuture<'_, Result<SecretString, BoxError>> {
        Box::pin(self.current())
    }

    fn ready(&self) -> Option<Cow<'_, SecretString>> {
        let now = self.0.oauth.clock().now();
        let state = self.0.state();
        let is_saved = state.save_at.is_none_or(|save_at| now < save_at);
        match state.good(now)? {
            (token, Age::Fresh) if is_saved => Some(Cow::Owned(token)),
            (_, Age::Fresh | Age::Old) => None,
        }
    }

    fn reject<'a>(&'a self, token: &'a SecretString) -> BoxFuture<'a, bool> {
        let mut state = self.0.state();
        if state
            .token
            .as_ref()
            .is_some_and(|current| current.is(token))
        {
            state.refused = true;
        }
        Box::pin(std::future::ready(true))
    }
}

impl fmt::Debug for OAuthSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuthSession")
            .field("token", &self.0.state().token)
            .finish_non_exhaustive()
    }
}
