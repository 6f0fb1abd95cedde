//! Uses of types: what a field or argument is declared as, and how an argument becomes a value.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use crate::ir::{Scalar, SchemaKind, TypeRef};

/// The type as it is written in this file.
pub(super) fn type_name(r#type: &TypeRef, scope: &mut Scope<'_>) -> TokenStream {
    match r#type {
        TypeRef::Scalar(scalar) => scalar_name(*scalar, scope),
        TypeRef::Any => quote! { serde_json::Value },
        // A type, or the settings would not have it.
        TypeRef::Existing(path) => path.parse().unwrap_or_default(),
        TypeRef::Array(item) => {
            let item = type_name(item, scope);
            quote! { Vec<#item> }
        }
        TypeRef::Map(value) => {
            let value = type_name(value, scope);
            scope.import("std::collections", "BTreeMap");
            quote! { BTreeMap<String, #value> }
        }
        TypeRef::Nullable(inner) => {
            let inner = type_name(inner, scope);
            quote! { Option<#inner> }
        }
        TypeRef::Named(id) => scope.schema_name(*id),
    }
}

/// The type of a scalar; those of dependencies by their path, so that a schema may have their
/// names.
pub(super) fn scalar_name(scalar: Scalar, scope: &mut Scope<'_>) -> TokenStream {
    match scalar {
        Scalar::Boolean => quote! { bool },
        Scalar::Int32 => quote! { i32 },
        Scalar::Int64 => quote! { i64 },
        Scalar::Uint32 => quote! { u32 },
        Scalar::Uint64 => quote! { u64 },
        Scalar::Float => quote! { f32 },
        Scalar::Double => quote! { f64 },
        Scalar::String => quote! { String },
        Scalar::Date => quote! { jiff::civil::Date },
        Scalar::DateTime => quote! { jiff::Timestamp },
        Scalar::Uuid => quote! { uuid::Uuid },
        Scalar::Base64 => {
            scope.runtime("Base64");
            quote! { Base64 }
        }
        Scalar::Decimal => {
            scope.runtime("Decimal");
            quote! { Decimal }
        }
        Scalar::DecimalText => {
            scope.runtime("DecimalText");
            quote! { DecimalText }
        }
        Scalar::EpochMillis => {
            scope.runtime("EpochMillis");
            quote! { EpochMillis }
        }
    }
}

/// An argument of a method and the value it becomes.
pub(super) struct Argument {
    /// The declared type: `impl Into<types::ProductCode>`, `i64`.
    pub(super) declared: TokenStream,
    /// Whether `.into()` makes the value of it.
    pub(super) converted: bool,
}

impl Argument {
    /// The value of the argument called `name`.
    pub(super) fn value(&self, name: &TokenStream) -> TokenStream {
        if self.converted {
            quote! { #name.into() }
        } else {
            quote! { #name }
        }
    }
}

/// How a value of this type is taken: text, newtypes and enums by anything that becomes them.
pub(super) fn argument(r#type: &TypeRef, scope: &mut Scope<'_>) -> Argument {
    let name = type_name(r#type, scope);
    let converted = is_converted(r#type, scope);
    let declared = if converted {
        quote! { impl Into<#name> }
    } else {
        name
    };
    Argument {
        declared,
        converted,
    }
}

fn is_converted(r#type: &TypeRef, scope: &Scope<'_>) -> bool {
    match r#type {
        TypeRef::Scalar(scalar) => match scalar {
            Scalar::String
            | Scalar::Decimal
            | Scalar::DecimalText
            | Scalar::EpochMillis
            | Scalar::Base64 => true,
            Scalar::Boolean
            | Scalar::Int32
            | Scalar::Int64
            | Scalar::Uint32
            | Scalar::Uint64
            | Scalar::Float
            | Scalar::Double
            | Scalar::Date
            | Scalar::DateTime
            | Scalar::Uuid => false,
        },
        TypeRef::Any => true,
        TypeRef::Array(_) | TypeRef::Map(_) | TypeRef::Nullable(_) | TypeRef::Existing(_) => false,
        TypeRef::Named(id) => match &scope.api.schema(*id).kind {
            SchemaKind::Enum(_)
            | SchemaKind::Newtype(_)
            | SchemaKind::Union(_)
            | SchemaKind::Wrapper(..) => true,
            SchemaKind::Struct(_) => false,
            SchemaKind::Alias(target, _) => is_converted(target, scope),
        },
    }
}

/// A reference to the value for the runtime, which asks each type for its limits.
pub(super) fn checked(r#type: &TypeRef, value: &TokenStream, scope: &mut Scope<'_>) -> TokenStream {
    if is_existing(r#type, scope) {
        scope.runtime("Unchecked");
        quote! { &Unchecked(&#value) }
    } else {
        quote! { &#value }
    }
}

/// Whether the value is of a type that is not generated, or its items or values are.
pub(super) fn is_existing(r#type: &TypeRef, scope: &Scope<'_>) -> bool {
    match r#type {
        TypeRef::Existing(_) => true,
        TypeRef::Scalar(_) | TypeRef::Any => false,
        TypeRef::Array(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => {
            is_existing(inner, scope)
        }
        TypeRef::Named(id) => match &scope.api.schema(*id).kind {
            SchemaKind::Alias(target, _) => is_existing(target, scope),
            SchemaKind::Struct(_)
            | SchemaKind::Enum(_)
            | SchemaKind::Newtype(_)
            | SchemaKind::Union(_)
            | SchemaKind::Wrapper(..) => false,
        },
    }
}

/// The type without the names that are aliases only.
pub(super) fn resolved(r#type: &TypeRef, scope: &Scope<'_>) -> TypeRef {
    let inner = |inner: &TypeRef| Box::new(resolved(inner, scope));
    match r#type {
        TypeRef::Scalar(_) | TypeRef::Any | TypeRef::Existing(_) => r#type.clone(),
        TypeRef::Array(item) => TypeRef::Array(inner(item)),
        TypeRef::Map(value) => TypeRef::Map(inner(value)),
        TypeRef::Nullable(value) => TypeRef::Nullable(inner(value)),
        TypeRef::Named(id) => match &scope.api.schema(*id).kind {
            SchemaKind::Alias(target, _) => resolved(target, scope),
            SchemaKind::Struct(_)
            | SchemaKind::Enum(_)
            | SchemaKind::Newtype(_)
            | SchemaKind::Union(_)
            | SchemaKind::Wrapper(..) => r#type.clone(),
        },
    }
}

/// Whether naming the type names a deprecated one.
pub(super) fn is_deprecated(r#type: &TypeRef, scope: &Scope<'_>) -> bool {
    match r#type {
        TypeRef::Scalar(_) | TypeRef::Any | TypeRef::Existing(_) => false,
        TypeRef::Array(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => {
            is_deprecated(inner, scope)
        }
        TypeRef::Named(id) => scope.api.schema(*id).deprecated,
    }
}
