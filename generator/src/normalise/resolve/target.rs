//! What a `$ref` means: one node of one file, however it is spelled.

use std::collections::BTreeSet;

use super::sibling;
use crate::check::grammar::{ObjectKind, Shape, Version};
use crate::source::{FileId, Node, Pointer, Reference, Tree, Value};

/// A node of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    pub(super) file: FileId,
    pub(super) pointer: Pointer,
}

/// Why a `$ref` has no target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// Nothing stands there.
    Nothing,
    /// References that only lead to each other.
    Cycle(BTreeSet<Target>),
}

/// Finds targets; never opens a file.
#[derive(Clone, Copy)]
pub(super) struct Targets<'t, 'r> {
    pub(super) tree: &'t Tree<'r>,
    pub(super) version: Version,
}

/// How many references may stand in for containers on the way of one pointer.
pub(super) const DETOURS: usize = 32;

impl Targets<'_, '_> {
    /// The node that `text` in `file` leads to; it may be a reference itself.
    pub(super) fn step(&self, file: FileId, text: &str) -> Option<Target> {
        let (path, pointer) = match Reference::parse(text) {
            Some(reference) => (reference.path, Ok(reference.pointer)),
            None => {
                let (path, anchor) = text.split_once('#')?;
                let path = (!path.is_empty()).then(|| path.to_owned());
                (path, Err(anchor))
            }
        };
        let file = match path {
            Some(path) => self.tree.known(file, &path)?,
            None => file,
        };
        let pointer = match pointer {
            Ok(pointer) => pointer,
            Err(anchor) => self.anchor(file, anchor)?,
        };
        self.locate(Target { file, pointer }, DETOURS)
    }

    /// The object that `text` in `file` leads to, through references to references.
    pub(super) fn follow(
        &self,
        file: FileId,
        text: &str,
        kind: ObjectKind,
    ) -> Result<Target, Missing> {
        let target = self.step(file, text).ok_or(Missing::Nothing)?;
        self.settle(target, kind)
    }

    /// The object that `target` leads to, if it is a reference.
    pub(super) fn settle(&self, mut target: Target, kind: ObjectKind) -> Result<Target, Missing> {
        let mut seen = BTreeSet::new();
        while let Some(text) = self.pure_reference(&target, kind) {
            if !seen.insert(target.clone()) {
                return Err(Missing::Cycle(seen));
            }
            target = self.step(target.file, &text).ok_or(Missing::Nothing)?;
        }
        Ok(target)
    }

    /// The `$ref` at `target` when it says nothing but where to look.
    pub(super) fn pure_reference(&self, target: &Target, kind: ObjectKind) -> Option<String> {
        let file = self.tree.file(target.file);
        let node = file.root.find(&target.pointer)?;
        let text = Shape::Object(kind).reference(node)?.as_str()?;
        (!sibling::any(self.version, kind, node)).then(|| text.to_owned())
    }

    /// The place of the node at a pointer, which may lead through containers that are references:
    /// `#/components/schemas/Pet` where `schemas` is `{$ref: schemas.yaml}`.
    pub(super) fn locate(&self, target: Target, detours: usize) -> Option<Target> {
        let file = self.tree.file(target.file);
        if file.root.find(&target.pointer).is_some() {
            return Some(target);
        }
        let detours = detours.checked_sub(1)?;
        let mut pointer = Pointer::root();
        let mut segments = target.pointer.segments();
        loop {
            let node = file.root.find(&pointer)?;
            let segment = segments.next()?;
            let next = pointer.join(&segment);
            if file.root.find(&next).is_none() {
                let text = node.get("$ref")?.as_str()?;
                let base = self.step(target.file, text)?;
                let rest = segments.fold(base.pointer.join(&segment), |pointer, segment| {
                    pointer.join(&segment)
                });
                return self.locate(
                    Target {
                        file: base.file,
                        pointer: rest,
                    },
                    detours,
                );
            }
            pointer = next;
        }
    }

    /// The schema of `file` that calls itself `name` (JSON Schema 2020-12 §8.2.2).
    fn anchor(&self, file: FileId, name: &str) -> Option<Pointer> {
        let file = self.tree.file(file);
        let kind = if file.root.get("openapi").is_some() {
            ObjectKind::OpenApi
        } else {
            ObjectKind::Schema
        };
        find_anchor(
            Shape::Object(kind),
            &file.root,
            name,
            self.version,
            &Pointer::root(),
        )
    }
}

fn find_anchor(
    shape: Shape,
    node: &Node,
    name: &str,
    version: Version,
    at: &Pointer,
) -> Option<Pointer> {
    if let Shape::Plain(_) | Shape::Data = shape {
        return None;
    }
    match &node.value {
        Value::Mapping(mapping) => {
            let is_schema = shape == Shape::Object(ObjectKind::Schema);
            if is_schema && node.get("$anchor").and_then(Node::as_str) == Some(name) {
                return Some(at.clone());
            }
            mapping.iter().find_map(|(key, child)| {
                let shape = shape.child(&key.text)?;
                find_anchor(shape, child, name, version, &at.join(&key.text))
            })
        }
        Value::Sequence(items) => items.iter().enumerate().find_map(|(index, child)| {
            let index = index.to_string();
            find_anchor(shape.child(&index)?, child, name, version, &at.join(&index))
        }),
        _ => None,
    }
}
