//! Where the tokens of a user are kept from one run of a program to the next.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use super::token::Token;
use super::transport::{BoxError, BoxFuture};

/// Keeps the tokens of one user.
///
/// A server may answer a refresh with a new refresh token and refuse the old one from then on. So a
/// new token is saved before it is used.
pub trait TokenStore: Send + Sync + 'static {
    /// What was saved last; `None` when nothing was.
    ///
    /// # Errors
    ///
    /// There is something, and it can't be read.
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>, BoxError>>;

    /// Saves a token in place of the one before, wholly or not at all.
    ///
    /// # Errors
    ///
    /// The old token is still saved. The new one is used nevertheless, and saving tried again.
    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<(), BoxError>>;

    /// Keeps everyone else from refreshing until what is returned is dropped. Stores that several
    /// processes share have to, for of two refreshes with the same token one fails.
    ///
    /// # Errors
    ///
    /// The lock can't be had; the refresh goes on without.
    fn lock(&self) -> BoxFuture<'_, Result<StoreLock, BoxError>> {
        Box::pin(async { Ok(StoreLock::none()) })
    }
}

/// Held while a token is refreshed and saved.
pub struct StoreLock {
    _held: Option<Box<dyn Send>>,
}

impl StoreLock {
    /// Nothing to hold.
    pub fn none() -> Self {
        Self { _held: None }
    }

    /// `held` releases the lock when it is dropped.
    pub fn new(held: impl Send + 'static) -> Self {
        Self {
            _held: Some(Box::new(held)),
        }
    }
}

impl fmt::Debug for StoreLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreLock(..)")
    }
}

/// Keeps tokens as long as the program runs.
#[derive(Debug, Default)]
pub struct MemoryTokenStore(Mutex<Option<Token>>);

impl MemoryTokenStore {
    /// With nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a token that was obtained elsewhere.
    pub fn with(token: Token) -> Self {
        Self(Mutex::new(Some(token)))
    }
}

impl TokenStore for MemoryTokenStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>, BoxError>> {
        let token = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Box::pin(async move { Ok(token) })
    }

    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<(), BoxError>> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(token.clone());
        Box::pin(async { Ok(()) })
    }
}
