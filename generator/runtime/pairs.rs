//! Pairs of names and values, as they stand in queries and forms.

use super::encode::{Outcome, texts};
use super::percent::{percent, reserved};
use super::style::{Kind, QueryStyle};
use super::template::holds;
use super::value::{Unwritable, Value};

const DELIMITER: Unwritable =
    Unwritable("has an item with the character that parts items, which would read as two");

/// How text and the delimiters of styles stand in one place.
pub(super) struct Encoding {
    /// Appends a name.
    pub(super) name: fn(&str, &mut String),
    /// Appends a value.
    pub(super) text: fn(&str, &mut String),
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

/// Appends a query parameter with its name.
pub(super) fn query(name: &str, style: QueryStyle, value: &Value, out: &mut String) -> Outcome {
    let encoding = if style.reserved {
        &QUERY_RESERVED
    } else {
        &QUERY
    };
    styled(name, style, value, encoding, out)
}

/// Appends one or more pairs in a style, with the encoding that the place asks for.
pub(super) fn styled(
    name: &str,
    style: QueryStyle,
    value: &Value,
    encoding: &Encoding,
    out: &mut String,
) -> Outcome {
    let mut pairs = Pairs {
        start: out.len(),
        out,
        encoding,
    };
    if let Value::Text(text) = value {
        pairs.push(name, text);
        return Ok(());
    }
    if style.kind == Kind::Deep {
        let mut key = String::new();
        (encoding.name)(name, &mut key);
        deep(&mut key, value, &mut pairs);
        return Ok(());
    }
    let texts = texts(value)?;
    match value {
        _ if !style.explode => delimited(name, &texts, style.kind, &mut pairs)?,
        Value::Object(_) => {
            for [key, text] in texts.as_chunks().0 {
                pairs.push(key, text);
            }
        }
        _ => {
            for text in texts {
                pairs.push(name, text);
            }
        }
    }
    Ok(())
}

/// Pairs as they are appended, parted by `&`.
struct Pairs<'o> {
    out: &'o mut String,
    start: usize,
    encoding: &'o Encoding,
}

impl Pairs<'_> {
    fn push(&mut self, name: &str, text: &str) {
        self.part();
        (self.encoding.name)(name, self.out);
        *self.out += "=";
        (self.encoding.text)(text, self.out);
    }

    fn part(&mut self) {
        if self.out.len() > self.start {
            *self.out += "&";
        }
    }
}

/// One pair of all items. Where the delimiter is encoded like the same character of an item, such
/// an item can't be told from two.
fn delimited(name: &str, items: &[&str], kind: Kind, pairs: &mut Pairs<'_>) -> Outcome {
    let encoding = pairs.encoding;
    let (delimiter, character) = match kind {
        Kind::Space => (encoding.blank, b' '),
        Kind::Pipe => (encoding.pipe, b'|'),
        Kind::Form | Kind::Deep | Kind::Json => (encoding.comma, b','),
    };
    let mut encoded = String::new();
    (encoding.text)(char::from(character).encode_utf8(&mut [0]), &mut encoded);
    if encoded == delimiter && items.iter().any(|item| holds(item, character)) {
        return Err(DELIMITER);
    }
    let Some((first, rest)) = items.split_first() else {
        return Ok(());
    };
    pairs.push(name, first);
    for item in rest {
        pairs.out.push_str(delimiter);
        (encoding.text)(item, pairs.out);
    }
    Ok(())
}

/// `key[a]=1&key[b][0]=2`: OpenAPI defines one level of properties, servers read the others alike.
/// `key` is encoded already.
fn deep(key: &mut String, value: &Value, pairs: &mut Pairs<'_>) {
    let encoding = pairs.encoding;
    let [open, close] = encoding.brackets;
    let length = key.len();
    match value {
        Value::Absent => {}
        Value::Text(text) => {
            pairs.part();
            pairs.out.push_str(key);
            *pairs.out += "=";
            (encoding.text)(text, pairs.out);
        }
        Value::List(items) => {
            let present = items.iter().filter(|item| !item.is_absent());
            for (index, item) in present.enumerate() {
                key.push_str(open);
                key.push_str(&index.to_string());
                key.push_str(close);
                deep(key, item, pairs);
                key.truncate(length);
            }
        }
        Value::Object(entries) => {
            for (name, item) in entries {
                key.push_str(open);
                (encoding.name)(name, key);
                key.push_str(close);
                deep(key, item, pairs);
                key.truncate(length);
            }
        }
    }
}
