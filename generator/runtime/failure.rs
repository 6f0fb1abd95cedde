//! How errors come about: what the parts of the runtime know when something fails.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;

use super::check::Violation;
use super::error::{Error, ErrorKind, Inner};
use super::headers::Headers;
use super::operation::Operation;
use super::text::text;
use super::transport::{BoxError, Reason, TransportError};

/// Construction, for the runtime.
impl Error {
    pub(super) fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self::of(kind, message.into())
    }

    fn of(kind: ErrorKind, message: Cow<'static, str>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            message,
            violations: Vec::new(),
            status: None,
            headers: Headers::default(),
            body: Bytes::new(),
            timed_out: kind == ErrorKind::Timeout,
            attempts: 0,
            elapsed: Duration::ZERO,
            retry_after: None,
            uncertain: false,
            untrusted: false,
            source: None,
        }))
    }

    /// Settings that nothing can be built from.
    #[doc(hidden)]
    pub fn configuration(message: &'static str) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    pub(super) fn invalid(violations: Vec<Violation>) -> Self {
        let mut error = Self::new(ErrorKind::Invalid, "");
        error.0.violations = violations;
        error
    }

    /// There is no token to send. What the request for one says about waiting holds for the call.
    pub(super) fn no_token(scheme: &str, source: BoxError) -> Self {
        let message = text!("no token for `{scheme}`");
        let mut error = Self::new(ErrorKind::Credential, message).with_source(source);
        if let Some(cause) = error.cause() {
            let (kind, wait, late) = (cause.kind(), cause.retry_after(), cause.is_timeout());
            error.0.retry_after = wait;
            error.0.timed_out = late;
            if kind == ErrorKind::LoginRequired {
                error.0.kind = kind;
            }
        }
        error
    }

    /// An answer that is no success.
    pub(super) fn refused(status: http::StatusCode, headers: Headers, body: Bytes) -> Self {
        Self::new(ErrorKind::Status, "").with_answer(status, headers, body)
    }

    pub(super) fn with_answer(
        mut self,
        status: http::StatusCode,
        headers: Headers,
        body: Bytes,
    ) -> Self {
        self.0.status = Some(status);
        self.0.headers = headers;
        self.0.body = body;
        self
    }

    pub(super) fn with_source(self, source: impl Into<BoxError>) -> Self {
        self.caused_by(source.into())
    }

    fn caused_by(mut self, source: BoxError) -> Self {
        self.0.source = Some(source);
        self
    }

    pub(super) fn with_retry_after(mut self, wait: Duration) -> Self {
        self.0.retry_after = Some(wait);
        self
    }

    pub(super) fn in_call(
        mut self,
        operation: Cow<'static, Operation>,
        attempts: u32,
        elapsed: Duration,
    ) -> Self {
        self.0.operation = Some(operation);
        self.0.attempts = attempts;
        self.0.elapsed = elapsed;
        self
    }

    /// What `error.type` of a span is: the status of an answer, the kind otherwise.
    pub(super) fn class(&self) -> &str {
        match &self.0.status {
            Some(status) if self.0.kind == ErrorKind::Status => status.as_str(),
            _ => self.0.kind.as_str(),
        }
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        let (kind, message) = match error.reason {
            Reason::Connect => (ErrorKind::Connect, "no connection"),
            Reason::Untrusted => (ErrorKind::Connect, "no connection that can be trusted"),
            Reason::ConnectTimeout => (ErrorKind::Connect, "no connection in time"),
            Reason::Timeout => (ErrorKind::Timeout, "no answer in time"),
            Reason::Lost => (ErrorKind::Lost, "connection lost"),
        };
        let mut own = Self::new(kind, message).with_source(error.source);
        own.0.untrusted = error.reason == Reason::Untrusted;
        own.0.timed_out = matches!(error.reason, Reason::ConnectTimeout | Reason::Timeout);
        own
    }
}
