//! Where a `$ref` leads to, on the files as they are.

use super::grammar::{ObjectKind, Shape};
use crate::diagnostic::nearest;
use crate::source::{FileId, Node, Pointer, Reference, Tree};

/// How many references may stand on the way of one pointer.
const STEPS: usize = 32;

/// What stands in files of its own and has schemas in it.
const PARTS: &[ObjectKind] = &[
    ObjectKind::Schema,
    ObjectKind::PathItem,
    ObjectKind::Parameter,
    ObjectKind::RequestBody,
    ObjectKind::Response,
    ObjectKind::Header,
];

/// A node of a file.
pub type Target = (FileId, Pointer);

/// Why a reference leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The text is no reference.
    Text,
    /// The file was not read.
    File(String),
    /// No schema of the file has this `$anchor`.
    Anchor(FileId, String),
    /// The file has no such node: the last one on the way that is there, and the segment that it
    /// lacks.
    Pointer(FileId, Pointer, String),
    /// The pointer passes through references without end.
    Cycle,
}

/// The node that the `$ref` with this text, standing in `from`, leads to.
///
/// A pointer may pass through references, as `#/components/schemas/Pet` does where `schemas` is
/// itself `{$ref: schemas.yaml}`. Only files that were opened before are looked into.
///
/// # Errors
/// Why there is none.
pub fn resolve(tree: &Tree<'_>, from: FileId, text: &str) -> Result<Target, Broken> {
    resolve_within(tree, from, text, STEPS)
}

fn resolve_within(
    tree: &Tree<'_>,
    from: FileId,
    text: &str,
    steps: usize,
) -> Result<Target, Broken> {
    if let Some(reference) = Reference::parse(text) {
        let file = known(tree, from, reference.path.as_deref())?;
        return find(tree, file, &reference.pointer, steps);
    }
    let (path, anchor) = text.split_once('#').ok_or(Broken::Text)?;
    let file = known(tree, from, (!path.is_empty()).then_some(path))?;
    named(&tree.file(file).root, anchor)
        .map(|pointer| (file, pointer))
        .ok_or_else(|| Broken::Anchor(file, anchor.to_owned()))
}

/// Whether `text` names a schema that `#/components/schemas/` of an existing file lacks. Nothing is
/// known of it, so any JSON value may be one.
pub fn is_undefined_schema(tree: &Tree<'_>, from: FileId, text: &str) -> bool {
    let schemas = Pointer::root().join("components").join("schemas");
    let is_one = |reference: &Reference| {
        let name = reference.pointer.last();
        name.is_some_and(|name| reference.pointer == schemas.join(&name))
    };
    let Some(reference) = Reference::parse(text).filter(is_one) else {
        return false;
    };
    let Ok(file) = known(tree, from, reference.path.as_deref()) else {
        return false;
    };
    let is_read = |file: FileId| !tree.file(file).broken;
    find(tree, file, &schemas, STEPS).is_ok_and(|(file, _)| is_read(file))
        && find(tree, file, &reference.pointer, STEPS)
            .is_err_and(|broken| matches!(broken, Broken::Pointer(file, ..) if is_read(file)))
}

/// Whether `text`, a value of a discriminator's `mapping`, names a schema that is not there.
pub fn is_undefined_name(tree: &Tree<'_>, from: FileId, text: &str) -> bool {
    !text.contains(['/', '#', '.']) || is_undefined_schema(tree, from, text)
}

fn known(tree: &Tree<'_>, from: FileId, path: Option<&str>) -> Result<FileId, Broken> {
    match path {
        None => Ok(from),
        Some(path) => tree
            .known(from, path)
            .ok_or_else(|| Broken::File(path.to_owned())),
    }
}

