//! Values of parameters as they stand in a path, a header or a cookie.
//!
//! The styles are those of OpenAPI 3.0.3 §4.7.12.2.1, which follow RFC 6570. In URLs everything but
//! the unreserved characters of RFC 3986 §2.3 is percent-encoded as UTF-8; in headers nothing is.
//! Members that are null are left out, as RFC 6570 §2.3 says of undefined ones, and a list or an
//! object without members is itself undefined: nothing is appended for it.

use super::percent::percent;
use super::style::{PathStyle, Prefix};
use super::template::holds;
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
        Prefix::None => return simple(value, style.explode, ",", percent, out),
        Prefix::Semicolon => return matrix(name, style.explode, value, out),
        Prefix::Dot => style,
    };
    if has_members(value) {
        out.push('.');
    }
    // RFC 6570 §3.2.5: with explode, every item has a dot of its own.
    let separator = if style.explode { "." } else { "," };
    simple(value, style.explode, separator, percent, out)
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
        Value::List(_) if explode => {
            for text in texts(value)? {
                pair(name, text, out);
            }
        }
        Value::Object(_) if explode => {
            for [key, text] in texts(value)?.as_chunks().0 {
                pair(key, text, out);
            }
        }
        Value::List(_) | Value::Object(_) if has_members(value) => {
            pair(name, "", out);
            let end = out.len();
            out.push('=');
            simple(value, false, ",", percent, out)?;
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
        Value::Object(entries) if explode && entries.iter().any(|(key, _)| holds(key, b'=')) => {
            return Err(EQUALS);
        }
        Value::List(_) | Value::Object(_) if texts(value)?.iter().any(|it| holds(it, b',')) => {
            return Err(COMMA);
        }
        Value::List(_) | Value::Object(_) => {
            let plain = |text: &str, out: &mut String| out.push_str(text);
            simple(value, explode, ",", plain, &mut out)?;
        }
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
            simple(value, false, ",", percent, out)
        }
    }
}

/// Appends the members of a value, each by `write`, parted by `separator`.
fn simple(
    value: &Value,
    explode: bool,
    separator: &str,
    write: fn(&str, &mut String),
    out: &mut String,
) -> Outcome {
    if let Value::Text(text) = value {
        write(text, out);
        return Ok(());
    }
    let has_signs = explode && matches!(value, Value::Object(_));
    for (index, text) in texts(value)?.into_iter().enumerate() {
        out.push_str(match index {
            0 => "",
            _ if has_signs && index % 2 == 1 => "=",
            _ => separator,
        });
        write(text, out);
    }
    Ok(())
}

/// Whether a value is defined.
fn has_members(value: &Value) -> bool {
    match value {
        Value::Absent => false,
        Value::Text(_) => true,
        Value::List(items) => items.iter().any(|item| !item.is_absent()),
        Value::Object(entries) => entries.iter().any(|(_, value)| !value.is_absent()),
    }
}

/// The items that are defined, or the names and values of the properties that are, in turn.
pub(super) fn texts(value: &Value) -> Result<Vec<&str>, Unwritable> {
    let mut texts = Vec::new();
    match value {
        Value::Absent => {}
        Value::Text(text) => texts.push(text.as_str()),
        Value::List(items) => {
            for item in items {
                if let Some(text) = text(item)? {
                    texts.push(text);
                }
            }
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                if let Some(text) = text(value)? {
                    texts.extend_from_slice(&[key, text]);
                }
            }
        }
    }
    Ok(texts)
}

fn text(value: &Value) -> Result<Option<&str>, Unwritable> {
    match value {
        Value::Absent => Ok(None),
        Value::Text(text) => Ok(Some(text)),
        // OpenAPI leaves it undefined, so nothing is made up.
        Value::List(_) | Value::Object(_) => Err(NESTED),
    }
}
