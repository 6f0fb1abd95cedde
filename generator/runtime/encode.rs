//! Values of parameters as they stand in a path, a query or a header.
//!
//! The styles are those of OpenAPI 3.0.3 §4.7.12.2.1, which follow RFC 6570. In URLs everything but
//! the unreserved characters of RFC 3986 §2.3 is percent-encoded as UTF-8; in headers nothing is.
//! Members that are null are left out, as RFC 6570 §2.3 says of undefined ones, and a list or an
//! object without members is itself undefined.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::value::{Unwritable, Value};

/// Everything that is not unreserved (RFC 3986 §2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

const NESTED: Unwritable = Unwritable("holds an array or object inside of another");
const COMMA: Unwritable = Unwritable("has an item with a comma, which would read as two");

/// How a query parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueryStyle {
    explode: bool,
}

impl QueryStyle {
    /// `style: form`, `explode: false`: `id=1,2`
    pub const FORM: Self = Self { explode: false };
    /// `style: form`, `explode: true`: `id=1&id=2`
    pub const FORM_EXPLODE: Self = Self { explode: true };
}

/// A path parameter in `style: simple`; `None` when it is undefined.
pub(super) fn path(value: &Value, explode: bool) -> Result<Option<String>, Unwritable> {
    simple(value, explode, &|text| Ok(percent(text)))
}

/// A header in `style: simple`; `None` when it is undefined.
pub(super) fn header(value: &Value, explode: bool) -> Result<Option<String>, Unwritable> {
    match value {
        Value::Text(text) => Ok(Some(text.clone())),
        Value::Absent | Value::List(_) | Value::Object(_) => simple(value, explode, &|text| {
            if text.contains(',') {
                Err(COMMA)
            } else {
                Ok(text.to_owned())
            }
        }),
    }
}

/// A query parameter with its name; `None` when it is undefined.
pub(super) fn query(
    name: &str,
    style: QueryStyle,
    value: &Value,
) -> Result<Option<String>, Unwritable> {
    form(name, style, value, &percent)
}

/// `style: form`, with the percent-encoding that the place asks for.
pub(super) fn form(
    name: &str,
    style: QueryStyle,
    value: &Value,
    encode: &dyn Fn(&str) -> String,
) -> Result<Option<String>, Unwritable> {
    let name = encode(name);
    let pairs: Vec<String> = match value {
        Value::Absent => return Ok(None),
        Value::Text(text) => vec![format!("{name}={}", encode(text))],
        Value::List(items) if style.explode => texts(items)?
            .map(|text| format!("{name}={}", encode(text)))
            .collect(),
        Value::Object(entries) if style.explode => members(entries)?
            .map(|(key, text)| format!("{}={}", encode(key), encode(text)))
            .collect(),
        Value::List(items) => {
            let items: Vec<String> = texts(items)?.map(encode).collect();
            named(&name, &items)
        }
        Value::Object(entries) => {
            let flat: Vec<String> = members(entries)?
                .flat_map(|(key, text)| [encode(key), encode(text)])
                .collect();
            named(&name, &flat)
        }
    };
    Ok((!pairs.is_empty()).then(|| pairs.join("&")))
}

fn named(name: &str, items: &[String]) -> Vec<String> {
    if items.is_empty() {
        return Vec::new();
    }
    vec![format!("{name}={}", items.join(","))]
}

fn simple(
    value: &Value,
    explode: bool,
    encode: &dyn Fn(&str) -> Result<String, Unwritable>,
) -> Result<Option<String>, Unwritable> {
    let separator = if explode { "=" } else { "," };
    let parts: Vec<String> = match value {
        Value::Absent => return Ok(None),
        Value::Text(text) => return encode(text).map(Some),
        Value::List(items) => texts(items)?.map(encode).collect::<Result<_, _>>()?,
        Value::Object(entries) => members(entries)?
            .map(|(key, text)| Ok(format!("{}{separator}{}", encode(key)?, encode(text)?)))
            .collect::<Result<_, _>>()?,
    };
    Ok((!parts.is_empty()).then(|| parts.join(",")))
}

/// The items that are defined.
fn texts(items: &[Value]) -> Result<impl Iterator<Item = &str>, Unwritable> {
    let texts: Vec<Option<&str>> = items.iter().map(text).collect::<Result<_, _>>()?;
    Ok(texts.into_iter().flatten())
}

/// The properties that are defined.
fn members(entries: &[(String, Value)]) -> Result<impl Iterator<Item = (&str, &str)>, Unwritable> {
    let members: Vec<Option<(&str, &str)>> = entries
        .iter()
        .map(|(key, value)| Ok(text(value)?.map(|text| (key.as_str(), text))))
        .collect::<Result<_, _>>()?;
    Ok(members.into_iter().flatten())
}

fn text(value: &Value) -> Result<Option<&str>, Unwritable> {
    match value {
        Value::Absent => Ok(None),
        Value::Text(text) => Ok(Some(text)),
        // OpenAPI leaves it undefined, so nothing is made up.
        Value::List(_) | Value::Object(_) => Err(NESTED),
    }
}

/// `text` with everything percent-encoded that is not unreserved.
pub(super) fn percent(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// `template` with every `{name}` replaced by its encoded value; `Err` names the first one that
/// has no value.
pub(super) fn expand<'t>(
    template: &'t str,
    values: &[(&'static str, String)],
) -> Result<String, &'t str> {
    let mut path = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, name, after)) = next_expression(rest) {
        let (_, value) = values
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or(name)?;
        path.push_str(before);
        path.push_str(value);
        rest = after;
    }
    path.push_str(rest);
    Ok(path)
}

fn next_expression(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Whether a segment of `path` is `.` or `..`, which URLs remove with the segment before it
/// (RFC 3986 §5.2.4).
pub(super) fn has_dot_segment(path: &str) -> bool {
    let path = path.split('?').next().unwrap_or(path);
    path.split('/').any(|segment| matches!(segment, "." | ".."))
}
