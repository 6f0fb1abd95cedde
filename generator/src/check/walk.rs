//! The walk over a description, from shape to shape.

use std::collections::VecDeque;
use std::sync::Arc;

use super::grammar::{Keyword, Need, ObjectKind, Pattern, Shape, Version};
use super::reference::Pending;
use super::{extension, object, plain, schema};
use crate::diagnostic::{Code, Diagnostic, Severity, Sink};
use crate::map::{Map, Set};
use crate::source::{At, FileId, Mapping, Node, Part, Place, Pointer, Tree, Value};

/// One run over all files of a description.
pub(super) struct Walk<'w, 'r> {
    pub(super) tree: &'w mut Tree<'r>,
    sink: &'w mut Sink,
    pub(super) version: Version,
    /// The file that is walked now.
    pub(super) file: FileId,
    /// What is still to be walked.
    queue: VecDeque<Task>,
    known: Set<Task>,
    /// The texts of `$ref`s that led somewhere, by file.
    pub(super) resolved: Map<FileId, Map<String, Vec<Shape>>>,
    /// The `$ref`s that led nowhere yet.
    pub(super) pending: Vec<Pending>,
    /// The files that were looked at as a whole.
    pub(super) containers: Map<FileId, bool>,
    /// Where each `operationId` stood first.
    pub(super) operations: Map<String, (FileId, Pointer)>,
    /// What is reported once for each word: the key and the word.
    said: Set<(&'static str, String)>,
    reported: Set<(Code, FileId, Pointer, bool, String)>,
}

/// A node to walk, and what is expected there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Task {
    pub(super) file: FileId,
    pub(super) pointer: Pointer,
    pub(super) shape: Shape,
}

impl<'w, 'r> Walk<'w, 'r> {
    pub(super) fn new(tree: &'w mut Tree<'r>, sink: &'w mut Sink, version: Version) -> Self {
        Self {
            tree,
            sink,
            version,
            file: FileId::default(),
            queue: VecDeque::new(),
            known: Set::default(),
            resolved: Map::default(),
            pending: Vec::new(),
            containers: Map::default(),
            operations: Map::default(),
            said: Set::default(),
            reported: Set::default(),
        }
    }

    /// Walks the entry file and everything that it reaches.
    pub(super) fn run(&mut self, entry: FileId) {
        self.containers.insert(entry, true);
        self.push(Task {
            file: entry,
            pointer: Pointer::root(),
            shape: Shape::Object(ObjectKind::OpenApi),
        });
        loop {
            while let Some(task) = self.queue.pop_front() {
                self.task(&task);
            }
            if !self.retry() {
                break;
            }
        }
        self.report_pending();
    }

    /// Adds a task unless it was added before.
    pub(super) fn push(&mut self, task: Task) {
        if self.known.insert(task.clone()) {
            self.queue.push_back(task);
        }
    }

    fn task(&mut self, task: &Task) {
        let file = self.tree.file(task.file);
        self.file = task.file;
        if let Some(node) = Arc::clone(&file).root.find(&task.pointer) {
            self.value(node, task.shape, &At::base(task.pointer.as_str()));
        }
    }

    /// Checks one value and everything below it.
    pub(super) fn value(&mut self, node: &Node, shape: Shape, at: &At<'_>) {
        if let Some(target) = shape.reference(node) {
            self.reference(node, target, shape, at);
            if !self.has_siblings(shape) {
                return;
            }
        }
        match shape {
            Shape::Object(kind) => self.object(node, kind, at),
            Shape::Map(kind) => self.map(node, kind, at),
            Shape::List(kind) => self.list(node, kind, at),
            Shape::Plain(plain) => plain::check(self, node, plain, at),
            Shape::Data => {}
        }
    }

    /// Whether an object of this shape keeps its other keys beside a `$ref`: a path item always
    /// (3.0.3 §4.7.9.1), a schema since 3.1.
    pub(super) fn has_siblings(&self, shape: Shape) -> bool {
        match shape {
            Shape::Object(ObjectKind::PathItem) => true,
            Shape::Object(ObjectKind::Schema) => self.version == Version::V31,
            _ => false,
        }
    }

    fn map(&mut self, node: &Node, kind: ObjectKind, at: &At<'_>) {
        let Some(mapping) = node.as_mapping() else {
            return self.no_mapping(node, kind, at);
        };
        for (key, value) in mapping.iter() {
            let below = at.key(&key.text);
            match &value.value {
                Value::Null if !kind.object().demands => self.empty_entry(&below),
                _ => self.value(value, Shape::Object(kind), &below),
            }
        }
    }

    /// `id:` without anything below it, as in `properties` or `content`.
    fn empty_entry(&mut self, at: &At<'_>) {
        let message = "null stands here, read as an empty object";
        let diagnostic = Diagnostic::new(Code::Tolerated, self.at_value(at), message);
        self.report(diagnostic.help("write `{}`, or indent what belongs to it"));
    }

