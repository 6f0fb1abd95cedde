//! Limits of how often the server is called: sliding windows of our own, and what the server says.
//!
//! When a request reaches the server is not known here: it may wait for a connection, or on its way.
//! It is certain that it does so after it was let pass, and before its answer comes. So it counts from
//! the one until a period after the other, and no window of the server's own holds more calls than the
//! limit. Who waits is served in the order of arrival; nothing is held while waiting, so that whoever
//! gives up, or is no longer polled, keeps no one else from going on.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{HeaderName, StatusCode};
use jiff::Timestamp;

use super::clock::Clock;
use super::error::{Error, ErrorKind};
use super::headers::Headers;

/// So many calls may be made in any stretch of time of this length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// How many calls.
    pub calls: u32,
    /// In which time.
    pub period: Duration,
}

impl RateLimit {
    /// `calls` in any second.
    pub const fn per_second(calls: u32) -> Self {
        Self::new(calls, Duration::from_secs(1))
    }

    /// `calls` in any minute.
    pub const fn per_minute(calls: u32) -> Self {
        Self::new(calls, Duration::from_secs(60))
    }

    /// `calls` in any `period`.
    pub const fn new(calls: u32, period: Duration) -> Self {
        Self { calls, period }
    }
}

/// What is known about the server's limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimitStatus {
    /// `X-RateLimit-Remaining` of the last answer that had it.
    pub remaining: Option<u64>,
    /// How long until the count starts anew, as `X-RateLimit-Reset` of that answer said.
    pub reset: Option<Duration>,
    /// How long no call is sent, because the server said so.
    pub closed: Duration,
}

/// Holds calls back until they may be sent.
pub(super) struct Limiter {
    limits: Vec<RateLimit>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Calls that were let pass and are not answered yet.
    under_way: usize,
    /// When the last calls were answered, as many as the largest limit has.
    answered: VecDeque<Duration>,
    /// Tickets of those who wait, in order: each is larger than those given before it.
    waiting: Vec<u64>,
    tickets: u64,
    closed_until: Duration,
    remaining: Option<u64>,
    reset_at: Option<Duration>,
}

impl Limiter {
    pub(super) fn new(limits: Vec<RateLimit>) -> Self {
        Self {
            limits,
            state: Mutex::default(),
        }
    }

