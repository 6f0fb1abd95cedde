//! Inheritance: components that others extend by `allOf`.

use indexmap::IndexMap;
use openapiv3 as oa;

use crate::lower::Lowering;
use crate::lower::circle::GENERATIONS;
use crate::lower::conjunction::{Alternatives, Conjunction, Part};
use crate::lower::schema::component_pointer;
use crate::lower::view::{SchemaRef, View};
use crate::map::{Map, Set};

impl<'a> Lowering<'a> {
    /// Makes a component with a discriminator the union of those that extend it by `allOf`
    /// (OpenAPI 3.0.3 §4.7.25: the discriminator of a parent tells its children apart).
    pub(in crate::lower) fn inherit(&self, name: &'a str, conjunction: &mut Conjunction<'a>) {
        let Some(oa::ReferenceOr::Item(item)) = self.document.schemas.get(name) else {
            return;
        };
        let Some(discriminator) = &item.schema_data.discriminator else {
            return;
        };
        let heirs = self.heirs.get(name);
        let Some(heirs) = heirs.filter(|_| conjunction.unions.is_empty()) else {
            return;
        };
        let in_order = self.document.schemas.keys();
        let heirs = in_order.filter(|name| heirs.contains(name.as_str()));
        let mut branches: Vec<_> = heirs
            .map(|heir| Part {
                schema: SchemaRef::Reference(heir),
                pointer: component_pointer(heir),
            })
            .collect();
        branches.push(Part {
            schema: SchemaRef::Item(item),
            pointer: component_pointer(name),
        });
        conjunction.parts.clear();
        conjunction.unions.push(Alternatives {
            branches,
            discriminator: Some(discriminator),
            pointer: component_pointer(name),
            parent: Some(name),
        });
    }
}

/// Which components extend which by `allOf`, directly or not.
pub(in crate::lower) fn heirs(
    schemas: &IndexMap<String, oa::ReferenceOr<oa::Schema>>,
) -> Map<&str, Set<&str>> {
    let mut heirs: Map<&str, Set<&str>> = Map::default();
    for (name, schema) in schemas {
        let mut open = vec![(SchemaRef::from(schema), 0)];
        let mut parents = Set::default();
        while let Some((schema, mut generation)) = open.pop() {
            let item = match schema {
                SchemaRef::Reference(parent) => {
                    generation += 1;
                    // What goes on for longer is refused.
                    if parent == name || generation > GENERATIONS || !parents.insert(parent) {
                        continue;
                    }
                    match schemas.get(parent) {
                        Some(oa::ReferenceOr::Item(item)) => item,
                        Some(oa::ReferenceOr::Reference { .. }) | None => continue,
                    }
                }
                SchemaRef::Item(item) | SchemaRef::Own(item, _) => item,
            };
            let parts = View::of(item).all_of.iter().map(SchemaRef::from);
            open.extend(parts.map(|part| (part, generation)));
        }
        for parent in parents {
            heirs.entry(parent).or_default().insert(name);
        }
    }
    heirs
}
