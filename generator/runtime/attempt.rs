//! The attempts of a call: each with fresh credentials, within the limits, sent and read.

use std::borrow::Cow;
use std::pin::{Pin, pin};
use std::time::Duration;

use http::StatusCode;
use secrecy::SecretString;
use tokio::sync::OwnedSemaphorePermit;
use tracing::{Instrument, Span, field};

use super::again::{again, is_replayable, policy};
use super::attach::authorise;
use super::call::Parts;
use super::client::Settings;
use super::clock::{Clock, bounded_until};
use super::error::{Error, ErrorKind};
use super::exchange::{Answer, Answering, answer, prepare};
use super::limit::Passed;
use super::redirect::{self, Sent};
use super::text::text;
use super::transport::HttpRequest;

/// How long an attempt may take that can be repeated, where nothing else was set: so that one lost
/// request does not use up all the time that the call has.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(10);

/// How far a call has come.
pub(super) struct Progress {
    /// When it began, on the client's clock.
    started: Duration,
    /// When it ends at the latest.
    pub(super) deadline: Duration,
    /// How often it was sent.
    pub(super) attempts: u32,
    /// Whether an attempt before the last one may have been processed.
    pub(super) uncertain: bool,
    /// Whether it was sent again with another token.
    pub(super) replayed: bool,
}

impl Progress {
    pub(super) fn start(call: &Parts) -> Self {
        let settings = call.settings();
        let started = settings.clock.monotonic();
        let limit = call.options.timeout.unwrap_or(settings.timeout);
        Self {
            started,
            deadline: started.saturating_add(limit),
            attempts: 0,
            uncertain: false,
            replayed: false,
        }
    }

    pub(super) fn elapsed(&self, settings: &Settings) -> Duration {
        settings.clock.monotonic().saturating_sub(self.started)
    }

    pub(super) fn left(&self, settings: &Settings) -> Duration {
        self.deadline.saturating_sub(settings.clock.monotonic())
    }

    /// When an attempt that begins now ends at the latest.
    fn end(&self, limit: Option<Duration>, clock: &dyn Clock) -> Duration {
        match limit {
            Some(limit) => self.deadline.min(clock.monotonic().saturating_add(limit)),
            None => self.deadline,
        }
    }

    pub(super) fn out_of_time(&self) -> Error {
        let limit = self.deadline.saturating_sub(self.started);
        Error::new(ErrorKind::Timeout, text!("no answer within {limit:?}"))
    }
}

/// Everything between the decision to send and the end of the last answer.
pub(super) async fn perform(call: &Parts, progress: &mut Progress) -> Result<Answer, Error> {
    let mut pauses = None;
    loop {
        let limit = time_limit(call);
        let Attempt {
            sent,
            access,
            span,
            turn,
        } = begin(call, progress, limit).await?;
        let outcome = {
            // Pinned before it is given away, so that it is not moved.
            let answer: Pin<&mut Answering<'_>> = pin!(answer(call, sent));
            let answer = answer.instrument(span.clone());
            let clock = &*call.settings().clock;
            bounded_until(clock, progress.deadline, limit, answer).await
        };
        let error = match settled(call, progress, limit, outcome, &span, turn) {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        // Another attempt is rare, and what it takes is large.
        Box::pin(again(call, error, access, progress, &mut pauses)).await?;
    }
}

/// An attempt that was sent.
struct Attempt<'c> {
    sent: Sent<'c>,
    access: Access<'c>,
    span: Span,
    turn: OwnedSemaphorePermit,
}

/// The access token that was attached, which may be renewed.
pub(super) type Access<'c> = Option<Cow<'c, SecretString>>;

/// Makes the request, attaches credentials, waits until it may be sent, and sends it. What waits for
/// its turn is not counted as sent yet, so that a server that was slow is not overrun when it goes on.
///
/// It is a future of its own so that what it holds takes no room while the answer is waited for.
async fn begin<'c>(
    call: &'c Parts,
    progress: &mut Progress,
    limit: Option<Duration>,
) -> Result<Attempt<'c>, Error> {
    let settings = call.settings();
    let clock = &*settings.clock;
    let mut request = prepare(call)?;
    let access = authorise(call, &mut request, progress).await?;
    let turn = turn(settings, progress).await?;
    let passed = settings.limiter.admit(clock, progress.deadline).await?;
    let (sent, span) = start(call, progress, limit, request, passed);
    Ok(Attempt {
        sent,
        access,
        span,
        turn,
    })
}