    fn list(&mut self, node: &Node, kind: ObjectKind, at: &At<'_>) {
        let Some(items) = node.as_sequence() else {
            return self.wrong_type(node, at, "an array");
        };
        for (index, item) in items.iter().enumerate() {
            self.value(item, Shape::Object(kind), &at.index(index));
        }
    }

    fn object(&mut self, node: &Node, kind: ObjectKind, at: &At<'_>) {
        let Some(mapping) = node.as_mapping() else {
            return self.no_object(node, kind, at);
        };
        let (mut unknown, mut strayed) = (Vec::new(), Vec::new());
        for (key, value) in mapping.iter() {
            let below = at.key(&key.text);
            if let Some(keyword) = kind.keyword(&key.text) {
                match &self.strayed(mapping, kind, (keyword, key), at)[..] {
                    [] => self.keyword(keyword, value, &below),
                    keys => strayed.extend(keys),
                }
            } else if !self.other_key(mapping, kind, &key.text, value, &below) {
                unknown.push(key);
            }
        }
        unknown.retain(|key| {
            !strayed.contains(key) && !object::is_beside_schema(mapping, kind, &key.text)
        });
        if kind.object().demands {
            self.missing_keys(mapping, kind, &mut unknown, at);
        }
        for key in unknown {
            self.unknown_key(mapping, kind, key, &at.key(&key.text));
        }
        object::check(self, mapping, kind, at);
    }

    fn no_object(&mut self, node: &Node, kind: ObjectKind, at: &At<'_>) {
        match (kind, &node.value) {
            (ObjectKind::Schema, Value::Boolean(_)) => schema::boolean(self, at),
            (ObjectKind::Schema, _) => self.wrong_type(node, at, "a schema"),
            (ObjectKind::Discriminator, Value::String(name)) => {
                let place = self.at_value(at);
                let message = "a text as `discriminator` is a feature of OpenAPI 2.0";
                let diagnostic = Diagnostic::new(Code::Tolerated, place, message);
                self.report(diagnostic.help(format!("write `{{propertyName: {name}}}`")));
            }
            _ => self.no_mapping(node, kind, at),
        }
    }

    /// Something else in place of an object, or of a mapping of them.
    fn no_mapping(&mut self, node: &Node, kind: ObjectKind, at: &At<'_>) {
        let diagnostic = self.mistyped(node, at, "an object");
        self.report(if kind.is_for_readers() {
            diagnostic.tolerated().label("ignored")
        } else {
            diagnostic
        });
    }

    fn keyword(&mut self, keyword: &Keyword, value: &Node, at: &At<'_>) {
        if keyword.ignored {
            return self.ignored_keyword(keyword, value, at);
        }
        if !keyword.known_in(self.version) {
            self.foreign_keyword(keyword, at);
        }
        let nullable =
            matches!(keyword.need, Need::Optional | Need::Expected) && keyword.shape != Shape::Data;
        if value.value == Value::Null && nullable {
            let message = format!("`{}` is null, which means nothing here", keyword.name);
            let diagnostic = Diagnostic::new(Code::Tolerated, self.at_value(at), message);
            return self.report(diagnostic.help("leave the key out"));
        }
        self.value(value, keyword.shape, at);
    }

    /// Whether `key` is an extension or follows the pattern of its object; its value is checked then.
    fn other_key(
        &mut self,
        mapping: &Mapping,
        kind: ObjectKind,
        key: &str,
        value: &Node,
        at: &At<'_>,
    ) -> bool {
        let others = kind.object().others;
        if key.starts_with("x-") && !matches!(others, Some((Pattern::Name, _))) {
            extension::check(self, mapping, kind, key, value, at);
            return true;
        }
        match others {
            Some((pattern, shape)) if pattern.matches(key) => {
                self.odd_key(pattern, key, at);
                self.value(value, shape, at);
                true
            }
            _ => false,
        }
    }

    /// Whether nothing was said yet of this word of `key`; from now on something was.
    pub(super) fn is_first(&mut self, key: &'static str, word: &str) -> bool {
        self.said.insert((key, word.to_owned()))
    }

    /// Reports a problem, unless it was reported at this place before.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        if let Place::Node {
            file,
            pointer,
            part,
        } = &diagnostic.primary.place
        {
            let (key, message) = (*part == Part::Key, diagnostic.message.clone());
            let mark = (diagnostic.code, *file, pointer.clone(), key, message);
            if !self.reported.insert(mark) {
                return;
            }
        }
        match diagnostic.severity {
            Severity::Error => drop(self.sink.error(diagnostic)),
            Severity::Warning => self.sink.warn(diagnostic),
        }
    }

    /// The file at `path`, seen from `from`.
    pub(super) fn open(&mut self, from: FileId, path: &str) -> Result<FileId, String> {
        self.tree
            .open(from, path, self.sink)
            .map_err(|error| error.to_string())
    }

    /// The value at `at`, as a place.
    pub(super) fn at_value(&self, at: &At<'_>) -> Place {
        Place::value(self.file, at.pointer())
    }

    /// The key that leads to `at`, as a place.
    pub(super) fn at_key(&self, at: &At<'_>) -> Place {
        Place::key(self.file, at.pointer())
    }
}
