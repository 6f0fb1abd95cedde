//! The attempts of a call: each with fresh credentials, within the limits, sent and read; and
//! whether there is another one.

use std::borrow::Cow;
use std::pin::pin;
use std::time::Duration;

use backon::ExponentialBackoff;
use http::{HeaderMap, StatusCode, header};
use secrecy::SecretString;
use tokio::sync::OwnedSemaphorePermit;
use tracing::{Instrument, Span, field};

use super::attach::{authorise, chosen};
use super::call::Parts;
use super::client::Settings;
use super::clock::{Clock, bounded_until};
use super::error::{Error, ErrorKind};
use super::exchange::{Answer, answer, prepare};
use super::message;
use super::outgoing::RequestBody;
use super::redirect::{self, Sent};
use super::retry::RetryPolicy;

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
    replayed: bool,
}

impl Progress {
    pub(super) fn start(call: &Parts) -> Self {
        let settings = &call.client.settings;
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

    fn left(&self, settings: &Settings) -> Duration {
        self.deadline.saturating_sub(settings.clock.monotonic())
    }

    /// When an attempt that begins now ends at the latest.
    fn end(&self, limit: Option<Duration>, clock: &dyn Clock) -> Duration {
        let end = limit.map(|limit| clock.monotonic().saturating_add(limit));
        end.map_or(self.deadline, |end| end.min(self.deadline))
    }

    pub(super) fn out_of_time(&self) -> Error {
        let limit = self.deadline.saturating_sub(self.started);
        Error::new(ErrorKind::Timeout, format!("no answer within {limit:?}"))
    }
}

/// Everything between the decision to send and the end of the last answer.
pub(super) async fn perform(call: &Parts, progress: &mut Progress) -> Result<Answer, Error> {
    // A stream was read as far as it was sent.
    let replayable = call.body.as_ref().is_none_or(RequestBody::is_replayable);
    let settings = &*call.client.settings;
    let mut pauses = None;
    loop {
        let limit = time_limit(call, replayable);
        let Begun {
            access,
            turn,
            span,
            sent,
        } = begin(call, progress, limit).await?;
        let mut error = match receive(call, sent, progress, limit, &span).await {
            Ok(mut answer) if answer.status.is_success() => {
                settings.budget.deposit();
                answer.hold(turn);
                return Ok(answer);
            }
            Ok(answer) => refused(settings, answer),
            Err(error) => error,
        };
        drop(turn);
        error.0.attempts = progress.attempts;
        if !replayable {
            return Err(error);
        }
        // Another attempt is rare, and what it takes is large.
        Box::pin(again(call, error, access, progress, &mut pauses)).await?;
    }
}

/// An attempt that was sent.
struct Begun<'c> {
    /// The access token that was attached, which may be renewed.
    access: Option<Cow<'c, SecretString>>,
    turn: OwnedSemaphorePermit,
    span: Span,
    sent: Sent<'c>,
}

/// Makes the request, attaches credentials, waits until it may be sent, and sends it. What waits for
/// its turn is not counted as sent yet, so that a server that was slow is not overrun when it goes on.
async fn begin<'c>(
    call: &'c Parts,
    progress: &mut Progress,
    limit: Option<Duration>,
) -> Result<Begun<'c>, Error> {
    let settings = &*call.client.settings;
    let clock = &*settings.clock;
    let mut request = prepare(call)?;
    let access = authorise(call, &mut request, progress).await?;
    let turn = turn(settings, progress).await?;
    let passed = settings.limiter.admit(clock, progress.deadline).await?;
    progress.attempts += 1;
    let span = span(call, progress.attempts);
    let sent = {
        let _entered = span.enter();
        redirect::send(settings, request, passed, || progress.end(limit, clock))
    };
    Ok(Begun {
        access,
        turn,
        span,
        sent,
    })
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
    match bounded_until(clock, || progress.deadline, turn).await {
        Some(Ok(turn)) => Ok(turn),
        Some(Err(_)) | None => Err(progress.out_of_time()),
    }
}

/// How long the next attempt may take.
fn time_limit(call: &Parts, replayable: bool) -> Option<Duration> {
    let settings = &call.client.settings;
    let repeatable = replayable && call.operation.idempotent && policy(call).allows(1);
    let chosen = call.options.attempt_timeout.or(settings.attempt_timeout);
    chosen.or(repeatable.then_some(ATTEMPT_TIMEOUT))
}

