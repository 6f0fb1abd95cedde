//! Values without objects in them: text, words, numbers, and arrays and mappings of text.

use super::grammar::{Plain, Version};
use super::meant::meant;
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{At, Node, Value};

/// The words of a schema's `type`; `null` came with 3.1.
pub(super) const TYPES: &[&str] = &[
    "string", "integer", "number", "boolean", "array", "object", "null",
];

/// Checks a value against what belongs there.
pub(super) fn check(walk: &mut Walk<'_, '_>, node: &Node, plain: Plain, at: &At<'_>) {
    match (plain, &node.value) {
        (Plain::Number | Plain::Bound | Plain::Count, value) if value.is_beyond_float() => {
            beyond(walk, at);
        }
        (Plain::Text | Plain::Prose, Value::String(_))
        | (Plain::Boolean, Value::Boolean(_))
        | (Plain::Number, Value::Integer(_) | Value::Float(_))
        | (Plain::Values, Value::Sequence(_)) => {}
        (Plain::Word(words), Value::String(word)) => self::word(walk, word, words, at),
        (Plain::Count, value) if is_count(value) => {}
        (Plain::Count, Value::Integer(_)) => ignored(walk, node, plain, at),
        (Plain::Bound, value) => bound(walk, node, value, at),
        (Plain::Texts, Value::Sequence(items)) => texts(walk, items, at),
        (Plain::TextMap, Value::Mapping(entries)) => {
            for (key, value) in entries.iter() {
                match value.value {
                    Value::Null => read_as(walk, "an empty text", "\"\"", &at.key(&key.text)),
                    _ => check(walk, value, Plain::Text, &at.key(&key.text)),
                }
            }
        }
        // `oauth2:` in a security requirement names no scopes (3.0.3 §4.7.31).
        (Plain::Texts, Value::Null) => read_as(walk, "an empty array", "[]", at),
        (Plain::TextMap, Value::Null) => read_as(walk, "an empty object", "{}", at),
        (Plain::Type, _) => types(walk, node, at),
        // `required: true` at a property, as in older JSON Schemas.
        (Plain::Texts, Value::Boolean(_)) | (Plain::Prose, Value::Null) => {
            ignored(walk, node, plain, at);
        }
        (plain, _) => mistyped(walk, node, plain, at),
    }
}

/// Null where a value of no length is meant.
fn read_as(walk: &mut Walk<'_, '_>, what: &str, instead: &str, at: &At<'_>) {
    let message = format!("null stands here, read as {what}");
    let diagnostic = Diagnostic::new(Code::Tolerated, walk.at_value(at), message);
    walk.report(diagnostic.help(format!("write `{instead}`")));
}

/// A limit that no number reaches.
fn beyond(walk: &mut Walk<'_, '_>, at: &At<'_>) {
    let message = "no number of 64 bits is as large";
    let diagnostic = Diagnostic::new(Code::Tolerated, walk.at_value(at), message).label("ignored");
    walk.report(diagnostic.help("write a number up to 1.7e308, or leave it out"));
}

/// A value of the wrong type without which nothing is read differently.
fn ignored(walk: &mut Walk<'_, '_>, node: &Node, plain: Plain, at: &At<'_>) {
    let diagnostic = walk.mistyped(node, at, expected(plain)).tolerated();
    walk.report(diagnostic.label("ignored"));
}

/// A value of the wrong type, which may say all the same what is meant.
fn mistyped(walk: &mut Walk<'_, '_>, node: &Node, plain: Plain, at: &At<'_>) {
    let diagnostic = walk.mistyped(node, at, expected(plain));
    walk.report(match meant(plain, node, walk.tree) {
        Some(_) => diagnostic.tolerated().label("read as what is meant"),
        None if plain == Plain::Prose => diagnostic.tolerated().label("ignored"),
        None => diagnostic,
    });
}

fn expected(plain: Plain) -> &'static str {
    match plain {
        Plain::Text | Plain::Prose | Plain::Word(_) => "a string",
        Plain::Boolean => "`true` or `false`",
        Plain::Count => "an integer of at least 0",
        Plain::Number => "a number",
        Plain::Bound => "a number or a boolean",
        Plain::Texts => "an array of strings",
        Plain::TextMap => "an object of strings",
        Plain::Values => "an array",
        Plain::Type => "the name of a type",
    }
}

/// JSON Schema's integer: `10` and `10.0` are the same (2020-12 Core §4.2.3).
#[expect(
    clippy::float_cmp,
    reason = "a whole number equals its truncation exactly"
)]
fn is_count(value: &Value) -> bool {
    match value {
        Value::Integer(number) => *number >= 0,
        Value::Float(number) => *number >= 0.0 && number.trunc() == *number,
        _ => false,
    }
}

