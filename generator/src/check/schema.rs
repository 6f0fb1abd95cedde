//! Rules of schemas: what one keyword of a schema demands of another.

use super::grammar::{ObjectKind, Shape, Version};
use super::object::value;
use super::reference;
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{At, Mapping, Node, Value};

/// The formats that the specifications and their registry name, those of common generators of
/// descriptions, and ours. Sorted.
const FORMATS: &[&str] = &[
    "base64",
    "base64url",
    "binary",
    "byte",
    "char",
    "commonmark",
    "date",
    "date-time",
    "date-time-local",
    "decimal",
    "decimal128",
    "double",
    "double-int",
    "duration",
    "email",
    "epoch-millis",
    "float",
    "hostname",
    "html",
    "http-date",
    "idn-email",
    "idn-hostname",
    "int16",
    "int32",
    "int64",
    "int8",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "media-range",
    "password",
    "regex",
    "relative-json-pointer",
    "time",
    "time-local",
    "uint",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "unixtime",
    "uri",
    "uri-reference",
    "uri-template",
    "url",
    "uuid",
];

/// Checks the rules of the schema at `at`.
pub(super) fn check(walk: &mut Walk<'_, '_>, object: &Mapping, at: &At<'_>) {
    let (mut is_array, mut has_items) = (false, false);
    // One look at each key: most of a description is schemas.
    for (key, node) in object.iter() {
        match (key.text.as_str(), &node.value) {
            ("format", Value::String(word)) => format(walk, word, at),
            ("type", Value::String(word)) => is_array = word == "array",
            ("items" | "prefixItems", _) => has_items = true,
            ("allOf" | "oneOf" | "anyOf" | "enum", Value::Sequence(items)) if items.is_empty() => {
                empty(walk, &key.text, at);
            }
            ("$dynamicRef", _) => reference::dynamic(walk, at),
            ("$id", Value::String(id)) => reference::base(walk, id, at),
            _ => {}
        }
    }
    if let (Some(Value::String(word)), Some(values)) = (value(object, "type"), object.get("enum")) {
        enum_values(walk, word, values, &at.key("enum"));
    }
    is_of_type(walk, object, "const", at);
    if is_of_type(walk, object, "default", at) {
        in_enum(walk, object, at);
    }
    if walk.version == Version::V30 && is_array && !has_items {
        let place = walk.at_value(&at.key("type"));
        let diagnostic = Diagnostic::new(Code::Tolerated, place, "an array needs `items`");
        walk.report(
            diagnostic
                .label("taken as an array of anything")
                .help("write `items: {}` if that is meant"),
        );
    }
}

/// JSON Schema Core §10.2.1: the arrays of `allOf` and its like are not empty; Validation §6.1.2:
/// that of `enum` should not be.
fn empty(walk: &mut Walk<'_, '_>, key: &str, at: &At<'_>) {
    let message = format!("`{key}` lists nothing");
    let diagnostic = Diagnostic::new(Code::Tolerated, walk.at_key(&at.key(key)), message);
    walk.report(
        diagnostic
            .label("taken as if it was not there")
            .help("leave it out, or list what is meant"),
    );
}

/// The values of an `enum` are of the schema's `type`; null stands for `nullable` (3.0.4 §4.7.24.1).
fn enum_values(walk: &mut Walk<'_, '_>, word: &str, values: &Node, at: &At<'_>) {
    let items = values.as_sequence().unwrap_or_default().iter().enumerate();
    let wrong: Vec<(usize, &Node)> = items.filter(|(_, item)| !fits(item, word)).collect();
    let Some((index, first)) = wrong.first() else {
        return;
    };
    let article = article(word);
    let found = first.kind();
    let message = match wrong.len() - 1 {
        0 => format!("{found} in the `enum` of {article} `{word}`"),
        others => format!("{found}, and {others} more, in the `enum` of {article} `{word}`"),
    };
    let help = match (word, &first.value, walk.tree.written(first)) {
        ("string", _, Some(source)) => format!("put it in quotes: `\"{source}\"`"),
        ("integer" | "number", Value::String(text), _) if text.parse::<f64>().is_ok() => {
            format!("write `{text}` without quotes")
        }
        ("boolean", Value::String(text), _) if text == "true" || text == "false" => {
            format!("write `{text}` without quotes")
        }
        _ => format!("write values of the type `{word}`, or another `type`"),
    };
    let place = walk.at_value(&at.index(*index));
    walk.report(Diagnostic::new(Code::Tolerated, place, message).help(help));
}

