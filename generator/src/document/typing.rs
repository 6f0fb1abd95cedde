//! Parts of the document → openapiv3's types.

use indexmap::IndexMap;
use openapiv3 as oa;
use serde::de::DeserializeOwned;
use serde_yaml::Value;

use super::read::typed;
use super::refusal::Refusal;
use super::{convert, entries, refusal};
use crate::check::grammar::{METHODS, ObjectKind};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::map::Set;
use crate::normalise::Origins;
use crate::source::{self, At, Node, Pointer};

/// A part in which more objects and arrays stand inside of each other is looked through for what is to
/// blame before it is typed.
const DEEP: usize = 20;

/// What typing needs beside the parts.
pub(super) struct Typing<'a> {
    pub(super) origins: &'a Origins,
    pub(super) sink: &'a mut Sink,
    /// The `$ref`s to components that were left out.
    pub(super) broken: Set<String>,
}

impl Typing<'_> {
    /// One part; `None` when it was refused.
    pub(super) fn typed<T: DeserializeOwned>(
        &mut self,
        kind: ObjectKind,
        node: Node,
        at: &At<'_>,
    ) -> Option<T> {
        let value = convert::yaml(node);
        if self.is_refused_early(kind, &value, at) {
            return None;
        }
        match typed(&value) {
            Ok(part) => Some(part),
            Err(error) => {
                self.refuse(kind, &value, at, &error);
                None
            }
        }
    }

    /// Every item of an array; an empty one stands for what was refused, so that those after it keep
    /// their places.
    pub(super) fn list<T: Default + DeserializeOwned>(
        &mut self,
        kind: ObjectKind,
        node: Node,
        at: &At<'_>,
    ) -> Vec<T> {
        let source::Value::Sequence(items) = node.value else {
            return Vec::new();
        };
        items
            .into_iter()
            .enumerate()
            .map(|(index, item)| self.typed(kind, item, &at.index(index)).unwrap_or_default())
            .collect()
    }

    /// Every component of one kind.
    pub(super) fn section<T: DeserializeOwned>(
        &mut self,
        kind: ObjectKind,
        node: Node,
        at: &At<'_>,
    ) -> IndexMap<String, T> {
        let section = at.pointer().last().unwrap_or_default();
        let mut typed = IndexMap::new();
        for (name, node) in entries(node) {
            match self.typed(kind, node, &at.key(&name)) {
                Some(component) => {
                    typed.insert(name, component);
                }
                None => {
                    self.broken.insert(format!("#/components/{section}/{name}"));
                }
            }
        }
        typed
    }

    /// A path item; without the operations that cannot be typed.
    pub(super) fn path_item(&mut self, node: Node, at: &At<'_>) -> Option<oa::PathItem> {
        let mut value = convert::yaml(node);
        if let Value::Mapping(item) = &mut value {
            item.retain(|method, operation| {
                let method = method.as_str().filter(|it| METHODS.contains(it));
                method.is_none_or(|it| {
                    !self.is_refused_early(ObjectKind::Operation, operation, &at.key(it))
                })
            });
        }
        if let Ok(item) = typed(&value) {
            return Some(item);
        }
        if let Value::Mapping(item) = &mut value {
            for method in METHODS {
                let Some(operation) = item.get(*method) else {
                    continue;
                };
                if let Err(error) = typed::<oa::Operation>(operation) {
                    self.refuse(ObjectKind::Operation, operation, &at.key(method), &error);
                    item.shift_remove(*method);
                }
            }
        }
        match typed(&value) {
            Ok(item) => Some(item),
            Err(error) => {
                self.refuse(ObjectKind::PathItem, &value, at, &error);
                None
            }
        }
    }

    /// Whether something in a deep part is to blame, which is reported. openapiv3 reads what fits no
    /// form twice, and so does each object around it: the time doubles with each of them.
    fn is_refused_early(&mut self, kind: ObjectKind, value: &Value, at: &At<'_>) -> bool {
        if !is_deeper(value, DEEP) {
            return false;
        }
        let refusals = refusal::refusals(kind, value, at);
        let is_refused = !refusals.is_empty();
        self.report(refusals);
        is_refused
    }

    /// Reports what is to blame for a part that cannot be typed.
    fn refuse(&mut self, kind: ObjectKind, value: &Value, at: &At<'_>, error: &serde_json::Error) {
        let mut refusals = refusal::refusals(kind, value, at);
        if refusals.is_empty() {
            refusals.push(refusal::whole(kind, at, error));
        }
        self.report(refusals);
    }

    fn report(&mut self, refusals: Vec<Refusal>) {
        for refusal in refusals {
            if self.is_reported(&refusal.object) {
                continue;
            }
            let place = self.origins.place(&refusal.culprit);
            self.sink
                .error(Diagnostic::new(Code::Invalid, place, refusal.message));
        }
    }

    fn is_reported(&self, pointer: &Pointer) -> bool {
        self.sink.has_error_within(&self.origins.place(pointer))
    }
}

fn is_deeper(value: &Value, depth: usize) -> bool {
    let Some(below) = depth.checked_sub(1) else {
        return value.is_mapping() || value.is_sequence();
    };
    match value {
        Value::Mapping(entries) => entries.values().any(|child| is_deeper(child, below)),
        Value::Sequence(items) => items.iter().any(|child| is_deeper(child, below)),
        _ => false,
    }
}
