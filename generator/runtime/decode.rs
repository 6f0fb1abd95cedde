//! JSON bodies to values; what does not fit is told by place, never by content.

use serde::de::DeserializeOwned;
use serde_json::error::Category;

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
    let is_of_number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let length = match first {
            b'"' => 1 + string(after),
            b'-' | b'0'..=b'9' => rest.iter().take_while(|byte| is_of_number(byte)).count(),
            _ => 1,
        };
        let (token, others) = rest.split_at_checked(length)?;
        let number = std::str::from_utf8(token).ok().and_then(whole_number);
        out.extend_from_slice(number.as_ref().map_or(token, |number| number.as_bytes()));
        rest = others;
    }
    Some(out)
}

/// How long the rest of a string is, with the quote at its end.
fn string(text: &[u8]) -> usize {
    let mut escaped = false;
    let end = text.iter().position(|byte| {
        let is_end = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        is_end
    });
    end.map_or(text.len(), |end| end + 1)
}

/// The digits of a number that has no fraction, where it is written as if it had.
fn whole_number(token: &str) -> Option<String> {
    /// More than those of any integer that is read.
    const DIGITS: usize = 20;
    let (mantissa, exponent) = token.split_once(['e', 'E']).unwrap_or((token, "0"));
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(mantissa) => ("-", mantissa),
        None => ("", mantissa),
    };
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_number = before
        .bytes()
        .chain(after.bytes())
        .all(|it| it.is_ascii_digit());
    let exponent = exponent.parse::<isize>().ok().filter(|_| is_number)?;
    let point = before.len().checked_add_signed(exponent)?;
    let digits = format!("{before}{after}{}", "0".repeat(DIGITS));
    let (whole, fraction) = digits.split_at_checked(point)?;
    let whole = whole.trim_start_matches('0');
    if whole.len() > DIGITS || fraction.bytes().any(|digit| digit != b'0') {
        return None;
    }
    Some(if whole.is_empty() {
        "0".to_owned()
    } else {
        format!("{sign}{whole}")
    })
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
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return "the body is empty".to_owned();
    }
    let text = error.to_string();
    match error.classify() {
        Category::Data if path == "." => {
            format!("the body is not as documented: {}", expected(&text))
        }
        Category::Data => {
            format!(
                "the body is not as documented: `{path}`: {}",
                expected(&text)
            )
        }
        Category::Syntax | Category::Eof | Category::Io => format!("the body is not JSON: {text}"),
    }
}

/// What serde says about a value that does not fit, without the value.
pub(super) fn expected(text: &str) -> &str {
    const WITH_VALUE: [&str; 4] = [
        "invalid type: ",
        "invalid value: ",
        "invalid length ",
        "unknown variant ",
    ];
    if text.starts_with("missing field ") {
        return text;
    }
    let tail = WITH_VALUE
        .iter()
        .any(|start| text.starts_with(start))
        .then(|| text.rfind("expected "))
        .flatten();
    match tail {
        Some(start) => &text[start..],
        None => "not of the documented form",
    }
}
