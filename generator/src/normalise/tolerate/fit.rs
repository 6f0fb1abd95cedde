//! Values of the JSON type that belongs to their key, and nothing else.
//!
//! What does not fit was reported by *check* and is taken out. After this pass the typed model
//! cannot fail because of a JSON type somewhere deep in a schema, where it would say little and
//! take long to say it.

use super::super::Origins;
use super::super::walk::child_shape;
use crate::check::grammar::{ObjectKind, Plain, Shape};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::{At, Mapping, Node, Value};

/// Takes out what does not fit, and brings numbers into the form that their key wants.
pub(super) fn fit(
    kind: ObjectKind,
    object: &mut Mapping,
    at: &At<'_>,
    origins: &Origins,
    sink: &mut Sink,
) {
    let mut unfit = Vec::new();
    for (key, node) in object.iter_mut() {
        let Some(shape) = child_shape(Shape::Object(kind), &key.text) else {
            continue;
        };
        if key.text.starts_with("x-31-") {
            continue;
        }
        adapt(shape, node);
        if let (Shape::Map(_), Value::Mapping(entries)) = (shape, &mut node.value) {
            let at = at.key(&key.text);
            let unfit = entries
                .iter()
                .filter(|(_, entry)| entry.as_mapping().is_none());
            let unfit = unfit.map(|(name, _)| name.text.clone()).collect();
            take_out(entries, unfit, &at, origins, sink);
        } else if !fits(kind, &key.text, shape, node) {
            unfit.push(key.text.clone());
        }
    }
    take_out(object, unfit, at, origins, sink);
}

/// Removes entries, and reports what was not reported before and is not void.
fn take_out(
    entries: &mut Mapping,
    keys: Vec<String>,
    at: &At<'_>,
    origins: &Origins,
    sink: &mut Sink,
) {
    for key in keys {
        let Some((_, node)) = entries.remove(&key) else {
            continue;
        };
        let place = origins.place(&at.key(&key).pointer());
        if !is_void(&node.value) && !sink.has_error_within(&place) {
            let message = format!("{} cannot stand here", node.kind());
            sink.error(Diagnostic::new(Code::WrongType, place, message));
        }
    }
}

/// Whether the value says nothing: null, and limits that nothing reaches.
fn is_void(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Integer(number) => *number > i128::from(u64::MAX),
        Value::Float(_) | Value::String(_) => value.is_beyond_float(),
        Value::Boolean(_) | Value::Sequence(_) | Value::Mapping(_) => false,
    }
}

/// Another spelling of the same value: `10.0` is `10`.
fn adapt(shape: Shape, node: &mut Node) {
    match (shape, &mut node.value) {
        (Shape::List(_), Value::Sequence(items)) => {
            for item in items.iter_mut().filter(|item| item.as_mapping().is_none()) {
                item.value = super::empty();
            }
        }
        (Shape::Plain(Plain::Count), Value::Float(number)) => {
            if let Some(integer) = integral(*number) {
                node.value = Value::Integer(integer);
            }
        }
        (Shape::Plain(Plain::Texts), Value::Sequence(items)) => {
            items.retain(|item| item.as_str().is_some());
        }
        _ => {}
    }
}

/// The integer that `number` is.
#[expect(clippy::cast_possible_truncation, reason = "guarded by the range")]
#[expect(
    clippy::float_cmp,
    reason = "a whole number equals its truncation exactly"
)]
pub(super) fn integral(number: f64) -> Option<i128> {
    (number.abs() < 1e36 && number.trunc() == number).then_some(number as i128)
}

fn fits(kind: ObjectKind, key: &str, shape: Shape, node: &Node) -> bool {
    match (shape, &node.value) {
        (Shape::Object(ObjectKind::Schema), Value::Boolean(_)) => {
            kind == ObjectKind::Schema && key == "additionalProperties"
        }
        (Shape::Object(_) | Shape::Map(_), Value::Mapping(_))
        | (Shape::List(_), Value::Sequence(_))
        | (Shape::Data, _) => true,
        (Shape::Plain(plain), value) => plain_fits(plain, value),
        (Shape::Object(_) | Shape::Map(_) | Shape::List(_), _) => false,
    }
}

fn plain_fits(plain: Plain, value: &Value) -> bool {
    match (plain, value) {
        (Plain::Text | Plain::Prose | Plain::Word(_) | Plain::Type, Value::String(_))
        | (Plain::Boolean | Plain::Bound, Value::Boolean(_))
        | (Plain::Texts | Plain::Values, Value::Sequence(_))
        | (Plain::Number, Value::Integer(_)) => true,
        // What no 64 bits hold does not limit anything that is counted.
        (Plain::Count, Value::Integer(number)) => u64::try_from(*number).is_ok(),
        (Plain::Number, Value::Float(number)) => number.is_finite(),
        (Plain::TextMap, Value::Mapping(entries)) => {
            entries.iter().all(|(_, entry)| entry.as_str().is_some())
        }
        _ => false,
    }
}
