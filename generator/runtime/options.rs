//! What can be decided for one call.

use std::fmt;
use std::time::Duration;

use super::retry::RetryPolicy;

/// What can be decided for one call; everything else is the client's.
#[derive(Clone, Default)]
pub struct CallOptions {
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) unchecked: bool,
}

impl CallOptions {
    /// As the client has it.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long the whole call may take, with all attempts and pauses, until its answer is read.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// How long one attempt may take.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_timeout = Some(limit);
        self
    }

    /// How often the call is sent, and with which pauses.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Sends one more header, or another value of one that is sent anyway.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends the call although it breaks limits of the description.
    pub fn unchecked(mut self) -> Self {
        self.unchecked = true;
        self
    }

    /// Adds `later`, which counts where both decide.
    pub(super) fn merge(&mut self, mut later: Self) {
        self.timeout = later.timeout.or(self.timeout);
        self.attempt_timeout = later.attempt_timeout.or(self.attempt_timeout);
        self.retry = later.retry.or(self.retry);
        self.headers.append(&mut later.headers);
        self.unchecked |= later.unchecked;
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut headers = Vec::new();
        for (name, _) in &self.headers {
            headers.push(name.as_str());
        }
        f.debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("retry", &self.retry)
            .field("headers", &headers)
            .field("unchecked", &self.unchecked)
            .finish()
    }
}
