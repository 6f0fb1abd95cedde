//! What stands beside a `$ref`.
//!
//! OpenAPI 3.0 ignores it (3.0.3 §4.7.23.1). What publishers write there for readers is kept all
//! the same, and `nullable`, since it only widens what is read. In 3.1 a schema's `$ref` is a
//! keyword like any other (JSON Schema 2020-12 §8.2.3.1), and elsewhere `summary` and `description`
//! override those of the target.

use super::components::section;
use crate::check::grammar::{ObjectKind, Shape, Version};
use crate::source::{Node, Value};

/// The keys of a 3.0 schema that are kept beside `$ref`.
const KEPT: &[&str] = &["deprecated", "description", "nullable"];

/// The keys of a 3.1 schema that say nothing about it.
const SILENT: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$id",
    "$ref",
    "$schema",
    "$vocabulary",
    "definitions",
];

/// Whether anything beside the `$ref` of `node` is kept.
pub(super) fn any(version: Version, kind: ObjectKind, node: &Node) -> bool {
    kind == ObjectKind::Schema
        && node.as_mapping().is_some_and(|mapping| {
            mapping
                .iter()
                .any(|(key, value)| is_kept(version, &key.text, value))
        })
}

/// Whether what stands beside the `$ref` of `node` takes the place of what its target says: the
/// words of 3.1's Reference Objects (3.1.1 §4.8.23).
pub(super) fn overrides(version: Version, kind: ObjectKind, node: &Node) -> bool {
    version == Version::V31
        && kind != ObjectKind::Schema
        && node
            .as_mapping()
            .is_some_and(|mapping| mapping.iter().any(|(key, _)| is_word(kind, &key.text)))
}

/// Whether `key` beside a `$ref` is for readers, and the object has it.
fn is_word(kind: ObjectKind, key: &str) -> bool {
    matches!(key, "description" | "summary") && kind.keyword(key).is_some()
}

/// Whether `key` beside the `$ref` of an object that is put in its place is read: those of a Path
/// Item Object are its own, others have words only.
pub(super) fn is_own(version: Version, shape: Shape, key: &str) -> bool {
    match shape {
        Shape::Object(kind) if section(kind).is_some() => {
            version == Version::V31 && is_word(kind, key)
        }
        Shape::Object(_) | Shape::Map(_) | Shape::List(_) | Shape::Plain(_) | Shape::Data => {
            key != "$ref"
        }
    }
}

/// Whether `key` is kept beside the `$ref` of a schema.
pub(super) fn is_kept(version: Version, key: &str, value: &Node) -> bool {
    if matches!(value.value, Value::Boolean(false)) && matches!(key, "deprecated" | "nullable") {
        return false;
    }
    if key.starts_with("x-") {
        return true;
    }
    match version {
        Version::V30 => KEPT.contains(&key),
        Version::V31 => {
            !SILENT.contains(&key)
                && ObjectKind::Schema
                    .keyword(key)
                    .is_some_and(|keyword| !keyword.ignored)
        }
    }
}
