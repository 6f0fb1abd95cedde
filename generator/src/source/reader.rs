//! Where files come from.

use std::collections::BTreeMap;

use thiserror::Error;

/// Gives the text of a file. Paths are `/`-separated and relative to wherever the reader says.
pub trait Reader: Sync {
    /// The text of the file at `path`.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn read(&self, path: &str) -> Result<String, ReadError>;

    /// The folder that `$ref`s may not leave, with a `/` at its end; `None` for the one that the
    /// entry stands in.
    fn root(&self) -> Option<String> {
        None
    }

    /// The names in a folder, in which the one that was meant by a wrong path is looked for; empty
    /// where they are not known.
    fn names(&self, _folder: &str) -> Vec<String> {
        Vec::new()
    }
}

/// Why a [`Reader`] gave no text.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct ReadError(pub String);

/// Files in memory: path to text.
impl Reader for BTreeMap<String, String> {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        self.get(path)
            .cloned()
            .ok_or_else(|| ReadError("there is no file of this name".to_owned()))
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let inside = self.keys().filter_map(|path| path.strip_prefix(folder));
        let names = inside.filter_map(|path| path.split('/').next());
        names.map(ToOwned::to_owned).collect()
    }
}
