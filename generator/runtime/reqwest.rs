//! The network by [`reqwest`].

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Version, header};

use super::outgoing::RequestBody;
use super::request_headers::put;
use super::tls;
use super::transport::{
    BoxFuture, Chunks, HttpRequest, HttpResponse, Reason, ResponseBody, Transport, TransportError,
};

impl Transport for ::reqwest::Client {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let mut outgoing = ::reqwest::Request::new(request.method, request.url);
        *outgoing.headers_mut() = request.headers;
        // RFC 9110 §8.6: methods that give content a meaning say when there is none.
        if request.body.is_none() && has_content(outgoing.method()) {
            let none = HeaderValue::from_static("0");
            put(outgoing.headers_mut(), header::CONTENT_LENGTH, none);
        }
        *outgoing.body_mut() = request.body.map(|body| match body {
            RequestBody::Bytes(bytes) => bytes.into(),
            RequestBody::Stream(stream) => ::reqwest::Body::wrap(stream),
        });
        Box::pin(async move { Ok(head(self.execute(outgoing).await?)) })
    }
}

fn head(mut answer: ::reqwest::Response) -> HttpResponse {
    let headers = std::mem::take(answer.headers_mut());
    HttpResponse {
        status: answer.status(),
        is_kept: is_kept(answer.version(), &headers),
        headers,
        body: ResponseBody::new(answer),
    }
}

/// Whether content has a meaning in the method (RFC 9110 §9.3, RFC 5789 §2).
fn has_content(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::PATCH)
}

/// Whether a connection goes on after an answer (RFC 9112 §9.3). The case of options does not matter
/// (RFC 9110 §7.6.1).
fn is_kept(version: Version, headers: &HeaderMap) -> bool {
    let mut is_kept = version > Version::HTTP_10;
    if let Some(Ok(options)) = headers.get(&header::CONNECTION).map(HeaderValue::to_str) {
        for option in options.split(',').map(str::trim_ascii) {
            if option.eq_ignore_ascii_case("close") {
                return false;
            }
            is_kept |= option.eq_ignore_ascii_case("keep-alive");
        }
    }
    is_kept
}

impl Chunks for ::reqwest::Response {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move { Ok(Self::chunk(self).await?) })
    }
}

impl From<::reqwest::Error> for TransportError {
    /// The URL is taken out: its path and query hold values of the call.
    fn from(error: ::reqwest::Error) -> Self {
        let reason = match (error.is_connect(), error.is_timeout()) {
            (true, false) if tls::is_untrusted(&error) => Reason::Untrusted,
            (true, false) => Reason::Connect,
            (true, true) => Reason::ConnectTimeout,
            (false, true) => Reason::Timeout,
            (false, false) => Reason::Lost,
        };
        Self::new(reason, error.without_url().into())
    }
}
