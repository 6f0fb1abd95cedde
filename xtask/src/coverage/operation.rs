//! The operations that `spec/` describes, those that its root lists and those that it does not.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use generator::bundle::Bundle;
use generator::cli::files::FolderReader;
use generator::diagnostic::Sink;
use generator::source::{Mapping, Node, Pointer, Tree, Value};

use crate::bundle;

/// The keys of a path item that are operations (OpenAPI 3.0.3 §4.7.9).
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// An operation as the description has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Operation {
    /// The method, in capitals.
    pub(super) method: String,
    /// The path template.
    pub(super) path: String,
    /// `operationId`
    pub(super) id: String,
    /// `summary`
    pub(super) title: String,
    /// The first of `tags`.
    pub(super) tag: String,
    /// The names of the security schemes that it takes.
    pub(super) schemes: Vec<String>,
    /// `grade` of `x-evidence`
    pub(super) grade: String,
    /// `sources` of `x-evidence`
    pub(super) sources: Vec<String>,
    /// `x-browser-page`
    pub(super) is_page: bool,
    /// The file that it stands in, below `spec/`.
    pub(super) file: String,
}

/// A group of `x-tagGroups` and its tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// Its name.
    pub(super) name: String,
    /// Its tags.
    pub(super) tags: Vec<String>,
}

/// The files of `spec/` by their names in it.
pub(super) struct Files {
    reader: FolderReader,
    names: Vec<String>,
}

/// The operations that the root lists, in its order.
pub(super) fn listed(bundle: &Bundle) -> Vec<Operation> {
    let root = Pointer::root().join("paths");
    let file = |path: &str| name(bundle.file(&root.join(path))).to_owned();
    bundle
        .root()
        .get("paths")
        .map(|paths| operations(paths, file))
        .unwrap_or_default()
}

/// The groups of the description's tags.
pub(super) fn groups(bundle: &Bundle) -> Vec<Group> {
    items(bundle.root().get("x-tagGroups"))
        .iter()
        .map(|group| Group {
            name: text(group.get("name")),
            tags: texts(group.get("tags")),
        })
        .collect()
}

impl Files {
    /// The YAML files of `spec/`.
    ///
    /// # Errors
    /// The folder can't be read.
    pub(super) fn of(root: &Path) -> Result<Self> {
        let folder = root.join("spec");
        let mut names = Vec::new();
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if let Some(name) = path.file_name().and_then(OsStr::to_str)
                && path
                    .extension()
                    .is_some_and(|extension| extension == "yaml")
                && !name.starts_with('.')
            {
                names.push(name.to_owned());
            }
        }
        names.sort();
        Ok(Self {
            reader: FolderReader::new(folder, "spec"),
            names,
        })
    }

    /// The operations of all files that are not in `listed`.
    ///
    /// # Errors
    /// A file can't be read.
    pub(super) fn unlisted(&self, listed: &[Operation]) -> Result<Vec<Operation>> {
        let mut unlisted = Vec::new();
        for name in &self.names {
            let root = self.read(name)?;
            let Some(paths) = root.get("paths") else {
                continue;
            };
            unlisted.extend(operations(paths, |_| name.clone()));
        }
        unlisted.retain(|found| listed.iter().all(|known| !known.is(found.operation())));
        Ok(unlisted)
    }

    /// Whether there is something at `place`: a file of the folder, with a pointer after `#`.
    ///
    /// # Errors
    /// The file is there and can't be read.
    pub(super) fn has(&self, place: &str) -> Result<bool> {
        let (name, pointer) = place.split_once('#').unwrap_or((place, ""));
        if !self.names.iter().any(|known| known == name) {
            return Ok(false);
        }
        let root = self.read(name)?;
        Ok(Pointer::parse(pointer).is_some_and(|pointer| root.find(&pointer).is_some()))
    }

    fn read(&self, name: &str) -> Result<Node> {
        let mut tree = Tree::new(&self.reader);
        let mut sink = Sink::new(true);
        let file = tree.load(&format!("spec/{name}"), &mut sink);
        let verdict = sink.verdict();
        let report = sink.into_report(&tree);
        match file {
            Ok(file) if verdict.is_ok() => Ok(tree.file(file).root.clone()),
            _ => bail!("spec/{name} can't be read:\n{}", report.render()),
        }
    }
}

impl Operation {
    /// Method and path.
    pub(super) fn operation(&self) -> (&str, &str) {
        (&self.method, &self.path)
    }

    /// Whether its method and path are these.
    pub(super) fn is(&self, operation: (&str, &str)) -> bool {
        self.operation() == operation
    }
}

/// The operations of a Paths Object; `file` is where the path item of a path stands.
fn operations(paths: &Node, file: impl Fn(&str) -> String) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, item) in entries(paths) {
        for (method, node) in entries(item).filter(|(method, _)| METHODS.contains(method)) {
            let evidence = node.get("x-evidence");
            operations.push(Operation {
                method: method.to_ascii_uppercase(),
                path: path.to_owned(),
                id: text(node.get("operationId")),
                title: text(node.get("summary")),
                tag: texts(node.get("tags"))
                    .into_iter()
                    .next()
                    .unwrap_or_default(),
                schemes: items(node.get("security"))
                    .iter()
                    .flat_map(entries)
                    .map(|(scheme, _)| scheme.to_owned())
                    .collect(),
                grade: text(evidence.and_then(|evidence| evidence.get("grade"))),
                sources: texts(evidence.and_then(|evidence| evidence.get("sources"))),
                is_page: is_true(node.get("x-browser-page")),
                file: file(path),
            });
        }
    }
    operations
}

/// The name that a file has in `spec/`.
fn name(path: &str) -> &str {
    let folder = bundle::ENTRY.rfind('/').map_or(0, |end| end + 1);
    path.get(folder..).unwrap_or(path)
}

fn entries(node: &Node) -> impl Iterator<Item = (&str, &Node)> {
    node.as_mapping()
        .into_iter()
        .flat_map(Mapping::iter)
        .map(|(key, node)| (key.text.as_str(), node))
}

fn items(node: Option<&Node>) -> &[Node] {
    node.and_then(Node::as_sequence).unwrap_or_default()
}

fn texts(node: Option<&Node>) -> Vec<String> {
    items(node).iter().map(|item| text(Some(item))).collect()
}

fn is_true(node: Option<&Node>) -> bool {
    node.is_some_and(|node| node.value == Value::Boolean(true))
}

fn text(node: Option<&Node>) -> String {
    node.and_then(Node::as_str).unwrap_or_default().to_owned()
}