fn word(walk: &mut Walk<'_, '_>, word: &str, words: &[&'static str], at: &At<'_>) {
    if words.contains(&word) {
        return;
    }
    let key = at.pointer().last().unwrap_or_default();
    let diagnostic = Diagnostic::new(
        Code::UnknownWord,
        walk.at_value(at),
        format!("unknown word `{word}` for `{key}`"),
    );
    let help = match (nearest(word, words.iter().copied()), word) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, "body" | "formData") if words.contains(&"path") => {
            "a body is a `requestBody` of the operation since OpenAPI 3.0".to_owned()
        }
        (None, "basic") => "write `type: http` and `scheme: basic`".to_owned(),
        (None, _) => format!("one of {} belongs here", listed(words)),
    };
    walk.report(diagnostic.help(help));
}

/// The words in backticks, with commas.
pub(super) fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

fn texts(walk: &mut Walk<'_, '_>, items: &[Node], at: &At<'_>) {
    for (index, item) in items.iter().enumerate() {
        if item.as_str().is_none() {
            check(walk, item, Plain::Text, &at.index(index));
        }
    }
}

/// `exclusiveMinimum` and `exclusiveMaximum`: a boolean in 3.0, a number since 3.1.
fn bound(walk: &mut Walk<'_, '_>, node: &Node, value: &Value, at: &At<'_>) {
    let (belongs, other) = match value {
        Value::Boolean(_) => (Version::V30, "a boolean is what OpenAPI 3.0 writes here"),
        Value::Integer(_) | Value::Float(_) => {
            (Version::V31, "a number is what OpenAPI 3.1 writes here")
        }
        _ => {
            return walk.wrong_type(
                node,
                at,
                match walk.version {
                    Version::V30 => "`true` or `false`",
                    Version::V31 => "a number",
                },
            );
        }
    };
    if walk.version != belongs {
        let key = at.pointer().last().unwrap_or_default();
        let inclusive = key.replace("exclusiveM", "m");
        let help = match value {
            Value::Boolean(_) => format!("write the bound as `{key}`, in place of `{inclusive}`"),
            _ => format!("write `{key}: true`, and the bound as `{inclusive}`"),
        };
        walk.report(Diagnostic::new(Code::Tolerated, walk.at_value(at), other).help(help));
    }
}

/// A schema's `type`.
fn types(walk: &mut Walk<'_, '_>, node: &Node, at: &At<'_>) {
    match &node.value {
        Value::String(word) => type_word(walk, word, at),
        Value::Sequence(words) => {
            if walk.version == Version::V30 {
                let message = "several types are a feature of OpenAPI 3.1, not of 3.0";
                let diagnostic = Diagnostic::new(Code::Tolerated, walk.at_value(at), message);
                walk.report(diagnostic.help("write one `type`, and `nullable: true` for null"));
            }
            for (index, item) in words.iter().enumerate() {
                match item.as_str() {
                    Some("null") => {}
                    Some(word) => type_word(walk, word, &at.index(index)),
                    None if item.value == Value::Null => {
                        let place = walk.at_value(&at.index(index));
                        let diagnostic = Diagnostic::new(
                            Code::Tolerated,
                            place,
                            "null stands for the type `null`",
                        );
                        walk.report(diagnostic.help("put it in quotes: `\"null\"`"));
                    }
                    None => walk.wrong_type(item, &at.index(index), "the name of a type"),
                }
            }
        }
        Value::Null => {
            let diagnostic =
                Diagnostic::new(Code::Tolerated, walk.at_value(at), "the `type` is null");
            walk.report(match walk.version {
                Version::V30 => diagnostic.help("write a type, and `nullable: true` for null"),
                Version::V31 => diagnostic.help("put it in quotes: `\"null\"`"),
            });
        }
        _ => walk.wrong_type(node, at, "the name of a type"),
    }
}

fn type_word(walk: &mut Walk<'_, '_>, word: &str, at: &At<'_>) {
    if word == "null" && walk.version == Version::V30 {
        let message = "the type `null` is a feature of OpenAPI 3.1, not of 3.0";
        let diagnostic = Diagnostic::new(Code::Tolerated, walk.at_value(at), message);
        return walk.report(diagnostic.help("write `nullable: true` beside the other types"));
    }
    if TYPES.contains(&word) {
        return;
    }
    let message = format!("unknown type `{word}`");
    let diagnostic = Diagnostic::new(Code::Tolerated, walk.at_value(at), message)
        .label("any value is taken here");
    let help = match (in_openapi(word), nearest(word, TYPES.iter().copied())) {
        (Some(meant), _) => meant.to_owned(),
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => format!("one of {} belongs here", listed(TYPES)),
    };
    walk.report(diagnostic.help(help));
}

/// How OpenAPI writes what other languages have a type for.
fn in_openapi(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "file" | "binary" => "write `type: string` and `format: binary`",
        "any" | "mixed" => "leave `type` out for any value",
        "int" | "long" | "int32" | "int64" => "write `type: integer`",
        "float" | "double" | "decimal" => "write `type: number`",
        "date" => "write `type: string` and `format: date`",
        "datetime" | "date-time" | "timestamp" => "write `type: string` and `format: date-time`",
        "uuid" | "guid" => "write `type: string` and `format: uuid`",
        "text" | "char" => "write `type: string`",
        "map" | "dict" | "json" => "write `type: object`",
        "list" | "set" => "write `type: array`",
        "enum" => "write the type of the values, such as `type: string`",
        _ => return None,
    })
}
