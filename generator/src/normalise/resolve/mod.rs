//! `$ref`s across files → one document whose `$ref`s lead to its own components.
//!
//! Invariants: the trees that are read stay untouched, so a pointer means what its author meant;
//! the same target by different spellings is one component; keys that the grammar does not know or
//! that have no effect are left out, data is copied as it stands.

mod components;
mod discriminator;
mod document;
mod sibling;
mod target;

#[cfg(test)]
mod tests;

use components::{Components, section};
use target::{Missing, Target, Targets};

use super::Origins;
use super::version;
use crate::check::grammar::{ObjectKind, Shape};
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::{At, FileId, Key, Mapping, Node, Place, Span, Tree, Value};

/// Puts the description together from its files.
pub(super) fn resolve(tree: &Tree<'_>, origins: &mut Origins, sink: &mut Sink) -> Node {
    let entry = tree.file(FileId::default());
    let targets = Targets {
        tree,
        version: version(&entry.root),
    };
    Resolver {
        targets,
        origins,
        had_errors: sink.earlier().is_some(),
        sink,
        components: Components::default(),
        open: Vec::new(),
        cycles: Vec::new(),
    }
    .document(&entry.root)
}

struct Resolver<'t, 'r> {
    targets: Targets<'t, 'r>,
    origins: &'t mut Origins,
    sink: &'t mut Sink,
    /// Whether an earlier stage may have reported what this one meets.
    had_errors: bool,
    components: Components,
    /// The nodes that are being put in place of references.
    open: Vec<Target>,
    /// The targets of reported cycles.
    cycles: Vec<Target>,
}

/// Where a copied node comes from and where it goes.
#[derive(Clone, Copy)]
struct Spot<'a> {
    file: FileId,
    from: &'a At<'a>,
    to: &'a At<'a>,
}

impl Resolver<'_, '_> {
    /// A node with everything below it.
    fn copy(&mut self, shape: Shape, node: &Node, spot: Spot<'_>) -> Node {
        if let Shape::Plain(_) | Shape::Data = shape
            && shape.reference(node).is_none()
        {
            return node.clone();
        }
        if let Some(reference) = shape.reference(node) {
            return self.reference(shape, node, reference, spot);
        }
        match &node.value {
            Value::Mapping(mapping) => {
                let mapping = self.copy_entries(shape, mapping, spot);
                let mut copy = Node::new(node.span, Value::Mapping(mapping));
                match shape {
                    Shape::Object(ObjectKind::Discriminator) => self.mapping(&mut copy, spot),
                    Shape::Object(ObjectKind::Schema) => self.implied_mapping(node, &mut copy),
                    _ => {}
                }
                copy
            }
            Value::Sequence(items) => {
                let items = items.iter().enumerate().map(|(index, item)| {
                    let (from, to) = (spot.from.index(index), spot.to.index(index));
                    let spot = Spot {
                        file: spot.file,
                        from: &from,
                        to: &to,
                    };
                    match shape.child("") {
                        Some(shape) => self.copy(shape, item, spot),
                        None => item.clone(),
                    }
                });
                Node::new(node.span, Value::Sequence(items.collect()))
            }
            _ => node.clone(),
        }
    }

    /// The entries of an object or of a mapping of names.
    fn copy_entries(&mut self, shape: Shape, mapping: &Mapping, spot: Spot<'_>) -> Mapping {
        let mut copy = Mapping::default();
        for (key, child) in mapping.iter() {
            if let Some(node) = self.copy_entry(shape, key, child, spot) {
                put(&mut copy, key.clone(), node);
            }
        }
        copy
    }

    /// One entry; `None` when it has no place in the normalised document.
    fn copy_entry(
        &mut self,
        shape: Shape,
        key: &Key,
        child: &Node,
        spot: Spot<'_>,
    ) -> Option<Node> {
        let from = spot.from.key(&key.text);
        let to = spot.to.key(&key.text);
        let below = Spot {
            file: spot.file,
            from: &from,
            to: &to,
        };
        if let Shape::Object(kind) = shape {
            if is_left_out(kind, &key.text) {
                return None;
            }
            if key.text.starts_with("x-31-") {
                self.forged(key, below);
                return None;
            }
        }
        let shape = shape.child(&key.text)?;
        Some(self.copy(shape, child, below))
    }

