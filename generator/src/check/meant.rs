//! Values of another JSON type than belongs to their key, where only one thing can be meant.

use super::grammar::Plain;
use crate::source::{Node, Tree, Value};

/// What `node` means in place of a `plain`: `1.10` is a text without quotes, `"3"` a number in them.
/// `None` where it means what it says, or nothing that is sure.
pub fn meant(plain: Plain, node: &Node, tree: &Tree<'_>) -> Option<Value> {
    match (plain, &node.value) {
        (Plain::Text | Plain::Prose, _) => tree.written(node).map(Value::String),
        (Plain::Boolean, Value::String(word)) => word.parse().ok().map(Value::Boolean),
        (Plain::Count, Value::String(digits)) => {
            let count: u64 = digits.parse().ok()?;
            Some(Value::Integer(count.into()))
        }
        (Plain::Number, Value::String(digits)) => {
            let integer = digits.parse().map(Value::Integer);
            integer.ok().or_else(|| {
                let number: f64 = digits.parse().ok()?;
                number.is_finite().then_some(Value::Float(number))
            })
        }
        (Plain::Texts, Value::String(_)) => Some(Value::Sequence(vec![node.clone()])),
        _ => None,
    }
}

/// `node`, with what is meant in place of what stands there.
pub fn read(plain: Plain, node: &Node, tree: &Tree<'_>) -> Node {
    let value = meant(plain, node, tree).or_else(|| match (plain, &node.value) {
        (Plain::Texts, Value::Sequence(items)) => {
            let items = items.iter().map(|item| read(Plain::Text, item, tree));
            Some(Value::Sequence(items.collect()))
        }
        (Plain::TextMap, Value::Mapping(entries)) => {
            let mut entries = entries.clone();
            for (_, entry) in entries.iter_mut() {
                *entry = match entry.value {
                    Value::Null => Node::new(entry.span, Value::String(String::new())),
                    _ => read(Plain::Text, entry, tree),
                };
            }
            Some(Value::Mapping(entries))
        }
        (Plain::Type, Value::Sequence(words)) => {
            let words = words.iter().map(|word| match word.value {
                Value::Null => Node::new(word.span, Value::String("null".to_owned())),
                _ => word.clone(),
            });
            Some(Value::Sequence(words.collect()))
        }
        _ => None,
    });
    match value {
        Some(value) => Node::new(node.span, value),
        None => node.clone(),
    }
}
