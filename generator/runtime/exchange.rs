//! A call on its way: checked, given its URL and credentials, sent, and its answer read.
//!
//! Nothing here is generic, so it is compiled once for all operations.

use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use tokio::sync::OwnedSemaphorePermit;
use tracing::{Instrument, Span, field};

use super::attempt::{Progress, perform};
use super::call::Parts;
use super::check::Violation;
use super::error::{Error, ErrorKind};
use super::headers::Headers;
use super::parameters::Place;
use super::redirect::Sent;
use super::request_headers::{add, header_value, media_type, put};
use super::response::RawResponse;
use super::server;
use super::text::text;
use super::transport::{HttpRequest, HttpResponse, Pieces, ResponseBody, Unread};

/// Sends `call` and reads its answer.
pub(super) async fn exchange(call: Box<Parts>) -> Result<RawResponse, Error> {
    let span = span(&call);
    let mut progress = Progress::start(&call);
    let outcome = {
        // Pinned, so that it is not moved: it is large.
        let performed: Pin<&mut Answering<'_>> = pin!(perform(&call, &mut progress));
        performed.instrument(span.clone()).await
    };
    let outcome = finish(&call, &progress, outcome);
    record(&span, &outcome);
    outcome
}

fn finish(
    call: &Parts,
    progress: &Progress,
    outcome: Result<Answer, Error>,
) -> Result<RawResponse, Error> {
    let elapsed = progress.elapsed(call.settings());
    let operation = call.operation.clone();
    match outcome {
        Ok(answer) => Ok(RawResponse {
            operation,
            status: answer.status,
            headers: answer.headers,
            body: answer.body,
            unread: answer.unread.map(|body| Arc::new(Mutex::new(Some(body)))),
            attempts: progress.attempts,
            elapsed,
        }),
        Err(mut error) => {
            error.0.uncertain = progress.uncertain;
            Err(error.in_call(operation, progress.attempts, elapsed))
        }
    }
}

/// One span for each call, with the names of OpenTelemetry's semantic conventions. It holds the
/// path template, never a path.
fn span(call: &Parts) -> Span {
    tracing::info_span!(
        "call",
        "operation.id" = call.operation.id,
        "http.request.method" = call.operation.method.as_str(),
        "url.template" = call.operation.path,
        "http.response.status_code" = field::Empty,
        "http.request.resend_count" = field::Empty,
        "error.type" = field::Empty,
    )
}

fn record(span: &Span, outcome: &Result<RawResponse, Error>) {
    if span.is_disabled() {
        return;
    }
    let (status, attempts, error) = match outcome {
        Ok(reply) => (Some(reply.status()), reply.attempts, None),
        Err(error) => (error.status(), error.attempts(), Some(error)),
    };
    if let Some(status) = status {
        span.record("http.response.status_code", status);
    }
    if attempts > 1 {
        span.record("http.request.resend_count", attempts - 1);
    }
    if let Some(error) = error {
        span.record("error.type", error.class());
    }
}

/// What becomes an answer, of which there are two kinds: a call, and an attempt of it.
pub(super) type Answering<'a> = dyn Future<Output = Result<Answer, Error>> + Send + 'a;

/// An answer with its whole body.
pub(super) struct Answer {
    pub(super) status: http::StatusCode,
    pub(super) headers: Headers,
    pub(super) body: Bytes,
    /// The body, when it was left to be read.
    pub(super) unread: Option<ResponseBody>,
}

impl Answer {
    /// Keeps its turn among requests until a body that was left to be read is.
    pub(super) fn hold(&mut self, turn: OwnedSemaphorePermit) {
        let body = self.unread.take();
        self.unread = body.map(|body| body.holding(turn));
    }
}

/// The request without credentials, or all reasons why it can't be sent. It is made anew for each
/// attempt, for most calls need one.
pub(super) fn prepare(call: &Parts) -> Result<HttpRequest, Error> {
    let unchecked = call.options.unchecked || call.settings().unchecked;
    let mut violations = Vec::new();
    for violation in &call.violations {
        if violation.is_binding() || !unchecked {
            violations.push(violation.clone());
        }
    }
    for (_, name, setter) in &call.missing {
        let message = text!("is required: set it with `{setter}`");
        violations.push(Violation::binding(name, message));
    }
    let url = server::url(call);
    // A value that was refused is missing, too.
    if let Err((name, message)) = url
        && !violations.iter().any(|it| it.is_about(Place::Path, name))
    {
        violations.push(Violation::binding(name, message));
    }
    let headers = headers(call, &mut violations);
    match url {
        Ok(url) if violations.is_empty() => Ok(HttpRequest {
            method: call.operation.method.clone(),
            url,
            headers,
            body: call.body.clone(),
        }),
        _ => Err(Error::invalid(violations)),
    }
}

