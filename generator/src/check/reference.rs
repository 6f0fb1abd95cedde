//! References: their siblings, where they lead to, and what is expected there.

use super::grammar::{ObjectKind, Plain, Shape, Version};
use super::target::{self, Broken, Target};
use super::walk::{Task, Walk};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{At, FileId, Key, Mapping, Node, Place, Pointer, Reference, Value};

/// Keys beside a 3.0 `$ref` that are read nevertheless.
const READ_BESIDE: &[&str] = &["$ref", "description", "summary", "deprecated", "nullable"];

/// A `$ref` that leads nowhere yet: files that are still to be read may be on its way.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) file: FileId,
    /// Where its text stands.
    pub(super) pointer: Pointer,
    pub(super) text: String,
    pub(super) shape: Shape,
    pub(super) broken: Broken,
}

impl Walk<'_, '_> {
    /// Checks the reference `node`, whose `$ref` is `target`, in a place of this shape.
    pub(super) fn reference(&mut self, node: &Node, target: &Node, shape: Shape, at: &At<'_>) {
        let place = at.key("$ref");
        let Some(text) = target.as_str() else {
            return self.wrong_type(target, &place, "a string");
        };
        if let Shape::Object(kind) = shape
            && !kind.object().referable
        {
            let name = kind.object().name;
            let message = format!("a `$ref` cannot stand in place of the {name}");
            let diagnostic = Diagnostic::new(Code::Tolerated, self.at_key(&place), message);
            self.report(diagnostic.label("followed nevertheless"));
        }
        if let Some(mapping) = node.as_mapping()
            && !self.has_siblings(shape)
        {
            self.siblings(mapping, shape, at);
        }
        self.follow(text, shape, &place);
    }

    /// Adds what the reference `text` at `at` leads to to the work.
    pub(super) fn follow(&mut self, text: &str, shape: Shape, at: &At<'_>) {
        let resolved = self.resolved.get(&self.file);
        let shapes = resolved.and_then(|texts| texts.get(text));
        if shapes.is_some_and(|shapes| shapes.contains(&shape)) {
            return;
        }
        if is_url(text) {
            let message = format!("`{text}` leads to another server, which is not read");
            let diagnostic = Diagnostic::new(Code::UnsupportedRef, self.at_value(at), message);
            return self.report(
                diagnostic.help("save a copy beside the description, and refer to that file"),
            );
        }
        let pending = Pending {
            file: self.file,
            pointer: at.pointer(),
            text: text.to_owned(),
            shape,
            broken: Broken::Text,
        };
        self.attempt(pending);
    }

    /// Resolves a reference, or keeps it for later.
    fn attempt(&mut self, mut pending: Pending) -> bool {
        match self.resolve(pending.file, &pending.text) {
            Ok(target) => {
                if self.arrive(&target, &pending) {
                    let texts = self.resolved.entry(pending.file).or_default();
                    texts.entry(pending.text).or_default().push(pending.shape);
                }
                true
            }
            Err(broken) => {
                pending.broken = broken;
                self.pending.push(pending);
                false
            }
        }
    }

    /// Tries the references once more that led nowhere; whether any of them does now.
    pub(super) fn retry(&mut self) -> bool {
        let pending = std::mem::take(&mut self.pending);
        let mut any = false;
        for reference in pending {
            any |= self.attempt(reference);
        }
        any
    }

    fn resolve(&mut self, from: FileId, text: &str) -> Result<Target, Broken> {
        let path = match Reference::parse(text) {
            Some(reference) => reference.path,
            None => text.split_once('#').map(|(path, _)| path.to_owned()),
        };
        if let Some(path) = path.filter(|path| !path.is_empty()) {
            let file = self.open(from, &path).map_err(Broken::File)?;
            self.opened(file);
        }
        target::resolve(self.tree, from, text)
    }

    /// Adds the parts of a file to the work that nothing may refer to, so that mistakes in them are
    /// found too.
    fn opened(&mut self, file: FileId) {
        if self.containers.contains_key(&file) {
            return;
        }
        let content = self.tree.file(file);
        let container = target::is_container(&content.root);
        self.containers.insert(file, container);
        let Some(mapping) = content.root.as_mapping().filter(|_| container) else {
            return;
        };
        for (key, _) in mapping.iter() {
            match ObjectKind::OpenApi.keyword(&key.text) {
                Some(keyword) if !keyword.ignored => self.push(Task {
                    file,
                    pointer: Pointer::root().join(&key.text),
                    shape: keyword.shape,
                }),
                Some(_) => {}
                None => self.fragment_key(mapping, key, file),
            }
        }
    }

