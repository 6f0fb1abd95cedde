//! Schemas: words of `type` that only other languages know, and keywords that have no effect.

use super::super::shape::number;
use super::super::walk::{set, type_of};
use super::fit::integral;
use super::text;
use crate::source::{Mapping, Node, Span, Value};

/// Words of `type` and the type and format that they mean.
const WORDS: &[(&str, &str, Option<&str>)] = &[
    ("bigint", "integer", None),
    ("binary", "string", Some("binary")),
    ("bool", "boolean", None),
    ("byte", "string", Some("byte")),
    ("date", "string", Some("date")),
    ("date-time", "string", Some("date-time")),
    ("datetime", "string", Some("date-time")),
    ("decimal", "number", Some("decimal")),
    ("double", "number", Some("double")),
    ("email", "string", Some("email")),
    ("enum", "string", None),
    ("file", "string", Some("binary")),
    ("float", "number", Some("float")),
    ("int", "integer", None),
    ("int32", "integer", Some("int32")),
    ("int64", "integer", Some("int64")),
    ("list", "array", None),
    ("long", "integer", Some("int64")),
    ("map", "object", None),
    ("password", "string", Some("password")),
    ("str", "string", None),
    ("text", "string", None),
    ("timestamp", "string", Some("date-time")),
    ("uri", "string", Some("uri")),
    ("url", "string", Some("uri")),
    ("uuid", "string", Some("uuid")),
];

const NUMERIC: &[&str] = &[
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maximum",
    "minimum",
    "multipleOf",
    "x-31-maximum",
    "x-31-minimum",
    "x-31-multipleOf",
];
const TEXTUAL: &[&str] = &["maxLength", "minLength", "pattern", "x-31-contentEncoding"];
const ARRAYS: &[&str] = &[
    "items",
    "maxItems",
    "minItems",
    "uniqueItems",
    "x-31-prefixItems",
];
const OBJECTS: &[&str] = &[
    "additionalProperties",
    "maxProperties",
    "minProperties",
    "properties",
    "required",
    "x-31-patternProperties",
    "x-31-propertyNames",
];

/// Each rule on one schema.
pub(super) fn schema(schema: &mut Mapping, span: Span) {
    type_word(schema, span);
    type_of_values(schema, span);
    empty_parts(schema);
    values(schema);
    if type_of(schema) == Some("integer") {
        integer(schema);
    }
    without_effect(schema);
}

/// `type: date-time` and the like; a word that nobody knows says nothing.
fn type_word(schema: &mut Mapping, span: Span) {
    let Some(word) = type_of(schema) else {
        return;
    };
    if matches!(
        word,
        "string" | "integer" | "number" | "boolean" | "array" | "object"
    ) {
        return;
    }
    let lower = word.to_ascii_lowercase();
    let plain = matches!(
        lower.as_str(),
        "string" | "integer" | "number" | "boolean" | "array" | "object"
    );
    let meant = WORDS.iter().find(|(word, ..)| *word == lower);
    let (word, format) = match meant {
        Some((_, word, format)) => (*word, *format),
        None if plain => (lower.as_str(), None),
        None => {
            schema.remove("type");
            return;
        }
    };
    set(schema, "type", span, text(word));
    if let Some(format) = format
        && schema.get("format").is_none()
    {
        set(schema, "format", span, text(format));
    }
}

/// Values of an `enum` that are all of one type say what the `type` is.
fn type_of_values(schema: &mut Mapping, span: Span) {
    if schema.get("type").is_some() || schema.get("x-31-type").is_some() {
        return;
    }
    let Some(values) = schema.get("enum").and_then(Node::as_sequence) else {
        return;
    };
    let word = |node: &Node| match node.value {
        Value::String(_) => Some("string"),
        Value::Integer(_) => Some("integer"),
        Value::Boolean(_) => Some("boolean"),
        _ => None,
    };
    let (nulls, values): (Vec<_>, Vec<_>) =
        values.iter().partition(|node| node.value == Value::Null);
    let Some(first) = values.first().and_then(|first| word(first)) else {
        return;
    };
    if values.iter().any(|value| word(value) != Some(first)) {
        return;
    }
    let has_null = !nulls.is_empty();
    set(schema, "type", span, text(first));
    if has_null {
        set(schema, "nullable", span, Value::Boolean(true));
    }
}

