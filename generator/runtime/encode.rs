//! Values of parameters as they stand in a path, a query, a header or a cookie.
//!
//! The styles are those of OpenAPI 3.0.3 §4.7.12.2.1, which follow RFC 6570. In URLs everything but
//! the unreserved characters of RFC 3986 §2.3 is percent-encoded as UTF-8; in headers nothing is.
//! Members that are null are left out, as RFC 6570 §2.3 says of undefined ones, and a list or an
//! object without members is itself undefined.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::value::{Unwritable, Value};

/// Everything that is not unreserved (RFC 3986 §2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What is encoded even where reserved characters are allowed.
const ALWAYS: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

const NESTED: Unwritable = Unwritable("holds an array or object inside of another");
const COMMA: Unwritable = Unwritable("has an item with a comma, which would read as two");
const DELIMITER: Unwritable =
    Unwritable("has an item with the character that parts items, which would read as two");
const EXPLODED: Unwritable = Unwritable("is no single value, and a cookie has no other");

/// How text and the delimiters of styles stand in one place.
pub(super) struct Encoding {
    pub(super) name: fn(&str) -> String,
    pub(super) text: fn(&str) -> String,
    pub(super) comma: &'static str,
    pub(super) blank: &'static str,
    pub(super) pipe: &'static str,
    pub(super) brackets: [&'static str; 2],
}

/// In a query.
const QUERY: Encoding = Encoding {
    name: percent,
    text: percent,
    comma: ",",
    blank: "%20",
    pipe: "%7C",
    brackets: ["[", "]"],
};

/// In a query, with `allowReserved`.
const QUERY_RESERVED: Encoding = Encoding {
    text: reserved,
    ..QUERY
};

/// How a parameter in a query, or a property of a form, is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueryStyle {
    pub(super) kind: Kind,
    explode: bool,
    pub(super) reserved: bool,
}

/// The styles of OpenAPI 3.0.3 §4.7.12.3 for queries, and JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Form,
    Space,
    Pipe,
    Deep,
    Json,
}

impl QueryStyle {
    /// `style: form`, `explode: false`: `id=1,2`
    pub const FORM: Self = Self::new(Kind::Form, false);
    /// `style: form`, `explode: true`: `id=1&id=2`
    pub const FORM_EXPLODE: Self = Self::new(Kind::Form, true);
    /// `style: spaceDelimited`, `explode: false`: `id=1%202`
    pub const SPACE_DELIMITED: Self = Self::new(Kind::Space, false);
    /// `style: pipeDelimited`, `explode: false`: `id=1%7C2`
    pub const PIPE_DELIMITED: Self = Self::new(Kind::Pipe, false);
    /// `style: deepObject`: `id[a]=1&id[b]=2`
    pub const DEEP_OBJECT: Self = Self::new(Kind::Deep, true);
    /// A property of a form as JSON.
    pub const JSON: Self = Self::new(Kind::Json, false);

    const fn new(kind: Kind, explode: bool) -> Self {
        Self {
            kind,
            explode,
            reserved: false,
        }
    }

    /// With `allowReserved`: what RFC 3986 §2.2 reserves stays as it is.
    pub const fn reserved(mut self) -> Self {
        self.reserved = true;
        self
    }
}

/// How a path parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathStyle {
    prefix: Prefix,
    explode: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Prefix {
    None,
    Dot,
    Semicolon,
}

impl PathStyle {
    /// `style: label`, `explode: false`: `.1,2`
    pub const LABEL: Self = Self::new(Prefix::Dot, false);
    /// `style: label`, `explode: true`: `.1.2`
    pub const LABEL_EXPLODE: Self = Self::new(Prefix::Dot, true);
    /// `style: matrix`, `explode: false`: `;id=1,2`
    pub const MATRIX: Self = Self::new(Prefix::Semicolon, false);
    /// `style: matrix`, `explode: true`: `;id=1;id=2`
    pub const MATRIX_EXPLODE: Self = Self::new(Prefix::Semicolon, true);

    pub(super) const fn simple(explode: bool) -> Self {
        Self::new(Prefix::None, explode)
    }

    const fn new(prefix: Prefix, explode: bool) -> Self {
        Self { prefix, explode }
    }
}

/// A path parameter; `None` when it is undefined.
///
/// Lists of `label` without explode are parted by commas, as RFC 6570 §3.2.5 has it and OpenAPI
/// 3.0.4 corrects the table of 3.0.3.
pub(super) fn path(
    name: &str,
    style: PathStyle,
    value: &Value,
) -> Result<Option<String>, Unwritable> {
    match style.prefix {
        Prefix::None => simple(value, style.explode, &|text| Ok(percent(text))),
        Prefix::Dot if style.explode => Ok(label(value)?.map(|parts| format!(".{parts}"))),
        Prefix::Dot => {
            let text = simple(value, false, &|text| Ok(percent(text)))?;
            Ok(text.map(|text| format!(".{text}")))
        }
        Prefix::Semicolon => matrix(name, style.explode, value),
    }
}

/// RFC 6570 §3.2.5 with explode: every item has a dot of its own.
fn label(value: &Value) -> Result<Option<String>, Unwritable> {
    let parts: Vec<String> = match value {
        Value::Absent => return Ok(None),
        Value::Text(text) => vec![percent(text)],
        Value::List(items) => texts(items)?.map(percent).collect(),
        Value::Object(entries) => members(entries)?
            .map(|(key, text)| format!("{}={}", percent(key), percent(text)))
            .collect(),
    };
    Ok((!parts.is_empty()).then(|| parts.join(".")))
}