    /// What takes the place of a `$ref`.
    fn reference(&mut self, shape: Shape, node: &Node, reference: &Node, spot: Spot<'_>) -> Node {
        let from = spot.from.key("$ref");
        let Some(text) = reference
            .as_str()
            .filter(|_| !self.is_reported(spot.file, &from, reference))
        else {
            self.report(Missing::Nothing, spot.file, &from, reference);
            return dangling(node.span, reference);
        };
        let result = match shape {
            Shape::Object(kind) if section(kind).is_some() => self.link(kind, node, text, spot),
            _ => self.inline(shape, node, text, spot),
        };
        result.unwrap_or_else(|missing| {
            self.report(missing, spot.file, &from, reference);
            dangling(node.span, reference)
        })
    }

    /// A `$ref` to the component that `text` means.
    fn link(
        &mut self,
        kind: ObjectKind,
        node: &Node,
        text: &str,
        spot: Spot<'_>,
    ) -> Result<Node, Missing> {
        let target = self.targets.follow(spot.file, text, kind)?;
        let file = self.targets.tree.file(target.file);
        let name = self.components.hoist(kind, &target, &file);
        let link = link(node.span, kind, &name);
        if sibling::any(self.targets.version, kind, node) {
            Ok(self.wrap(link, node, spot))
        } else {
            Ok(link)
        }
    }

    /// A schema's `$ref` with siblings: an `allOf` of it, which may have siblings in 3.0.
    fn wrap(&mut self, link: Node, node: &Node, spot: Spot<'_>) -> Node {
        let mut parts = vec![link];
        let mut copy = Mapping::default();
        let all_of = spot.to.key("allOf");
        let Some(mapping) = node.as_mapping() else {
            return node.clone();
        };
        self.origins
            .insert(&all_of.index(0).pointer(), spot.file, spot.from.pointer());
        for (key, child) in mapping.iter() {
            if !sibling::is_kept(self.targets.version, &key.text, child) {
                continue;
            }
            let Some(child) = self.copy_entry(Shape::Object(ObjectKind::Schema), key, child, spot)
            else {
                continue;
            };
            match child.value {
                Value::Sequence(items) if key.text == "allOf" => {
                    let from = spot.from.key("allOf");
                    let shift = |index: usize| {
                        (
                            all_of.index(index).pointer(),
                            all_of.index(index + 1).pointer(),
                        )
                    };
                    for index in (0..items.len()).rev() {
                        let (old, new) = shift(index);
                        self.origins
                            .insert(&old, spot.file, from.index(index).pointer());
                        self.origins.moved(&old, &new);
                    }
                    self.origins
                        .insert(&all_of.index(0).pointer(), spot.file, spot.from.pointer());
                    parts.extend(items);
                }
                _ => put(&mut copy, key.clone(), child),
            }
        }
        put(
            &mut copy,
            new_key(node.span, "allOf"),
            Node::new(node.span, Value::Sequence(parts)),
        );
        Node::new(node.span, Value::Mapping(copy))
    }

    /// The content of the target itself, with what stands beside the `$ref`.
    fn inline(
        &mut self,
        shape: Shape,
        node: &Node,
        text: &str,
        spot: Spot<'_>,
    ) -> Result<Node, Missing> {
        let target = self.targets.step(spot.file, text)?;
        if self.open.contains(&target) {
            return Err(Missing::Cycle(self.open.iter().cloned().collect()));
        }
        self.open.push(target.clone());
        let copy = self.content(shape, &target, spot.to);
        self.open.pop();
        let mut copy = copy.ok_or(Missing::Nothing)?;
        if let (Value::Mapping(copy), Some(own)) = (&mut copy.value, node.as_mapping()) {
            for (key, child) in own.iter().filter(|(key, _)| key.text != "$ref") {
                if let Some(child) = self.copy_entry(shape, key, child, spot) {
                    self.origins.insert(
                        &spot.to.key(&key.text).pointer(),
                        spot.file,
                        spot.from.key(&key.text).pointer(),
                    );
                    copy.remove(&key.text);
                    put(copy, key.clone(), child);
                }
            }
        }
        Ok(copy)
    }