/// Whether the `default` is a value of the schema's type (3.0.3 §4.7.24.1, JSON Schema Validation
/// §9.2), which stands in docs only; the `const` is nothing but that.
fn is_of_type(walk: &mut Walk<'_, '_>, object: &Mapping, key: &str, at: &At<'_>) -> bool {
    let Some((item, Value::String(word))) = object.get(key).zip(value(object, "type")) else {
        return true;
    };
    if fits(item, word) {
        return true;
    }
    let (found, article) = (item.kind(), article(word));
    let message = format!("the `{key}` is {found}, not {article} `{word}`");
    let place = walk.at_value(&at.key(key));
    let diagnostic = Diagnostic::new(Code::Tolerated, place, message);
    walk.report(diagnostic.help(format!("write a value of the type `{word}`")));
    false
}

/// The `default` of a schema is a value of its `enum` too.
fn in_enum(walk: &mut Walk<'_, '_>, object: &Mapping, at: &At<'_>) {
    let values = object.get("enum").and_then(Node::as_sequence);
    let Some((default, values)) = object.get("default").zip(values) else {
        return;
    };
    if default.value == Value::Null || values.contains(default) {
        return;
    }
    let known = values.iter().filter_map(Node::as_str);
    let near = default.as_str().and_then(|word| nearest(word, known));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write a value of the `enum`, or add this one to it".to_owned(),
    };
    let place = walk.at_value(&at.key("default"));
    let message = "the `default` is no value of the `enum`";
    walk.report(Diagnostic::new(Code::Tolerated, place, message).help(help));
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'i', 'o']) {
        "an"
    } else {
        "a"
    }
}

/// Whether a value may be of the `type` called `word`.
fn fits(item: &Node, word: &str) -> bool {
    match &item.value {
        Value::Null => true,
        Value::Boolean(_) => word != "string" && word != "integer" && word != "number",
        Value::Integer(_) => word != "string" && word != "boolean",
        Value::Float(_) => word != "string" && word != "boolean" && word != "integer",
        value @ Value::String(_) if value.is_beyond_float() => word != "boolean",
        Value::String(_) => word != "integer" && word != "number" && word != "boolean",
        Value::Sequence(_) | Value::Mapping(_) => word == "array" || word == "object",
    }
}

/// Warns of a format that nothing is known of, once for each word.
fn format(walk: &mut Walk<'_, '_>, format: &str, at: &At<'_>) {
    if FORMATS.binary_search(&format).is_ok() || !walk.is_first("format", format) {
        return;
    }
    let message = format!("unknown format `{format}`");
    let place = walk.at_value(&at.key("format"));
    let diagnostic = Diagnostic::new(Code::Tolerated, place, message)
        .label("the `type` alone decides; shown once for this word");
    walk.report(match nearest(format, FORMATS.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic,
    });
}

/// The values of `mapping` lead to schemas: by a reference, or by the name of a component.
pub(super) fn discriminator(walk: &mut Walk<'_, '_>, object: &Mapping, at: &At<'_>) {
    let Some(mapping) = object.get("mapping").and_then(|node| node.as_mapping()) else {
        return;
    };
    let at = at.key("mapping");
    for (tag, target) in mapping.iter() {
        let Some(text) = target.as_str() else {
            continue;
        };
        if !walk.names_schema(text) {
            walk.follow(text, Shape::Object(ObjectKind::Schema), &at.key(&tag.text));
        }
    }
}

/// A boolean in place of a schema: since 3.1 everywhere, before it only as `additionalProperties`.
pub(super) fn boolean(walk: &mut Walk<'_, '_>, at: &At<'_>) {
    if walk.version == Version::V31 {
        return;
    }
    let pointer = at.pointer();
    let key = pointer.last().unwrap_or_default();
    if key == "additionalProperties" {
        return;
    }
    let message = "a boolean as schema is a feature of OpenAPI 3.1, not of 3.0";
    walk.report(
        Diagnostic::new(Code::Tolerated, walk.at_value(at), message)
            .help("write `{}` for any value"),
    );
}
