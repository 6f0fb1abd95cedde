//! Parts of the document → openapiv3's types.

use indexmap::IndexMap;
use openapiv3 as oa;
use serde::de::DeserializeOwned;
use serde_yaml::Value;

use super::read::typed;
use super::{convert, entries, refusal};
use crate::check::grammar::{METHODS, ObjectKind};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::map::Set;
use crate::normalise::Origins;
use crate::source::{self, At, Node, Pointer};

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

    /// Reports what is to blame for a part that cannot be typed.
    fn refuse(&mut self, kind: ObjectKind, value: &Value, at: &At<'_>, error: &serde_json::Error) {
        let mut refusals = refusal::refusals(kind, value, at);
        if refusals.is_empty() {
            refusals.push(refusal::whole(kind, at, error));
        }
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
