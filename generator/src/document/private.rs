//! The schemas under the private keys of our dialect, which openapiv3 has no place for.

use openapiv3 as oa;

use super::typing::Typing;
use crate::check::grammar::ObjectKind;
use crate::map::Map;
use crate::normalise::walk;
use crate::source::{At, Node, Pointer, Value};

/// The keys: a list, a map, and one schema.
const KEYS: [&str; 3] = [
    "x-31-prefixItems",
    "x-31-patternProperties",
    "x-31-propertyNames",
];

impl Typing<'_> {
    /// The schemas, each by its pointer. What stands under the keys stays: it tells how many there
    /// are, and their patterns.
    pub(super) fn private(&mut self, root: &mut Node) -> Map<Pointer, oa::ReferenceOr<oa::Schema>> {
        let mut schemas = Map::default();
        let mut add = |node: &Node, at: &At<'_>| {
            let schema = self.typed(ObjectKind::Schema, node.clone(), at);
            schemas.extend(schema.map(|schema| (at.pointer(), schema)));
        };
        walk(root, &mut |visit| {
            if visit.kind != ObjectKind::Schema {
                return;
            }
            for key in KEYS {
                let Some(node) = visit.node.get(key) else {
                    continue;
                };
                let at = visit.at.key(key);
                match &node.value {
                    Value::Sequence(items) => {
                        for (index, item) in items.iter().enumerate() {
                            add(item, &at.index(index));
                        }
                    }
                    Value::Mapping(patterns) if key == KEYS[1] => {
                        for (pattern, schema) in patterns.iter() {
                            add(schema, &at.key(&pattern.text));
                        }
                    }
                    _ => add(node, &at),
                }
            }
        });
        schemas
    }
}
