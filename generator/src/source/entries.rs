//! The entries of a mapping while it is being read, merge keys among them.

use super::{Key, Mapping, Node, Span, Value};
use crate::map::Set;

/// A mapping that is not closed yet.
#[derive(Default)]
pub(super) struct Entries {
    mapping: Mapping,
    key: Option<Key>,
    /// Whether `key` is a merge key.
    merging: bool,
    merge: Option<Box<Merge>>,
}

/// What a `<<` brings, and before which own entry it stands.
struct Merge {
    key: Span,
    position: usize,
    value: Node,
}

/// What `<<` cannot merge: the place of the key, and the kind of value.
type Refused = (Span, &'static str);

impl Entries {
    /// The key whose value comes next.
    pub(super) fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    /// Sets the key whose value comes next.
    pub(super) fn begin(&mut self, key: Key, merging: bool) {
        self.merging = merging;
        self.key = Some(key);
    }

    /// Adds the value of the key; `Err` is the key that is there already, and the place of the
    /// second one.
    pub(super) fn put(&mut self, node: Node) -> Result<(), (Key, Span)> {
        let Some(key) = self.key.take() else {
            return Ok(());
        };
        let second = key.span;
        let added = if self.merging {
            self.merge(key, node)
        } else {
            self.mapping.insert_new(key, node)
        };
        added.map_err(|first| (first, second))
    }

    fn merge(&mut self, key: Key, value: Node) -> Result<(), Key> {
        if let Some(known) = &self.merge {
            let Key { text, .. } = key;
            let span = known.key;
            return Err(Key { span, text });
        }
        self.merge = Some(Box::new(Merge {
            key: key.span,
            position: self.mapping.len(),
            value,
        }));
        Ok(())
    }

    /// The mapping with what `<<` brings (<https://yaml.org/type/merge.html>), in its place: own
    /// entries win over merged ones, earlier merged ones over later ones.
    pub(super) fn finish(self) -> (Mapping, Vec<Refused>) {
        let Some(merge) = self.merge else {
            return (self.mapping, Vec::new());
        };
        let (sources, refused) = sources(merge.value, merge.key);
        let keys = self.mapping.iter().map(|(key, _)| key.text.clone());
        let keys: Set<String> = keys.collect();
        let mut own = self.mapping.into_iter();
        let mut merged = Mapping::default();
        for (key, node) in own.by_ref().take(merge.position) {
            let _ = merged.insert(key, node);
        }
        for (key, node) in sources.into_iter().flatten() {
            if !keys.contains(&key.text) {
                // `Err` is a key that an earlier source brought; it stays.
                let _ = merged.insert(key, node);
            }
        }
        for (key, node) in own {
            let _ = merged.insert(key, node);
        }
        (merged, refused)
    }
}

/// The mappings among the values that a merge key has: one, or a list of them.
fn sources(value: Node, key: Span) -> (Vec<Mapping>, Vec<Refused>) {
    let candidates = if let Value::Sequence(items) = value.value {
        items
    } else {
        vec![value]
    };
    let (mut sources, mut refused) = (Vec::new(), Vec::new());
    for candidate in candidates {
        let kind = candidate.kind();
        if let Value::Mapping(mapping) = candidate.value {
            sources.push(mapping);
        } else {
            refused.push((key, kind));
        }
    }
    (sources, refused)
}
