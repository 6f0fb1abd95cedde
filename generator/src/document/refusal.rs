//! Why a part cannot be typed, at the smallest node that is to blame.
//!
//! Each object is typed by itself, without the objects below it: all failing nodes are found in
//! one run, and nested failures cost no more than flat ones.

use openapiv3 as oa;
use serde::de::DeserializeOwned;
use serde_json::Error;
use serde_yaml::{Mapping, Value};

use super::read::typed;
use crate::check::grammar::{ObjectKind, Shape};
use crate::source::{At, Pointer};

/// One node that cannot be typed.
#[derive(Debug)]
pub(super) struct Refusal {
    /// The object.
    pub(super) object: Pointer,
    /// The value in it that is to blame, or the object itself.
    pub(super) culprit: Pointer,
    /// What is wrong.
    pub(super) message: String,
}

/// The objects in `value` that cannot be typed, in document order of their ends.
pub(super) fn refusals(kind: ObjectKind, value: &Value, at: &At<'_>) -> Vec<Refusal> {
    let mut found = Vec::new();
    search(Shape::Object(kind), value, at, &mut found);
    found
}

/// The whole part, when nothing smaller is to blame.
pub(super) fn whole(kind: ObjectKind, at: &At<'_>, error: &Error) -> Refusal {
    Refusal {
        object: at.pointer(),
        culprit: at.pointer(),
        message: message(kind, None, error),
    }
}

fn search(shape: Shape, value: &Value, at: &At<'_>, found: &mut Vec<Refusal>) {
    if matches!(shape, Shape::Plain(_) | Shape::Data) {
        return;
    }
    match value {
        Value::Mapping(entries) => {
            for (key, child) in entries {
                if let Some(key) = key.as_str()
                    && let Some(shape) = shape.child(key)
                {
                    search(shape, child, &at.key(key), found);
                }
            }
        }
        Value::Sequence(items) => {
            for (index, child) in items.iter().enumerate() {
                if let Some(shape) = shape.child("") {
                    search(shape, child, &at.index(index), found);
                }
            }
        }
        _ => {}
    }
    if let Shape::Object(kind) = shape
        // An array is no object of any kind; what else stands in its place may be meant to be none.
        && (value.is_mapping() || value.is_sequence())
        && let Some(attempt) = typing(kind)
        && let Err(error) = attempt(&shallow(kind, value))
    {
        found.push(refusal(kind, value, at, &error));
    }
}

/// Names the one key without which the object could be typed, if there is one.
fn refusal(kind: ObjectKind, value: &Value, at: &At<'_>, error: &Error) -> Refusal {
    let shallow = shallow(kind, value);
    let keys = shallow.as_mapping().into_iter().flat_map(Mapping::keys);
    let culprit = keys.filter_map(Value::as_str).find(|key| {
        let mut rest = shallow.clone();
        if let Some(mapping) = rest.as_mapping_mut() {
            mapping.shift_remove(*key);
        }
        typing(kind).is_some_and(|attempt| attempt(&rest).is_ok())
    });
    Refusal {
        object: at.pointer(),
        culprit: culprit.map_or_else(|| at.pointer(), |key| at.key(key).pointer()),
        message: message(kind, culprit, error),
    }
}

/// What serde says, as far as it says something to the author of a description.
fn message(kind: ObjectKind, culprit: Option<&str>, error: &Error) -> String {
    let subject = match culprit {
        Some(key) => format!("`{key}` cannot have this value"),
        None => format!("this is no {}", kind.object().name),
    };
    let mut reason = error.to_string();
    if reason.contains("variant of") || reason.contains("untagged") {
        return subject;
    }
    for (rust, json) in WORDS {
        reason = reason.replace(rust, json);
    }
    format!("{subject}: {reason}")
}

/// serde's words, and JSON's.
const WORDS: &[(&str, &str)] = &[
    ("expected usize", "expected an integer of at least 0"),
    ("a sequence", "an array"),
    ("sequence", "array"),
    ("a map", "an object"),
    ("map", "object"),
    ("missing field", "missing key"),
    ("unknown variant", "unknown word"),
    ("unit value", "null"),
];

/// Types a value, and throws the result away.
type Attempt = fn(&Value) -> Result<(), Error>;

/// The kinds that openapiv3 reads by themselves. Examples are data, and cannot fail.
const TYPED_ALONE: &[(ObjectKind, Attempt)] = &[
    (ObjectKind::Operation, attempt::<oa::Operation>),
    (
        ObjectKind::Parameter,
        attempt::<oa::ReferenceOr<oa::Parameter>>,
    ),
    (
        ObjectKind::RequestBody,
        attempt::<oa::ReferenceOr<oa::RequestBody>>,
    ),
    (
        ObjectKind::Response,
        attempt::<oa::ReferenceOr<oa::Response>>,
    ),
    (ObjectKind::Header, attempt::<oa::ReferenceOr<oa::Header>>),
    (ObjectKind::Schema, attempt::<oa::ReferenceOr<oa::Schema>>),
    (ObjectKind::Example, |_| Ok(())),
];

fn attempt<T: DeserializeOwned>(value: &Value) -> Result<(), Error> {
    typed::<T>(value).map(drop)
}

/// How objects of `kind` are typed, if they are typed alone.
fn typing(kind: ObjectKind) -> Option<Attempt> {
    let row = TYPED_ALONE.iter().find(|(known, _)| *known == kind);
    row.map(|(_, attempt)| *attempt)
}

/// `value` without the objects in it that are typed alone. One that is demanded is replaced by an
/// empty schema, the only such kind.
fn shallow(kind: ObjectKind, value: &Value) -> Value {
    let Value::Mapping(object) = value else {
        return value.clone();
    };
    object
        .iter()
        .filter_map(|(key, child)| {
            let shape = match key.as_str() {
                Some(key) => Shape::Object(kind).child(key).unwrap_or(Shape::Data),
                None => Shape::Data,
            };
            Some((key.clone(), shallow_child(shape, child)?))
        })
        .collect::<Mapping>()
        .into()
}

fn shallow_child(shape: Shape, child: &Value) -> Option<Value> {
    match (shape, child) {
        (Shape::Object(ObjectKind::Schema), Value::Mapping(_)) => Some(Mapping::new().into()),
        (Shape::Object(kind) | Shape::Map(kind) | Shape::List(kind), _)
            if typing(kind).is_some() =>
        {
            None
        }
        (Shape::Object(kind), child) => Some(shallow(kind, child)),
        (Shape::Map(kind), Value::Mapping(entries)) => {
            let entries = entries
                .iter()
                .map(|(key, child)| (key.clone(), shallow(kind, child)));
            Some(entries.collect::<Mapping>().into())
        }
        (Shape::Map(_) | Shape::List(_) | Shape::Plain(_) | Shape::Data, child) => {
            Some(child.clone())
        }
    }
}
