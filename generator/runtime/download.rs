//! Bodies that are handed out while they arrive.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::error::{Error, ErrorKind};
use super::headers::Headers;
use super::response::{Payload, RawResponse};
use super::text::text;
use super::transport::{BoxFuture, ResponseBody, TransportError};

/// The body of an answer as a stream of bytes.
///
/// It is a [`Stream`]; [`chunk`](Self::chunk) reads it without one more crate. The time limit of a
/// call ends with the head of its answer, not with this.
pub struct Download {
    reply: RawResponse,
    /// The next piece, until the end is reached.
    next: Option<BoxFuture<'static, Read>>,
}

/// A piece, and the body that it was read from.
type Read = (Result<Option<Bytes>, TransportError>, ResponseBody);

fn read(mut body: ResponseBody) -> BoxFuture<'static, Read> {
    Box::pin(async move { (body.piece().await, body) })
}

impl Download {
    pub(super) fn new(reply: &RawResponse) -> Self {
        // What somebody else has read already is there as bytes.
        let body = reply
            .take_body()
            .unwrap_or_else(|| reply.body.clone().into());
        Self {
            reply: reply.clone(),
            next: Some(read(body)),
        }
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// When the connection is lost.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let next = std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context));
        next.await.transpose()
    }

    /// All of it, if it is not larger than `limit` bytes.
    ///
    /// # Errors
    ///
    /// When it is larger, or the connection is lost.
    pub async fn bytes(mut self, limit: usize) -> Result<Bytes, Error> {
        let mut all = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            if chunk.len() > limit - all.len() {
                let message = text!("the body has more than {limit} bytes");
                return Err(self.reply.failed(Error::new(ErrorKind::TooLarge, message)));
            }
            all.extend_from_slice(&chunk);
        }
        Ok(all.into())
    }

    /// The answer that it is the body of.
    pub fn reply(&self) -> &RawResponse {
        &self.reply
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(next) = &mut self.next {
            let (chunk, body) = ready!(next.as_mut().poll(context));
            self.next = None;
            match chunk {
                Ok(Some(chunk)) => {
                    self.next = Some(read(body));
                    if !chunk.is_empty() {
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                }
                Ok(None) => {}
                Err(error) => return Poll::Ready(Some(Err(self.reply.failed(error.into())))),
            }
        }
        Poll::Ready(None)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Download(..)")
    }
}

/// A body of bytes, handed out while it arrives.
#[derive(Clone, Copy, Debug)]
pub enum Binary {}

impl Payload for Binary {
    type Body = Download;

    fn is_streamed(_: u16, _: &Headers) -> bool {
        true
    }

    fn decode(reply: &RawResponse) -> Result<Download, Error> {
        Ok(Download::new(reply))
    }
}