/// The node at `pointer`, through the references that stand on the way.
fn find(tree: &Tree<'_>, file: FileId, pointer: &Pointer, steps: usize) -> Result<Target, Broken> {
    let content = tree.file(file);
    if content.root.find(pointer).is_some() {
        return Ok((file, pointer.clone()));
    }
    let mut at = Pointer::root();
    let mut node = &content.root;
    let mut segments = pointer.segments();
    while let Some(segment) = segments.next() {
        let below = at.join(&segment);
        if let Some(next) = content.root.find(&below) {
            (at, node) = (below, next);
            continue;
        }
        let Some(text) = node.get("$ref").and_then(Node::as_str) else {
            return Err(Broken::Pointer(file, at, segment.into_owned()));
        };
        if steps == 0 {
            return Err(Broken::Cycle);
        }
        let (file, base) = resolve_within(tree, file, text, steps - 1)?;
        let rest = segments.fold(base.join(&segment), |pointer, next| pointer.join(&next));
        return find(tree, file, &rest, steps - 1);
    }
    Ok((file, at))
}

/// Whether `root` is laid out as a description: a file of `paths` and `components` beside the entry
/// file, or the entry file. A typing error in one of its keys does not change that.
pub fn is_container(root: &Node) -> bool {
    let Some(mapping) = root.as_mapping() else {
        return false;
    };
    let is_mapping = |key| {
        mapping
            .get(key)
            .is_some_and(|node| node.as_mapping().is_some())
    };
    let is_ours = |key: &str| {
        let root = ObjectKind::OpenApi.object().keywords;
        key.starts_with("x-") || nearest(key, root.iter().map(|keyword| keyword.name)).is_some()
    };
    mapping.get("openapi").is_some()
        || (is_mapping("paths") || is_mapping("components"))
            && mapping.iter().all(|(key, _)| is_ours(&key.text))
}

/// What the grammar says stands at `pointer` of a description, and whether a walk from the root
/// comes by there; `None` where the grammar does not reach.
pub fn located(root: &Node, pointer: &Pointer) -> Option<(Shape, bool)> {
    let mut shape = Shape::Object(ObjectKind::OpenApi);
    let mut walked = true;
    let mut node = root;
    for segment in pointer.segments() {
        if let Shape::Object(kind) = shape {
            walked &= !kind
                .keyword(&segment)
                .is_some_and(|keyword| keyword.ignored);
        }
        walked &= shape.reference(node).is_none();
        shape = shape.child(&segment)?;
        node = match node.as_sequence() {
            Some(items) => items.get(segment.parse::<usize>().ok()?)?,
            None => node.get(&segment)?,
        };
    }
    Some((shape, walked))
}

/// The schema of a file whose `$anchor` is `name`.
fn named(root: &Node, name: &str) -> Option<Pointer> {
    if is_container(root) {
        anchored(
            root,
            Shape::Object(ObjectKind::OpenApi),
            name,
            Pointer::root(),
        )
    } else {
        named_in_part(root, name, Pointer::root())
    }
}

/// The same in a file, or in a value of one, that is no description: most probably it is a schema,
/// otherwise another object that has schemas in it, or a mapping of such.
fn named_in_part(node: &Node, name: &str, at: Pointer) -> Option<Pointer> {
    PARTS
        .iter()
        .find_map(|kind| anchored(node, Shape::Object(*kind), name, at.clone()))
        .or_else(|| {
            node.as_mapping()?
                .iter()
                .find_map(|(key, value)| named_in_part(value, name, at.join(&key.text)))
        })
}

/// The schema below `node` whose `$anchor` is `name`.
fn anchored(node: &Node, shape: Shape, name: &str, at: Pointer) -> Option<Pointer> {
    let is_schema = shape == Shape::Object(ObjectKind::Schema);
    let names_it = |key| node.get(key).and_then(Node::as_str) == Some(name);
    if is_schema && (names_it("$anchor") || names_it("$dynamicAnchor")) {
        return Some(at);
    }
    if matches!(shape, Shape::Data | Shape::Plain(_)) {
        return None;
    }
    if let Some(items) = node.as_sequence() {
        return items.iter().enumerate().find_map(|(index, item)| {
            let index = index.to_string();
            anchored(item, shape.child(&index)?, name, at.join(&index))
        });
    }
    node.as_mapping()?
        .iter()
        .find_map(|(key, value)| anchored(value, shape.child(&key.text)?, name, at.join(&key.text)))
}
