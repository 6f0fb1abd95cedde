//! Where types are used: in requests or not, by one tag or by several, and what they need.

use crate::ir::{
    Capability, Header, Ident, Operation, Payload, Presence, Response, Schema, SchemaId,
    SchemaKind, Success, Tag, TypeRef,
};
use crate::map::Set;

/// Marks the types that requests contain, and gives each type the module of its one tag. `whole`
/// are the components that others don't extend by `allOf`.
pub(super) fn assign(schemas: &mut [Schema], tags: &[Tag], headers: &[Header], whole: &[SchemaId]) {
    let mut modules: Vec<Vec<&Ident>> = vec![Vec::new(); schemas.len()];
    let (mut in_request, mut in_response) = (Set::default(), Set::default());
    for tag in tags {
        let mut reached = Set::default();
        for operation in &tag.operations {
            for r#type in sent(operation) {
                reach(r#type, schemas, &mut in_request);
            }
            for r#type in received(operation) {
                reach(r#type, schemas, &mut in_response);
            }
            for r#type in sent(operation).chain(received(operation)) {
                reach(r#type, schemas, &mut reached);
            }
        }
        for page in &tag.pages {
            for r#type in page.parameters.iter().map(|parameter| &parameter.r#type) {
                reach(r#type, schemas, &mut in_request);
                reach(r#type, schemas, &mut reached);
            }
            if let Some(returned) = &page.returned {
                reach(returned, schemas, &mut reached);
            }
        }
        for id in reached {
            // Two tell already that there are several.
            if modules[id].len() < 2 && !modules[id].contains(&&tag.module) {
                modules[id].push(&tag.module);
            }
        }
    }
    let is_used = |index: &usize| !modules[*index].is_empty();
    let mut used: Set<usize> = (0..schemas.len()).filter(is_used).collect();
    for header in headers {
        reach(&header.r#type, schemas, &mut in_response);
        reach(&header.r#type, schemas, &mut used);
    }
    let needed = needed(schemas, used, whole);
    for (index, schema) in schemas.iter_mut().enumerate() {
        schema.needed = needed.contains(&index);
        schema.in_request = in_request.contains(&index);
        relax(schema, in_response.contains(&index));
        schema.module = match modules[index].as_slice() {
            [module] => Some((*module).clone()),
            _ => None,
        };
    }
}

/// What operations use, and what nothing uses; but not what others only extend by `allOf`, which is
/// in each of them.
fn needed(schemas: &[Schema], used: Set<usize>, whole: &[SchemaId]) -> Set<usize> {
    let mut needed = used;
    for id in whole {
        reach(&TypeRef::Named(*id), schemas, &mut needed);
    }
    needed
}

/// What the runtime must bring for the fields of the types.
pub(super) fn capabilities(schemas: &[Schema]) -> Set<Capability> {
    let mut capabilities = Set::default();
    for schema in schemas.iter().filter(|schema| schema.needed) {
        let SchemaKind::Struct(object) = &schema.kind else {
            continue;
        };
        for field in &object.fields {
            if field.presence == Presence::OptionalNullable {
                capabilities.insert(Capability::Patch);
            }
            if field.lenient {
                capabilities.insert(Capability::Lenient);
            }
        }
    }
    capabilities
}

/// `required` takes effect for `readOnly` properties in responses only, and for `writeOnly` ones in
/// requests only (OpenAPI 3.0.3 §4.7.24.1): a type of both sides is read without either, and made
/// with the latter.
fn relax(schema: &mut Schema, in_response: bool) {
    let SchemaKind::Struct(object) = &mut schema.kind else {
        return;
    };
    for field in &mut object.fields {
        let one_sided = (field.read_only && schema.in_request) || (field.write_only && in_response);
        if one_sided {
            field.asked_for = field.write_only
                && matches!(field.presence, Presence::Required | Presence::Nullable);
            field.constant = None;
            field.presence = match field.presence {
                Presence::Required | Presence::Optional => Presence::Optional,
                Presence::Nullable | Presence::OptionalNullable => Presence::OptionalNullable,
            };
        }
    }
}

fn sent(operation: &Operation) -> impl Iterator<Item = &TypeRef> {
    let bodies = operation.body.iter().flat_map(|body| &body.contents);
    operation
        .parameters
        .iter()
        .map(|parameter| &parameter.r#type)
        .chain(bodies.flat_map(|body| body.kind.types()))
}

fn received(operation: &Operation) -> impl Iterator<Item = &TypeRef> {
    let (one, by_status): (Option<&Payload>, &[Response]) = match &operation.success {
        Success::One(payload) => (Some(payload), &[]),
        Success::ByStatus { responses, .. } => (None, responses),
    };
    let all = by_status
        .iter()
        .chain(&operation.errors)
        .map(|response| &response.payload);
    all.chain(one).flat_map(Payload::types)
}

/// Adds every named type that `r#type` contains.
fn reach(r#type: &TypeRef, schemas: &[Schema], reached: &mut Set<usize>) {
    let mut open = vec![r#type];
    while let Some(r#type) = open.pop() {
        match r#type {
            TypeRef::Scalar(_) | TypeRef::Any | TypeRef::Existing(_) => {}
            TypeRef::Array(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => {
                open.push(inner);
            }
            TypeRef::Named(id) if !reached.insert(id.0) => {}
            TypeRef::Named(id) => match &schemas[id.0].kind {
                SchemaKind::Struct(object) => {
                    open.extend(object.fields.iter().map(|field| &field.r#type));
                    open.extend(object.additional.iter().map(|rest| &rest.r#type));
                }
                SchemaKind::Alias(r#type, _) | SchemaKind::Wrapper(r#type, _) => open.push(r#type),
                SchemaKind::Union(union) => {
                    open.extend(union.variants.iter().map(|variant| &variant.r#type));
                }
                SchemaKind::Enum(_) | SchemaKind::Newtype(_) => {}
            },
        }
    }
}
