//! Whether and when a call is sent again.
//!
//! What is sent again can be done twice. So an outcome that is unknown ends every call but those of
//! idempotent operations; see [`Error::is_retryable`](super::error::Error::is_retryable).

use std::sync::atomic::{AtomicI32, Ordering};
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

/// How often a call is sent, and how long the pauses between are.
///
/// A pause doubles from one attempt to the next, with random jitter. When the server says how long
/// to wait, that counts instead; when it is longer than the call may take, the call ends at once
/// and its error has [`retry_after`](super::error::Error::retry_after).
#[derive(Clone, Copy, Debug)]
pub struct RetryPolicy {
    max_attempts: u32,
    first: Duration,
    longest: Duration,
}

impl RetryPolicy {
    /// Three attempts, with pauses from 200 ms to 10 s.
    pub const fn standard() -> Self {
        Self {
            max_attempts: 3,
            first: Duration::from_millis(200),
            longest: Duration::from_secs(10),
        }
    }

    /// One attempt.
    pub const fn never() -> Self {
        Self::standard().max_attempts(1)
    }

    /// How often a call is sent at most; the first time counts.
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// The first pause, and the longest.
    pub const fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest;
        self
    }

    /// Whether there may be another attempt after `attempts`.
    pub(super) fn allows(&self, attempts: u32) -> bool {
        attempts < self.max_attempts
    }

    pub(super) fn start(&self) -> ExponentialBackoff {
        ExponentialBuilder::new()
            .with_jitter()
            .with_min_delay(self.first)
            .with_max_delay(self.longest)
            .without_max_times()
            .build()
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::standard()
    }
}

/// What all calls of a client may spend on sending again, so that a server that is down is not
/// asked several times as often as one that is up.
///
/// Calls that look at it at the same moment may take a little more than there is, or leave a little
/// more than it holds.
pub(super) struct Budget(AtomicI32);

impl Budget {
    const FULL: i32 = 500;
    const RETRY: i32 = 5;
    const SUCCESS: i32 = 1;

    pub(super) fn new() -> Self {
        Self(AtomicI32::new(Self::FULL))
    }

    /// Takes what a further attempt costs, if it is there.
    pub(super) fn withdraw(&self) -> bool {
        let is_there = self.0.load(Ordering::Relaxed) >= Self::RETRY;
        if is_there {
            self.0.fetch_sub(Self::RETRY, Ordering::Relaxed);
        }
        is_there
    }

    /// Gives something back, for a call that succeeded.
    pub(super) fn deposit(&self) {
        if self.0.load(Ordering::Relaxed) < Self::FULL {
            self.0.fetch_add(Self::SUCCESS, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_with_jitter() {
        let policy = RetryPolicy::standard();
        let pauses: Vec<_> = policy.start().take(9).collect();
        for (index, pause) in pauses.iter().enumerate() {
            let least = (Duration::from_millis(200) * 2u32.pow(u32::try_from(index).unwrap()))
                .min(Duration::from_secs(10));
            assert!(*pause >= least && *pause <= least * 2, "{index}: {pause:?}");
        }
        assert_ne!(pauses, policy.start().take(9).collect::<Vec<_>>());
    }

    #[test]
    fn a_budget_is_spent_and_earned() {
        let budget = Budget::new();
        let spent = (0..1000).take_while(|_| budget.withdraw()).count();
        assert_eq!(spent, 100);
        (0..4).for_each(|_| budget.deposit());
        assert!(!budget.withdraw());
        budget.deposit();
        assert!(budget.withdraw());
    }
}
