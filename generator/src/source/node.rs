//! The tree itself.

use std::borrow::Borrow;
use std::hash::{Hash, Hasher};

use indexmap::map::Entry;

use super::Span;
use super::scalar::is_beyond_float;
use crate::map::Map;

/// One value of a description and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// The characters of the value; empty for a file that was read without places.
    pub span: Span,
    /// What stands there.
    pub value: Value,
}

/// What a node holds: JSON's values, with integers of any size that YAML or JSON can write.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number without fraction or exponent.
    Integer(i128),
    /// Any other number.
    Float(f64),
    /// Text.
    String(String),
    /// `[…]`
    Sequence(Vec<Node>),
    /// `{…}`
    Mapping(Mapping),
}

/// A mapping in the order of the source; each key stands in it once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping {
    /// Boxed, so that a text or a number, which most nodes are, takes a third of the memory.
    entries: Box<Map<Key, Node>>,
}

/// A key as it was written: `200` and `NO` are text here, whatever YAML would make of them.
#[derive(Clone, Debug)]
pub struct Key {
    /// The characters of the key.
    pub span: Span,
    /// Its text.
    pub text: String,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl Borrow<str> for Key {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl Node {
    /// A value at a place.
    pub fn new(span: Span, value: Value) -> Self {
        Self { span, value }
    }

    /// The value under `key`, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_mapping()?.get(key)
    }

    /// The text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The entries, if this is a mapping.
    pub fn as_mapping(&self) -> Option<&Mapping> {
        match &self.value {
            Value::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The items, if this is a sequence.
    pub fn as_sequence(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// JSON's word for the kind of value this is.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Boolean(_) => "a boolean",
            Value::Integer(_) => "an integer",
            Value::Float(_) => "a number",
            Value::String(_) => "a string",
            Value::Sequence(_) => "an array",
            Value::Mapping(_) => "an object",
        }
    }
}

impl Value {
    /// Whether this is a number that no float holds, such as `1e400`, which stays text.
    pub fn is_beyond_float(&self) -> bool {
        match self {
            Self::Float(number) => !number.is_finite(),
            Self::String(text) => is_beyond_float(text),
            Self::Null
            | Self::Boolean(_)
            | Self::Integer(_)
            | Self::Sequence(_)
            | Self::Mapping(_) => false,
        }
    }
}

impl Mapping {
    /// Adds an entry at the end.
    ///
    /// # Errors
    /// The span of the key that is there already; the mapping is unchanged then.
    pub fn insert(&mut self, key: Key, node: Node) -> Result<(), Span> {
        self.insert_new(key, node).map_err(|known| known.span)
    }

    /// Adds an entry at the end; `Err` is the key that is there already.
    pub(super) fn insert_new(&mut self, key: Key, node: Node) -> Result<(), Key> {
        match self.entries.entry(key) {
            Entry::Occupied(known) => Err(known.key().clone()),
            Entry::Vacant(free) => {
                free.insert(node);
                Ok(())
            }
        }
    }

    /// The value under `key`.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.get(key)
    }

    /// The value under `key`, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.get_mut(key)
    }

    /// The key as it was written and its value.
    pub fn entry(&self, key: &str) -> Option<(&Key, &Node)> {
        self.entries.get_key_value(key)
    }

    /// The entries in the order of the source.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Key, &Node)> {
        self.entries.iter()
    }

    /// The entries in the order of the source, to change the values.
    pub fn iter_mut(&mut self) -> impl ExactSizeIterator<Item = (&Key, &mut Node)> {
        self.entries.iter_mut()
    }

    /// Takes the entry of `key` out; the order of the others stays.
    pub fn remove(&mut self, key: &str) -> Option<(Key, Node)> {
        self.entries.shift_remove_entry(key)
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl IntoIterator for Mapping {
    type Item = (Key, Node);
    type IntoIter = indexmap::map::IntoIter<Key, Node>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}
