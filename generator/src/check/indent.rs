//! Keys that stand beside the key they belong below.

use super::grammar::{Keyword, ObjectKind, Shape};
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{At, Key, Mapping, Node, Value};

impl Walk<'_, '_> {
    /// Reports a keyword with nothing below it whose content stands beside it instead, and gives the
    /// keys of that content: `get:`, and `responses:` in the same column.
    pub(super) fn strayed<'m>(
        &mut self,
        mapping: &'m Mapping,
        kind: ObjectKind,
        (keyword, key): (&Keyword, &Key),
        at: &At<'_>,
    ) -> Vec<&'m Key> {
        let is_null = |node: &Node| node.value == Value::Null;
        if !mapping.get(keyword.name).is_some_and(is_null) {
            return Vec::new();
        }
        let after = mapping
            .iter()
            .skip_while(|(known, _)| *known != key)
            .skip(1);
        let keys: Vec<&Key> = match keyword.shape {
            Shape::Object(inner) => after
                .filter(|(key, _)| !key.text.starts_with("x-"))
                .filter(|(key, _)| kind.child(&key.text).is_none())
                .filter(|(key, _)| inner.child(&key.text).is_some())
                .map(|(key, _)| key)
                .collect(),
            Shape::Map(_) => after
                .take_while(|(key, node)| {
                    kind.child(&key.text).is_none() && node.as_mapping().is_some()
                })
                .map(|(key, _)| key)
                .collect(),
            Shape::List(_) | Shape::Plain(_) | Shape::Data => Vec::new(),
        };
        if let Some(first) = keys.first() {
            let name = keyword.name;
            let message = format!("nothing stands below `{name}`");
            let first = &first.text;
            self.report(
                Diagnostic::new(Code::WrongType, self.at_key(&at.key(name)), message)
                    .also(self.at_key(&at.key(first)), "this belongs to it")
                    .help(format!("indent `{first}` deeper than `{name}`")),
            );
        }
        keys
    }
}
