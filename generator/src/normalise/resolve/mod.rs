//! `$ref`s across files → one document whose `$ref`s lead to its own components.
//!
//! Invariants: the trees that are read stay untouched, so a pointer means what its author meant;
//! the same target by different spellings is one component; keys that the grammar does not know or
//! that have no effect are left out, data is copied as it stands.

mod components;
mod discriminator;
mod document;
mod reference;
mod sibling;
mod target;

#[cfg(test)]
mod tests;

use components::{Components, PATH_ITEMS};
use target::{Missing, Target, Targets};

use super::Origins;
use super::version;
use crate::check::grammar::{ObjectKind, Shape};
use crate::check::meant;
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::map::{Map, Set};
use crate::source::{At, FileId, Key, Mapping, Node, Place, Span, Tree, Value};

/// Puts the description together from its files.
pub(super) fn resolve(tree: &Tree<'_>, origins: &mut Origins, sink: &mut Sink) -> Node {
    let (document, shared) = pass(tree, origins, sink, Map::default());
    if shared.is_empty() || sink.earlier().is_some() {
        return document;
    }
    // Only now it is known which schemas are referred to where they stand inside of others. They
    // are components, and what they stand in refers to them, too: one schema is one type.
    *origins = Origins::default();
    pass(tree, origins, sink, shared).0
}

/// The document, and the schemas in it that became components though they stand in other places of
/// it as well; those in `shared` are components with that name from the start.
fn pass(
    tree: &Tree<'_>,
    origins: &mut Origins,
    sink: &mut Sink,
    shared: Map<Target, String>,
) -> (Node, Map<Target, String>) {
    let entry = tree.file(FileId::default());
    let mut resolver = Resolver {
        targets: Targets::new(tree, version(&entry.root)),
        origins,
        had_errors: sink.earlier().is_some(),
        sink,
        components: Components::with(shared),
        open: Vec::new(),
        cycles: Set::default(),
        depth: 0,
        seen: Set::default(),
        repeating: 0,
        repeated: 0,
    };
    let document = resolver.document(&entry.root);
    let shared = resolver.components.shared(&resolver.seen);
    (document, shared)
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
    cycles: Set<Target>,
    /// How deep in the normalised document the walk is.
    depth: usize,
    /// The nodes that were put in place of references.
    seen: Set<Target>,
    /// How many of the open nodes were seen before.
    repeating: usize,
    /// How many nodes are copies of copies.
    repeated: usize,
}

/// The deepest node whose content may come from another place: it is bounded in its own file, so
/// nothing is deeper than twice this.
const MAX_DEPTH: usize = 127;

/// How many nodes may be copied more than once because references that cannot lead to components
/// repeat them. A few small files could ask for more than any machine has.
const MAX_REPEATED: usize = 200_000;

/// Where a copied node comes from and where it goes.
#[derive(Clone, Copy)]
struct Spot<'a> {
    file: FileId,
    from: &'a At<'a>,
    to: &'a At<'a>,
}

impl Resolver<'_, '_> {
    /// A node with everything below it, or the `$ref` to the component that it is.
    fn copy(&mut self, shape: Shape, node: &Node, spot: Spot<'_>) -> Node {
        let shared = shape == Shape::Object(ObjectKind::Schema) && self.components.has_shared();
        let target = shared.then(|| Target {
            file: spot.file,
            pointer: spot.from.pointer(),
        });
        match target.filter(|target| self.components.is_shared(target)) {
            Some(target) => self.link_to(ObjectKind::Schema, node.span, &target),
            None => self.copy_whole(shape, node, spot),
        }
    }

    /// A node with everything below it.
    fn copy_whole(&mut self, shape: Shape, node: &Node, spot: Spot<'_>) -> Node {
        self.depth += 1;
        self.repeated += usize::from(self.repeating > 0);
        let copy = self.copy_of(shape, node, spot);
        self.depth -= 1;
        copy
    }

    fn copy_of(&mut self, shape: Shape, node: &Node, spot: Spot<'_>) -> Node {
        if let Some(reference) = shape.reference(node) {
            return self.reference(shape, node, reference, spot);
        }
        match shape {
            Shape::Data => return node.clone(),
            Shape::Plain(plain) => return meant::read(plain, node, self.targets.tree),
            Shape::Object(_) | Shape::Map(_) | Shape::List(_) => {}
        }
        match &node.value {
            Value::Mapping(mapping) => {
                let mapping = self.copy_entries(shape, mapping, spot);
                let mut copy = Node::new(node.span, Value::Mapping(mapping));
                if shape == Shape::Object(ObjectKind::Discriminator) {
                    self.mapping(&mut copy, spot);
                } else if shape == Shape::Object(ObjectKind::Schema) {
                    discriminator::implied_mapping(node, &mut copy);
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
            // OpenAPI 2.0 writes the name alone.
            Value::String(_) if shape == Shape::Object(ObjectKind::Discriminator) => {
                let mut discriminator = Mapping::default();
                put(
                    &mut discriminator,
                    new_key(node.span, "propertyName"),
                    node.clone(),
                );
                Node::new(node.span, Value::Mapping(discriminator))
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
            Missing::Endless => format!("`{text}` leads to more than can be put in its place"),
            Missing::Cycle(targets) => {
                if targets.iter().any(|target| self.cycles.contains(target)) {
                    return;
                }
                self.cycles.extend(targets.iter().cloned());
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
    let reached_by_reference = (kind == ObjectKind::Schema
        && matches!(key, "$defs" | "definitions" | "$ref"))
        || (kind == ObjectKind::Components && key == PATH_ITEMS)
        || (kind == ObjectKind::PathItem && key == "$ref");
    reached_by_reference || kind.keyword(key).is_some_and(|keyword| keyword.ignored)
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
