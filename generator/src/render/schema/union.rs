//! Values that are one of several types.

use proc_macro2::TokenStream;
use quote::quote;

use super::{check, head, implemented};
use crate::ir::{Scalar, Schema, TypeRef, Union, UnionVariant};
use crate::render::docs::{self, Doc};
use crate::render::scope::Scope;
use crate::render::{allow_deprecated, type_ref};

/// The enum, how it is read and written, and what becomes one.
pub(super) fn union_items(
    schema: &Schema,
    union: &Union,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    let mut variants = union.variants.iter();
    let touched = !schema.deprecated
        && variants.any(|variant| type_ref::is_deprecated(&variant.r#type, scope));
    let mut items = vec![declaration(schema, union, touched, scope)];
    let mut macros = vec![conversions(schema, union, scope)];
    if schema.in_request {
        macros.push(check::union_check(schema, union, scope));
    }
    let macros = quote! { #(#macros)* };
    items.push(if touched {
        let allow = allow_deprecated(true);
        quote! { #allow const _: () = { #macros }; }
    } else {
        implemented(schema, macros)
    });
    items
}

/// `pub enum X { … }`
fn declaration(
    schema: &Schema,
    union: &Union,
    touched: bool,
    scope: &mut Scope<'_>,
) -> TokenStream {
    scope.runtime("UnknownJson");
    let head = head(schema);
    let allow = allow_deprecated(touched);
    let name = &schema.name;
    let variants: Vec<_> = union
        .variants
        .iter()
        .map(|variant| variant_declaration(variant, scope))
        .collect();
    let unknown = Doc::new()
        .text("A value that is none of these in whole, kept as it is.")
        .outer();
    quote! {
        #head
        #allow
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #unknown
            Unknown(UnknownJson),
        }
    }
}

fn variant_declaration(variant: &UnionVariant, scope: &mut Scope<'_>) -> TokenStream {
    let synthesised = match variant.tags.as_slice() {
        [] => format!("The variant {}.", docs::code(super::plain(&variant.name))),
        [tag, ..] => format!("Tagged {}.", docs::code(tag)),
    };
    let description = variant.description.as_deref().map(docs::first_paragraph);
    let docs = Doc::new().described_or(description.as_deref(), &synthesised);
    let docs = docs.outer();
    let name = &variant.name;
    let mut r#type = type_ref::type_name(&variant.r#type, scope);
    if variant.boxed {
        r#type = quote! { Box<#r#type> };
    }
    quote! { #docs #name(#r#type), }
}

/// The runtime's macros that read and write it, and make it of its types.
fn conversions(schema: &Schema, union: &Union, scope: &mut Scope<'_>) -> TokenStream {
    scope.runtime("union");
    let name = &schema.name;
    let variants = union.order.iter();
    let variants: Vec<_> = variants
        .filter_map(|index| union.variants.get(*index))
        .collect();
    let reading = if let Some(tag) = &union.tag {
        let branches = variants.iter().map(|variant| {
            let (name, tags) = (&variant.name, variant.tags.iter().chain(&variant.implied));
            quote! { #name => [#(#tags),*] }
        });
        quote! { union!(#name, #tag, [#(#branches),*]); }
    } else {
        let variants = variants.iter().map(|variant| &variant.name);
        quote! { union!(#name, [#(#variants),*]); }
    };
    let (mut seen, mut text, mut from) = (Vec::new(), None, Vec::new());
    for variant in &union.variants {
        let (resolved, name) = (type_ref::resolved(&variant.r#type, scope), &variant.name);
        if seen.contains(&resolved) {
            continue;
        }
        match &resolved {
            TypeRef::Scalar(Scalar::String) => text = Some(name),
            TypeRef::Scalar(_) | TypeRef::Named(_) => {
                let r#type = type_ref::type_name(&resolved, scope);
                from.push(quote! { #r#type => #name });
            }
            TypeRef::Any
            | TypeRef::Array(_)
            | TypeRef::Map(_)
            | TypeRef::Nullable(_)
            | TypeRef::Existing(_) => {}
        }
        seen.push(resolved);
    }
    let text = text.map(|variant| {
        scope.runtime("union_text");
        quote! { union_text!(#name, #variant); }
    });
    let from = (!from.is_empty()).then(|| {
        scope.runtime("union_from");
        quote! { union_from!(#name, [#(#from),*]); }
    });
    quote! { #reading #text #from }
}
