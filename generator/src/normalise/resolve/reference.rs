//! What takes the place of a `$ref`: a `$ref` to a component, or what it leads to.

use std::rc::Rc;

use super::components::section;
use super::target::{Missing, Target};
use super::{MAX_DEPTH, MAX_REPEATED, Resolver, Spot, new_key, put, sibling};
use crate::check::grammar::{ObjectKind, Shape};
use crate::source::{At, Mapping, Node, Span, Value};

impl Resolver<'_, '_> {
    /// What takes the place of a `$ref`.
    pub(super) fn reference(
        &mut self,
        shape: Shape,
        node: &Node,
        reference: &Node,
        spot: Spot<'_>,
    ) -> Node {
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
            if let Shape::Object(kind) = shape
                && missing == Missing::Nothing
                && self.targets.is_undefined(spot.file, text, kind)
            {
                return self.anything(node, spot);
            }
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
        if sibling::overrides(self.targets.version, kind, node) {
            return self.put_in_place(Shape::Object(kind), node, target, spot);
        }
        let link = self.link_to(kind, node.span, &target);
        if sibling::any(self.targets.version, kind, node) {
            Ok(self.wrap(link, node, spot))
        } else {
            Ok(link)
        }
    }

    /// A `$ref` to the component at `target`.
    pub(super) fn link_to(&mut self, kind: ObjectKind, span: Span, target: &Target) -> Node {
        let file = self.targets.tree.file(target.file);
        let name = self.components.hoist(kind, target, &file.path);
        link(span, kind, &name)
    }

    /// The schema of any JSON value, with what is kept of the siblings of `node`.
    fn anything(&mut self, node: &Node, spot: Spot<'_>) -> Node {
        let mut copy = Mapping::default();
        for (key, child) in node.as_mapping().into_iter().flat_map(Mapping::iter) {
            if sibling::is_kept(self.targets.version, &key.text, child)
                && let Some(child) =
                    self.copy_entry(Shape::Object(ObjectKind::Schema), key, child, spot)
            {
                put(&mut copy, key.clone(), child);
            }
        }
        Node::new(node.span, Value::Mapping(copy))
    }

    /// A schema's `$ref` with siblings: an `allOf` of it, which may have siblings in 3.0.
    fn wrap(&mut self, link: Node, node: &Node, spot: Spot<'_>) -> Node {
        let mut parts = vec![link];
        let mut copy = Mapping::default();
        for (key, child) in node.as_mapping().into_iter().flat_map(Mapping::iter) {
            if !sibling::is_kept(self.targets.version, &key.text, child) {
                continue;
            }
            let child = self.copy_entry(Shape::Object(ObjectKind::Schema), key, child, spot);
            match child {
                Some(child) if key.text != "allOf" => put(&mut copy, key.clone(), child),
                // What is no array here was reported.
                Some(child) => parts.extend(items(child)),
                None => {}
            }
        }
        self.shift(parts.len(), spot);
        let parts = Node::new(node.span, Value::Sequence(parts));
        put(&mut copy, new_key(node.span, "allOf"), parts);
        Node::new(node.span, Value::Mapping(copy))
    }

    /// The parts of an `allOf`, the first of which is new, came from one place before.
    fn shift(&mut self, parts: usize, spot: Spot<'_>) {
        let (from, to) = (spot.from.key("allOf"), spot.to.key("allOf"));
        for index in (1..parts).rev() {
            let old = to.index(index - 1).pointer();
            let source = from.index(index - 1).pointer();
            self.origins.insert(&old, spot.file, source);
            self.origins.moved(&old, &to.index(index).pointer());
        }
        let first = to.index(0).pointer();
        self.origins.insert(&first, spot.file, spot.from.pointer());
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
        self.put_in_place(shape, node, target, spot)
    }

    fn put_in_place(
        &mut self,
        shape: Shape,
        node: &Node,
        target: Target,
        spot: Spot<'_>,
    ) -> Result<Node, Missing> {
        if self.open.contains(&target) {
            return Err(Missing::Cycle(Rc::new(self.open.iter().cloned().collect())));
        }
        if self.depth > MAX_DEPTH || self.repeated > MAX_REPEATED {
            return Err(Missing::Endless);
        }
        self.open.push(target.clone());
        let repeats = usize::from(!self.seen.insert(target.clone()));
        self.repeating += repeats;
        let copy = self.content(shape, &target, spot.to);
        self.repeating -= repeats;
        self.open.pop();
        let mut copy = copy.ok_or(Missing::Nothing)?;
        if let (Value::Mapping(copy), Some(own)) = (&mut copy.value, node.as_mapping()) {
            let version = self.targets.version;
            let own = own.iter();
            for (key, child) in own.filter(|(key, _)| sibling::is_own(version, shape, &key.text)) {
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
    pub(super) fn content(&mut self, shape: Shape, target: &Target, to: &At<'_>) -> Option<Node> {
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
        Some(self.copy_whole(shape, node, spot))
    }
}

fn items(node: Node) -> Vec<Node> {
    match node.value {
        Value::Sequence(items) => items,
        _ => Vec::new(),
    }
}

/// `{$ref: '#/components/<section>/<name>'}`
pub(super) fn link(span: Span, kind: ObjectKind, name: &str) -> Node {
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
