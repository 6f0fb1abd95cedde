//! Redirects, where they are followed: for GET and HEAD, so many in a row as the client permits.
//!
//! Credentials never go to another origin (RFC 9110 §15.4), and nothing goes from https to http.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{HeaderMap, Method, header};
use url::Url;

use super::client::Settings;
use super::error::Error;
use super::limit::Passed;
use super::transport::{BoxFuture, HttpRequest, HttpResponse, TransportError};

/// A request on its way.
pub(super) enum Sent<'s> {
    /// What the answer redirects to is not asked.
    Once {
        answer: BoxFuture<'s, Result<HttpResponse, TransportError>>,
        passed: Option<Passed<'s>>,
    },
    Followed(BoxFuture<'s, Result<HttpResponse, Error>>),
}

/// Sends `request`, which was let pass, and, where that is permitted, what the answers redirect to
/// until `deadline`.
#[inline]
pub(super) fn send<'s>(
    settings: &'s Settings,
    request: HttpRequest,
    passed: Passed<'s>,
    deadline: impl FnOnce() -> Duration,
) -> Sent<'s> {
    let is_followed = matches!(request.method, Method::GET | Method::HEAD);
    if is_followed && settings.redirects > 0 {
        return Sent::Followed(Box::pin(follow(settings, request, passed, deadline())));
    }
    Sent::Once {
        answer: settings.transport.send(request),
        passed: Some(passed),
    }
}

/// Gives the head of the answer. With it, the request no longer counts as under way.
impl Future for Sent<'_> {
    type Output = Result<HttpResponse, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Self::Once { answer, passed } => {
                let answer = ready!(answer.as_mut().poll(context));
                drop(passed.take());
                Poll::Ready(answer.map_err(Error::from))
            }
            Self::Followed(answer) => answer.as_mut().poll(context),
        }
    }
}

/// Within the origin, what is redirected to is another call for the server, which its limit is for.
async fn follow<'s>(
    settings: &'s Settings,
    mut request: HttpRequest,
    passed: Passed<'s>,
    deadline: Duration,
) -> Result<HttpResponse, Error> {
    let mut passed = Some(passed);
    let mut left = settings.redirects;
    loop {
        let asked = bodiless(&request);
        let response = settings.transport.send(request).await?;
        drop(passed.take());
        let next = if left > 0 {
            redirected(asked, &response)
        } else {
            None
        };
        let Some((next, is_own)) = next else {
            return Ok(response);
        };
        left -= 1;
        if is_own {
            let clock = &*settings.clock;
            passed = Some(settings.limiter.admit(clock, deadline).await?);
        }
        request = next;
    }
}

/// The same request without its body.
fn bodiless(request: &HttpRequest) -> HttpRequest {
    let mut bodiless = HttpRequest::new(request.method.clone(), request.url.clone());
    bodiless.headers = request.headers.clone();
    bodiless
}

/// The request that an answer to `request` redirects to, and whether that is within the origin.
fn redirected(mut request: HttpRequest, response: &HttpResponse) -> Option<(HttpRequest, bool)> {
    let target = target(&request.url, response)?;
    let is_own = target.origin() == request.url.origin();
    request.url = target;
    if !is_own {
        request.headers = public(&request.headers);
    }
    Some((request, is_own))
}

/// Where an answer redirects to.
fn target(url: &Url, response: &HttpResponse) -> Option<Url> {
    if !matches!(response.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = response.headers.get(&header::LOCATION)?.to_str().ok()?;
    let target = url.join(location).ok()?;
    match (url.scheme(), target.scheme()) {
        (_, "https") | ("http", "http") => Some(target),
        _ => None,
    }
}

/// What anyone may see.
fn public(headers: &HeaderMap) -> HeaderMap {
    let mut public = HeaderMap::new();
    for name in [&header::ACCEPT, &header::USER_AGENT] {
        if let Some(value) = headers.get(name) {
            public.insert(name.clone(), value.clone());
        }
    }
    public
}