fn start<'c>(
    call: &'c Parts,
    progress: &mut Progress,
    limit: Option<Duration>,
    request: HttpRequest,
    passed: Passed<'c>,
) -> (Sent<'c>, Span) {
    progress.attempts += 1;
    let settings = call.settings();
    let span = span(call, progress.attempts);
    let entered = span.enter();
    let sent = redirect::send(settings, request, passed, || {
        progress.end(limit, &*settings.clock)
    });
    drop(entered);
    (sent, span)
}

/// Waits for its turn among the requests.
async fn turn(settings: &Settings, progress: &Progress) -> Result<OwnedSemaphorePermit, Error> {
    if let Ok(turn) = settings.turns.clone().try_acquire_owned() {
        return Ok(turn);
    }
    let clock = &*settings.clock;
    settings.limiter.check(clock, progress.deadline)?;
    // Waiting is rare, and what it takes is large.
    let turn = Box::pin(settings.turns.clone().acquire_owned());
    match bounded_until(clock, progress.deadline, None, turn).await {
        Some(Ok(turn)) => Ok(turn),
        Some(Err(_)) | None => Err(progress.out_of_time()),
    }
}

/// How long the next attempt may take.
fn time_limit(call: &Parts) -> Option<Duration> {
    let settings = call.settings();
    let chosen = call.options.attempt_timeout.or(settings.attempt_timeout);
    if chosen.is_some() {
        return chosen;
    }
    let is_repeatable = is_replayable(call) && call.operation.idempotent && policy(call).allows(1);
    is_repeatable.then_some(ATTEMPT_TIMEOUT)
}

/// What came of an attempt: a success, which keeps its turn until it is read, or what is wrong.
fn settled(
    call: &Parts,
    progress: &Progress,
    limit: Option<Duration>,
    outcome: Option<Result<Answer, Error>>,
    span: &Span,
    turn: OwnedSemaphorePermit,
) -> Result<Answer, Error> {
    let settings = call.settings();
    let outcome = match outcome {
        Some(outcome) => outcome,
        None => Err(too_late(settings, progress, limit)),
    };
    record(span, &outcome);
    let mut error = match outcome {
        Ok(mut answer) => {
            let limiter = &settings.limiter;
            limiter.observe(answer.status, &answer.headers, &*settings.clock);
            if answer.status.is_success() {
                settings.budget.deposit();
                answer.hold(turn);
                return Ok(answer);
            }
            refused(settings, answer)
        }
        Err(error) => error,
    };
    error.0.attempts = progress.attempts;
    Err(error)
}

/// What is wrong when there was no answer in time.
fn too_late(settings: &Settings, progress: &Progress, limit: Option<Duration>) -> Error {
    match limit {
        Some(limit) if !progress.left(settings).is_zero() => {
            Error::new(ErrorKind::Timeout, text!("no answer within {limit:?}"))
        }
        _ => progress.out_of_time(),
    }
}

/// One span for each attempt, with the names of OpenTelemetry's semantic conventions.
fn span(call: &Parts, attempt: u32) -> Span {
    let server = &call.settings().server;
    tracing::info_span!(
        "attempt",
        "otel.kind" = "client",
        "http.request.method" = call.operation.method.as_str(),
        "http.request.resend_count" = (attempt > 1).then_some(attempt - 1),
        "url.template" = call.operation.path,
        "server.address" = server.host_str(),
        "server.port" = server.port_or_known_default(),
        "http.response.status_code" = field::Empty,
        "error.type" = field::Empty,
    )
}

fn record(span: &Span, outcome: &Result<Answer, Error>) {
    if span.is_disabled() {
        return;
    }
    match outcome {
        Ok(answer) => {
            span.record("http.response.status_code", answer.status.as_u16());
            if !answer.status.is_success() {
                span.record("error.type", answer.status.as_str());
            }
        }
        Err(error) => drop(span.record("error.type", error.class())),
    }
}

/// An answer that is no success.
fn refused(settings: &Settings, answer: Answer) -> Error {
    let wait = match answer.status {
        StatusCode::TOO_MANY_REQUESTS => {
            settings.limiter.hint(&answer.headers, settings.clock.now())
        }
        _ => answer.headers.retry_after(settings.clock.now()),
    };
    let mut error = Error::refused(answer.status, answer.headers, answer.body);
    error.0.retry_after = wait;
    error
}