    /// A copy of the node at `target`, which is going to stand at `to`.
    fn content(&mut self, shape: Shape, target: &Target, to: &At<'_>) -> Option<Node> {
        let file = self.targets.tree.file(target.file);
        let node = file.root.find(&target.pointer)?;
        self.origins
            .insert(&to.pointer(), target.file, target.pointer.clone());
        let from = At::base(target.pointer.as_str());
        let spot = Spot {
            file: target.file,
            from: &from,
            to,
        };
        Some(self.copy(shape, node, spot))
    }

    /// Whether an earlier stage reported the value at `at`.
    fn is_reported(&self, file: FileId, at: &At<'_>, node: &Node) -> bool {
        self.had_errors
            && (self
                .sink
                .has_error_within(&Place::value(file, at.pointer()))
                || self.sink.has_error_within(&Place::Characters(node.span)))
    }

    /// Reports a `$ref` without target, unless that has been done.
    fn report(&mut self, missing: Missing, file: FileId, at: &At<'_>, reference: &Node) {
        if missing == Missing::Unread || self.is_reported(file, at, reference) {
            return;
        }
        let text = reference.as_str().unwrap_or_default();
        let message = match missing {
            Missing::Nothing | Missing::Unread => format!("`{text}` leads nowhere"),
            Missing::Cycle(targets) => {
                let known = targets.iter().any(|target| self.cycles.contains(target));
                self.cycles.extend(targets);
                if known {
                    return;
                }
                format!("`{text}` leads back to itself and never to an object")
            }
        };
        let place = Place::value(file, at.pointer());
        self.sink
            .error(Diagnostic::new(Code::DanglingRef, place, message));
    }

    /// Reports a private keyword of ours in the input.
    fn forged(&mut self, key: &Key, spot: Spot<'_>) {
        let place = Place::key(spot.file, spot.from.pointer());
        if !self.had_errors || !self.sink.has_error_within(&place) {
            let message = format!("`{}` is reserved", key.text);
            self.sink
                .error(Diagnostic::new(Code::Extension, place, message));
        }
    }
}

/// Whether the key has no place in the normalised document: what is ignored, what is reached by
/// `$ref` only, and what cannot be a reference though it is called `$ref`.
fn is_left_out(kind: ObjectKind, key: &str) -> bool {
    let reached_by_reference = match kind {
        ObjectKind::Schema => matches!(key, "$defs" | "definitions" | "$ref"),
        ObjectKind::Components => key == "pathItems",
        ObjectKind::PathItem => key == "$ref",
        _ => false,
    };
    reached_by_reference || kind.keyword(key).is_some_and(|keyword| keyword.ignored)
}

/// `{$ref: '#/components/<section>/<name>'}`
fn link(span: Span, kind: ObjectKind, name: &str) -> Node {
    let section = section(kind).unwrap_or_default();
    let text = format!("#/components/{section}/{name}");
    dangling(span, &Node::new(span, Value::String(text)))
}

/// `{$ref: reference}`
fn dangling(span: Span, reference: &Node) -> Node {
    let mut mapping = Mapping::default();
    put(&mut mapping, new_key(span, "$ref"), reference.clone());
    Node::new(span, Value::Mapping(mapping))
}

fn new_key(span: Span, text: &str) -> Key {
    Key {
        span,
        text: text.to_owned(),
    }
}

/// Adds an entry whose key is not there yet.
fn put(mapping: &mut Mapping, key: Key, node: Node) {
    let added = mapping.insert(key, node);
    debug_assert!(added.is_ok(), "a key is copied once");
}
