//! Time, as far as it decides anything: deadlines, delays, limits, and when tokens expire.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::transport::BoxFuture;

/// Where the time comes from. Programs have no reason to set one; tests that must not wait do.
pub trait Clock: Send + Sync + 'static {
    /// The date and time.
    fn now(&self) -> Timestamp;

    /// The time since some moment in the past. It never goes back.
    fn monotonic(&self) -> Duration;

    /// Ends when `duration` is over.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The clock of this machine, with Tokio's timers.
#[derive(Clone, Copy, Debug)]
pub(super) struct SystemClock(Instant);

impl SystemClock {
    pub(super) fn new() -> Self {
        Self(Instant::now())
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn monotonic(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// What `future` gives, or `None` when it is not ready at the deadline, or within `limit` from now on.
/// The time is not asked for, and no timer set, for what is ready at once.
pub(super) fn bounded_until<F: Future + Unpin>(
    clock: &dyn Clock,
    deadline: Duration,
    limit: Option<Duration>,
    mut future: F,
) -> impl Future<Output = Option<F::Output>> {
    let mut timer = Timer {
        clock,
        deadline,
        limit,
        sleep: None,
    };
    std::future::poll_fn(move |context| {
        if let Poll::Ready(output) = Pin::new(&mut future).poll(context) {
            return Poll::Ready(Some(output));
        }
        timer.poll(context).map(|()| None)
    })
}

/// The end of the time that something may take, set when it is first waited for.
struct Timer<'c> {
    clock: &'c dyn Clock,
    deadline: Duration,
    limit: Option<Duration>,
    sleep: Option<BoxFuture<'static, ()>>,
}

impl Timer<'_> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let sleep = self.sleep.get_or_insert_with(|| {
            let left = self.deadline.saturating_sub(self.clock.monotonic());
            self.clock
                .sleep(self.limit.map_or(left, |limit| limit.min(left)))
        });
        sleep.as_mut().poll(context)
    }
}
