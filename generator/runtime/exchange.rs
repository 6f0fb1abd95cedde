//! A call on its way: checked, given its URL and credentials, sent, and its answer read.
//!
//! Nothing here is generic, so it is compiled once for all operations.

use std::borrow::Cow;
use std::pin::pin;
use std::sync::{Arc, Mutex};

use http::{HeaderName, HeaderValue, header};
use secrecy::SecretString;
use tokio::sync::OwnedSemaphorePermit;
use tracing::{Instrument, Span, field};
use url::{Position, Url};

use super::attach;
use super::attempt::{Progress, perform};
use super::auth::Held;
use super::call::{Parts, header_value};
use super::check::Violation;
use super::client::{Settings, Shared, is_loopback};
use super::error::{Error, ErrorKind};
use super::headers::Headers;
use super::parameters::{Parameters, Place};
use super::response::RawResponse;
use super::server;
use super::template;
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
    for (_, name, setter) in &call.missing {
        let message = format!("is required: set it with `{setter}`");
        violations.push(Violation::binding(name, message));
    }
    let url = url(call, &mut violations);
    let mut headers = call.headers.clone();
    if let Some(media_type) = &call.media_type {
        headers.insert(header::CONTENT_TYPE, media_type.clone());
    }
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
    call.parameters.names(Place::Cookie).next()?;
    let own = call.headers.get(header::COOKIE);
    let own = own.and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
    let mut cookies = own.unwrap_or_default().to_owned();
    let first = if own.is_some() { "; " } else { "" };
    let parameters = &call.parameters;
    parameters.join(Place::Cookie, first, "; ", &mut cookies);
    header_value(&cookies)
}

/// The server's URL with path and query; the authority is the server's whatever the values are,
/// because the path is appended with a slash before it.
fn url(call: &Parts, violations: &mut Vec<Violation>) -> Option<Url> {
    let mut refuse = |name: &str, message: &'static str| {
        violations.push(Violation::binding(name, message));
        None
    };
    let Some(server) = server::base(&call.client.settings, call.server) else {
        return refuse("path", "makes no URL with the server of this operation");
    };
    let (template, parameters) = (call.operation.path, &call.parameters);
    if template.is_empty() {
        return Some(whole(&server, parameters));
    }
    let base = server.path().trim_end_matches('/');
    let mut target = String::with_capacity(base.len() + template.len() + parameters.len() + 8);
    target.push_str(base);
    target.push_str(if template.starts_with('/') { "" } else { "/" });
    let start = target.len();
    let value = |name: &str| parameters.get(Place::Path, name);
    if let Err(name) = template::expand(template, value, &mut target) {
        if !violations
            .iter()
            .any(|violation| violation.is_about(Place::Path, name))
        {
            violations.push(Violation::binding(name, "is required by the path"));
        }
        return None;
    }
    if template::has_dot_segment(&target[start..]) {
        let message = "has a dot segment, which URLs remove (RFC 3986 §5.2.4)";
        return refuse("path", message);
    }
    if parameters.names(Place::Query).next().is_some() {
        // A template may have a query of its own.
        let has_query = template.bytes().any(|byte| byte == b'?');
        let first = if has_query { "&" } else { "?" };
        parameters.join(Place::Query, first, "&", &mut target);
    }
    joined(&server, &target).or_else(|| refuse("path", "makes no URL"))
}

/// The URL of an operation without a path: the server's is the whole.
fn whole(server: &Url, parameters: &Parameters) -> Url {
    let mut url = server.clone();
    let mut query = String::new();
    parameters.join(Place::Query, "", "&", &mut query);
    if !query.is_empty() {
        url.set_query(Some(&query));
    }
    url
}

/// The URL of a server with another path and query. Scheme and authority are not read anew, but where
/// the path begins as an authority would.
fn joined(server: &Url, target: &str) -> Option<Url> {
    match target.as_bytes().get(1) {
        Some(b'/' | b'\\') => Url::parse(&[&server[..Position::BeforePath], target].concat()).ok(),
        _ => server.join(target).ok(),
    }
}

/// Attaches the credentials of the first security alternative that the client has all of. Gives the
/// access token, when there is one.
pub(super) async fn authorise<'c>(
    call: &Parts,
    client: &'c Shared,
    request: &mut HttpRequest,
) -> Result<Option<Cow<'c, SecretString>>, Error> {
    let mut access = None;
    for (scheme, source) in chosen(call, client)? {
        confidential(&request.url, &client.settings)?;
        let token = match source.ready() {
            Some(token) => token,
            None => match source.token().await {
                Ok(token) => Cow::Owned(token),
                Err(source) => return Err(Error::no_token(scheme.key, source)),
            },
        };
        attach::attach(scheme, &token, request)?;
        if scheme.kind.is_bearer() {
            access = Some(token);
        }
    }
    Ok(access)
}

/// The credentials to send.
pub(super) fn chosen<'c>(
    call: &Parts,
    client: &'c Shared,
) -> Result<impl Iterator<Item = Held<'c>>, Error> {
    let credentials = &client.credentials;
    let (schemes, any) = match &call.operation {
        Cow::Borrowed(operation) => {
            let schemes = credentials.choose(operation.security);
            let refused = |message| Error::new(ErrorKind::Credential, message);
            (schemes.map_err(refused)?, None)
        }
        Cow::Owned(_) => (&[][..], credentials.any()),
    };
    let held = schemes.iter().filter_map(|scheme| credentials.held(scheme));
    Ok(held.chain(any))
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
    if status.is_success() && is_streamed(status.as_u16(), headers.content_type()) {
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
        assert!(size <= 1536, "{size}");
    }
}
