//! Where the parts of a normalised description come from.
//!
//! Invariant: every rule that moves or wraps a node adds a line here, so that a pointer into the
//! normalised document always leads back to the place that somebody wrote.

use std::collections::BTreeMap;
use std::iter;
use std::ops::Bound;

use crate::source::{FileId, Place, Pointer};

/// Maps pointer prefixes of the normalised document to the files; the longest prefix wins.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    prefixes: BTreeMap<String, Origin>,
}

/// A node of a file.
type Origin = (FileId, Pointer);

impl Origins {
    /// Everything at and below `pointer` of the normalised document stands at `source` of `file`.
    pub fn insert(&mut self, pointer: &Pointer, file: FileId, source: Pointer) {
        self.prefixes
            .insert(pointer.as_str().to_owned(), (file, source));
    }

    /// Where the value at `pointer` of the normalised document stands.
    pub fn place(&self, pointer: &Pointer) -> Place {
        let (file, source) = self.origin(pointer);
        Place::value(file, source)
    }

    /// Where the key stands that leads to `pointer` of the normalised document.
    pub fn key(&self, pointer: &Pointer) -> Place {
        let (file, source) = self.origin(pointer);
        Place::key(file, source)
    }

    /// What stood at and below `from` of the normalised document stands at `to` from now on.
    pub fn moved(&mut self, from: &Pointer, to: &Pointer) {
        let (file, source) = self.origin(from);
        let below: Vec<String> = self
            .prefixes
            .range::<str, _>((Bound::Included(from.as_str()), Bound::Unbounded))
            .map(|(prefix, _)| prefix)
            .take_while(|prefix| prefix.starts_with(from.as_str()))
            .filter(|prefix| prefix.as_bytes().get(from.as_str().len()) == Some(&b'/'))
            .cloned()
            .collect();
        for prefix in below {
            if let Some(origin) = self.prefixes.remove(&prefix) {
                let rest = &prefix[from.as_str().len()..];
                self.prefixes.insert(format!("{to}{rest}"), origin);
            }
        }
        self.prefixes.remove(from.as_str());
        self.insert(to, file, source);
    }

    /// The file and the pointer in it.
    pub(crate) fn origin(&self, pointer: &Pointer) -> Origin {
        let mut prefixes = iter::once(pointer.as_str()).chain(pointer.above());
        let found = prefixes.find_map(|prefix| Some((prefix, self.prefixes.get(prefix)?)));
        match found {
            Some((prefix, (file, source))) => {
                let rest = &pointer.as_str()[prefix.len()..];
                (*file, source.concat(rest))
            }
            None => (FileId::default(), pointer.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointer(text: &str) -> Pointer {
        Pointer::parse(text).unwrap()
    }

    fn origins(lines: &[(&str, u16, &str)]) -> Origins {
        let mut origins = Origins::default();
        for (prefix, file, source) in lines {
            origins.insert(&pointer(prefix), FileId(*file), pointer(source));
        }
        origins
    }

    #[test]
    fn the_longest_prefix_decides() {
        let origins = origins(&[
            ("/components/schemas/Pet", 1, ""),
            ("/components/schemas/Pet/properties/a", 2, "/x"),
        ]);
        assert_eq!(
            origins.place(&pointer("/components/schemas/Pet/properties/b")),
            Place::value(FileId(1), pointer("/properties/b"))
        );
        assert_eq!(
            origins.key(&pointer("/components/schemas/Pet/properties/a/type")),
            Place::key(FileId(2), pointer("/x/type"))
        );
        assert_eq!(
            origins.place(&pointer("/components/schemas/Pets")),
            Place::value(FileId(0), pointer("/components/schemas/Pets"))
        );
    }

    #[test]
    fn a_moved_node_takes_the_lines_below_it_along() {
        let mut origins = origins(&[("", 0, ""), ("/a/b/c", 1, "/x"), ("/a/b-c", 2, "/y")]);
        origins.moved(&pointer("/a/b"), &pointer("/a/z/0"));
        assert_eq!(
            origins.place(&pointer("/a/z/0/d")),
            Place::value(FileId(0), pointer("/a/b/d"))
        );
        assert_eq!(
            origins.place(&pointer("/a/z/0/c")),
            Place::value(FileId(1), pointer("/x"))
        );
        assert_eq!(
            origins.place(&pointer("/a/b-c")),
            Place::value(FileId(2), pointer("/y"))
        );
    }
}
