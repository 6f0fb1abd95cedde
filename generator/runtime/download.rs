//! Bodies that are handed out while they arrive.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::error::{Error, ErrorKind};
use super::headers::Headers;
use super::response::{Payload, RawResponse};
use super::transport::{BoxFuture, ResponseBody, TransportError};

/// The body of an answer as a stream of bytes.
///
/// It is a [`Stream`]; [`chunk`](Self::chunk) reads it without one more crate. The time limit of a
/// call ends with the head of its answer, not with this.
pub struct Download {
    reply: RawResponse,
    state: State,
}

type Read = (ResponseBody, Result<Option<Bytes>, TransportError>);

enum State {
    Idle(ResponseBody),
    Reading(BoxFuture<'static, Read>),
    Ended,
}

impl Download {
    pub(super) fn new(reply: &RawResponse) -> Self {
        // What somebody else has read already is there as bytes.
        let body = reply
            .take_body()
            .unwrap_or_else(|| reply.body.clone().into());
        Self {
            reply: reply.clone(),
            state: State::Idle(body),
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
        let mut all = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            if chunk.len() > limit - all.len() {
                let message = format!("the body has more than {limit} bytes");
                return Err(self.reply.failed(Error::new(ErrorKind::TooLarge, message)));
            }
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }

    /// The answer that it is the body of.
    pub fn reply(&self) -> &RawResponse {
        &self.reply
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let mut reading = match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Poll::Ready(None),
                State::Reading(reading) => reading,
                State::Idle(mut body) => Box::pin(async move {
                    let chunk = body.chunk().await;
                    (body, chunk)
                }),
            };
            match reading.as_mut().poll(context) {
                Poll::Pending => {
                    self.state = State::Reading(reading);
                    return Poll::Pending;
                }
                Poll::Ready((_, Ok(None))) => return Poll::Ready(None),
                Poll::Ready((_, Err(error))) => {
                    return Poll::Ready(Some(Err(self.reply.failed(error.into()))));
                }
                Poll::Ready((body, Ok(Some(chunk)))) => {
                    self.state = State::Idle(body);
                    if !chunk.is_empty() {
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                }
            }
        }
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
