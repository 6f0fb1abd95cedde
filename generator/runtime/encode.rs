//! Values of parameters as they stand in a path, a header or a cookie.
//!
//! The styles are those of OpenAPI 3.0.3 §4.7.12.2.1, which follow RFC 6570. In URLs everything but
//! the unreserved characters of RFC 3986 §2.3 is percent-encoded as UTF-8; in headers nothing is.
//! Members that are null are left out, as RFC 6570 §2.3 says of undefined ones, and a list or an
//! object without members is itself undefined: nothing is appended for it.

use super::percent::percent;
use super::style::{PathStyle, Prefix};
use super::value::{Unwritable, Value};

const NESTED: Unwritable = Unwritable("holds an array or object inside of another");
const COMMA: Unwritable = Unwritable("has an item with a comma, which would read as two");
const EQUALS: Unwritable = Unwritable("has a name with an equals sign, which would end it");
const EXPLODED: Unwritable = Unwritable("is no single value, and a cookie has no other");

/// What was appended may have to be taken back when it fails.
pub(super) type Outcome = Result<(), Unwritable>;

/// Appends a path parameter.
///
/// Lists of `label` without explode are parted by commas, as RFC 6570 §3.2.5 has it and OpenAPI
/// 3.0.4 corrects the table of 3.0.3.
pub(super) fn path(name: &str, style: PathStyle, value: &Value, out: &mut String) -> Outcome {
    let style = match style.prefix {
        Prefix::None => return simple(value, style.explode, ",", &mut unreserved(out)),
        Prefix::Semicolon => return matrix(name, style.explode, value, out),
        Prefix::Dot => style,
    };
    if has_members(value) {
        out.push('.');
    }
    // RFC 6570 §3.2.5: with explode, every item has a dot of its own.
    let separator = if style.explode { "." } else { "," };
    simple(value, style.explode, separator, &mut unreserved(out))
}

/// RFC 6570 §3.2.7: `;name=value`, without the sign where the value is empty.
fn matrix(name: &str, explode: bool, value: &Value, out: &mut String) -> Outcome {
    let pair = |name: &str, text: &str, out: &mut String| {
        out.push(';');
        percent(name, out);
        if !text.is_empty() {
            out.push('=');
            percent(text, out);
        }
    };
    match value {
        Value::Text(text) => pair(name, text, out),
        Value::List(items) if explode => {
            for item in texts(items) {
                pair(name, item?, out);
            }
        }
        Value::Object(entries) if explode => {
            for member in members(entries) {
                let (key, text) = member?;
                pair(key, text, out);
            }
        }
        Value::List(_) | Value::Object(_) if has_members(value) => {
            pair(name, "", out);
            let end = out.len();
            out.push('=');
            simple(value, false, ",", &mut unreserved(out))?;
            if out.len() == end + 1 {
                out.truncate(end);
            }
        }
        Value::Absent | Value::List(_) | Value::Object(_) => {}
    }
    Ok(())
}

/// A header in `style: simple`; `None` when it is undefined.
pub(super) fn header(value: &Value, explode: bool) -> Result<Option<String>, Unwritable> {
    let mut out = String::new();
    match value {
        Value::Absent => return Ok(None),
        Value::Text(text) => return Ok(Some(text.clone())),
        Value::Object(entries) if explode && entries.iter().any(|(key, _)| key.contains('=')) => {
            return Err(EQUALS);
        }
        Value::List(_) | Value::Object(_) => simple(value, explode, ",", &mut |text| match text {
            Piece::Text(text) if text.contains(',') => Err(COMMA),
            Piece::Text(text) | Piece::Sign(text) => {
                out.push_str(text);
                Ok(())
            }
        })?,
    }
    Ok(has_members(value).then_some(out))
}

/// Appends a cookie in `style: form`.
pub(super) fn cookie(name: &str, explode: bool, value: &Value, out: &mut String) -> Outcome {
    match value {
        Value::List(_) | Value::Object(_) if explode => Err(EXPLODED),
        Value::Absent | Value::Text(_) | Value::List(_) | Value::Object(_) => {
            if has_members(value) {
                out.push_str(name);
                out.push('=');
            }
            simple(value, false, ",", &mut unreserved(out))
        }
    }
}

/// What a value of `style: simple` is made of.
enum Piece<'v> {
    /// A name or a value.
    Text(&'v str),
    /// What stands between them.
    Sign(&'static str),
}

/// Appends pieces with what is not unreserved percent-encoded.
fn unreserved(out: &mut String) -> impl FnMut(Piece<'_>) -> Outcome + '_ {
    |piece| {
        match piece {
            Piece::Text(text) => percent(text, out),
            Piece::Sign(sign) => out.push_str(sign),
        }
        Ok(())
    }
}

/// The pieces of a value, with its members parted by `separator`.
fn simple(
    value: &Value,
    explode: bool,
    separator: &'static str,
    write: &mut dyn FnMut(Piece<'_>) -> Outcome,
) -> Outcome {
    let mut sign = "";
    match value {
        Value::Absent => {}
        Value::Text(text) => write(Piece::Text(text))?,
        Value::List(items) => {
            for item in texts(items) {
                write(Piece::Sign(sign))?;
                write(Piece::Text(item?))?;
                sign = separator;
            }
        }
        Value::Object(entries) => {
            for member in members(entries) {
                let (key, text) = member?;
                write(Piece::Sign(sign))?;
                write(Piece::Text(key))?;
                write(Piece::Sign(if explode { "=" } else { separator }))?;
                write(Piece::Text(text))?;
                sign = separator;
            }
        }
    }
    Ok(())
}

/// Whether a value is defined.
fn has_members(value: &Value) -> bool {
    match value {
        Value::Absent => false,
        Value::Text(_) => true,
        Value::List(items) => items.iter().any(|item| *item != Value::Absent),
        Value::Object(entries) => entries.iter().any(|(_, value)| *value != Value::Absent),
    }
}

/// The items that are defined.
pub(super) fn texts(items: &[Value]) -> impl Iterator<Item = Result<&str, Unwritable>> {
    items.iter().filter_map(|item| text(item).transpose())
}

/// The properties that are defined.
pub(super) fn members(
    entries: &[(String, Value)],
) -> impl Iterator<Item = Result<(&str, &str), Unwritable>> {
    entries.iter().filter_map(|(key, value)| {
        let member = text(value).map(|text| Some((key.as_str(), text?)));
        member.transpose()
    })
}

fn text(value: &Value) -> Result<Option<&str>, Unwritable> {
    match value {
        Value::Absent => Ok(None),
        Value::Text(text) => Ok(Some(text)),
        // OpenAPI leaves it undefined, so nothing is made up.
        Value::List(_) | Value::Object(_) => Err(NESTED),
    }
}
