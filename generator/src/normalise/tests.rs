//! Descriptions in memory, for the tests of the passes.

use super::*;
use crate::check;
use crate::source::{Place, Pointer, ReadError, Reader};

/// Files by path.
pub(crate) struct Files<'f>(pub(crate) &'f [(&'f str, &'f str)]);

impl Reader for Files<'_> {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        self.0
            .iter()
            .find(|(name, _)| *name == path)
            .map(|(_, text)| (*text).to_owned())
            .ok_or_else(|| ReadError("no such file".to_owned()))
    }
}

/// The description in `files`, the first of which is the entry, and the report about it.
pub(crate) fn normalised(files: &[(&str, &str)]) -> (Normalised, Vec<String>) {
    let reader = Files(files);
    let mut tree = Tree::new(&reader);
    let mut sink = Sink::new(false);
    tree.load(files[0].0, &mut sink).unwrap();
    check::check(&mut tree, &mut sink).unwrap();
    let normalised = normalise(&tree, &mut sink).unwrap();
    let report = sink.into_report(&tree).render();
    let errors = report.lines().filter(|line| line.starts_with("error"));
    (normalised, errors.map(str::to_owned).collect())
}

/// Asserts that `pointer` of the normalised document holds what `expected` says in YAML.
pub(super) fn holds(normalised: &Normalised, pointer: &str, expected: &str) {
    let node = normalised.root.find(&Pointer::parse(pointer).unwrap());
    let files = [("expected.yaml", expected)];
    let reader = Files(&files);
    let mut tree = Tree::new(&reader);
    let file = tree.load("expected.yaml", &mut Sink::new(false)).unwrap();
    assert_eq!(node, Some(&tree.file(file).root), "{pointer}");
}

/// A schema and what it becomes; in a 3.1 file.
pub(super) fn becomes(schema: &str, expected: &str) {
    let entry = format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\ncomponents:\n  schemas:\n    A: {schema}\n"
    );
    let (normalised, errors) = normalised(&[("a.yaml", &entry)]);
    assert_eq!(errors, Vec::<String>::new(), "{schema}");
    holds(&normalised, "/components/schemas/A", expected);
}

pub(super) fn names(normalised: &Normalised, section: &str) -> Vec<String> {
    let at = Pointer::parse(&format!("/components/{section}")).unwrap();
    let node = normalised.root.find(&at);
    node.and_then(Node::as_mapping)
        .into_iter()
        .flat_map(|mapping| mapping.iter().map(|(key, _)| key.text.clone()))
        .collect()
}

pub(super) fn place(normalised: &Normalised, pointer: &str) -> (u16, String) {
    match normalised.origins.place(&Pointer::parse(pointer).unwrap()) {
        Place::Node { file, pointer, .. } => (file.0, pointer.as_str().to_owned()),
        Place::Characters(span) => panic!("{span:?}"),
    }
}

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\n";

pub(crate) fn entry(rest: &str) -> String {
    format!("{HEAD}{rest}")
}
