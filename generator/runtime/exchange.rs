//! A call on its way: checked, given its URL and credentials, sent, and its answer read.
//!
//! Nothing here is generic, so it is compiled once for all operations.

use std::borrow::Cow;
use std::pin::pin;
use std::sync::{Arc, Mutex};

use http::{HeaderName, HeaderValue, header};
use tokio::sync::OwnedSemaphorePermit;
use tracing::{Instrument, Span, field};
use url::Url;

use super::attach;
use super::attempt::{Progress, perform};
use super::auth::Held;
use super::call::{Parts, header_value};
use super::check::Violation;
use super::client::{Settings, is_loopback};
use super::encode;
use super::error::{Error, ErrorKind};
use super::response::{Headers, RawResponse};
use super::server;
use super::transport::{HttpRequest, HttpResponse, ResponseBody, Unread};

/// Sends `call` and reads its answer.
pub(super) async fn exchange(mut call: Box<Parts>) -> Result<RawResponse, Error> {
    let span = span(&call);
    let mut progress = Progress::start(&call);
    let outcome = {
        // Pinned, so that it is not moved: it is large.
        let performed = pin!(perform(&mut call, &mut progress));
        performed.instrument(span.clone()).await
    };
    let elapsed = progress.elapsed(&call.client.settings);
    let operation = call.operation;
    let outcome = match outcome {
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
    };
    record(&span, &outcome);
    outcome
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
        span.record("error.type", &*error.class());
    }
}

/// An answer with its whole body.
pub(super) struct Answer {
    pub(super) status: http::StatusCode,
    pub(super) headers: Headers,
    pub(super) body: bytes::Bytes,
    /// The body, when it was left to be read.
    pub(super) unread: Option<ResponseBody>,
}

impl Answer {
    /// The same, with a body that keeps its turn among requests until it is read.
    pub(super) fn in_turn(mut self, turn: OwnedSemaphorePermit) -> Self {
        self.unread = self.unread.map(|body| body.holding(turn));
        self
    }
}