/// RFC 6570 §3.2.7: `;name=value`, without the sign where the value is empty.
fn matrix(name: &str, explode: bool, value: &Value) -> Result<Option<String>, Unwritable> {
    let pair = |name: &str, text: &str| match text {
        "" => format!(";{}", percent(name)),
        text => format!(";{}={text}", percent(name)),
    };
    match value {
        Value::List(items) if explode => {
            let parts: String = texts(items)?.map(|it| pair(name, &percent(it))).collect();
            Ok((!parts.is_empty()).then_some(parts))
        }
        Value::Object(entries) if explode => {
            let pairs = members(entries)?.map(|(key, text)| pair(key, &percent(text)));
            let parts: String = pairs.collect();
            Ok((!parts.is_empty()).then_some(parts))
        }
        Value::Absent | Value::Text(_) | Value::List(_) | Value::Object(_) => {
            let text = simple(value, false, &|text| Ok(percent(text)))?;
            Ok(text.map(|text| pair(name, &text)))
        }
    }
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

/// A cookie in `style: form`; `None` when it is undefined.
pub(super) fn cookie(
    name: &str,
    explode: bool,
    value: &Value,
) -> Result<Option<String>, Unwritable> {
    match value {
        Value::List(_) | Value::Object(_) if explode => Err(EXPLODED),
        Value::Absent | Value::Text(_) | Value::List(_) | Value::Object(_) => {
            let text = simple(value, false, &|text| Ok(percent(text)))?;
            Ok(text.map(|text| format!("{name}={text}")))
        }
    }
}

/// A query parameter with its name; `None` when it is undefined.
pub(super) fn query(
    name: &str,
    style: QueryStyle,
    value: &Value,
) -> Result<Option<String>, Unwritable> {
    let encoding = if style.reserved {
        &QUERY_RESERVED
    } else {
        &QUERY
    };
    styled(name, style, value, encoding)
}

/// One or more pairs in a style, with the encoding that the place asks for.
pub(super) fn styled(
    name: &str,
    style: QueryStyle,
    value: &Value,
    encoding: &Encoding,
) -> Result<Option<String>, Unwritable> {
    let encode = encoding.text;
    let key = (encoding.name)(name);
    let pairs: Vec<String> = match (style.kind, value) {
        (_, Value::Absent) => return Ok(None),
        (_, Value::Text(text)) => vec![format!("{key}={}", encode(text))],
        (Kind::Deep, _) => {
            let mut pairs = Vec::new();
            deep(&key, value, encoding, &mut pairs);
            pairs
        }
        (_, Value::List(items)) if style.explode => texts(items)?
            .map(|text| format!("{key}={}", encode(text)))
            .collect(),
        (_, Value::Object(entries)) if style.explode => members(entries)?
            .map(|(key, text)| format!("{}={}", (encoding.name)(key), encode(text)))
            .collect(),
        (kind, Value::List(items)) => delimited(&key, texts(items)?.collect(), kind, encoding)?,
        (kind, Value::Object(entries)) => {
            let members = members(entries)?.flat_map(|(key, text)| [key, text]);
            delimited(&key, members.collect(), kind, encoding)?
        }
    };
    Ok((!pairs.is_empty()).then(|| pairs.join("&")))
}

/// One pair of all items. Where the delimiter is encoded like the same character of an item, such
/// an item can't be told from two.
fn delimited(
    key: &str,
    items: Vec<&str>,
    kind: Kind,
    encoding: &Encoding,
) -> Result<Vec<String>, Unwritable> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let (delimiter, character) = match kind {
        Kind::Space => (encoding.blank, ' '),
        Kind::Pipe => (encoding.pipe, '|'),
        Kind::Form | Kind::Deep | Kind::Json => (encoding.comma, ','),
    };
    let alike = (encoding.text)(&character.to_string()) == delimiter;
    if alike && items.iter().any(|item| item.contains(character)) {
        return Err(DELIMITER);
    }
    let items: Vec<String> = items.into_iter().map(encoding.text).collect();
    Ok(vec![format!("{key}={}", items.join(delimiter))])
}

/// `key[a]=1&key[b][0]=2`: OpenAPI defines one level of properties, servers read the others alike.
fn deep(key: &str, value: &Value, encoding: &Encoding, pairs: &mut Vec<String>) {
    let [open, close] = encoding.brackets;
    match value {
        Value::Absent => {}
        Value::Text(text) => pairs.push(format!("{key}={}", (encoding.text)(text))),
        Value::List(items) => {
            let defined = items.iter().filter(|item| **item != Value::Absent);
            for (index, item) in defined.enumerate() {
                deep(&format!("{key}{open}{index}{close}"), item, encoding, pairs);
            }
        }
        Value::Object(entries) => {
            for (name, item) in entries {
                let name = (encoding.name)(name);
                deep(&format!("{key}{open}{name}{close}"), item, encoding, pairs);
            }
        }
    }
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
    Cow::from(utf8_percent_encode(text, RESERVED)).into_owned()
}

/// `text` with what RFC 3986 §2.2 reserves left as it is, and with what is percent-encoded already
/// (RFC 6570 §3.2.3); but without `#`, `[` and `]`, which no query holds (RFC 3986 §3.4), and `&`
/// and `+`, which mean something else there (OpenAPI 3.1.1 §4.8.12.2).
pub(super) fn reserved(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        encoded.extend(utf8_percent_encode(before, ALWAYS));
        let hex = after.as_bytes().get(..2);
        let is_triple = hex.is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        encoded.push_str(if is_triple { "%" } else { "%25" });
        rest = after;
    }
    encoded.extend(utf8_percent_encode(rest, ALWAYS));
    encoded
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
    // Hardly any path has a segment that begins so.
    if !path.starts_with('.') && !path.contains("/.") {
        return false;
    }
    let path = path.split('?').next().unwrap_or(path);
    path.split('/').any(|segment| matches!(segment, "." | ".."))
}
