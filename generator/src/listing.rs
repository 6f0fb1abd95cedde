//! The operations of a description, without generating anything.

use crate::check::grammar::METHODS;
use crate::diagnostic::{Report, Reported, Sink};
use crate::normalise::Normalised;
use crate::source::{Mapping, Node, Reader, Tree};
use crate::{Options, read, thread};

/// What a description offers.
#[derive(Debug)]
pub struct Listing {
    /// The operations, path by path in the order of the description, or `Err` when it can't be read.
    pub operations: Result<Vec<Listed>, Reported>,
    /// The problems that were met on the way; those of generating are not among them.
    pub report: Report,
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The method, in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// `operationId`
    pub id: Option<String>,
    /// `tags`
    pub tags: Vec<String>,
}

/// Lists the operations that `options` let through of the description at `entry`.
pub fn list(reader: &dyn Reader, entry: &str, options: &Options) -> Listing {
    thread::deep(|| {
        let mut sink = Sink::new(options.deny_warnings);
        let mut tree = Tree::new(reader);
        let normalised = read(&mut tree, entry, options, &mut sink);
        let normalised = sink.verdict().and(normalised);
        Listing {
            operations: normalised.map(|(normalised, _)| operations(&normalised)),
            report: sink.into_report(&tree),
        }
    })
}

fn operations(normalised: &Normalised) -> Vec<Listed> {
    let paths = normalised.root.get("paths").and_then(Node::as_mapping);
    let mut listed = Vec::new();
    for (path, item) in paths.into_iter().flat_map(Mapping::iter) {
        let operations = METHODS
            .iter()
            .filter_map(|method| Some((method, item.get(method)?)));
        listed.extend(operations.map(|(method, operation)| Listed {
            method: method.to_ascii_uppercase(),
            path: path.text.clone(),
            id: text(operation.get("operationId")),
            tags: tags(operation),
        }));
    }
    listed
}

fn tags(operation: &Node) -> Vec<String> {
    let tags = operation.get("tags").and_then(Node::as_sequence);
    let tags = tags.into_iter().flatten();
    tags.filter_map(|tag| text(Some(tag))).collect()
}

fn text(node: Option<&Node>) -> Option<String> {
    node.and_then(Node::as_str).map(str::to_owned)
}
