//! From tokens to the text of files.

use crate::render::Crate;

/// A file of the generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path relative to the crate's folder, `/`-separated.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Formats the files of a crate, in the order of their paths.
pub fn format(_crate: Crate) -> Vec<SourceFile> {
    Vec::new()
}
