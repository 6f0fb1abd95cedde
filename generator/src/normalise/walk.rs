//! The walk over a resolved document that the passes after *resolve* share.

use crate::check::grammar::{ObjectKind, Shape};
use crate::source::{At, Key, Mapping, Node, Span, Value};

/// An object that the walk has come to; everything below it has been visited.
pub(crate) struct Visit<'a> {
    /// What it is.
    pub(crate) kind: ObjectKind,
    /// The keyword under which it stands; `None` in an array, under a name, a status or a path.
    pub(crate) keyword: Option<&'a str>,
    /// The object. Not always a mapping.
    pub(crate) node: &'a mut Node,
    /// Where it stands in the normalised document.
    pub(crate) at: &'a At<'a>,
}

/// Visits every object of the document; references are none.
pub(crate) fn walk(root: &mut Node, rule: &mut dyn FnMut(Visit<'_>)) {
    let shape = Shape::Object(ObjectKind::OpenApi);
    visit(shape, None, root, &At::root(), rule);
}

fn visit(
    shape: Shape,
    keyword: Option<&str>,
    node: &mut Node,
    at: &At<'_>,
    rule: &mut dyn FnMut(Visit<'_>),
) {
    if matches!(shape, Shape::Plain(_) | Shape::Data) || shape.reference(node).is_some() {
        return;
    }
    let parent = shape;
    match &mut node.value {
        Value::Mapping(mapping) => {
            for (key, child) in mapping.iter_mut() {
                let text = key.text.as_str();
                if let Some(shape) = child_shape(shape, text) {
                    let keyword = is_keyword(parent, text).then_some(text);
                    visit(shape, keyword, child, &at.key(text), rule);
                }
            }
        }
        Value::Sequence(items) => {
            if let Some(shape) = shape.child("") {
                for (index, item) in items.iter_mut().enumerate() {
                    visit(shape, None, item, &at.index(index), rule);
                }
            }
        }
        _ => {}
    }
    if let Shape::Object(kind) = shape {
        rule(Visit {
            kind,
            keyword,
            node,
            at,
        });
    }
}

fn is_keyword(shape: Shape, key: &str) -> bool {
    matches!(shape, Shape::Object(kind) if kind.keyword(key).is_some())
}

/// What stands under a key, be it one of the specification or a private one made of it.
pub(super) fn child_shape(shape: Shape, key: &str) -> Option<Shape> {
    match (shape, key.strip_prefix("x-31-")) {
        (Shape::Object(_), Some(keyword)) => shape.child(keyword),
        _ => shape.child(key),
    }
}

/// Puts `value` under `key`, in place of what is there.
pub(super) fn set(mapping: &mut Mapping, key: &str, span: Span, value: Value) {
    if let Some(node) = mapping.get_mut(key) {
        node.value = value;
        return;
    }
    let key = Key {
        span,
        text: key.to_owned(),
    };
    let added = mapping.insert(key, Node::new(span, value));
    debug_assert!(added.is_ok(), "the key is not there");
}

/// The word under `type`.
pub(super) fn type_of(mapping: &Mapping) -> Option<&str> {
    mapping.get("type")?.as_str()
}
