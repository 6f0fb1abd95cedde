//! The values that `*name` repeats.
//!
//! Invariant: what is copied is counted before it is copied, so a few lines of nested aliases
//! cannot fill the memory.

use super::{Node, Value};
use crate::map::Map;

/// How much aliases and merge keys may add to a file, in values; 64 bytes of text weigh as much
/// as a value.
pub(super) const MAX_COPIED: usize = 2_000_000;

/// The anchors of a file by their number.
#[derive(Default)]
pub(super) struct Anchors {
    known: Map<usize, Anchor>,
    copied: usize,
}

/// More would be copied than [`MAX_COPIED`].
pub(super) struct Exhausted;

struct Anchor {
    node: Node,
    /// The text of a scalar as it is written, for an alias that is a key.
    text: String,
    size: Size,
}

#[derive(Clone, Copy, Default)]
struct Size {
    weight: usize,
    height: usize,
}

impl Anchors {
    /// Keeps a copy of an anchored value.
    pub(super) fn remember(
        &mut self,
        anchor: usize,
        node: &Node,
        text: &str,
    ) -> Result<(), Exhausted> {
        let size = size(node);
        self.charge(size.weight)?;
        let (node, text) = (node.clone(), text.to_owned());
        self.known.insert(anchor, Anchor { node, text, size });
        Ok(())
    }

    /// How deep the anchored value is nested, 0 for a scalar; `None` while it is being read.
    pub(super) fn height(&self, anchor: usize) -> Option<usize> {
        Some(self.known.get(&anchor)?.size.height)
    }

    /// The anchored value once more, and the text of a scalar as it is written.
    pub(super) fn copy(&mut self, anchor: usize) -> Result<(Node, String), Exhausted> {
        let weight = self.known.get(&anchor).map_or(0, |known| known.size.weight);
        self.charge(weight)?;
        let known = self.known.get(&anchor).ok_or(Exhausted)?;
        Ok((known.node.clone(), known.text.clone()))
    }

    fn charge(&mut self, weight: usize) -> Result<(), Exhausted> {
        self.copied = self.copied.saturating_add(weight);
        if self.copied > MAX_COPIED {
            Err(Exhausted)
        } else {
            Ok(())
        }
    }
}

/// The depth of a tree is bounded, so this may recurse.
fn size(node: &Node) -> Size {
    match &node.value {
        Value::Sequence(items) => around(items.iter().map(size)),
        Value::Mapping(mapping) => around(mapping.iter().map(|(key, value)| {
            let Size { weight, height } = size(value);
            let weight = weight + key.text.len() / 64;
            Size { weight, height }
        })),
        Value::String(text) => Size {
            weight: 1 + text.len() / 64,
            height: 0,
        },
        Value::Null | Value::Boolean(_) | Value::Integer(_) | Value::Float(_) => Size {
            weight: 1,
            height: 0,
        },
    }
}

fn around(children: impl Iterator<Item = Size>) -> Size {
    let empty = Size {
        weight: 1,
        height: 1,
    };
    children.fold(empty, |sum, child| Size {
        weight: sum.weight + child.weight,
        height: sum.height.max(child.height + 1),
    })
}
