//! Files of a description, read into one tree of our own.
//!
//! A [`Node`] keeps what the stages after it need and parsers usually drop: the place of every
//! value, the order and the source text of keys, integers of any size.
//!
//! Invariants: no file is read but through the caller's [`Reader`]; a duplicate key is reported
//! and its first value kept; depth, aliases and size are bounded.

mod anchors;
mod build;
mod cause;
mod entries;
mod find;
mod json;
mod lines;
mod node;
mod outdent;
mod patch;
mod path;
mod pointer;
mod reader;
mod reference;
mod scalar;
mod span;
mod tree;
mod yaml;

pub use node::{Key, Mapping, Node, Value};
pub use pointer::{At, Pointer};
pub use reader::{ReadError, Reader};
pub use reference::Reference;
pub use span::{FileId, Part, Place, Span};
pub use tree::{File, Tree};

pub(crate) use lines::{Line, Lines};
