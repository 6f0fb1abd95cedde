//! The one error of all operations.
//!
//! It is one pointer wide and loses nothing that the server said. What it shows of that is decided in
//! `message`.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::check::Violation;
use super::decode;
use super::headers::Headers;
use super::media;
use super::operation::{Method, Operation};
use super::transport::BoxError;

/// Why a call did not succeed.
pub struct Error(pub(super) Box<Inner>);

/// What kind of failure an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client can't be built from its settings.
    Configuration,
    /// The call breaks limits of the description, or holds a value that can't be sent; see
    /// [`Error::violations`]. Nothing was sent.
    Invalid,
    /// A credential is missing, was not obtained, or may not be sent there. Nothing was sent.
    Credential,
    /// The user has to log in: there is no token of theirs, or none that the server takes any more.
    /// Nothing was sent.
    LoginRequired,
    /// The limit of calls is used up for longer than the call may take; see
    /// [`Error::retry_after`]. Nothing was sent.
    RateLimit,
    /// There was no connection. Nothing was sent.
    Connect,
    /// There was no answer in time.
    Timeout,
    /// The connection was lost before the end of the answer.
    Lost,
    /// The server answered with a status that is no success.
    Status,
    /// The body of a success is larger than the client reads.
    TooLarge,
    /// The body of a success is not what the description says.
    Decode,
}

/// What an [`Error`] keeps.
pub(super) struct Inner {
    pub(super) kind: ErrorKind,
    pub(super) operation: Option<Cow<'static, Operation>>,
    /// What happened, in words without personal data.
    pub(super) message: Cow<'static, str>,
    pub(super) violations: Vec<Violation>,
    pub(super) status: Option<http::StatusCode>,
    pub(super) headers: Headers,
    pub(super) body: Bytes,
    pub(super) timed_out: bool,
    pub(super) attempts: u32,
    pub(super) elapsed: Duration,
    /// How long the server, or the limit of calls, asks to wait.
    pub(super) retry_after: Option<Duration>,
    /// Whether an earlier attempt may have been processed.
    pub(super) uncertain: bool,
    /// Whether the server could not show that it is the right one.
    pub(super) untrusted: bool,
    pub(super) source: Option<BoxError>,
}

impl Error {
    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The `operationId`, where it is known.
    pub fn operation(&self) -> Option<&str> {
        let id = self.0.operation.as_ref()?.id;
        (!id.is_empty()).then_some(id)
    }

    /// The HTTP method.
    pub fn method(&self) -> Option<&Method> {
        self.0.operation.as_ref().map(|operation| &operation.method)
    }

    /// The path template: `/v1/orders/{orderId}`.
    pub fn path_template(&self) -> Option<&str> {
        self.0.operation.as_ref().map(|operation| operation.path)
    }

    /// The status that the server answered with, whatever went wrong afterwards.
    pub fn status(&self) -> Option<u16> {
        self.0.status.map(|status| status.as_u16())
    }

    /// The headers of the answer; empty when there was none.
    pub fn headers(&self) -> &Headers {
        &self.0.headers
    }

    /// The body of the answer as far as it was read, as it came.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// The body of the answer as text; what is not of its character set is replaced.
    pub fn text(&self) -> String {
        self.headers().text(&self.0.body)
    }

    /// Which of the media types or ranges the body of the answer is of.
    #[doc(hidden)]
    pub fn choose(&self, ranges: &[&str]) -> Option<usize> {
        media::choose(ranges, self.0.headers.content_type())
    }

    /// The body of the answer, decoded from JSON; `None` when it is something else.
    pub fn body_as<T: DeserializeOwned>(&self) -> Option<T> {
        // By its address: rustc would look through all of decoding for a circle of calls, once for
        // each operation.
        let read: fn(&[u8]) -> Result<T, _> = decode::read;
        read(&self.0.body).ok()
    }

    /// The body in the variant of a refusal.
    #[doc(hidden)]
    pub fn body_in<T: DeserializeOwned, R>(&self, variant: fn(T) -> R) -> Option<R> {
        self.body_as().map(variant)
    }

    /// All that is wrong with the call; empty unless the kind is [`ErrorKind::Invalid`].
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// How many times sending was tried.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the call took.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }

    /// Whether there was no connection or no answer in time.
    pub fn is_timeout(&self) -> bool {
        self.0.timed_out
    }

    /// Whether there was no connection.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// The status, when this is an answer of `operation` that is no success.
    #[doc(hidden)]
    pub fn status_of(&self, operation: &'static Operation) -> Option<u16> {
        let of_it = match &self.0.operation {
            Some(Cow::Borrowed(own)) => std::ptr::eq(*own, operation),
            Some(Cow::Owned(_)) | None => false,
        };
        (of_it && self.0.kind == ErrorKind::Status).then(|| self.status())?
    }
}

impl ErrorKind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Invalid => "invalid",
            Self::Credential => "credential",
            Self::LoginRequired => "login_required",
            Self::RateLimit => "rate_limit",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Lost => "lost",
            Self::Status => "status",
            Self::TooLarge => "too_large",
            Self::Decode => "decode",
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("operation", &self.operation())
            .field("path", &self.path_template())
            .field("message", &self.to_string())
            .field("headers", &self.0.headers)
            .field("body", &format_args!("{} bytes", self.0.body.len()))
            .field("elapsed", &self.0.elapsed)
            .field("source", &self.0.source)
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}
