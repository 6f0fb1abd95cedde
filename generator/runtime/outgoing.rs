//! What a request sends: bytes that are there, or a stream that is read once.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Frame, SizeHint};

use super::transport::BoxError;

/// The body of a request.
#[derive(Clone)]
#[non_exhaustive]
pub enum RequestBody {
    /// All of it.
    Bytes(Bytes),
    /// What is still to come.
    Stream(ByteStream),
}

impl RequestBody {
    /// The bytes, when they are there.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Stream(_) => None,
        }
    }

    /// Whether it can be sent more than once.
    pub fn is_replayable(&self) -> bool {
        self.as_bytes().is_some()
    }
}

impl<B: Into<Bytes>> From<B> for RequestBody {
    fn from(bytes: B) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RequestBody(..)")
    }
}

type Source = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

/// A stream of bytes to send. Its clones are the same stream: whichever is read first has it.
pub struct ByteStream {
    shared: Arc<Mutex<Option<Source>>>,
    /// What this clone reads; the lock is never contended, it only makes the stream `Sync`.
    own: Mutex<Option<Source>>,
    length: Option<u64>,
}

impl ByteStream {
    /// A stream of a length that is only known when it has ended.
    pub fn new(stream: impl Stream<Item = Result<Bytes, BoxError>> + Send + 'static) -> Self {
        Self {
            shared: Arc::new(Mutex::new(Some(Box::pin(stream)))),
            own: Mutex::new(None),
            length: None,
        }
    }

    /// Says how many bytes there are, for `Content-Length`.
    pub fn with_length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// How many bytes there are, when that is known.
    pub fn length(&self) -> Option<u64> {
        self.length
    }
}

impl Clone for ByteStream {
    fn clone(&self) -> Self {
        Self {
            shared: self.shared.clone(),
            own: Mutex::new(None),
            length: self.length,
        }
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream(..)")
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let own = this.own.get_mut().unwrap_or_else(PoisonError::into_inner);
        if own.is_none() {
            let mut shared = this.shared.lock().unwrap_or_else(PoisonError::into_inner);
            *own = shared.take();
        }
        match own {
            Some(source) => source.as_mut().poll_next(context),
            None => Poll::Ready(Some(Err("the stream was sent before".into()))),
        }
    }
}

impl http_body::Body for ByteStream {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let next = self.poll_next(context);
        next.map(|item| item.map(|bytes| bytes.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
