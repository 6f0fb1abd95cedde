//! The door to the network: one request in, one answer out, nothing known of operations.
//!
//! A [`Transport`] sends what it is given, once, and follows no redirect. Everything else
//! (credentials, limits, decoding) happens before and after it.

use std::fmt;
use std::pin::Pin;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use super::outgoing::RequestBody;

/// A boxed future that can be moved between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Any error.
pub type BoxError = Box<dyn std::error::Error + Send + Sync + 'static>;

/// Sends requests.
///
/// It is implemented for [`reqwest::Client`]; one that is given to a builder should not follow
/// redirects.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request` and returns the head of the answer; its body is read afterwards.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>>;
}

/// A request as it is sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub url: Url,
    /// The headers, but for those that belong to the connection (`Host`, `Content-Length`).
    pub headers: HeaderMap,
    /// The body, if it has one.
    pub body: Option<RequestBody>,
}

impl HttpRequest {
    /// A request without headers and body.
    pub fn new(method: Method, url: Url) -> Self {
        Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: None,
        }
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("host", &self.url.host_str())
            .finish_non_exhaustive()
    }
}

/// The head of an answer, with a body that is still to be read.
#[derive(Debug)]
#[non_exhaustive]
pub struct HttpResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: ResponseBody,
    /// Whether its connection can be used again.
    pub(super) is_kept: bool,
}

impl HttpResponse {
    /// An answer without headers.
    pub fn new(status: StatusCode, body: impl Into<ResponseBody>) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: body.into(),
            is_kept: true,
        }
    }
}

/// A body that is read piece by piece.
pub trait Chunks: Send + 'static {
    /// The next piece; `None` at the end.
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>>;
}

/// The body of an answer.
pub struct ResponseBody(Box<dyn Chunks>);

impl ResponseBody {
    /// A body that is read from `chunks`.
    pub fn new(chunks: impl Chunks) -> Self {
        Self(Box::new(chunks))
    }

    /// The same, which keeps `held` until it is dropped.
    pub(super) fn holding(self, held: impl Send + 'static) -> Self {
        Self::new(Holding {
            body: self,
            _held: held,
        })
    }

    /// The next piece; `None` at the end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        self.0.chunk().await
    }

    /// The same, without a future of its own.
    pub(super) fn piece(&mut self) -> BoxFuture<'_, Piece> {
        self.0.chunk()
    }
}

/// What a body gives when it is read.
type Piece = Result<Option<Bytes>, TransportError>;

impl<B: Into<Bytes>> From<B> for ResponseBody {
    fn from(bytes: B) -> Self {
        Self::new(Whole(Some(bytes.into())))
    }
}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseBody(..)")
    }
}

/// Why a body was not read to its end.
pub(super) enum Unread {
    TooLarge,
    Broken(TransportError),
}

/// A body with what is given up when it is read.
struct Holding<T> {
    body: ResponseBody,
    _held: T,
}

impl<T: Send + 'static> Chunks for Holding<T> {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        self.body.0.chunk()
    }
}

/// A body that is there at once.
struct Whole(Option<Bytes>);

impl Chunks for Whole {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        let bytes = self.0.take();
        Box::pin(async move { Ok(bytes) })
    }
}

/// What was read so far; nothing is copied while it is one piece.
#[derive(Default)]
pub(super) struct Pieces {
    first: Bytes,
    buffer: Vec<u8>,
}

impl Pieces {
    /// Adds a piece of a body that may have `limit` bytes; what it ends with, when that was the last.
    pub(super) fn add(&mut self, piece: Piece, limit: usize) -> Option<Result<(), Unread>> {
        match piece {
            Ok(Some(chunk)) if chunk.len() > limit - self.len() => Some(Err(Unread::TooLarge)),
            Ok(Some(chunk)) => {
                self.push(chunk);
                None
            }
            Ok(None) => Some(Ok(())),
            Err(error) => Some(Err(Unread::Broken(error))),
        }
    }

    fn len(&self) -> usize {
        self.first.len() + self.buffer.len()
    }

    fn push(&mut self, chunk: Bytes) {
        if self.len() == 0 {
            self.first = chunk;
            return;
        }
        if self.buffer.is_empty() {
            self.buffer.extend_from_slice(&self.first);
            self.first = Bytes::new();
        }
        self.buffer.extend_from_slice(&chunk);
    }

    pub(super) fn join(self) -> Bytes {
        if self.buffer.is_empty() {
            self.first
        } else {
            self.buffer.into()
        }
    }
}

/// Why a request got no answer, or an answer no end.
#[derive(Debug)]
pub struct TransportError {
    pub(super) reason: Reason,
    pub(super) source: BoxError,
}

/// What a [`TransportError`] means for the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// Nothing was sent.
    Connect,
    /// Nothing was sent: the server could not show that it is the right one.
    Untrusted,
    /// Nothing was sent: there was no connection in time.
    ConnectTimeout,
    /// Something may have been sent; there was no answer in time.
    Timeout,
    /// Something may have been sent; the connection was lost.
    Lost,
}

impl TransportError {
    /// There was no connection: the server has seen nothing of the request.
    pub fn connect(source: impl Into<BoxError>) -> Self {
        Self::new(Reason::Connect, source.into())
    }

    /// There was no answer in time: the server may have seen the request.
    pub fn timeout(source: impl Into<BoxError>) -> Self {
        Self::new(Reason::Timeout, source.into())
    }

    /// The connection was lost: the server may have seen the request.
    pub fn lost(source: impl Into<BoxError>) -> Self {
        Self::new(Reason::Lost, source.into())
    }

    pub(super) fn new(reason: Reason, source: BoxError) -> Self {
        Self { reason, source }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.reason {
            Reason::Connect => "no connection",
            Reason::Untrusted => "no connection that can be trusted",
            Reason::ConnectTimeout => "no connection in time",
            Reason::Timeout => "no answer in time",
            Reason::Lost => "connection lost",
        })
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}