/// How often the call is sent.
fn policy(call: &Parts) -> RetryPolicy {
    call.options.retry.unwrap_or(call.client.settings.retry)
}

/// The answer to one attempt, within its time.
async fn receive(
    call: &Parts,
    sent: Sent<'_>,
    progress: &Progress,
    limit: Option<Duration>,
    span: &Span,
) -> Result<Answer, Error> {
    let settings = &*call.client.settings;
    let clock = &*settings.clock;
    // Pinned before it is given away, so that it is not moved.
    let answer = pin!(answer(call, sent));
    let answer = answer.instrument(span.clone());
    let outcome = bounded_until(clock, || progress.end(limit, clock), answer).await;
    let outcome = outcome.unwrap_or_else(|| {
        let is_over = progress.left(settings).is_zero();
        Err(match limit.filter(|_| !is_over) {
            Some(limit) => Error::new(ErrorKind::Timeout, format!("no answer within {limit:?}")),
            None => progress.out_of_time(),
        })
    });
    record(span, &outcome);
    if let Ok(answer) = &outcome {
        let limiter = &settings.limiter;
        limiter.observe(answer.status, &answer.headers, clock);
    }
    outcome
}

/// Waits until there may be another attempt after `error`, which is returned when there is none.
async fn again(
    call: &Parts,
    error: Error,
    access: Option<Cow<'_, SecretString>>,
    progress: &mut Progress,
    pauses: &mut Option<Box<ExponentialBackoff>>,
) -> Result<(), Error> {
    if let Some(token) = access
        && !progress.replayed
        && is_token_refused(&error)
        && renewed(call, &token, progress).await
    {
        progress.replayed = true;
        return Ok(());
    }
    let pauses = pauses.get_or_insert_with(|| Box::new(policy(call).start()));
    let Some(pause) = pause(call, &error, progress, pauses) else {
        return Err(error);
    };
    tracing::debug!(
        "error.type" = &*error.class(),
        pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
        "sending again"
    );
    progress.uncertain |= error.may_have_been_processed();
    call.client.settings.clock.sleep(pause).await;
    Ok(())
}

/// One span for each attempt, with the names of OpenTelemetry's semantic conventions.
fn span(call: &Parts, attempt: u32) -> Span {
    let server = &call.client.settings.server;
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
        Err(error) => drop(span.record("error.type", &*error.class())),
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

/// Whether the server says that the token is not, or no longer, valid (RFC 6750 §3.1). Such a
/// request was refused before any work was done for it.
fn is_token_refused(error: &Error) -> bool {
    error.0.status == Some(StatusCode::UNAUTHORIZED)
        && (challenges(error.headers().as_map()) || {
            let code = message::code(error.body());
            code.as_deref() == Some("invalid_token")
        })
}

fn challenges(headers: &HeaderMap) -> bool {
    let challenges = headers.get_all(header::WWW_AUTHENTICATE).iter();
    let mut texts = challenges.filter_map(|value| value.to_str().ok());
    texts.any(|text| text.contains("invalid_token"))
}

/// Tells where the token came from that it was refused; whether there may be another one.
async fn renewed(call: &Parts, token: &SecretString, progress: &Progress) -> bool {
    let clock = &*call.client.settings.clock;
    let mut renewed = false;
    for (_, source) in chosen(call).into_iter().flatten() {
        let rejected = source.reject(token);
        let outcome = bounded_until(clock, || progress.deadline, rejected).await;
        renewed |= outcome.unwrap_or_default();
    }
    renewed
}

/// How long to wait before the next attempt; `None` when there is none.
fn pause(
    call: &Parts,
    error: &Error,
    progress: &Progress,
    pauses: &mut ExponentialBackoff,
) -> Option<Duration> {
    let settings = &call.client.settings;
    let counted = progress.attempts - u32::from(progress.replayed);
    if !policy(call).allows(counted) || !error.is_transient(call.operation.idempotent) {
        return None;
    }
    let pause = pauses.next()?;
    let asked = error.retry_after();
    let pause = asked.map_or(pause, |asked| asked.max(pause));
    // What the server asks for is not limited by the budget: it knows best what it can bear.
    let affordable =
        pause < progress.left(settings) && (asked.is_some() || settings.budget.withdraw());
    affordable.then_some(pause)
}
