//! The whole document: the entry file's keys in their order, and every component that is needed.

use super::components::section;
use super::reference::link;
use super::target::Target;
use super::{Resolver, Spot, new_key, put};
use crate::check::grammar::{ObjectKind, Shape};
use crate::map::Set;
use crate::source::{At, FileId, Mapping, Node, Place, Pointer, Value};

/// The entry's components of one kind: their names and where they are written.
type Members = Vec<(String, Target)>;

impl Resolver<'_, '_> {
    /// The normalised document.
    pub(super) fn document(&mut self, root: &Node) -> Node {
        let Some(mapping) = root.as_mapping() else {
            return root.clone();
        };
        let at = At::root();
        let spot = Spot {
            file: FileId::default(),
            from: &at,
            to: &at,
        };
        self.origins
            .insert(&Pointer::root(), spot.file, Pointer::root());
        let members: Vec<(ObjectKind, Members)> =
            kinds().map(|kind| (kind, self.members(kind))).collect();
        self.declare(&members);
        let mut copy = Mapping::default();
        for (key, child) in mapping.iter() {
            if key.text == "components" {
                let components = self.declared(&members);
                let node = Node::new(child.span, Value::Mapping(components));
                put(&mut copy, key.clone(), node);
            } else if let Some(node) =
                self.copy_entry(Shape::Object(ObjectKind::OpenApi), key, child, spot)
            {
                put(&mut copy, key.clone(), node);
            }
        }
        self.hoisted(root, &mut copy);
        Node::new(root.span, Value::Mapping(copy))
    }

    /// The entry's components of one kind.
    fn members(&self, kind: ObjectKind) -> Members {
        let pointer = Pointer::root()
            .join("components")
            .join(section(kind).unwrap_or_default());
        let mut members = Members::new();
        let mut names = Set::default();
        let mut seen = Vec::new();
        let mut next = self.targets.locate(FileId::default(), &pointer);
        while let Some(target) = next.take().filter(|target| !seen.contains(target)) {
            let file = self.targets.tree.file(target.file);
            let Some(node) = file.root.find(&target.pointer) else {
                break;
            };
            let reference = Shape::Map(kind).reference(node).and_then(Node::as_str);
            let is_refused = self.had_errors && {
                let pointer = target.pointer.join("$ref");
                self.sink
                    .has_error_within(&Place::value(target.file, pointer))
            };
            for (key, _) in node.as_mapping().into_iter().flat_map(Mapping::iter) {
                let is_reference = reference.is_some() && key.text == "$ref";
                if !is_reference && names.insert(key.text.clone()) {
                    let pointer = target.pointer.join(&key.text);
                    members.push((
                        key.text.clone(),
                        Target {
                            file: target.file,
                            pointer,
                        },
                    ));
                }
            }
            let followed = reference.filter(|_| !is_refused);
            next = followed.and_then(|text| self.targets.step(target.file, text).ok());
            seen.push(target);
        }
        members
    }

    /// Names the entry's components. One that only says where to look gives its name to what is
    /// found there, unless that is a component already.
    fn declare(&mut self, members: &[(ObjectKind, Members)]) {
        for (kind, members) in members {
            for (name, target) in members {
                self.components.declare(*kind, name, target.clone());
            }
        }
        for is_direct in [true, false] {
            for (kind, members) in members {
                for (name, target) in members {
                    self.give_away(*kind, name, target, is_direct);
                }
            }
        }
    }

    /// Gives the name of a component that only says where to look to what is found there: at once,
    /// or through other such components.
    fn give_away(&mut self, kind: ObjectKind, name: &str, target: &Target, is_direct: bool) {
        let targets = &self.targets;
        if let Some(text) = targets.pure_reference(target, kind)
            && let Ok(found) = targets.follow(target.file, &text, kind)
            && is_direct
                == targets
                    .step(target.file, &text)
                    .is_ok_and(|next| next == found)
        {
            self.components.declare(kind, name, found);
        }
    }

    /// The Components Object with what the entry declares.
    fn declared(&mut self, members: &[(ObjectKind, Members)]) -> Mapping {
        let mut components = Mapping::default();
        for (kind, members) in members.iter().filter(|(_, members)| !members.is_empty()) {
            let mut section_of_kind = Mapping::default();
            for (name, target) in members {
                if let Some(node) = self.component(*kind, name, target) {
                    put(&mut section_of_kind, new_key(node.span, name), node);
                }
            }
            let section = section(*kind).unwrap_or_default();
            let node = Node::new(
                crate::source::Span::default(),
                Value::Mapping(section_of_kind),
            );
            put(&mut components, new_key(node.span, section), node);
        }
        components
    }

    /// One component of the entry.
    fn component(&mut self, kind: ObjectKind, name: &str, target: &Target) -> Option<Node> {
        let found = self
            .targets
            .pure_reference(target, kind)
            .and_then(|text| self.targets.follow(target.file, &text, kind).ok());
        let file = self.targets.tree.file(target.file);
        let span = file.root.find(&target.pointer)?.span;
        match found {
            Some(found) => match self.components.known(kind, &found) {
                Some(known) if known != name => Some(link(span, kind, known)),
                _ => self.put_component(kind, name, &found),
            },
            None => self.put_component(kind, name, target),
        }
    }

    fn put_component(&mut self, kind: ObjectKind, name: &str, target: &Target) -> Option<Node> {
        let root = At::root();
        let components = root.key("components");
        let section = components.key(section(kind)?);
        self.content(Shape::Object(kind), target, &section.key(name))
    }

    /// Adds the components that references asked for, and those that they ask for in turn.
    fn hoisted(&mut self, root: &Node, document: &mut Mapping) {
        while let Some(hoisted) = self.components.next() {
            let Some(node) = self.put_component(hoisted.kind, &hoisted.name, &hoisted.target)
            else {
                continue;
            };
            let components = below(root, document, "components");
            let section = section(hoisted.kind).unwrap_or_default();
            if let Some(components) = components
                && let Some(section) = below(root, components, section)
            {
                put(section, new_key(node.span, &hoisted.name), node);
            }
        }
    }
}

/// The kinds of components.
fn kinds() -> impl Iterator<Item = ObjectKind> {
    let keywords = ObjectKind::Components.object().keywords.iter();
    let kinds = keywords.filter_map(|keyword| match keyword.shape {
        Shape::Map(kind) => Some(kind),
        Shape::Object(_) | Shape::List(_) | Shape::Plain(_) | Shape::Data => None,
    });
    kinds.filter(|kind| section(*kind).is_some())
}

/// The mapping under `key`, made when it is not there.
fn below<'m>(root: &Node, mapping: &'m mut Mapping, key: &str) -> Option<&'m mut Mapping> {
    if mapping.get(key).is_none() {
        let empty = Node::new(root.span, Value::Mapping(Mapping::default()));
        put(mapping, new_key(root.span, key), empty);
    }
    match &mut mapping.get_mut(key)?.value {
        Value::Mapping(mapping) => Some(mapping),
        _ => None,
    }
}
