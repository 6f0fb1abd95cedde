//! JSON bodies to values; what does not fit is told by place, never by content.

use serde::de::DeserializeOwned;
use serde_json::Number;
use serde_json::error::Category;

use super::text::text;

/// Decodes `bytes`; `Err` says in words where they are not as expected.
///
/// The fast path knows no places, and looks through the bytes once for whether they are UTF-8 and not
/// through each of their strings. Only when it fails the body is read once more, with the path
/// tracked.
pub(super) fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    let bytes = without_mark(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return foreign(bytes);
    };
    serde_json::from_str(text).or_else(|error| {
        let fixed = whole_numbers(bytes, &error).and_then(|fixed| String::from_utf8(fixed).ok());
        let read = fixed.and_then(|fixed| serde_json::from_str(&fixed).ok());
        read.ok_or_else(|| explained::<T>(bytes, &error))
    })
}

/// Decodes what is not UTF-8 as a whole: that does not matter where nobody reads it. It is rare, so
/// that no code is made for it beside that which tracks the path.
fn foreign<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    tracked(bytes).or_else(|(path, error)| {
        let fixed = whole_numbers(bytes, &error);
        let read = fixed.and_then(|fixed| tracked(&fixed).ok());
        read.ok_or_else(|| message(&path, &error, bytes))
    })
}

/// Decodes `bytes`, for who asks no more than whether that can be done.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, serde_json::Error> {
    let bytes = without_mark(bytes);
    serde_json::from_slice(bytes).or_else(|error| match whole_numbers(bytes, &error) {
        Some(bytes) => serde_json::from_slice(&bytes).map_err(|_| error),
        None => Err(error),
    })
}

/// A byte order mark may be ignored (RFC 8259 §8.1).
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// The body with `1.0` and `1e3` written as `1` and `1000`, where such a number stood for an integer:
/// a number without fraction is one, however it is written (JSON Schema 2020-12 validation §6.1.1).
fn whole_numbers(bytes: &[u8], error: &serde_json::Error) -> Option<Vec<u8>> {
    if !error
        .to_string()
        .starts_with("invalid type: floating point")
    {
        return None;
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let (length, is_number) = match first {
            b'"' => (1 + string(after), false),
            b'-' | b'0'..=b'9' => (number(rest), true),
            _ => (1, false),
        };
        let (token, others) = rest.split_at(length);
        let number = if is_number { whole_number(token) } else { None };
        match number {
            Some(number) => out.extend_from_slice(number.as_bytes()),
            None => out.extend_from_slice(token),
        }
        rest = others;
    }
    Some(out)
}

/// What the JSON text says. What reads this type from a text is compiled with `serde_json`, and not
/// once more.
pub(super) fn value(text: &[u8]) -> Option<serde_json::Value> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// How long the rest of a string is, with the quote at its end.
pub(super) fn string(text: &[u8]) -> usize {
    let mut escaped = false;
    for (index, byte) in text.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}

/// How long the number is that the text begins with.
fn number(text: &[u8]) -> usize {
    for (index, byte) in text.iter().enumerate() {
        if !matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E') {
            return index;
        }
    }
    text.len()
}

/// The digits of a number that has no fraction, where it is written as if it had.
fn whole_number(token: &[u8]) -> Option<String> {
    /// More than those of any integer that is read.
    const DIGITS: usize = 20;
    let number: Number = std::str::from_utf8(token).ok()?.parse().ok()?;
    if !number.is_f64() {
        return None;
    }
    let (mut sign, mut digits) = ("", Vec::new());
    let (mut point, mut exponent) = (None, 0);
    for (index, byte) in token.iter().enumerate() {
        match byte {
            b'-' => sign = "-",
            b'.' => point = Some(digits.len()),
            b'e' | b'E' => {
                exponent = self::exponent(&token[index + 1..])?;
                break;
            }
            _ => digits.push(*byte),
        }
    }
    let point = point.unwrap_or(digits.len()).checked_add_signed(exponent)?;
    if point > digits.len() + DIGITS {
        return None;
    }
    while digits.len() < point {
        digits.push(b'0');
    }
    let (whole, fraction) = digits.split_at(point);
    match (integer(whole)?, integer(fraction)?) {
        (0, 0) => Some("0".to_owned()),
        (whole, 0) => Some(text!("{sign}{whole}")),
        _ => None,
    }
}

fn exponent(text: &[u8]) -> Option<isize> {
    let (sign, digits) = match text {
        [b'-', digits @ ..] => (-1, digits),
        [b'+', digits @ ..] | digits => (1, digits),
    };
    let exponent = isize::try_from(integer(digits)?).ok()?;
    Some(sign * exponent)
}

/// The value of digits, of which there may be none.
fn integer(digits: &[u8]) -> Option<u128> {
    let mut value = 0_u128;
    for digit in digits {
        let digit = u128::from(digit - b'0');
        value = value.checked_mul(10)?.checked_add(digit)?;
    }
    Some(value)
}

fn explained<T: DeserializeOwned>(bytes: &[u8], error: &serde_json::Error) -> String {
    match tracked::<T>(bytes) {
        Err((path, error)) => message(&path, &error, bytes),
        Ok(_) => message(".", error, bytes),
    }
}

/// Decodes `bytes`; `Err` says where they are not as expected, too.
fn tracked<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, (String, serde_json::Error)> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize(&mut deserializer);
    let value = read.map_err(|error| (error.path().to_string(), error.into_inner()))?;
    // Only what follows the value may still be wrong.
    let end = deserializer.end().map_err(|error| (".".to_owned(), error));
    end.map(|()| value)
}

fn message(path: &str, error: &serde_json::Error, bytes: &[u8]) -> String {
    if bytes.trim_ascii().is_empty() {
        return "the body is empty".to_owned();
    }
    let text = error.to_string();
    let expected = expected(&text);
    match error.classify() {
        Category::Data if path == "." => text!("the body is not as documented: {expected}"),
        Category::Data => text!("the body is not as documented: `{path}`: {expected}"),
        Category::Syntax | Category::Eof | Category::Io => text!("the body is not JSON: {text}"),
    }
}

/// What serde says about a value that does not fit, without the value.
pub(super) fn expected(text: &str) -> &str {
    if text.starts_with("missing field ") {
        return text;
    }
    let holds_value = text.starts_with("invalid type: ")
        || text.starts_with("invalid value: ")
        || text.starts_with("invalid length ")
        || text.starts_with("unknown variant ");
    let mut ends = (0..text.len()).rev().filter_map(|at| text.get(at..));
    let expected = ends.find(|end| end.starts_with("expected "));
    expected
        .filter(|_| holds_value)
        .unwrap_or("not of the documented form")
}
