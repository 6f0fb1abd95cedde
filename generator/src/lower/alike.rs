//! Inline schemas that are alike: one type is all of them, and the names of the others are aliases.
//!
//! Publishers repeat themselves wherever their descriptions are written by a program: an address in
//! each request that has one. Every inline schema keeps the name of where it stands, so that nothing
//! is renamed when one of them changes. Components are types of their own, whatever they say: their
//! author gave them a name.

use crate::ir::{BodyKind, Constraints, Schema, SchemaId, SchemaKind, Tag, TypeRef};
use crate::map::{Map, Set};

/// Makes aliases of the inline types that are like an earlier one; the first `components`
/// types are no inline ones. Docs of the types themselves may differ: an alias has docs, too.
pub(super) fn share(schemas: &mut [Schema], components: usize, tags: &[Tag]) {
    let mut alike = Alike {
        components,
        alternatives: alternatives(tags),
        schemas,
        known: Map::default(),
        groups: vec![None; schemas.len()],
    };
    let inline = components..schemas.len();
    let groups: Vec<usize> = inline.clone().map(|index| alike.group(index)).collect();
    let mut firsts = Map::default();
    for (index, group) in inline.zip(groups) {
        let first = *firsts.entry(group).or_insert(index);
        if first != index {
            schemas[first].in_request |= schemas[index].in_request;
            if schemas[first].module != schemas[index].module {
                schemas[first].module = None;
            }
            let target = TypeRef::Named(SchemaId(first));
            schemas[index].kind = SchemaKind::Alias(target, Constraints::default());
            schemas[index].derives.clear();
        }
    }
}

/// The types that tell the content type of a body from the first one that it can have.
fn alternatives(tags: &[Tag]) -> Set<SchemaId> {
    let operations = tags.iter().flat_map(|tag| &tag.operations);
    let bodies = operations.filter_map(|operation| operation.body.as_ref());
    let others = bodies.flat_map(|body| body.contents.iter().skip(1));
    let types = others.filter_map(|content| match &content.kind {
        BodyKind::Json(r#type) | BodyKind::Form(r#type, _) => Some(r#type),
        BodyKind::Multipart(_) | BodyKind::Text | BodyKind::Binary => None,
    });
    let named = types.filter_map(|r#type| match r#type {
        TypeRef::Named(id) => Some(*id),
        TypeRef::Scalar(_)
        | TypeRef::Any
        | TypeRef::Array(_)
        | TypeRef::Map(_)
        | TypeRef::Nullable(_)
        | TypeRef::Existing(_) => None,
    });
    named.collect()
}

struct Alike<'s> {
    components: usize,
    alternatives: Set<SchemaId>,
    schemas: &'s [Schema],
    /// What a type says, with the groups of the inline types that it names, and its group.
    known: Map<(SchemaKind, &'s [String]), usize>,
    /// The group of each type, which is the index of one of them.
    groups: Vec<Option<usize>>,
}

impl Alike<'_> {
    /// The group of a type; one that leads to itself is alone.
    fn group(&mut self, index: usize) -> usize {
        if let Some(group) = self.groups[index] {
            return group;
        }
        self.groups[index] = Some(index);
        let schema = &self.schemas[index];
        let group = if self.is_alone(index) {
            index
        } else {
            let mut kind = schema.kind.clone();
            for r#type in kind.types_mut() {
                self.name_group(r#type);
            }
            let key = (kind, schema.derives.as_slice());
            *self.known.entry(key).or_insert(index)
        };
        self.groups[index] = Some(group);
        group
    }

    /// Whether nothing is like the type, whatever it says.
    fn is_alone(&self, index: usize) -> bool {
        let schema = &self.schemas[index];
        let is_type = match schema.kind {
            SchemaKind::Struct(_) | SchemaKind::Enum(_) | SchemaKind::Union(_) => true,
            SchemaKind::Newtype(_) | SchemaKind::Alias(..) | SchemaKind::Wrapper(..) => false,
        };
        index < self.components
            || !is_type
            || !schema.needed
            || schema.deprecated
            || self.alternatives.contains(&SchemaId(index))
    }

    /// The type that stands for all of its group.
    fn name_group(&mut self, r#type: &mut TypeRef) {
        match r#type {
            TypeRef::Named(id) => *id = SchemaId(self.group(id.0)),
            TypeRef::Array(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => {
                self.name_group(inner);
            }
            TypeRef::Scalar(_) | TypeRef::Any | TypeRef::Existing(_) => {}
        }
    }
}
