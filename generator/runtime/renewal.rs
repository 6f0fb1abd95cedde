//! How a session gets its next token: from the store, by a refresh, or in the application's own name.
//!
//! Whoever refreshes holds the store's lock, and a new token is saved before it is used. Where saving
//! fails, the token is used nevertheless: the server takes no other any more.

use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use super::call::Call;
use super::clock::bounded_until;
use super::error::{Error, ErrorKind};
use super::session::{Age, Session};
use super::token::Token;
use super::token_store::{StoreLock, TokenStore};
use super::transport::BoxError;

/// How long to wait after an early renewal, or saving, failed.
const COOL_DOWN: Duration = Duration::from_secs(30);

/// How long to wait for others who refresh.
const LOCK: Duration = Duration::from_secs(30);

impl Session {
    /// A good token: a new one or, where none can be had yet, the old one.
    pub(super) async fn renewed(&self) -> Result<SecretString, Error> {
        let outcome = match &self.store {
            None => self.obtained(self.oauth.own_request(), None).await,
            Some(store) => self.refreshed(&**store).await,
        };
        let error = match outcome {
            Ok(token) => return Ok(token),
            Err(error) => error,
        };
        let now = self.oauth.clock().now();
        let mut state = self.state();
        let Some((token, _)) = state.good(now) else {
            return Err(error);
        };
        tracing::warn!("error.type" = error.class(), "the token is not renewed yet");
        state.renew_at = now.checked_add(COOL_DOWN).ok();
        Ok(token)
    }

    /// The user's next token, from the store or by a refresh.
    async fn refreshed(&self, store: &dyn TokenStore) -> Result<SecretString, Error> {
        let _lock = self.lock(store).await;
        if let Some(token) = self.unsaved() {
            // The store has an older one.
            self.keep(token).await;
        } else if let Err(error) = self.load(store).await
            && self.state().token.is_none()
        {
            let message = "the store of tokens can't be read";
            return Err(Error::new(ErrorKind::Credential, message).with_source(error));
        }
        // Twice at most: once more when the store has another refresh token by then.
        let mut refused: Option<(SecretString, Error)> = None;
        loop {
            if let Some(token) = self.fresh() {
                return Ok(token);
            }
            let refresh = self.refresh_token()?;
            let is_first = refused.is_none();
            if let Some((old, error)) = refused
                && old.expose_secret() == refresh.expose_secret()
            {
                return Err(error);
            }
            let request = self.oauth.refresh_request(&refresh);
            let error = match self.obtained(request, Some(&refresh)).await {
                Ok(token) => return Ok(token),
                Err(error) if is_first && error.kind() == ErrorKind::LoginRequired => error,
                Err(error) => return Err(error),
            };
            // Somebody who does not know of the lock may have been faster.
            if self.unsaved().is_some() || self.load(store).await.is_err() {
                return Err(error);
            }
            refused = Some((refresh, error));
        }
    }

    /// Asks for a token and keeps it, with `refresh` unless it comes with one.
    async fn obtained(
        &self,
        request: Result<Call, Error>,
        refresh: Option<&SecretString>,
    ) -> Result<SecretString, Error> {
        let mut token = self.oauth.ask(request?).await?;
        if let Some(refresh) = refresh {
            token = token.or_refresh(refresh);
        }
        Ok(self.keep(token).await)
    }

    pub(super) async fn lock(&self, store: &dyn TokenStore) -> Option<StoreLock> {
        let clock = self.oauth.clock();
        let deadline = clock.monotonic().saturating_add(LOCK);
        let lock = bounded_until(clock, deadline, None, store.lock()).await;
        let lock = lock.and_then(Result::ok);
        if lock.is_none() {
            tracing::warn!("the store of tokens can't be locked");
        }
        lock
    }

    /// Takes over what is in the store.
    async fn load(&self, store: &dyn TokenStore) -> Result<(), BoxError> {
        let Some(stored) = store.load().await? else {
            return Ok(());
        };
        let mut state = self.state();
        let known = state
            .token
            .as_ref()
            .is_some_and(|token| token.is(stored.access()));
        if known {
            // Whether the access token was refused is not forgotten for another refresh token.
            state.token = Some(stored);
        } else {
            state.set(stored, self.oauth.clock().now());
        }
        Ok(())
    }

    /// Saves a token, then uses it; if it can't be saved, uses it nevertheless.
    pub(super) async fn keep(&self, token: Token) -> SecretString {
        let saved = match &self.store {
            Some(store) => store.save(&token).await,
            None => Ok(()),
        };
        let now = self.oauth.clock().now();
        let access = token.access().clone();
        let mut state = self.state();
        state.set(token, now);
        state.save_at = None;
        state.unsaved = saved.err().map(Arc::from);
        if state.unsaved.is_some() {
            tracing::warn!("the token can't be saved");
            state.save_at = now.checked_add(COOL_DOWN).ok();
        }
        access
    }

    /// The token, if it is still to be saved.
    fn unsaved(&self) -> Option<Token> {
        let state = self.state();
        state.unsaved.as_ref().and(state.token.clone())
    }

    fn fresh(&self) -> Option<SecretString> {
        match self.state().good(self.oauth.clock().now())? {
            (token, Age::Fresh) => Some(token),
            (_, Age::Old) => None,
        }
    }

    fn refresh_token(&self) -> Result<SecretString, Error> {
        let state = self.state();
        let refresh = state.token.as_ref().and_then(Token::refresh);
        refresh.cloned().ok_or_else(|| {
            let message = match &state.token {
                Some(_) => "the token is used up, and there is none to refresh it with",
                None => "there is no token of the user",
            };
            Error::new(ErrorKind::LoginRequired, message)
        })
    }
}
