//! Nodes → the values that serde reads.
//!
//! Integers beyond 64 bits become floats, and floats that JSON cannot write become null: openapiv3
//! holds neither.

use serde_yaml::{Mapping, Number, Value};

use crate::source::{self, Node};

/// The node as a YAML value.
pub(super) fn yaml(node: Node) -> Value {
    match node.value {
        source::Value::Boolean(boolean) => Value::Bool(boolean),
        source::Value::Integer(integer) => integer_value(integer),
        source::Value::Float(float) if float.is_finite() => Value::Number(Number::from(float)),
        source::Value::Null | source::Value::Float(_) => Value::Null,
        source::Value::String(text) => Value::String(text),
        source::Value::Sequence(items) => Value::Sequence(items.into_iter().map(yaml).collect()),
        source::Value::Mapping(entries) => entries
            .into_iter()
            .map(|(key, node)| (Value::String(key.text), yaml(node)))
            .collect::<Mapping>()
            .into(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "no 64 bits hold the number")]
fn integer_value(integer: i128) -> Value {
    let number = i64::try_from(integer)
        .map(Number::from)
        .or_else(|_| u64::try_from(integer).map(Number::from))
        .unwrap_or_else(|_| Number::from(integer as f64));
    Value::Number(number)
}
