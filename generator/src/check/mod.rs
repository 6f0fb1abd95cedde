//! Keywords, JSON types and kinds of `$ref` targets, against one table, before anything is typed.
//!
//! The walk starts at the root of the entry file and goes by the [`grammar`]. A `$ref` adds what it
//! leads to to a list of work, so every file that the description needs is read here, once, and no
//! chain of references can exhaust the stack. What is not walked: data (examples, defaults,
//! extensions of others), and keywords that have no effect on a client.
//!
//! Invariant: one problem of one place is reported once, however many references lead to it.

mod dangling;
mod extension;
pub mod grammar;
mod indent;
mod keyword;
pub mod meant;
mod missing;
mod object;
mod plain;
mod reference;
mod schema;
pub mod target;
mod version;
mod walk;
mod wrong_type;

#[cfg(test)]
mod tests;

use crate::diagnostic::{Reported, Sink};
use crate::source::{FileId, Tree};

/// Checks every object that the entry file reaches, loading the files that `$ref`s lead to.
///
/// # Errors
/// When the version is not one that can be read; all other problems are reported and the run goes on.
pub fn check(tree: &mut Tree<'_>, sink: &mut Sink) -> Result<(), Reported> {
    let entry = FileId::default();
    let version = version::read(&tree.file(entry).root, entry, sink)?;
    walk::Walk::new(tree, sink, version).run(entry);
    Ok(())
}
