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
    // What most of them are.
    if let (Prefix::None, Value::Text(text)) = (style.prefix, value) {
        percent(text, out);
        return Ok(());
    }
    let texts = texts(value)?;
    match style.prefix {
        Prefix::None => join(&texts, signs(value, style.explode, ","), percent, out),
        Prefix::Dot if texts.is_empty() => {}
        Prefix::Dot => {
            *out += ".";
            // RFC 6570 §3.2.5: with explode, every item has a dot of its own.
            let separator = if style.explode { "." } else { "," };
            join(&texts, signs(value, style.explode, separator), percent, out);
        }
        Prefix::Semicolon => matrix(name, style.explode, value, &texts, out),
    }
    Ok(())
}

/// RFC 6570 §3.2.7: `;name=value`, without the sign where the value is empty.
fn matrix(name: &str, explode: bool, value: &Value, texts: &[&str], out: &mut String) {
    let mut pair = |name: &str, texts: &[&str]| {
        *out += ";";
        percent(name, out);
        if texts.iter().any(|text| !text.is_empty()) || texts.len() > 1 {
            *out += "=";
            join(texts, [",", ","], percent, out);
        }
    };
    match value {
        Value::List(_) if explode => {
            for text in texts {
                pair(name, &[text]);
            }
        }
        Value::Object(_) if explode => {
            for [key, text] in texts.as_chunks().0 {
                pair(key, &[text]);
            }
        }
        _ if texts.is_empty() => {}
        _ => pair(name, texts),
    }
}

/// A header in `style: simple`; `None` when it is undefined.
pub(super) fn header(value: &Value, explode: bool) -> Result<Option<String>, Unwritable> {
    if let Value::Text(text) = value {
        return Ok(Some(text.clone()));
    }
    let texts = texts(value)?;
    let signs = signs(value, explode, ",");
    for (index, text) in texts.iter().enumerate() {
        if holds(text, b',') {
            return Err(COMMA);
        }
        if signs[index % 2] == "=" && holds(text, b'=') {
            return Err(EQUALS);
        }
    }
    if texts.is_empty() {
        return Ok(None);
    }
    let mut out = String::new();
    join(&texts, signs, |text, out| out.push_str(text), &mut out);
    Ok(Some(out))
}

/// Appends a cookie in `style: form`.
pub(super) fn cookie(name: &str, explode: bool, value: &Value, out: &mut String) -> Outcome {
    if explode && matches!(value, Value::List(_) | Value::Object(_)) {
        return Err(EXPLODED);
    }
    let texts = texts(value)?;
    if !texts.is_empty() {
        out.push_str(name);
        *out += "=";
        join(&texts, [",", ","], percent, out);
    }
    Ok(())
}

/// What stands behind a text with an even and behind one with an odd index.
fn signs<'s>(value: &Value, explode: bool, separator: &'s str) -> [&'s str; 2] {
    match value {
        Value::Object(_) if explode => ["=", separator],
        _ => [separator; 2],
    }
}

/// Appends texts, each by `write`, with the signs between them.
fn join(texts: &[&str], signs: [&str; 2], write: fn(&str, &mut String), out: &mut String) {
    let mut sign = "";
    for (index, text) in texts.iter().enumerate() {
        out.push_str(sign);
        write(text, out);
        sign = signs[index % 2];
    }
}

/// The items that are defined, or the names and values of the properties that are, in turn; the text
/// itself of anything else.
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
                    texts.push(key.as_str());
                    texts.push(text);
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
