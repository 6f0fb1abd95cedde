//! What an error means for the call: whether it may be sent again, when, and what was done.

use std::sync::Arc;
use std::time::Duration;

use super::error::{Error, ErrorKind};

impl Error {
    /// Whether sending the same call again is safe and may succeed.
    ///
    /// An operation that is not idempotent is safe to repeat only when the server has not seen it,
    /// or has refused it for its rate limit (429).
    pub fn is_retryable(&self) -> bool {
        let idempotent = self.0.operation.as_ref().is_some_and(|it| it.idempotent);
        (idempotent || !self.0.uncertain) && self.is_transient(idempotent)
    }

    /// The same for the last attempt alone.
    pub(super) fn is_transient(&self, idempotent: bool) -> bool {
        match self.0.kind {
            ErrorKind::Connect => !self.0.untrusted,
            ErrorKind::RateLimit => true,
            ErrorKind::Timeout | ErrorKind::Lost => idempotent || self.0.attempts == 0,
            ErrorKind::Status => match self.status() {
                Some(429) => true,
                Some(502..=504) => idempotent,
                _ => false,
            },
            ErrorKind::Credential => self.cause().is_some_and(Self::is_retryable),
            ErrorKind::Configuration
            | ErrorKind::Invalid
            | ErrorKind::LoginRequired
            | ErrorKind::TooLarge
            | ErrorKind::Decode => false,
        }
    }

    /// How long to wait before the next call: what the server asks for with `Retry-After` (RFC 9110
    /// §10.2.3) or, when its limit was exceeded, with `X-RateLimit-Reset`; or how long the client's
    /// own limit is used up.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Whether the server may have done what was asked, although the call failed.
    ///
    /// `false` is certain: nothing was sent, or the server has refused the request (4xx).
    pub fn may_have_been_processed(&self) -> bool {
        let last = match self.0.kind {
            ErrorKind::Configuration
            | ErrorKind::Invalid
            | ErrorKind::Credential
            | ErrorKind::LoginRequired
            | ErrorKind::RateLimit
            | ErrorKind::Connect => false,
            ErrorKind::Timeout | ErrorKind::Lost => self.0.attempts > 0,
            ErrorKind::Status => !matches!(self.status(), Some(400..=499)),
            ErrorKind::TooLarge | ErrorKind::Decode => true,
        };
        last || self.0.uncertain
    }

    /// The error of this client that is the reason for this one: that of a request for a token.
    pub(super) fn cause(&self) -> Option<&Self> {
        let source = self.0.source.as_deref()?;
        let shared = || source.downcast_ref::<Arc<Self>>().map(|cause| &**cause);
        source.downcast_ref().or_else(shared)
    }
}
