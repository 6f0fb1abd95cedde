//! Limits: what is checked of a value before it is sent.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::structure::has_deprecated;
use crate::ir::{Bound, Constraints, Newtype, Schema, SchemaKind, Struct, TypeRef};
use crate::render::allow_deprecated;
use crate::render::scope::Scope;

/// `impl Check` of a struct: the limits of each property, and those inside of it.
pub(super) fn struct_check(
    schema: &Schema,
    structure: &Struct,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let mut checks = Vec::new();
    for field in &structure.fields {
        let name = &field.name;
        let place = quote! { &self.#name };
        checks.extend(limits(
            &quote! { check },
            &field.wire,
            &place,
            &field.constraints,
            scope,
        ));
        checks.extend(inner_check(&field.wire, &place, &field.r#type, scope));
    }
    if let Some((name, value)) = &structure.additional {
        checks.extend(inner_check("", &quote! { &self.#name }, value, scope));
    }
    let allow = allow_deprecated(schema.deprecated || has_deprecated(structure));
    check_impl(schema, &allow, &checks, scope)
}

/// `impl Check` of a newtype.
pub(super) fn newtype_check(
    schema: &Schema,
    newtype: &Newtype,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let checks = limits(
        &quote! { check },
        "",
        &quote! { &self.0 },
        &newtype.constraints,
        scope,
    );
    let allow = allow_deprecated(schema.deprecated);
    check_impl(schema, &allow, &checks, scope)
}

fn check_impl(
    schema: &Schema,
    allow: &TokenStream,
    checks: &[TokenStream],
    scope: &mut Scope<'_>,
) -> TokenStream {
    scope.runtime("Check");
    let name = &schema.name;
    if checks.is_empty() {
        return quote! { #allow impl Check for #name {} };
    }
    scope.runtime("Checker");
    quote! {
        #allow
        impl Check for #name {
            fn check(&self, check: &mut Checker<'_>) {
                #(#checks)*
            }
        }
    }
}

/// The check of a property whose type has limits of its own.
fn inner_check(
    wire: &str,
    place: &TokenStream,
    r#type: &TypeRef,
    scope: &Scope<'_>,
) -> Option<TokenStream> {
    has_limits(r#type, scope).then(|| quote! { check.field(#wire, #place); })
}

/// Whether a value of the type can break a limit; an object is taken to have one.
fn has_limits(r#type: &TypeRef, scope: &Scope<'_>) -> bool {
    match r#type {
        TypeRef::Scalar(_) | TypeRef::Any => false,
        TypeRef::Array(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => {
            has_limits(inner, scope)
        }
        TypeRef::Named(id) => match &scope.api.schema(*id).kind {
            SchemaKind::Struct(_) => true,
            SchemaKind::Enum(_) => false,
            SchemaKind::Newtype(newtype) => !newtype.constraints.is_empty(),
            SchemaKind::Alias(target) => has_limits(target, scope),
        },
    }
}

/// One line for each kind of limit, on the checker that `check` is.
pub(in crate::render) fn limits(
    check: &TokenStream,
    wire: &str,
    place: &TokenStream,
    constraints: &Constraints,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    let mut checks = Vec::new();
    if constraints.min_length.is_some() || constraints.max_length.is_some() {
        let (min, max) = (
            option(constraints.min_length),
            option(constraints.max_length),
        );
        checks.push(quote! { #check.length(#wire, #place, #min, #max); });
    }
    if let Some(pattern) = &constraints.pattern {
        scope.runtime("pattern");
        checks.push(quote! { #check.pattern(#wire, #place, pattern!(#pattern)); });
    }
    if constraints.minimum.is_some() || constraints.maximum.is_some() {
        let range = range(constraints, scope);
        checks.push(quote! { #check.range(#wire, #place, #range); });
    }
    if constraints.min_items.is_some() || constraints.max_items.is_some() {
        let (min, max) = (option(constraints.min_items), option(constraints.max_items));
        checks.push(quote! { #check.items(#wire, #place, #min, #max); });
    }
    checks
}

fn option(limit: Option<usize>) -> TokenStream {
    limit.map_or_else(
        || quote! { None },
        |limit| {
            let limit = Literal::usize_unsuffixed(limit);
            quote! { Some(#limit) }
        },
    )
}

/// `0..=32767`; what ranges can't say, as a pair of bounds.
fn range(constraints: &Constraints, scope: &mut Scope<'_>) -> TokenStream {
    let minimum = constraints.minimum.as_ref();
    let maximum = constraints.maximum.as_ref();
    if minimum.is_some_and(|minimum| minimum.exclusive) {
        scope.import("std::ops", "Bound");
        let (minimum, maximum) = (bound(minimum), bound(maximum));
        return quote! { (#minimum, #maximum) };
    }
    let first = minimum.map(limit);
    match maximum {
        None => quote! { #first.. },
        Some(maximum) => {
            let last = limit(maximum);
            if maximum.exclusive {
                quote! { #first..#last }
            } else {
                quote! { #first..=#last }
            }
        }
    }
}

fn bound(bound: Option<&Bound>) -> TokenStream {
    let Some(bound) = bound else {
        return quote! { Bound::Unbounded };
    };
    let limit = limit(bound);
    if bound.exclusive {
        quote! { Bound::Excluded(#limit) }
    } else {
        quote! { Bound::Included(#limit) }
    }
}

/// The limit, which is a literal already.
fn limit(bound: &Bound) -> TokenStream {
    bound.limit.parse().unwrap_or_default()
}
