//! Schemas: the types of the API, one file for each tag that has types of its own.

mod check;
mod newtype;
mod string_enum;
mod structure;
mod union;

pub(super) use check::{has_limits, limits};

use std::ops::Range;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Doc};
use super::scope::Scope;
use super::{Rendered, allow_deprecated, deprecated, invocation, plain, type_ref};
use crate::ir::{Api, Ident, Schema, SchemaKind, TypeRef};
use crate::map::Set;

/// The module of the types that several tags use.
pub(super) const SHARED: &str = "shared";

/// The modules of `types`; `None` is the shared one.
pub(super) fn modules(api: &Api) -> Set<Option<&Ident>> {
    api.types().map(|schema| schema.module.as_ref()).collect()
}

/// `types/mod.rs`: every type by one path, whatever its file.
pub(super) fn types_module(api: &Api) -> Rendered {
    let docs = Doc::new().text("The types of the API.").inner();
    let names = modules(api).into_iter();
    let mut names: Vec<_> = names
        .map(|module| module.map_or(SHARED, Ident::as_str))
        .collect();
    names.sort_unstable();
    let names: Vec<_> = names.into_iter().map(super::ident).collect();
    Rendered::of(
        docs,
        vec![
            quote! { #(mod #names;)* },
            quote! { #(pub use #names::*;)* },
        ],
    )
}

/// The types of one file.
pub(super) fn schemas<'a>(
    api: &'a Api,
    module: Option<&Ident>,
) -> impl Iterator<Item = &'a Schema> {
    api.types()
        .filter(move |schema| schema.module.as_ref() == module)
}

/// A part of a file of types.
pub(super) fn schemas_module(api: &Api, module: Option<&Ident>, part: Range<usize>) -> Rendered {
    let mut scope = Scope::of_types(api, module);
    let docs = match api.tags.iter().find(|tag| Some(&tag.module) == module) {
        Some(tag) => format!("Types of the tag {}.", docs::code(&tag.text)),
        None => match module {
            Some(module) => format!("Types of {}.", docs::code(plain(module))),
            None => "Types that several tags use.".to_owned(),
        },
    };
    let items = schemas(api, module)
        .skip(part.start)
        .take(part.len())
        .flat_map(|schema| schema_items(schema, &mut scope))
        .collect();
    scope.rendered(Doc::new().text(&docs).inner(), items)
}

/// The type and what is implemented for it.
fn schema_items(schema: &Schema, scope: &mut Scope<'_>) -> Vec<TokenStream> {
    match &schema.kind {
        SchemaKind::Struct(structure) => structure::struct_items(schema, structure, scope),
        SchemaKind::Enum(string_enum) => vec![string_enum::enum_item(schema, string_enum, scope)],
        SchemaKind::Newtype(newtype) => newtype::newtype_items(schema, newtype, scope),
        SchemaKind::Union(union) => union::union_items(schema, union, scope),
        SchemaKind::Wrapper(target, constraints) => {
            newtype::wrapper_items(schema, target, constraints, scope)
        }
        SchemaKind::Alias(target, _) => vec![alias(schema, target, scope)],
    }
}

/// `pub type Subscriptions = Vec<Subscription>;`
fn alias(schema: &Schema, target: &TypeRef, scope: &mut Scope<'_>) -> TokenStream {
    let head = head(schema);
    let allow = allow_deprecated(!schema.deprecated && type_ref::is_deprecated(target, scope));
    let name = &schema.name;
    let target = type_ref::type_name(target, scope);
    quote! { #head #allow pub type #name = #target; }
}

/// What a macro of the runtime implements for a type. A macro can't be allowed to touch a
/// deprecated one, but the constant around it can.
fn implemented(schema: &Schema, macros: TokenStream) -> TokenStream {
    if schema.deprecated {
        let allow = allow_deprecated(true);
        quote! { #allow const _: () = { #macros }; }
    } else {
        macros
    }
}

/// Docs and `#[deprecated]` of a type.
fn head(schema: &Schema) -> TokenStream {
    let docs = head_docs(schema).outer();
    let deprecated = deprecated(schema.deprecated);
    let derives = derives(schema);
    quote! { #docs #deprecated #derives }
}

/// `#[derive(…)]` of what the settings add to a type, as far as the type does not have it anyway.
fn derives(schema: &Schema) -> TokenStream {
    let ordered = ["Eq", "Hash", "Ord", "PartialOrd"];
    let known: &[&str] = match &schema.kind {
        SchemaKind::Newtype(newtype) if newtype.scalar.is_float() => &["Copy", "PartialOrd"],
        SchemaKind::Newtype(newtype) if newtype.scalar.is_copy() => {
            &["Copy", "Eq", "Hash", "Ord", "PartialOrd"]
        }
        SchemaKind::Enum(_) | SchemaKind::Newtype(_) => &ordered,
        SchemaKind::Struct(_)
        | SchemaKind::Union(_)
        | SchemaKind::Wrapper(..)
        | SchemaKind::Alias(..) => &[],
    };
    let derives = schema.derives.iter().map(String::as_str);
    let mut derives: Vec<_> = derives.filter(|path| !known.contains(path)).collect();
    derives.sort_unstable();
    derives.dedup();
    if derives.is_empty() {
        return TokenStream::new();
    }
    let derives = derives
        .into_iter()
        .map(|path| path.parse::<TokenStream>().unwrap_or_default());
    quote! { #[derive(#(#derives),*)] }
}

/// The same as text.
fn head_text(schema: &Schema) -> String {
    let mut text = head_docs(schema).outer_text();
    if schema.deprecated {
        text.push_str("#[deprecated]\n");
    }
    let derives = derives(schema);
    if !derives.is_empty() {
        text.push_str(&invocation::code(derives));
        text.push('\n');
    }
    text
}

fn head_docs(schema: &Schema) -> Doc {
    let synthesised = format!("The type {}.", docs::code(plain(&schema.name)));
    Doc::new().described_or(schema.description.as_deref(), &synthesised)
}
