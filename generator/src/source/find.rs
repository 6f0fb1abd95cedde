//! Pointers followed through the tree.

use super::{Key, Node, Part, Pointer, Span, Value};

impl Node {
    /// The node at `pointer` below this one.
    pub fn find(&self, pointer: &Pointer) -> Option<&Node> {
        let mut node = self;
        for segment in pointer.segments() {
            (_, node) = node.step(&segment)?;
        }
        Some(node)
    }

    /// The characters that are shown for what stands at `pointer`, or for its nearest ancestor.
    pub(super) fn shown(&self, pointer: &Pointer, part: Part) -> Span {
        let (mut key, mut node, mut part) = (None, self, part);
        for segment in pointer.segments() {
            let Some(found) = node.step(&segment) else {
                part = Part::Value;
                break;
            };
            (key, node) = found;
        }
        let value = match &node.value {
            Value::Mapping(entries) => {
                let first = entries.iter().next();
                key.or(first.map(|(first, _)| first)).map(|key| key.span)
            }
            Value::Sequence(_) => key.map(|key| key.span),
            Value::Null
            | Value::Boolean(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::String(_) => {
                // A value that is not written has no characters: `key:` and nothing after it.
                let unwritten = node.span.start == node.span.end;
                key.filter(|_| unwritten).map(|key| key.span)
            }
        };
        let key = key.filter(|_| part == Part::Key).map(|key| key.span);
        key.or(value).unwrap_or(node.span)
    }

    fn step(&self, segment: &str) -> Option<(Option<&Key>, &Node)> {
        match &self.value {
            Value::Mapping(entries) => {
                let (key, node) = entries.entry(segment)?;
                Some((Some(key), node))
            }
            Value::Sequence(items) => {
                // RFC 6901 §4: no sign, no leading zeros.
                let index: usize = segment.parse().ok()?;
                let node = items.get(index).filter(|_| index.to_string() == segment)?;
                Some((None, node))
            }
            Value::Null
            | Value::Boolean(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::String(_) => None,
        }
    }
}