    /// Waits until a call may be sent. It counts as under way until what is returned is dropped: when
    /// its answer has begun to come, or is not waited for any more.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::RateLimit`], at once, when that is not before `deadline`.
    pub(super) async fn admit<'l>(
        &'l self,
        clock: &'l dyn Clock,
        deadline: Duration,
    ) -> Result<Passed<'l>, Error> {
        let mut place: Option<Place<'_>> = None;
        while let Some(wait) = self.pass(clock, place.as_ref(), deadline)? {
            if place.is_none() {
                place = Some(self.place());
            }
            clock.sleep(wait).await;
        }
        Ok(Passed {
            limiter: self,
            clock,
        })
    }

    /// Lets a call pass, or says how long it has to wait at least.
    fn pass(
        &self,
        clock: &dyn Clock,
        place: Option<&Place<'_>>,
        deadline: Duration,
    ) -> Result<Option<Duration>, Error> {
        // Where nothing is limited, the time does not matter.
        if self.limits.is_empty() && self.state().closed_until.is_zero() {
            return Ok(None);
        }
        let now = clock.monotonic();
        let ticket = place.map(|place| place.ticket);
        let wait = self.state().pass(&self.limits, ticket, now);
        if wait.is_zero() {
            return Ok(None);
        }
        in_time(wait, now, deadline)?;
        Ok(Some(wait))
    }

    /// Fails as [`admit`](Self::admit) would, before a call waits for anything else.
    pub(super) fn check(&self, clock: &dyn Clock, deadline: Duration) -> Result<(), Error> {
        let now = clock.monotonic();
        in_time(self.state().wait(&self.limits, None, now), now, deadline)
    }

    /// Learns from an answer.
    pub(super) fn observe(&self, status: StatusCode, headers: &Headers, clock: &dyn Clock) {
        let remaining = headers
            .as_map()
            .get(&REMAINING)
            .and_then(|value| value.to_str().ok()?.trim_ascii().parse().ok());
        if remaining.is_none() && status != StatusCode::TOO_MANY_REQUESTS {
            return;
        }
        let (now, monotonic) = (clock.now(), clock.monotonic());
        let reset = self.reset(headers, now);
        let mut closed = Duration::ZERO;
        if status == StatusCode::TOO_MANY_REQUESTS {
            closed = self.hint(headers, now).unwrap_or_default();
        } else if remaining == Some(0) {
            closed = reset.unwrap_or_default();
        }
        if remaining.is_none() && closed.is_zero() {
            return;
        }
        let mut state = self.state();
        let until = monotonic.saturating_add(closed.min(LONGEST));
        state.closed_until = state.closed_until.max(until);
        state.remaining = remaining.or(state.remaining);
        state.reset_at = reset
            .map(|reset| monotonic.saturating_add(reset))
            .or(state.reset_at);
    }

    /// How long an answer asks to wait: `Retry-After` (RFC 9110 §10.2.3), or, where a limit was
    /// exceeded, until the count starts anew.
    pub(super) fn hint(&self, headers: &Headers, now: Timestamp) -> Option<Duration> {
        headers
            .retry_after(now)
            .or_else(|| self.reset(headers, now))
    }

    pub(super) fn status(&self, now: Duration) -> RateLimitStatus {
        let state = self.state();
        RateLimitStatus {
            remaining: state.remaining,
            reset: state.reset_at.map(|at| at.saturating_sub(now)),
            closed: state.closed_until.saturating_sub(now),
        }
    }

    /// `X-RateLimit-Reset`, at most twice the longest window of ours.
    fn reset(&self, headers: &Headers, now: Timestamp) -> Option<Duration> {
        let reset = headers.rate_limit_reset(now)?;
        let mut longest = Duration::ZERO;
        for limit in &self.limits {
            longest = longest.max(limit.period.saturating_mul(2));
        }
        if self.limits.is_empty() {
            longest = LONGEST;
        }
        Some(reset.min(longest))
    }

    fn place(&self) -> Place<'_> {
        let mut state = self.state();
        let ticket = state.tickets;
        state.tickets += 1;
        state.waiting.push(ticket);
        Place {
            limiter: self,
            ticket,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a wait ends before the call does.
fn in_time(wait: Duration, now: Duration, deadline: Duration) -> Result<(), Error> {
    if now.saturating_add(wait) <= deadline {
        return Ok(());
    }
    let message = "the limit of calls is used up for longer than the call may take";
    Err(Error::new(ErrorKind::RateLimit, message).with_retry_after(wait))
}

static REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");

/// No server closes the gate for longer, whatever it says.
const LONGEST: Duration = Duration::from_secs(3600);

impl State {
    /// Lets a call pass, or says how long it has to wait at least.
    fn pass(&mut self, limits: &[RateLimit], ticket: Option<u64>, now: Duration) -> Duration {
        let wait = self.wait(limits, ticket, now);
        if !wait.is_zero() {
            return wait;
        }
        if let Some(ticket) = ticket {
            self.leave(ticket);
        }
        // Where nothing is limited, nothing has to be counted.
        self.under_way += usize::from(!limits.is_empty());
        Duration::ZERO
    }

    /// Gives up a place in the queue.
    fn leave(&mut self, ticket: u64) {
        if let Ok(at) = self.waiting.binary_search(&ticket) {
            self.waiting.remove(at);
        }
    }

    /// A call was answered.
    fn answer(&mut self, limits: &[RateLimit], now: Duration) {
        self.under_way -= 1;
        // Whoever asked for the time first need not be here first.
        let now = self.answered.back().map_or(now, |last| now.max(*last));
        self.answered.push_back(now);
        let mut most = 0;
        for limit in limits {
            most = most.max(limit.calls as usize);
        }
        if self.answered.len() > most {
            self.answered.pop_front();
        }
    }

    /// How many have been waiting for longer than the one with this ticket.
    fn ahead(&self, ticket: u64) -> usize {
        self.waiting.partition_point(|other| *other < ticket)
    }

    /// How long a call has to wait at least.
    fn wait(&self, limits: &[RateLimit], ticket: Option<u64>, now: Duration) -> Duration {
        let ahead = match ticket {
            Some(ticket) => self.ahead(ticket),
            None => self.waiting.len(),
        };
        let mut at = self.closed_until.max(now);
        for limit in limits {
            at = at.max(self.free_at(*limit, ahead, now));
        }
        at.saturating_sub(now)
    }

    /// When a window has room for the call that `ahead` others go before.
    fn free_at(&self, limit: RateLimit, ahead: usize, now: Duration) -> Duration {
        let calls = limit.calls.max(1) as usize;
        // As many as the window holds go at once, the next ones a period later.
        let (rounds, ahead) = (ahead / calls, ahead % calls);
        let taken = self.under_way + self.answered.len() + ahead;
        let first = match taken.checked_sub(calls) {
            None => now,
            Some(index) => {
                // One that is under way is answered now at the earliest.
                let answered = self.answered.get(index).copied().unwrap_or(now);
                answered.saturating_add(limit.period).max(now)
            }
        };
        let rounds = u32::try_from(rounds).unwrap_or(u32::MAX);
        first.saturating_add(limit.period.saturating_mul(rounds))
    }
}

/// A place in the queue, given up when it is dropped.
struct Place<'l> {
    limiter: &'l Limiter,
    ticket: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.limiter.state().leave(self.ticket);
    }
}

/// A call that was let pass, until it is answered.
pub(super) struct Passed<'l> {
    limiter: &'l Limiter,
    clock: &'l dyn Clock,
}

impl Drop for Passed<'_> {
    fn drop(&mut self) {
        let limits = &self.limiter.limits;
        if !limits.is_empty() {
            let now = self.clock.monotonic();
            self.limiter.state().answer(limits, now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_answers_are_kept_in_order() {
        let answered = |limit: RateLimit| {
            let mut state = State {
                under_way: 5,
                ..State::default()
            };
            for now in [3, 1, 5, 7, 8] {
                state.answer(&[limit], Duration::from_secs(now));
            }
            assert_eq!(state.under_way, 0);
            state.answered
        };
        let kept = [5, 7, 8].map(Duration::from_secs);
        assert_eq!(answered(RateLimit::per_second(3)), kept);
        let all = [3, 3, 5, 7, 8].map(Duration::from_secs);
        assert_eq!(answered(RateLimit::per_second(9)), all);
        assert!(answered(RateLimit::per_second(0)).is_empty());
    }
}
