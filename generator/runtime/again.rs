//! Whether there is another attempt after one that failed, and when.

use std::time::Duration;

use backon::ExponentialBackoff;
use http::{HeaderMap, StatusCode, header};

use super::attach::chosen;
use super::attempt::{Access, Progress};
use super::call::Parts;
use super::clock::bounded_until;
use super::error::Error;
use super::message;
use super::outgoing::RequestBody;
use super::retry::RetryPolicy;
use super::transport::BoxFuture;

/// Waits until there may be another attempt after `error`, which is returned when there is none.
pub(super) async fn again(
    call: &Parts,
    error: Error,
    access: Access<'_>,
    progress: &mut Progress,
    pauses: &mut Option<Box<ExponentialBackoff>>,
) -> Result<(), Error> {
    if let Some(token) = access
        && is_token_refused(call, &error, progress)
    {
        // Where the token came from is told that it was refused, and says whether there is another.
        for scheme in chosen(call).unwrap_or_default() {
            if let Some(source) = call.client.credentials.held(scheme) {
                let clock = &*call.settings().clock;
                let rejected = source.reject(&token);
                let renewed = bounded_until(clock, progress.deadline, None, rejected).await;
                progress.replayed |= renewed == Some(true);
            }
        }
        if progress.replayed {
            return Ok(());
        }
    }
    paused(call, error, progress, pauses)?.await;
    Ok(())
}

/// The pause before another attempt.
fn paused(
    call: &Parts,
    error: Error,
    progress: &mut Progress,
    pauses: &mut Option<Box<ExponentialBackoff>>,
) -> Result<BoxFuture<'static, ()>, Error> {
    let Some(pause) = pause(call, &error, progress, pauses) else {
        return Err(error);
    };
    tracing::debug!(
        "error.type" = error.class(),
        pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
        "sending again"
    );
    progress.uncertain |= error.may_have_been_processed();
    Ok(call.settings().clock.sleep(pause))
}

/// Whether it can be sent more than once: a stream was read as far as it was sent.
pub(super) fn is_replayable(call: &Parts) -> bool {
    let body = call.body.as_ref();
    body.is_none_or(RequestBody::is_replayable)
}

/// How often the call is sent.
pub(super) fn policy(call: &Parts) -> RetryPolicy {
    call.options.retry.unwrap_or(call.settings().retry)
}

/// Whether the server says that the token is not, or no longer, valid (RFC 6750 §3.1). Such a
/// request was refused before any work was done for it, and is sent again once.
fn is_token_refused(call: &Parts, error: &Error, progress: &Progress) -> bool {
    is_replayable(call)
        && !progress.replayed
        && error.0.status == Some(StatusCode::UNAUTHORIZED)
        && (challenges(error.headers().as_map()) || {
            let code = message::code(error.body());
            code.as_deref() == Some("invalid_token")
        })
}

fn challenges(headers: &HeaderMap) -> bool {
    const REFUSED: &[u8] = b"invalid_token";
    for (name, value) in headers {
        let mut parts = value.as_bytes().windows(REFUSED.len());
        if name == header::WWW_AUTHENTICATE && parts.any(|part| part == REFUSED) {
            return true;
        }
    }
    false
}

/// How long to wait before the next attempt; `None` when there is none.
fn pause(
    call: &Parts,
    error: &Error,
    progress: &Progress,
    pauses: &mut Option<Box<ExponentialBackoff>>,
) -> Option<Duration> {
    let settings = call.settings();
    let counted = progress.attempts - u32::from(progress.replayed);
    let policy = policy(call);
    let repeats = policy.allows(counted) && error.is_transient(call.operation.idempotent);
    if !repeats || !is_replayable(call) {
        return None;
    }
    let pauses = pauses.get_or_insert_with(|| Box::new(policy.start()));
    let pause = pauses.next()?;
    let asked = error.retry_after();
    let pause = asked.unwrap_or_default().max(pause);
    // What the server asks for is not limited by the budget: it knows best what it can bear.
    let affordable =
        pause < progress.left(settings) && (asked.is_some() || settings.budget.withdraw());
    affordable.then_some(pause)
}