/// `allOf: []` demands nothing, and a union of nothing was never meant.
fn empty_parts(schema: &mut Mapping) {
    for key in ["allOf", "anyOf", "oneOf"] {
        if schema
            .get(key)
            .and_then(Node::as_sequence)
            .is_some_and(<[Node]>::is_empty)
        {
            schema.remove(key);
        }
    }
    if schema
        .get("enum")
        .and_then(Node::as_sequence)
        .is_some_and(<[Node]>::is_empty)
    {
        schema.remove("enum");
    }
}

/// Values of an `enum` that lack their quotes, or have them too much.
fn values(schema: &mut Mapping) {
    let spelled: fn(&Value) -> Option<Value> = match type_of(schema) {
        Some("string") => |value| match value {
            Value::Integer(number) => Some(text(&number.to_string())),
            Value::Float(number) => Some(text(&format!("{number:?}"))),
            Value::Boolean(word) => Some(text(&word.to_string())),
            _ => None,
        },
        Some("integer") => |value| match value {
            Value::String(text) => text.parse().ok().map(Value::Integer),
            Value::Float(number) => integral(*number).map(Value::Integer),
            _ => None,
        },
        _ => return,
    };
    if let Some(Value::Sequence(values)) = schema.get_mut("enum").map(|node| &mut node.value) {
        for value in values {
            if let Some(spelled) = spelled(&value.value) {
                value.value = spelled;
            }
        }
    }
}

/// The numbers of an integer's schema as integers, or beside the typed model where no `i64` holds
/// them.
fn integer(schema: &mut Mapping) {
    limit(schema, "minimum", "exclusiveMinimum", f64::ceil);
    limit(schema, "maximum", "exclusiveMaximum", f64::floor);
    if let Some(factor) = schema.get_mut("multipleOf") {
        whole(factor, |_| None);
        // Every integer is a multiple of 0.5 or 0.01.
        let is_void = number(factor).is_some_and(|factor| {
            factor > 0.0 && factor < 1.0 && integral((1.0 / factor * 1e6).round() / 1e6).is_some()
        });
        if is_void {
            schema.remove("multipleOf");
        }
    }
    for key in ["minimum", "maximum", "multipleOf"] {
        if schema.get(key).is_some_and(|node| !is_i64(node))
            && let Some((_, node)) = schema.remove(key)
        {
            set(schema, &format!("x-31-{key}"), node.span, node.value);
        }
    }
}

/// Makes a limit an integer; one that was rounded inwards is a value that is allowed.
fn limit(schema: &mut Mapping, key: &str, exclusive: &str, round: fn(f64) -> f64) {
    let Some(limit) = schema.get_mut(key) else {
        return;
    };
    let before = number(limit);
    whole(limit, |number| integral(round(number)));
    if before != number(limit) {
        schema.remove(exclusive);
    }
}

/// Writes a number without fraction as an integer, any other as `round` says.
fn whole(node: &mut Node, round: impl Fn(f64) -> Option<i128>) {
    if let Value::Float(number) = node.value
        && let Some(integer) = integral(number).or_else(|| round(number))
    {
        node.value = Value::Integer(integer);
    }
}

fn is_i64(node: &Node) -> bool {
    matches!(node.value, Value::Integer(number) if i64::try_from(number).is_ok())
}

/// Keywords apply to values of their own type only (JSON Schema 2020-12 validation §6.1), so beside
/// another `type` they have no effect.
fn without_effect(schema: &mut Mapping) {
    let dropped: &[&[&str]] = match type_of(schema) {
        Some("string") => &[NUMERIC, ARRAYS, OBJECTS],
        Some("integer" | "number") => &[TEXTUAL, ARRAYS, OBJECTS],
        Some("boolean") => &[NUMERIC, TEXTUAL, ARRAYS, OBJECTS, &["format"]],
        Some("array") => &[NUMERIC, TEXTUAL, OBJECTS, &["format"]],
        Some("object") => &[NUMERIC, TEXTUAL, ARRAYS, &["format"]],
        _ => return,
    };
    for key in dropped.iter().flat_map(|keys| keys.iter()) {
        schema.remove(key);
    }
}