/// The request without credentials, or all reasons why it can't be sent. It is made anew for each
/// attempt, for most calls need one.
pub(super) fn prepare(call: &mut Parts) -> Result<HttpRequest, Error> {
    let mut violations = std::mem::take(&mut call.violations);
    if call.options.unchecked || call.client.settings.unchecked {
        violations.retain(Violation::is_binding);
    }
    for (name, setter) in &call.missing {
        let message = format!("is required: set it with `{setter}`");
        violations.push(Violation::binding(name, message));
    }
    let url = url(call, &mut violations);
    let mut headers = call.headers.clone();
    if let Some(cookies) = cookies(call) {
        headers.insert(header::COOKIE, cookies);
    }
    if !call.operation.accept.is_empty() {
        let accept = HeaderValue::from_static(call.operation.accept);
        headers.insert(header::ACCEPT, accept);
    }
    for (name, value) in &call.client.settings.headers {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    for (name, value) in &call.options.headers {
        match (HeaderName::try_from(name.as_str()), header_value(value)) {
            (Ok(name), Some(value)) => drop(headers.insert(name, value)),
            _ => violations.push(Violation::binding(name, "is no header that can be sent")),
        }
    }
    match url {
        Some(url) if violations.is_empty() => {
            let mut request = HttpRequest::new(call.operation.method.clone(), url);
            request.headers = headers;
            request.body.clone_from(&call.body);
            Ok(request)
        }
        _ => Err(Error::invalid(violations)),
    }
}

/// One header for all cookies, those of a header parameter among them (RFC 6265 §5.4).
fn cookies(call: &Parts) -> Option<HeaderValue> {
    if call.cookies.is_empty() {
        return None;
    }
    let own = call.headers.get(header::COOKIE);
    let own = own.and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
    let pairs = call.cookies.iter().map(|(_, pair)| &**pair);
    let pairs: Vec<&str> = own.into_iter().chain(pairs).collect();
    header_value(&pairs.join("; "))
}

/// The server's URL with path and query; the authority is the server's whatever the values are,
/// because the path is appended with a slash before it.
fn url(call: &Parts, violations: &mut Vec<Violation>) -> Option<Url> {
    let path = match encode::expand(call.operation.path, &call.path) {
        Ok(path) => path,
        Err(name) => {
            if !violations.iter().any(|violation| violation.is_about(name)) {
                violations.push(Violation::binding(name, "is required by the path"));
            }
            return None;
        }
    };
    if encode::has_dot_segment(&path) {
        let message = "has a dot segment, which URLs remove (RFC 3986 §5.2.4)";
        violations.push(Violation::binding("path", message));
        return None;
    }
    let Some(server) = server::base(&call.client.settings, call.server) else {
        let message = "makes no URL with the server of this operation";
        violations.push(Violation::binding("path", message));
        return None;
    };
    let pairs: Vec<&str> = call.query.iter().map(|(_, pairs)| &**pairs).collect();
    let url = appended(&server, &path, &pairs.join("&"));
    if url.is_none() {
        violations.push(Violation::binding("path", "makes no URL"));
    }
    url
}

/// The URL of a server with path and query; without a path, the server's URL is the whole.
fn appended(server: &Url, path: &str, query: &str) -> Option<Url> {
    let parted = path.is_empty() || path.starts_with('/');
    let slash = if parted { "" } else { "/" };
    // A template may have a query of its own.
    if path.contains(['?', '#']) {
        let base = server.as_str().trim_end_matches('/');
        let mark = match query {
            "" => "",
            _ if path.contains('?') => "&",
            _ => "?",
        };
        return Url::parse(&[base, slash, path, mark, query].concat()).ok();
    }
    let mut url = server.clone();
    if !path.is_empty() {
        // Scheme and authority are not read anew.
        url.set_path(&[server.path().trim_end_matches('/'), slash, path].concat());
    }
    if !query.is_empty() {
        url.set_query(Some(query));
    }
    Some(url)
}

/// Attaches the credentials of the first security alternative that the client has all of.
pub(super) async fn authorise(call: &Parts, request: &mut HttpRequest) -> Result<(), Error> {
    let chosen = chosen(call)?;
    if !chosen.is_empty() {
        confidential(&request.url, &call.client.settings)?;
    }
    for (scheme, source) in chosen {
        let token = source.token().await;
        let token = token.map_err(|source| Error::no_token(scheme.key, source))?;
        attach::attach(scheme, &token, request)?;
    }
    Ok(())
}

/// The credentials to send.
pub(super) fn chosen(call: &Parts) -> Result<Vec<Held<'_>>, Error> {
    let credentials = &call.client.credentials;
    match &call.operation {
        Cow::Borrowed(operation) => credentials
            .choose(operation.security)
            .map_err(|message| Error::new(ErrorKind::Credential, message)),
        Cow::Owned(_) => Ok(credentials.any()),
    }
}

/// Refuses to show credentials to everyone between here and the server.
pub(super) fn confidential(url: &Url, settings: &Settings) -> Result<(), Error> {
    if url.scheme() == "https" || is_loopback(url) || settings.allow_plain_http {
        return Ok(());
    }
    let message = "credentials are not sent over plain http; \
                   `allow_plain_http` of the client's builder permits it";
    Err(Error::new(ErrorKind::Credential, message))
}

/// Reads the body, unless it is to be handed out while it arrives. Whatever goes wrong with it, an
/// answer that is no success stays what it is.
pub(super) async fn read(
    response: HttpResponse,
    limit: usize,
    is_streamed: fn(u16, &str) -> bool,
) -> Result<Answer, Error> {
    let HttpResponse {
        status,
        headers,
        body,
        ..
    } = response;
    let headers = Headers::new(headers);
    let content_type = headers.get("content-type").unwrap_or_default();
    if status.is_success() && is_streamed(status.as_u16(), content_type) {
        return Ok(Answer {
            status,
            headers,
            body: bytes::Bytes::new(),
            unread: Some(body),
        });
    }
    let (body, unread) = match body.collect(limit).await {
        Ok(body) => (body, None),
        Err((body, unread)) => (body, Some(unread)),
    };
    let error = match unread {
        Some(Unread::TooLarge) if status.is_success() => {
            let message = format!("the body has more than {limit} bytes");
            Error::new(ErrorKind::TooLarge, message)
        }
        Some(Unread::Broken(error)) if status.is_success() => Error::from(error),
        Some(_) | None => {
            return Ok(Answer {
                status,
                headers,
                body,
                unread: None,
            });
        }
    };
    Err(error.with_answer(status, headers, body))
}
