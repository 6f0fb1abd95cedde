//! Corrections of a file's tree: merge patches (RFC 7396) at places of it.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::{Key, Mapping, Node, Span, Value};

impl Node {
    /// The node that `segments` lead to, to change it.
    pub(crate) fn descend<'s>(
        &mut self,
        segments: impl Iterator<Item = Cow<'s, str>>,
    ) -> Option<&mut Node> {
        let mut node = self;
        for segment in segments {
            node = match &mut node.value {
                Value::Mapping(mapping) => mapping.get_mut(&segment)?,
                Value::Sequence(items) => items.get_mut(segment.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(node)
    }

    /// Merges `patch` into this node as RFC 7396 §2 has it. What is new has the place of what it is
    /// new in.
    pub(crate) fn merge(&mut self, patch: &Json) {
        let Json::Object(entries) = patch else {
            self.value = value(patch, self.span);
            return;
        };
        if self.as_mapping().is_none() {
            self.value = Value::Mapping(Mapping::default());
        }
        let span = self.span;
        let Value::Mapping(mapping) = &mut self.value else {
            return;
        };
        for (name, patch) in entries {
            match mapping.get_mut(name) {
                _ if patch.is_null() => {
                    mapping.remove(name);
                }
                Some(known) => known.merge(patch),
                None => {
                    let mut node = Node::new(span, Value::Null);
                    node.merge(patch);
                    // The key is not there, or it would have been found.
                    let _ = mapping.insert(key(name, span), node);
                }
            }
        }
    }
}

fn key(text: &str, span: Span) -> Key {
    Key {
        span,
        text: text.to_owned(),
    }
}

/// A value as it stands in a patch, within arrays too.
fn value(json: &Json, span: Span) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(boolean) => Value::Boolean(*boolean),
        Json::Number(number) => number.as_i128().map_or_else(
            || Value::Float(number.as_f64().unwrap_or_default()),
            Value::Integer,
        ),
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => {
            let items = items.iter().map(|item| Node::new(span, value(item, span)));
            Value::Sequence(items.collect())
        }
        Json::Object(entries) => {
            let mut mapping = Mapping::default();
            for (name, entry) in entries {
                let _ = mapping.insert(key(name, span), Node::new(span, value(entry, span)));
            }
            Value::Mapping(mapping)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn patches_are_merged() {
        let mut node = Node::new(
            Span::default(),
            value(
                &json!({"a": "b", "c": {"d": "e", "f": "g"}}),
                Span::default(),
            ),
        );
        node.merge(&json!({"a": "z", "c": {"f": null}, "n": {"x": null, "y": [1, null]}}));
        let expected = json!({"a": "z", "c": {"d": "e"}, "n": {"y": [1, null]}});
        assert_eq!(node.value, value(&expected, Span::default()));
    }
}
