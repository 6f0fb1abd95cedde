//! Objects: a struct, how it is made, and its setters.

use std::fmt::Write;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{check, head_text};
use crate::ir::{Additional, Field, Presence, Schema, Struct, TypeRef};
use crate::render::docs::{self, Doc};
use crate::render::scope::Scope;
use crate::render::{allow_deprecated, invocation, plain, type_ref};

/// The struct with its constructor, setters and form, and its checks.
pub(super) fn struct_items(
    schema: &Schema,
    structure: &Struct,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    let mut items = vec![declaration(schema, structure, scope)];
    if is_sensitive(structure) {
        items.push(redacted_debug(schema, structure, scope));
    }
    if schema.in_request {
        items.extend(additional_setter(schema, structure, scope));
    }
    items.extend(array_form(schema, structure, scope));
    if schema.in_request {
        items.push(check::struct_check(schema, structure, scope));
    }
    items
}

/// `object! { pub struct X { … } new(…) }`
fn declaration(schema: &Schema, structure: &Struct, scope: &mut Scope<'_>) -> TokenStream {
    scope.runtime("object");
    let mut text = head_text(schema);
    let form = if structure.is_array {
        "array"
    } else {
        "struct"
    };
    let _ = writeln!(text, "pub {form} {} {{", schema.name);
    for field in &structure.fields {
        property(field, schema, structure, scope, &mut text);
    }
    if let Some(Additional { name, r#type, .. }) = &structure.additional {
        let value = type_ref::type_name(r#type, scope);
        let r#type = if structure.is_array {
            quote! { Vec<#value> }
        } else {
            scope.import("std::collections", "BTreeMap");
            quote! { BTreeMap<String, #value> }
        };
        let _ = writeln!(text, "    ..{name}: {},", invocation::code(r#type));
    }
    text.push_str("}\n");
    text.push_str(&constructor(structure, scope));
    if is_sensitive(structure) {
        text.push_str("\nDebug = false");
    }
    invocation::block("object", &text)
}

/// One property with its docs: `account: Required given String,`
fn property(
    field: &Field,
    schema: &Schema,
    structure: &Struct,
    scope: &mut Scope<'_>,
    text: &mut String,
) {
    let what = if structure.is_array {
        "item"
    } else {
        "property"
    };
    let synthesised = format!("The {what} {}.", docs::code(&field.wire));
    let docs = Doc::new().described_or(field.description.as_deref(), &synthesised);
    for line in docs.outer_text().lines() {
        let _ = writeln!(text, "    {line}");
    }
    if field.deprecated {
        text.push_str("    #[deprecated]\n");
    }
    let kind = kind(field, scope);
    let mut r#type = type_ref::type_name(&field.r#type, scope);
    let how = if is_given(field) {
        "given"
    } else if schema.in_request && !field.read_only {
        taken(field, scope)
    } else {
        "of"
    };
    if field.boxed && matches!(how, "given" | "of") {
        r#type = quote! { Box<#r#type> };
    }
    let r#type = invocation::code(r#type);
    let _ = write!(text, "    {}: {kind} {how} {type}", field.name);
    if field.wire != field.name.as_str() && !structure.is_array {
        let _ = write!(text, " = {}", Literal::string(&field.wire));
    }
    text.push_str(",\n");
}

/// Whether it can be absent or null, and how it is read.
fn kind(field: &Field, scope: &Scope<'_>) -> &'static str {
    match (field.presence, field.lenient) {
        (Presence::Required, false) => "Required",
        (Presence::Required, true) => "Lenient",
        (Presence::Nullable, false) => "Nullable",
        (Presence::Nullable, true) => "LenientNullable",
        (Presence::OptionalNullable, false) => "Patched",
        (Presence::OptionalNullable, true) => "LenientPatched",
        (Presence::Optional, true) => "LenientOptional",
        (Presence::Optional, false) => {
            if type_ref::resolved(&field.r#type, scope) == TypeRef::Any {
                "Present"
            } else {
                "Optional"
            }
        }
    }
}

/// How a property is taken.
fn taken(field: &Field, scope: &mut Scope<'_>) -> &'static str {
    let converted = type_ref::argument(&field.r#type, scope).converted;
    match (field.boxed, converted) {
        (false, false) => "own",
        (false, true) => "into",
        (true, false) => "boxed",
        (true, true) => "boxed_into",
    }
}

/// `new(account: into String; object: into String = "list")`
fn constructor(structure: &Struct, scope: &mut Scope<'_>) -> String {
    let mut arguments = Vec::new();
    let mut constants = Vec::new();
    for field in structure.fields.iter().filter(|field| is_given(field)) {
        let r#type = invocation::code(type_ref::type_name(&field.r#type, scope));
        match &field.constant {
            None => {
                let how = taken(field, scope);
                arguments.push(format!("{}: {how} {type}", field.name));
            }
            Some(constant) => {
                let how = if field.boxed { "boxed_into" } else { "into" };
                let constant = Literal::string(constant);
                constants.push(format!("{}: {how} {type} = {constant}", field.name));
            }
        }
    }
    invocation::lists("new", &arguments, &constants)
}

/// Whether the constructor gives it a value: the caller's, or the one that it always has.
fn is_given(field: &Field) -> bool {
    field.presence == Presence::Required || field.asked_for || field.constant.is_some()
}

/// `tuple!(…)`: how an array is read and written.
fn array_form(schema: &Schema, structure: &Struct, scope: &mut Scope<'_>) -> Option<TokenStream> {
    if !structure.is_array {
        return None;
    }
    scope.runtime("tuple");
    let name = &schema.name;
    let fields = structure.fields.iter().map(|field| {
        let name = &field.name;
        let presence = match field.presence {
            Presence::Required | Presence::Nullable => quote! { required },
            Presence::Optional => quote! { optional },
            Presence::OptionalNullable => quote! { patch },
        };
        quote! { #name: #presence }
    });
    let rest = structure.additional.as_ref().map(|rest| &rest.name);
    let allow = allow_deprecated(schema.deprecated || has_deprecated(structure));
    Some(quote! { #allow tuple!(#name, [#(#fields),*], [#rest]); })
}

/// The setter of one property that the description does not name.
fn additional_setter(
    schema: &Schema,
    structure: &Struct,
    scope: &mut Scope<'_>,
) -> Option<TokenStream> {
    let Additional { name, r#type, .. } = structure.additional.as_ref()?;
    let argument = type_ref::argument(r#type, scope);
    let declared = &argument.declared;
    let value = argument.value(&quote! { value });
    let (r#struct, allow) = (&schema.name, allow_deprecated(schema.deprecated));
    if structure.is_array {
        let docs = Doc::new().text("Adds an item after them.").outer();
        return Some(quote! {
            #allow
            impl #r#struct {
                #docs
                #[inline]
                pub fn #name(mut self, value: #declared) -> Self {
                    self.#name.push(#value);
                    self
                }
            }
        });
    }
    let docs = Doc::new()
        .text("Adds a property that the description does not name.")
        .outer();
    Some(quote! {
        #allow
        impl #r#struct {
            #docs
            #[inline]
            pub fn #name(mut self, name: impl Into<String>, value: #declared) -> Self {
                self.#name.insert(name.into(), #value);
                self
            }
        }
    })
}

/// `Debug` that keeps sensitive values to itself.
fn redacted_debug(schema: &Schema, structure: &Struct, scope: &mut Scope<'_>) -> TokenStream {
    scope.import("std", "fmt");
    scope.runtime("Redacted");
    let name = &schema.name;
    let text = plain(name);
    let allow = allow_deprecated(schema.deprecated || has_deprecated(structure));
    let fields = structure.fields.iter().map(|field| {
        let name = &field.name;
        let text = plain(name);
        let value = if field.sensitive {
            quote! { Redacted }
        } else {
            quote! { self.#name }
        };
        quote! { .field(#text, &#value) }
    });
    let additional = structure.additional.iter().map(|additional| {
        let name = &additional.name;
        let text = plain(name);
        quote! { .field(#text, &self.#name) }
    });
    quote! {
        #allow
        impl fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(#text) #(#fields)* #(#additional)* .finish()
            }
        }
    }
}

fn is_sensitive(structure: &Struct) -> bool {
    structure.fields.iter().any(|field| field.sensitive)
}

pub(super) fn has_deprecated(structure: &Struct) -> bool {
    structure.fields.iter().any(|field| field.deprecated)
}
