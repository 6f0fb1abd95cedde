//! Where the parts of a normalised description come from.

use std::collections::BTreeMap;

use crate::source::{FileId, Place, Pointer};

/// Maps pointer prefixes of the normalised document to the files; the longest prefix wins.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    prefixes: BTreeMap<Pointer, (FileId, Pointer)>,
}

impl Origins {
    /// Everything at and below `pointer` of the normalised document stands at `source` of `file`.
    pub fn insert(&mut self, pointer: Pointer, file: FileId, source: Pointer) {
        self.prefixes.insert(pointer, (file, source));
    }

    /// Where the value at `pointer` of the normalised document stands.
    pub fn place(&self, pointer: &Pointer) -> Place {
        let mut prefix = pointer.as_str();
        loop {
            let found = Pointer::parse(prefix).and_then(|prefix| {
                let (file, source) = self.prefixes.get(&prefix)?;
                Some((*file, source.concat(pointer.strip_prefix(&prefix)?)))
            });
            match (found, prefix.rfind('/')) {
                (Some((file, source)), _) => return Place::value(file, source),
                (None, Some(end)) => prefix = &prefix[..end],
                (None, None) => return Place::value(FileId::default(), pointer.clone()),
            }
        }
    }
}
