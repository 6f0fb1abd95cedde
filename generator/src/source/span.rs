//! Places in the files of a description.

use super::Pointer;

/// Which file of a [`super::Tree`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u16);

/// A range of characters (not bytes) of one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Index of the first character.
    pub start: u32,
    /// Index after the last character; equal to `start` when the place is not known.
    pub end: u32,
}

/// Where a diagnostic points: at characters already known, or at a node of a file by its pointer.
///
/// Stages that no longer hold the tree, or a file that was read without places, use the pointer;
/// it becomes characters when the report is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// These characters.
    Characters(Span),
    /// The node at `pointer` of `file`, or its nearest ancestor that exists.
    Node {
        /// The file.
        file: FileId,
        /// JSON Pointer in that file.
        pointer: Pointer,
        /// The value at the pointer, or the key that leads to it.
        part: Part,
    },
}

/// Which side of a mapping's entry is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The key.
    Key,
    /// The value.
    Value,
}

impl Place {
    /// The value at `pointer` of `file`.
    pub fn value(file: FileId, pointer: Pointer) -> Self {
        Self::Node {
            file,
            pointer,
            part: Part::Value,
        }
    }

    /// The key that leads to `pointer` of `file`.
    pub fn key(file: FileId, pointer: Pointer) -> Self {
        Self::Node {
            file,
            pointer,
            part: Part::Key,
        }
    }
}
