//! What an error says in one line, without personal data: no body text, no value of a parameter, no
//! URL.
//!
//! Bodies of errors hold sentences about customers. All that is shown of them is what looks like an
//! identifier and stands where an error's code usually stands.

use std::fmt;

use serde_json::Value;

use super::decode;
use super::error::{Error, ErrorKind};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_operation(f)?;
        match self.0.kind {
            ErrorKind::Configuration => f.write_str("the client can't be built: ")?,
            ErrorKind::Invalid | ErrorKind::Credential | ErrorKind::RateLimit => {
                f.write_str("not sent: ")?;
            }
            ErrorKind::LoginRequired => f.write_str("login required: ")?,
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Lost => {}
            ErrorKind::Status | ErrorKind::TooLarge | ErrorKind::Decode => self.write_status(f)?,
        }
        f.write_str(&self.0.message)?;
        self.write_violations(f)?;
        self.write_cause(f)?;
        match self.0.attempts {
            0 => Ok(()),
            1 => f.write_str(" after 1 attempt"),
            attempts => write!(f, " after {attempts} attempts"),
        }
    }
}

impl Error {
    fn write_operation(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(operation) = self.0.operation.as_deref() else {
            return Ok(());
        };
        if operation.id.is_empty() {
            f.write_str(operation.method.as_str())?;
            f.write_str(" ")?;
            f.write_str(operation.path)?;
        } else {
            f.write_str(operation.id)?;
        }
        f.write_str(": ")
    }

    fn write_status(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(status) = self.0.status else {
            return Ok(());
        };
        f.write_str(status.as_str())?;
        if let Some(reason) = status.canonical_reason() {
            f.write_str(" ")?;
            f.write_str(reason)?;
        }
        if self.0.kind != ErrorKind::Status {
            return f.write_str(", but ");
        }
        match code(&self.0.body) {
            Some(code) => in_brackets(&code, f),
            None => Ok(()),
        }
    }

    fn write_violations(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for violation in &self.0.violations {
            f.write_str(separator)?;
            fmt::Display::fmt(violation, f)?;
            separator = "; ";
        }
        Ok(())
    }

    /// The innermost cause says most: "connection refused", not "error sending request".
    fn write_cause(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(source) = &self.0.source else {
            return Ok(());
        };
        let mut cause: &dyn std::error::Error = &**source;
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        in_brackets(&cause, f)
    }
}

fn in_brackets(text: &dyn fmt::Display, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(" (")?;
    text.fmt(f)?;
    f.write_str(")")
}

/// Where codes stand, in the order of preference: RFC 6749 §5.2 `error`, RFC 9457 §3.1.1 `type`,
/// and what other servers call it.
const KEYS: &[&str] = &[
    "error",
    "errorCode",
    "error_code",
    "code",
    "exceptionType",
    "exception",
    "type",
    "reason",
];

/// Larger bodies are not errors of an API.
const LIMIT: usize = 64 * 1024;

/// The code in the body of an error: `invalid_grant`, `OutOfStockException`.
pub(super) fn code(body: &[u8]) -> Option<String> {
    if body.len() > LIMIT {
        return None;
    }
    let body = decode::value(body)?;
    let nested = body.get("error").and_then(in_object);
    nested.or_else(|| in_object(&body))
}

fn in_object(body: &Value) -> Option<String> {
    for key in KEYS {
        let code = match body.get(*key) {
            Some(Value::String(text)) => identifier(text).map(str::to_owned),
            Some(Value::Number(number)) => number.as_u64().and_then(short),
            _ => None,
        };
        if code.is_some() {
            return code;
        }
    }
    None
}

/// `text` if it is an identifier; the last segment of a URI (RFC 9457 has them as types) or of a
/// qualified class name. Digits alone and anything with a blank or `@` in it may be personal.
fn identifier(text: &str) -> Option<&str> {
    let last = text.rsplit(['/', '.']).next()?;
    let starts = last.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let is_one = starts && last.bytes().all(is_part) && last.len() <= 64;
    let is_about_someone = text.bytes().any(|byte| matches!(byte, b'@' | b' '));
    (is_one && !is_about_someone).then_some(last)
}

/// A number that is too short to be a customer's or a telephone's.
fn short(number: u64) -> Option<String> {
    (number < 100_000).then(|| number.to_string())
}
