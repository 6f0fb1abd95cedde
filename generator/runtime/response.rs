//! Answers: the decoded value beside everything that came with it.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use serde::de::DeserializeOwned;

use super::decode;
use super::error::{Error, ErrorKind};
use super::headers::Headers;
use super::media;
use super::operation::Operation;
use super::transport::ResponseBody;

/// The answer to a call that succeeded.
#[derive(Clone)]
pub struct Response<T> {
    /// The decoded body.
    pub body: T,
    reply: RawResponse,
}

impl<T> Response<T> {
    pub(super) fn new(body: T, reply: RawResponse) -> Self {
        Self { body, reply }
    }

    /// The decoded body alone.
    pub fn into_body(self) -> T {
        self.body
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.reply.status()
    }

    /// The headers.
    pub fn headers(&self) -> &Headers {
        &self.reply.headers
    }

    /// The body as it came.
    pub fn bytes(&self) -> &Bytes {
        &self.reply.body
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.reply.attempts
    }

    /// How long the call took.
    pub fn elapsed(&self) -> Duration {
        self.reply.elapsed
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status())
            .field("headers", self.headers())
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// A successful answer before it is decoded.
#[derive(Clone)]
pub struct RawResponse {
    pub(super) operation: Cow<'static, Operation>,
    pub(super) status: StatusCode,
    pub(super) headers: Headers,
    pub(super) body: Bytes,
    /// The body, when it was left to be read; whoever takes it has it.
    pub(super) unread: Option<Arc<Mutex<Option<ResponseBody>>>>,
    pub(super) attempts: u32,
    pub(super) elapsed: Duration,
}

impl RawResponse {
    /// The status.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The headers.
    pub fn headers(&self) -> &Headers {
        &self.headers
    }

    /// The body, decoded from JSON.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] with the JSON path of what is not as the description says.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        decode::json(&self.body).map_err(|message| self.undecodable(message))
    }

    /// The body as text; what is not of its character set is replaced.
    pub fn text(&self) -> String {
        self.headers.text(&self.body)
    }

    /// The body, when it was left to be read: once.
    pub fn take_body(&self) -> Option<ResponseBody> {
        let unread = self.unread.as_ref()?;
        let mut unread = unread.lock().unwrap_or_else(PoisonError::into_inner);
        unread.take()
    }

    /// Which of the media types or ranges the body is of.
    pub fn choose(&self, ranges: &[&str]) -> Option<usize> {
        media::choose(ranges, self.headers.content_type())
    }

    /// The error of a success of a content type that the description does not know.
    pub fn unexpected_type(&self) -> Error {
        self.undecodable("the description has no content of this type".to_owned())
    }

    /// The error of a success that the description does not know.
    pub fn undocumented(&self) -> Error {
        self.undecodable("the description has no answer with this status".to_owned())
    }

    pub(super) fn undecodable(&self, message: impl Into<String>) -> Error {
        let mut message = message.into();
        let media_type = media::essence(self.headers.content_type()).trim_ascii();
        if !media_type.is_empty() && !media_type.ends_with("json") {
            message.push_str(" (it came as `");
            for letter in media_type.chars().take(64) {
                message.push(letter);
            }
            message.push_str("`)");
        }
        self.failed(Error::new(ErrorKind::Decode, message))
    }

    /// What went wrong with this answer.
    pub fn failed(&self, error: Error) -> Error {
        error
            .with_answer(self.status, self.headers.clone(), self.body.clone())
            .in_call(self.operation.clone(), self.attempts, self.elapsed)
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("operation", &self.operation.id)
            .field("status", &self.status())
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

/// What the body of a success is read as.
pub trait Payload {
    /// What it is decoded to.
    type Body;

    /// Whether the body of an answer with this status and these headers is handed out unread.
    fn is_streamed(status: u16, headers: &Headers) -> bool {
        let _ = (status, headers);
        false
    }

    /// Decodes it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] when the body is not what the description says.
    fn decode(reply: &RawResponse) -> Result<Self::Body, Error>;
}

/// A JSON body.
#[derive(Clone, Copy, Debug)]
pub struct Json<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned> Payload for Json<T> {
    type Body = T;

    fn decode(reply: &RawResponse) -> Result<T, Error> {
        reply.json()
    }
}

/// No documented body; what comes is not looked at.
#[derive(Clone, Copy, Debug)]
pub enum Empty {}

impl Payload for Empty {
    type Body = ();

    fn decode(_: &RawResponse) -> Result<(), Error> {
        Ok(())
    }
}

/// A body of text.
#[derive(Clone, Copy, Debug)]
pub enum Text {}

impl Payload for Text {
    type Body = String;

    fn decode(reply: &RawResponse) -> Result<String, Error> {
        Ok(reply.text())
    }
}