/// The headers: those of the parameters, of the operation, of the client where there is none yet, and
/// of the options.
fn headers(call: &Parts, violations: &mut Vec<Violation>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in &call.headers {
        copy(&mut headers, name, value);
    }
    if let Some(media_type) = &call.media_type {
        copy(&mut headers, &header::CONTENT_TYPE, media_type);
    }
    if let Some(cookies) = cookies(call) {
        put(&mut headers, header::COOKIE, cookies);
    }
    if !call.operation.accept.is_empty() {
        let accept = media_type(call.operation.accept);
        put(&mut headers, header::ACCEPT, accept);
    }
    for (name, value) in &call.settings().headers {
        add(&mut headers, name, value.clone());
    }
    for (name, value) in &call.options.headers {
        match (HeaderName::try_from(name.as_str()), header_value(value)) {
            (Ok(name), Some(value)) => put(&mut headers, name, value),
            _ => violations.push(Violation::binding(name, "is no header that can be sent")),
        }
    }
    headers
}

fn copy(headers: &mut HeaderMap, name: &HeaderName, value: &HeaderValue) {
    put(headers, name.clone(), value.clone());
}

/// One header for all cookies, those of a header parameter among them (RFC 6265 §5.4).
fn cookies(call: &Parts) -> Option<HeaderValue> {
    if !call.parameters.has(Place::Cookie) {
        return None;
    }
    let mut set = call.headers.iter();
    let own = set.find(|(name, _)| *name == header::COOKIE);
    let own = own.and_then(|(_, value)| std::str::from_utf8(value.as_bytes()).ok());
    let mut cookies = own.unwrap_or_default().to_owned();
    let first = if own.is_some() { "; " } else { "" };
    let parameters = &call.parameters;
    parameters.join(Place::Cookie, first, "; ", &mut cookies);
    header_value(&cookies)
}

/// The answer, with its body read unless that is to be handed out while it arrives.
pub(super) async fn answer(call: &Parts, sent: Sent<'_>) -> Result<Answer, Error> {
    let (answer, body) = head(call, sent.await?);
    let Some(mut body) = body else {
        return Ok(answer);
    };
    let limit = call.settings().response_limit;
    let mut pieces = Pieces::default();
    loop {
        let piece = body.piece().await;
        if let Some(end) = pieces.add(piece, limit) {
            return whole_answer(answer, pieces, end, limit);
        }
    }
}

/// An answer with what is to be read of it.
fn head(call: &Parts, response: HttpResponse) -> (Answer, Option<ResponseBody>) {
    let mut answer = Answer {
        status: response.status,
        headers: Headers::new(response.headers),
        body: Bytes::new(),
        unread: None,
    };
    if answer.status.is_success() && (call.is_streamed)(answer.status.as_u16(), &answer.headers) {
        answer.unread = Some(response.body);
        return (answer, None);
    }
    (answer, Some(response.body))
}

/// `answer` with the body that was read. Whatever goes wrong with its body, one that is no success
/// stays what it is.
fn whole_answer(
    mut answer: Answer,
    pieces: Pieces,
    end: Result<(), Unread>,
    limit: usize,
) -> Result<Answer, Error> {
    answer.body = pieces.join();
    let error = match end {
        Err(unread) if answer.status.is_success() => match unread {
            Unread::TooLarge => {
                let message = text!("the body has more than {limit} bytes");
                Error::new(ErrorKind::TooLarge, message)
            }
            Unread::Broken(error) => Error::from(error),
        },
        Ok(()) | Err(_) => return Ok(answer),
    };
    Err(error.with_answer(answer.status, answer.headers, answer.body))
}

#[cfg(test)]
mod tests {
    use super::super::client::Client;
    use super::super::operation::{Method, Operation};
    use super::super::security::Any;
    use super::*;

    static PING: Operation = Operation {
        id: "ping",
        method: Method::GET,
        path: "/ping",
        accept: "application/json",
        security: &[],
        idempotent: true,
    };

    #[test]
    fn a_call_on_its_way_is_small() {
        let client = Client::<Any>::builder("http://localhost").build().unwrap();
        let mut call = client.call(&PING);
        let size = size_of_val(&exchange(Box::new(call.parts().clone())));
        assert!(size <= 1024, "{size}");
    }
}