    /// Reports a key that a file of `paths` and `components` does not know.
    fn fragment_key(&mut self, mapping: &Mapping, key: &Key, file: FileId) {
        if !key.text.starts_with("x-") {
            let before = std::mem::replace(&mut self.file, file);
            self.unknown_key(
                mapping,
                ObjectKind::OpenApi,
                key,
                &At::root().key(&key.text),
            );
            self.file = before;
        }
    }

    /// Checks the kind of what was found, and adds it to the work unless the walk comes by anyway.
    /// Whether it is of the kind that was expected.
    fn arrive(&mut self, target: &Target, pending: &Pending) -> bool {
        let (file, pointer) = target;
        let found = if self.containers.get(file) == Some(&true) {
            target::located(&self.tree.file(*file).root, pointer)
        } else {
            None
        };
        let expected = pending.shape;
        match found {
            Some((shape, walked)) if shape == expected && walked => return true,
            Some((shape, _)) if is_other_kind(shape, expected) => {
                self.wrong_kind(shape, target, pending);
                return false;
            }
            _ => {}
        }
        let task = Task {
            file: *file,
            pointer: pointer.clone(),
            shape: expected,
        };
        let content = self.tree.file(*file);
        match content.root.find(pointer) {
            Some(node) if !content.broken && is_scalar(node, expected) => {
                self.scalar(node.kind(), target, pending);
                false
            }
            _ => {
                self.push(task);
                true
            }
        }
    }

    /// Reports a reference that leads to no object at all.
    fn scalar(&mut self, found: &str, target: &Target, pending: &Pending) {
        let expected = described(pending.shape);
        let message = format!("`{}` leads to {found}, not to {expected}", pending.text);
        let place = Place::value(pending.file, pending.pointer.clone());
        self.report(
            Diagnostic::new(Code::RefKind, place, message)
                .label(format!("{expected} belongs here"))
                .also(
                    Place::value(target.0, target.1.clone()),
                    format!("{found} stands here"),
                ),
        );
    }

    fn wrong_kind(&mut self, found: Shape, target: &Target, pending: &Pending) {
        let help = self
            .component_called(pending)
            .map(|meant| format!("did you mean `{meant}`?"))
            .or_else(|| instead(found, pending));
        let (found, expected) = (described(found), described(pending.shape));
        let message = format!("`{}` leads to {found}, not to {expected}", pending.text);
        let place = Place::value(pending.file, pending.pointer.clone());
        let diagnostic = Diagnostic::new(Code::RefKind, place, message)
            .label(format!("{expected} belongs here"))
            .also(
                Place::key(target.0, target.1.clone()),
                format!("{found} stands here"),
            );
        self.report(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }

    /// Warns of keys beside a `$ref` that have no effect (3.0.3 §4.7.23, 3.1.1 §4.8.23).
    fn siblings(&mut self, mapping: &Mapping, shape: Shape, at: &At<'_>) {
        let is_read = |key: &str| match self.version {
            Version::V30 => READ_BESIDE.contains(&key),
            Version::V31 => matches!(key, "$ref" | "summary" | "description"),
        };
        let ignored: Vec<&str> = mapping
            .iter()
            .map(|(key, _)| key.text.as_str())
            .filter(|key| !is_read(key) && !key.starts_with("x-"))
            .collect();
        let Some(first) = ignored.first() else {
            return;
        };
        let keys = super::plain::listed(&ignored);
        let message = match ignored.len() {
            1 => format!("{keys} beside `$ref` has no effect"),
            _ => format!("{keys} beside `$ref` have no effect"),
        };
        let diagnostic = Diagnostic::new(Code::Ignored, self.at_key(&at.key(first)), message);
        self.report(match shape {
            Shape::Object(ObjectKind::Schema) => {
                diagnostic.help("move the `$ref` into an `allOf` of one item")
            }
            _ => diagnostic,
        });
    }

    /// Whether a `mapping` of a discriminator means this text as the name of a schema.
    pub(super) fn names_schema(&self, text: &str) -> bool {
        let named = |file| {
            let content = self.tree.file(file);
            let components = content.root.get("components");
            let schemas = components.and_then(|node| node.get("schemas"));
            schemas.is_some_and(|node| node.get(text).is_some())
        };
        let bare = !text.contains(['/', '#']);
        bare && (named(self.file) || named(FileId::default()))
    }
}

/// Reports the `$dynamicRef` of the schema at `at`.
pub(super) fn dynamic(walk: &mut Walk<'_, '_>, at: &At<'_>) {
    let place = walk.at_key(&at.key("$dynamicRef"));
    let message = "`$dynamicRef` is not followed";
    walk.report(
        Diagnostic::new(Code::UnsupportedRef, place, message)
            .help("write a `$ref` to the schema that is meant"),
    );
}

/// Reports the `$id` of the schema at `at`: references are resolved against files only.
pub(super) fn base(walk: &mut Walk<'_, '_>, id: &str, at: &At<'_>) {
    let place = walk.at_value(&at.key("$id"));
    if is_url(id) {
        let message = format!("the `$id` `{id}` makes references relative to another server");
        let diagnostic = Diagnostic::new(Code::UnsupportedRef, place, message);
        walk.report(diagnostic.help("leave `$id` out"));
    } else {
        let message = "`$id` is ignored: references stay relative to the file";
        walk.report(Diagnostic::new(Code::Ignored, place, message));
    }
}

/// Whether this is a URL with a scheme or a server (RFC 3986 §4), not a path.
fn is_url(text: &str) -> bool {
    let path = text.split('#').next().unwrap_or(text);
    let scheme = path.split_once(':').map_or("", |(scheme, _)| scheme);
    // One letter and a colon is a drive, not a scheme.
    let has_scheme = scheme.len() > 1
        && scheme
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '.'));
    has_scheme || path.starts_with("//")
}

