//! Limits: what is checked of a value before it is sent.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::structure::has_deprecated;
use crate::ir::{
    Additional, Bound, Constraints, Newtype, Schema, SchemaKind, Struct, TypeRef, Union,
};
use crate::render::allow_deprecated;
use crate::render::scope::Scope;
use crate::render::type_ref;

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
        let check = quote! { check };
        let (wire, r#type) = (&field.wire, &field.r#type);
        let limits = limits(&check, wire, &place, r#type, &field.constraints, scope);
        checks.extend(limits);
        checks.extend(inner_check(&field.wire, &place, &field.r#type, scope));
    }
    if let Some(Additional {
        name,
        r#type,
        constraints,
        keys,
    }) = &structure.additional
    {
        let place = quote! { &self.#name };
        let wire = further_wire(structure);
        let each = each_call(&wire, &place, r#type, Some(constraints), scope);
        let keys = keys.as_deref();
        let keys = keys.and_then(|keys| keys_call(&wire, &place, keys, scope));
        checks.extend(
            each.into_iter()
                .chain(keys)
                .map(|call| quote! { check.#call; }),
        );
        checks.extend(inner_check(&wire, &place, r#type, scope));
    }
    let (min, max) = (structure.min_properties, structure.max_properties);
    if min.is_some() || max.is_some() {
        let (min, max) = (option(min), option(max));
        checks.push(quote! { check.properties("", self, #min, #max); });
    }
    let allow = allow_deprecated(schema.deprecated || has_deprecated(structure));
    check_impl(schema, &allow, &checks, scope)
}

/// What stands before the place of a property without name; of an item after those of a struct,
/// which the array counts from its beginning.
fn further_wire(structure: &Struct) -> String {
    if structure.is_array {
        format!("[{}..]", structure.fields.len())
    } else {
        String::new()
    }
}

/// `impl Check` of a newtype.
pub(super) fn newtype_check(
    schema: &Schema,
    newtype: &Newtype,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let (check, place) = (quote! { check }, quote! { &self.0 });
    let r#type = TypeRef::Scalar(newtype.scalar);
    let mut checks = limits(&check, "", &place, &r#type, &newtype.constraints, scope);
    checks.extend(inner_check("", &place, &r#type, scope));
    let allow = allow_deprecated(schema.deprecated);
    check_impl(schema, &allow, &checks, scope)
}

/// `impl Check` of a wrapper.
pub(super) fn wrapper_check(
    schema: &Schema,
    target: &TypeRef,
    constraints: &Constraints,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let (check, place) = (quote! { check }, quote! { &self.0 });
    let mut checks = limits(&check, "", &place, target, constraints, scope);
    checks.extend(inner_check("", &place, target, scope));
    check_impl(schema, &allow_deprecated(schema.deprecated), &checks, scope)
}

/// `Check` of a union: the limits of what it holds.
pub(super) fn union_check(schema: &Schema, union: &Union, scope: &mut Scope<'_>) -> TokenStream {
    let name = &schema.name;
    let mut is_limited = false;
    let mut arms = Vec::new();
    for variant in &union.variants {
        let (place, r#type) = (quote! { value }, &variant.r#type);
        let check = quote! { check };
        let limits = limits(&check, "", &place, r#type, &variant.constraints, scope);
        let inner = has_limits(r#type, scope).then(|| quote! { Check::check(value, check); });
        let name = &variant.name;
        is_limited |= !limits.is_empty() || type_ref::is_existing(r#type, scope);
        arms.push(match (limits.as_slice(), inner) {
            ([], None) => quote! { Self::#name(_) => {} },
            (_, inner) => quote! { Self::#name(value) => { #(#limits)* #inner } },
        });
    }
    if is_limited {
        let checks = [quote! { match self { #(#arms)* Self::Unknown(_) => {} } }];
        return check_impl(schema, &TokenStream::new(), &checks, scope);
    }
    scope.runtime("union_check");
    let variants = union.variants.iter().map(|variant| &variant.name);
    quote! { union_check!(#name, [#(#variants),*]); }
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
            #[inline]
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

/// Whether a value of the type can break a limit; an object is taken to have one, and a float can be
/// none that is a number.
pub(in crate::render) fn has_limits(r#type: &TypeRef, scope: &Scope<'_>) -> bool {
    match r#type {
        TypeRef::Scalar(scalar) => scalar.is_float(),
        TypeRef::Any | TypeRef::Existing(_) => false,
        TypeRef::Array(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => {
            has_limits(inner, scope)
        }
        TypeRef::Named(id) => match &scope.api.schema(*id).kind {
            SchemaKind::Struct(_) | SchemaKind::Union(_) | SchemaKind::Wrapper(..) => true,
            SchemaKind::Enum(_) => false,
            SchemaKind::Newtype(newtype) => {
                let scalar = TypeRef::Scalar(newtype.scalar);
                !newtype.constraints.is_empty() || has_limits(&scalar, scope)
            }
            SchemaKind::Alias(target, _) => has_limits(target, scope),
        },
    }
}

/// One line for each limit of a value of this type, on the checker that `check` is.
pub(in crate::render) fn limits(
    check: &TokenStream,
    wire: &str,
    place: &TokenStream,
    r#type: &TypeRef,
    constraints: &Constraints,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    let calls = calls(wire, place, r#type, constraints, scope);
    let calls = calls.into_iter();
    calls.map(|call| quote! { #check.#call; }).collect()
}

/// The calls for the limits that are written where the type is used, for those of the names without
/// a type of their own that it goes by, and for those of its items and values.
fn calls(
    wire: &str,
    place: &TokenStream,
    r#type: &TypeRef,
    constraints: &Constraints,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    // What a type that is not generated may be is its own affair.
    if let TypeRef::Existing(_) = type_ref::resolved(r#type, scope) {
        return Vec::new();
    }
    let size = size_call(r#type, scope);
    let mut all = own_calls(wire, place, constraints, &size, scope);
    match r#type {
        TypeRef::Scalar(_) | TypeRef::Any | TypeRef::Existing(_) => {}
        // What is null is within all limits.
        TypeRef::Nullable(inner) => return calls(wire, place, inner, constraints, scope),
        TypeRef::Array(member) | TypeRef::Map(member) => {
            let each = constraints.each.as_deref();
            all.extend(each_call(wire, place, member, each, scope));
            let keys = constraints.keys.as_deref();
            all.extend(keys.and_then(|keys| keys_call(wire, place, keys, scope)));
        }
        TypeRef::Named(id) => {
            let api = scope.api;
            if let SchemaKind::Alias(target, constraints) = &api.schema(*id).kind {
                all.extend(calls(wire, place, target, constraints, scope));
            }
        }
    }
    all
}

/// The call for the limits of every item or value, when there are any.
fn each_call(
    wire: &str,
    place: &TokenStream,
    member: &TypeRef,
    constraints: Option<&Constraints>,
    scope: &mut Scope<'_>,
) -> Option<TokenStream> {
    let unlimited = Constraints::default();
    let constraints = constraints.unwrap_or(&unlimited);
    let calls = calls("", &quote! { item }, member, constraints, scope);
    match calls.as_slice() {
        [] => None,
        [call] => Some(quote! { each(#wire, #place, |check, item| check.#call) }),
        _ => Some(quote! { each(#wire, #place, |check, item| { #(check.#calls;)* }) }),
    }
}

/// The call for the limits of the names of properties.
fn keys_call(
    wire: &str,
    place: &TokenStream,
    constraints: &Constraints,
    scope: &mut Scope<'_>,
) -> Option<TokenStream> {
    let size = quote! { items };
    let calls = own_calls("", &quote! { name }, constraints, &size, scope);
    (!calls.is_empty())
        .then(|| quote! { names(#wire, #place, |check, name| { #(check.#calls;)* }) })
}

/// What counts the items of a collection, or the properties of a struct.
fn size_call(r#type: &TypeRef, scope: &Scope<'_>) -> TokenStream {
    let is_struct = match type_ref::resolved(r#type, scope) {
        TypeRef::Named(id) => matches!(scope.api.schema(id).kind, SchemaKind::Struct(_)),
        TypeRef::Scalar(_)
        | TypeRef::Any
        | TypeRef::Array(_)
        | TypeRef::Map(_)
        | TypeRef::Nullable(_)
        | TypeRef::Existing(_) => false,
    };
    if is_struct {
        quote! { properties }
    } else {
        quote! { items }
    }
}

/// One call for each kind of limit.
fn own_calls(
    wire: &str,
    place: &TokenStream,
    constraints: &Constraints,
    size: &TokenStream,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    let mut calls = Vec::new();
    if constraints.min_length.is_some() || constraints.max_length.is_some() {
        let (min, max) = (
            option(constraints.min_length),
            option(constraints.max_length),
        );
        calls.push(quote! { length(#wire, #place, #min, #max) });
    }
    for pattern in &constraints.patterns {
        scope.runtime("pattern");
        calls.push(quote! { pattern(#wire, #place, pattern!(#pattern)) });
    }
    if constraints.minimum.is_some() || constraints.maximum.is_some() {
        let range = range(constraints, scope);
        calls.push(quote! { range(#wire, #place, #range) });
    }
    for divisor in &constraints.multiple_of {
        calls.push(quote! { multiple_of(#wire, #place, #divisor) });
    }
    if constraints.min_items.is_some() || constraints.max_items.is_some() {
        let (min, max) = (option(constraints.min_items), option(constraints.max_items));
        calls.push(quote! { #size(#wire, #place, #min, #max) });
    }
    if constraints.unique_items {
        calls.push(quote! { unique(#wire, #place) });
    }
    if !constraints.values.is_empty() {
        let values = &constraints.values;
        calls.push(quote! { one_of(#wire, #place, &[#(#values),*]) });
    }
    calls
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
