//! Scalars with a name.

use proc_macro2::TokenStream;
use quote::quote;

use super::{check, head, implemented};
use crate::ir::{Constraints, Newtype, Scalar, Schema, TypeRef};
use crate::render::allow_deprecated;
use crate::render::plain;
use crate::render::scope::Scope;
use crate::render::type_ref;

/// The newtype, its conversions, and its checks.
pub(super) fn newtype_items(
    schema: &Schema,
    newtype: &Newtype,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    let mut items = vec![declaration(schema, newtype, scope)];
    if newtype.sensitive {
        items.push(redacted_debug(schema, scope));
    }
    let conversions = conversions(schema, newtype, scope);
    items.push(implemented(schema, conversions));
    if schema.in_request {
        items.push(check::newtype_check(schema, newtype, scope));
    }
    items
}

/// A type around one that contains it.
pub(super) fn wrapper_items(
    schema: &Schema,
    target: &TypeRef,
    constraints: &Constraints,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    scope.import("serde", "Deserialize");
    scope.import("serde", "Serialize");
    let (head, name) = (head(schema), &schema.name);
    let allow = allow_deprecated(schema.deprecated);
    let inner = type_ref::type_name(target, scope);
    let mut items = vec![
        quote! {
            #head
            #[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
            #[serde(transparent)]
            pub struct #name(pub #inner);
        },
        quote! {
            #allow
            impl From<#inner> for #name {
                fn from(value: #inner) -> Self {
                    Self(value)
                }
            }
        },
    ];
    if schema.in_request {
        items.push(check::wrapper_check(schema, target, constraints, scope));
    }
    items
}

/// `pub struct ProductCode(pub String);`
fn declaration(schema: &Schema, newtype: &Newtype, scope: &mut Scope<'_>) -> TokenStream {
    scope.import("serde", "Deserialize");
    scope.import("serde", "Serialize");
    let head = head(schema);
    let name = &schema.name;
    let copy = newtype.scalar.is_copy().then(|| quote! { Copy, });
    let debug = (!newtype.sensitive).then(|| quote! { Debug, });
    let order = if newtype.scalar.is_float() {
        quote! { PartialEq, PartialOrd }
    } else {
        quote! { PartialEq, Eq, Hash, PartialOrd, Ord }
    };
    let scalar = type_ref::scalar_name(newtype.scalar, scope);
    quote! {
        #head
        #[derive(Clone, #copy #debug #order, Deserialize, Serialize)]
        #[serde(transparent)]
        pub struct #name(pub #scalar);
    }
}

/// The runtime's macros that make it of literals and show it.
fn conversions(schema: &Schema, newtype: &Newtype, scope: &mut Scope<'_>) -> TokenStream {
    let name = &schema.name;
    let scalar = type_ref::scalar_name(newtype.scalar, scope);
    match newtype.scalar {
        Scalar::String if newtype.sensitive => {
            scope.runtime("string_newtype");
            quote! { string_newtype!(#name, sensitive); }
        }
        Scalar::String => {
            scope.runtime("string_newtype");
            quote! { string_newtype!(#name); }
        }
        _ if newtype.sensitive => from_scalar(schema, &scalar),
        Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 => {
            scope.runtime("integer_newtype");
            quote! { integer_newtype!(#name, #scalar); }
        }
        Scalar::Float | Scalar::Double => {
            scope.runtime("scalar_newtype");
            scope.runtime("number_newtype");
            quote! { scalar_newtype!(#name, #scalar); number_newtype!(#name, #scalar); }
        }
        Scalar::Boolean
        | Scalar::Base64
        | Scalar::Date
        | Scalar::DateTime
        | Scalar::Decimal
        | Scalar::DecimalText
        | Scalar::EpochMillis
        | Scalar::Uuid => {
            scope.runtime("scalar_newtype");
            quote! { scalar_newtype!(#name, #scalar); }
        }
    }
}

/// The one conversion of a sensitive scalar, which nothing shows.
fn from_scalar(schema: &Schema, scalar: &TokenStream) -> TokenStream {
    let name = &schema.name;
    quote! {
        impl From<#scalar> for #name {
            fn from(value: #scalar) -> Self {
                Self(value)
            }
        }
    }
}

/// `Debug` that keeps the value to itself.
fn redacted_debug(schema: &Schema, scope: &mut Scope<'_>) -> TokenStream {
    scope.import("std", "fmt");
    scope.runtime("Redacted");
    let allow = allow_deprecated(schema.deprecated);
    let name = &schema.name;
    let text = plain(name);
    quote! {
        #allow
        impl fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(#text).field(&Redacted).finish()
            }
        }
    }
}
