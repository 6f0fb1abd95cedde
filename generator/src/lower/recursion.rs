//! Types that contain themselves: the fields of a cycle stand behind a `Box`.

use crate::ir::{Constraints, Schema, SchemaId, SchemaKind, TypeRef};

/// Gives aliases that lead back to themselves a type of their own.
pub(super) fn wrap_aliases(schemas: &mut [Schema]) {
    let cyclic: Vec<usize> = (0..schemas.len())
        .filter(|index| leads_back(*index, schemas, &inner))
        .collect();
    for index in cyclic {
        let names_itself = leads_back(index, schemas, &|r#type| held(r#type));
        if let SchemaKind::Alias(r#type, constraints) = &schemas[index].kind {
            schemas[index].kind = if names_itself {
                SchemaKind::Alias(TypeRef::Any, Constraints::default())
            } else {
                SchemaKind::Wrapper(r#type.clone(), constraints.clone())
            };
        }
    }
}

/// Whether following aliases from this one comes back to it.
fn leads_back(
    start: usize,
    schemas: &[Schema],
    next: &dyn Fn(&TypeRef) -> Option<SchemaId>,
) -> bool {
    let mut index = start;
    for _ in 0..=schemas.len() {
        let (SchemaKind::Alias(r#type, _) | SchemaKind::Wrapper(r#type, _)) = &schemas[index].kind
        else {
            return false;
        };
        match next(r#type) {
            Some(id) if id.0 == start => return true,
            Some(id) => index = id.0,
            None => return false,
        }
    }
    false
}

/// The named type in a use, however deep.
fn inner(r#type: &TypeRef) -> Option<SchemaId> {
    match r#type {
        TypeRef::Named(id) => Some(*id),
        TypeRef::Array(inner_type) | TypeRef::Map(inner_type) | TypeRef::Nullable(inner_type) => {
            inner(inner_type)
        }
        TypeRef::Scalar(_) | TypeRef::Any | TypeRef::Existing(_) => None,
    }
}

/// Boxes every field that leads back to its own type without a `Vec` or map between.
pub(super) fn break_cycles(schemas: &mut [Schema]) {
    let components = components(schemas);
    for index in 0..schemas.len() {
        let boxed: Vec<bool> = fields(&schemas[index])
            .map(|r#type| held(r#type).is_some_and(|id| components[id.0] == components[index]))
            .collect();
        match &mut schemas[index].kind {
            SchemaKind::Struct(object) => {
                for (field, boxed) in object.fields.iter_mut().zip(boxed) {
                    field.boxed = boxed;
                }
            }
            SchemaKind::Union(union) => {
                for (variant, boxed) in union.variants.iter_mut().zip(boxed) {
                    variant.boxed = boxed;
                }
            }
            SchemaKind::Alias(..)
            | SchemaKind::Wrapper(..)
            | SchemaKind::Enum(_)
            | SchemaKind::Newtype(_) => {}
        }
    }
}

/// The type that a use holds in itself, not behind a pointer.
fn held(r#type: &TypeRef) -> Option<SchemaId> {
    match r#type {
        TypeRef::Named(id) => Some(*id),
        TypeRef::Nullable(inner) => held(inner),
        TypeRef::Scalar(_)
        | TypeRef::Any
        | TypeRef::Existing(_)
        | TypeRef::Array(_)
        | TypeRef::Map(_) => None,
    }
}

fn fields(schema: &Schema) -> impl Iterator<Item = &TypeRef> {
    let (fields, variants, alias) = match &schema.kind {
        SchemaKind::Struct(object) => (object.fields.as_slice(), &[][..], None),
        SchemaKind::Union(union) => (&[][..], union.variants.as_slice(), None),
        SchemaKind::Alias(r#type, _) | SchemaKind::Wrapper(r#type, _) => {
            (&[][..], &[][..], Some(r#type))
        }
        SchemaKind::Enum(_) | SchemaKind::Newtype(_) => (&[][..], &[][..], None),
    };
    let fields = fields.iter().map(|field| &field.r#type);
    let variants = variants.iter().map(|variant| &variant.r#type);
    fields.chain(variants).chain(alias)
}

/// For each type the number of its strongly connected component (Tarjan's algorithm, with a stack
/// of its own because descriptions decide the depth); a type alone has a number of its own.
fn components(schemas: &[Schema]) -> Vec<usize> {
    let edges: Vec<Vec<usize>> = schemas
        .iter()
        .map(|schema| fields(schema).filter_map(held).map(|id| id.0).collect())
        .collect();
    let mut walk = Walk {
        order: vec![None; schemas.len()],
        low: vec![0; schemas.len()],
        component: vec![usize::MAX; schemas.len()],
        open: Vec::new(),
        visited: 0,
        found: 0,
    };
    for start in 0..schemas.len() {
        if walk.order[start].is_none() {
            walk.from(start, &edges);
        }
    }
    let mut sizes = vec![0_usize; walk.found];
    for component in &walk.component {
        sizes[*component] += 1;
    }
    // A type that is alone and does not hold itself is in no cycle.
    for (index, edges) in edges.iter().enumerate() {
        if sizes[walk.component[index]] == 1 && !edges.contains(&index) {
            walk.component[index] = walk.found + index;
        }
    }
    walk.component
}

struct Walk {
    order: Vec<Option<usize>>,
    low: Vec<usize>,
    component: Vec<usize>,
    open: Vec<usize>,
    visited: usize,
    found: usize,
}

impl Walk {
    fn from(&mut self, start: usize, edges: &[Vec<usize>]) {
        let mut stack = vec![(start, 0)];
        while let Some((node, next)) = stack.pop() {
            if next == 0 {
                self.enter(node);
            }
            match edges[node].get(next) {
                Some(&target) => {
                    stack.push((node, next + 1));
                    match self.order[target] {
                        None => stack.push((target, 0)),
                        Some(order) if self.component[target] == usize::MAX => {
                            self.low[node] = self.low[node].min(order);
                        }
                        Some(_) => {}
                    }
                }
                None => self.leave(node, stack.last().map(|(parent, _)| *parent)),
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.order[node] = Some(self.visited);
        self.low[node] = self.visited;
        self.visited += 1;
        self.open.push(node);
    }

    fn leave(&mut self, node: usize, parent: Option<usize>) {
        if let Some(parent) = parent {
            self.low[parent] = self.low[parent].min(self.low[node]);
        }
        if self.order[node] != Some(self.low[node]) {
            return;
        }
        while let Some(member) = self.open.pop() {
            self.component[member] = self.found;
            if member == node {
                break;
            }
        }
        self.found += 1;
    }
}