/// Whether `node` is a text, a number or the like where an object was expected.
fn is_scalar(node: &Node, expected: Shape) -> bool {
    !matches!(
        (&node.value, expected),
        (_, Shape::Plain(_) | Shape::Data)
            | (Value::Boolean(_), Shape::Object(ObjectKind::Schema))
            | (Value::Mapping(_) | Value::Sequence(_), _)
    )
}

/// Whether what was found can't be read as what was expected.
fn is_other_kind(found: Shape, expected: Shape) -> bool {
    match (found, expected) {
        (Shape::Plain(_) | Shape::Data, _) | (_, Shape::Plain(Plain::Prose)) => false,
        _ => found != expected,
    }
}

/// What to write where the object that was found can only stand within the one that belongs there.
fn instead(found: Shape, pending: &Pending) -> Option<String> {
    use ObjectKind::{Parameter, RequestBody, Response, Schema};
    let reference = format!("{{$ref: '{}'}}", pending.text);
    let Shape::Object(found) = found else {
        return None;
    };
    let content = format!("content: {{application/json: {{schema: {reference}}}}}");
    match (found, pending.shape) {
        (Schema, Shape::Object(Parameter)) => Some(format!(
            "write a parameter with this schema: `{{name: …, in: query, schema: {reference}}}`"
        )),
        (Schema, Shape::Object(RequestBody)) => Some(format!("write `{{{content}}}`")),
        (Schema, Shape::Object(Response)) => Some(format!("write `{{description: …, {content}}}`")),
        (Schema, Shape::List(Schema)) => Some(format!("write `[{reference}]`")),
        (Schema, Shape::Map(Schema)) => Some(format!(
            "write the name of a property before it: `name: {reference}`"
        )),
        (Response | RequestBody | Parameter, Shape::Object(Schema)) => {
            Some("refer to a schema, such as the one that stands in it".to_owned())
        }
        _ => None,
    }
}

fn described(shape: Shape) -> String {
    match shape {
        Shape::Object(kind) => {
            let name = kind.object().name;
            let article = if name.starts_with(['A', 'E', 'I', 'O']) {
                "an"
            } else {
                "a"
            };
            format!("{article} {name}")
        }
        Shape::Map(kind) => format!("a map of {}s", kind.object().name),
        Shape::List(kind) => format!("an array of {}s", kind.object().name),
        Shape::Plain(_) => "a plain value".to_owned(),
        Shape::Data => "data".to_owned(),
    }
}
