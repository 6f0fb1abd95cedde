//! The code in the body of an error: the one word of it that may be shown.
//!
//! Bodies of errors hold sentences about customers. What may go to a log is only what looks like an
//! identifier and stands where an error's code usually stands.

use serde_json::{Map, Value};

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
    let Value::Object(body) = serde_json::from_slice(body).ok()? else {
        return None;
    };
    let nested = body.get("error").and_then(Value::as_object);
    nested.and_then(in_object).or_else(|| in_object(&body))
}

fn in_object(body: &Map<String, Value>) -> Option<String> {
    KEYS.iter().find_map(|key| match body.get(*key)? {
        Value::String(text) => identifier(text),
        Value::Number(number) => short(number.as_u64()?),
        _ => None,
    })
}

/// `text` if it is an identifier; the last segment of a URI (RFC 9457 has them as types) or of a
/// qualified class name. Digits alone and anything with a blank or `@` in it may be personal.
fn identifier(text: &str) -> Option<String> {
    let last = text.rsplit(['/', '.']).next()?;
    let mut characters = last.chars();
    let starts = characters.next()?.is_ascii_alphabetic();
    let goes_on = characters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    (starts && goes_on && last.len() <= 64 && !text.contains(['@', ' '])).then(|| last.to_owned())
}

/// A number that is too short to be a customer's or a telephone's.
fn short(number: u64) -> Option<String> {
    (number < 100_000).then(|| number.to_string())
}
