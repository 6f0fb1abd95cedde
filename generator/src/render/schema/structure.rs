//! Objects: a struct, how it is made, and its setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::{check, head};
use crate::ir::{Additional, Field, Ident, Presence, Schema, Struct, TypeRef};
use crate::render::docs::{self, Doc};
use crate::render::scope::Scope;
use crate::render::{allow_deprecated, deprecated, invocation, plain, type_ref};

/// The struct, its constructor and setters, and its checks.
pub(super) fn struct_items(
    schema: &Schema,
    structure: &Struct,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    let mut items = vec![declaration(schema, structure, scope)];
    if is_sensitive(structure) {
        items.push(redacted_debug(schema, structure, scope));
    }
    items.extend(methods(schema, structure, scope));
    items.extend(default_impl(schema, structure));
    items.extend(array_form(schema, structure, scope));
    if schema.in_request {
        items.push(check::struct_check(schema, structure, scope));
    }
    items
}

/// `pub struct X { … }` with its derives.
fn declaration(schema: &Schema, structure: &Struct, scope: &mut Scope<'_>) -> TokenStream {
    let head = head(schema);
    let allow = allow_deprecated(touches_deprecated(structure, scope));
    let name = &schema.name;
    let debug = (!is_sensitive(structure)).then(|| quote! { Debug, });
    let default = has_derived_default(structure).then(|| quote! { Default, });
    let camel_case = is_camel_case(structure);
    let serde = (!structure.is_array).then(|| {
        scope.import("serde", "Deserialize");
        scope.import("serde", "Serialize");
        quote! { , Deserialize, Serialize }
    });
    let rename_all = camel_case.then(|| quote! { #[serde(rename_all = "camelCase")] });
    let fields: Vec<_> = structure
        .fields
        .iter()
        .map(|field| {
            if structure.is_array {
                item_declaration(field, scope)
            } else {
                field_declaration(field, camel_case, scope)
            }
        })
        .collect();
    let additional = additional_declaration(structure, scope);
    quote! {
        #head
        #allow
        #[derive(Clone, #debug #default PartialEq #serde)]
        #rename_all
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #additional
        }
    }
}

/// One field with its docs and serde attributes.
fn field_declaration(field: &Field, camel_case: bool, scope: &mut Scope<'_>) -> TokenStream {
    let synthesised = format!("The property {}.", docs::code(&field.wire));
    let docs = Doc::new()
        .described_or(field.description.as_deref(), &synthesised)
        .outer();
    let deprecated = deprecated(field.deprecated);
    let serde = serde_attribute(field, camel_case, scope);
    let name = &field.name;
    let r#type = field_type(field, scope);
    quote! { #docs #deprecated #serde pub #name: #r#type, }
}

/// One item of an array.
fn item_declaration(field: &Field, scope: &mut Scope<'_>) -> TokenStream {
    let synthesised = format!("The item {}.", docs::code(&field.wire));
    let docs = Doc::new()
        .described_or(field.description.as_deref(), &synthesised)
        .outer();
    let deprecated = deprecated(field.deprecated);
    let name = &field.name;
    let r#type = field_type(field, scope);
    quote! { #docs #deprecated pub #name: #r#type, }
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

/// The type with what its presence asks for around it.
fn field_type(field: &Field, scope: &mut Scope<'_>) -> TokenStream {
    let mut r#type = type_ref::type_name(&field.r#type, scope);
    if field.boxed {
        r#type = quote! { Box<#r#type> };
    }
    match field.presence {
        Presence::Required => r#type,
        Presence::Optional | Presence::Nullable => quote! { Option<#r#type> },
        Presence::OptionalNullable => {
            scope.runtime("Patch");
            quote! { Patch<#r#type> }
        }
    }
}

/// `#[serde(…)]`: the name on the wire, and how absence and null are read and written.
fn serde_attribute(field: &Field, camel_case: bool, scope: &mut Scope<'_>) -> TokenStream {
    let mut parts = Vec::new();
    if !camel_case && field.wire != plain(&field.name) {
        let wire = &field.wire;
        parts.push(quote! { rename = #wire });
    }
    let is_any = type_ref::resolved(&field.r#type, scope) == TypeRef::Any;
    match field.presence {
        Presence::Optional if field.lenient || is_any => parts.push(quote! { default }),
        Presence::OptionalNullable => parts.push(quote! { default }),
        Presence::Required | Presence::Optional | Presence::Nullable => {}
    }
    if field.lenient {
        scope.runtime("lenient");
        parts.push(quote! { deserialize_with = "lenient::read" });
    } else if field.presence == Presence::Optional && is_any {
        scope.runtime("read_present");
        parts.push(quote! { deserialize_with = "read_present" });
    } else if field.presence == Presence::Nullable {
        parts.push(quote! { deserialize_with = "Option::deserialize" });
    }
    match field.presence {
        Presence::Optional => parts.push(quote! { skip_serializing_if = "Option::is_none" }),
        Presence::OptionalNullable => {
            parts.push(quote! { skip_serializing_if = "Patch::is_absent" });
        }
        Presence::Required | Presence::Nullable => {}
    }
    if parts.is_empty() {
        return TokenStream::new();
    }
    quote! { #[serde(#(#parts),*)] }
}

/// `#[serde(flatten)] pub additional_properties: BTreeMap<String, T>`
fn additional_declaration(structure: &Struct, scope: &mut Scope<'_>) -> TokenStream {
    let Some(Additional { name, r#type, .. }) = &structure.additional else {
        return TokenStream::new();
    };
    let value = type_ref::type_name(r#type, scope);
    if structure.is_array {
        let docs = Doc::new().text("The items after them.").outer();
        return quote! { #docs pub #name: Vec<#value>, };
    }
    let docs = Doc::new()
        .text("Properties that the description does not name.")
        .outer();
    scope.import("std::collections", "BTreeMap");
    quote! { #docs #[serde(flatten)] pub #name: BTreeMap<String, #value>, }
}

/// `new` and the setters, by the runtime's macros.
fn methods(schema: &Schema, structure: &Struct, scope: &mut Scope<'_>) -> Vec<TokenStream> {
    let settable = |field: &&Field| {
        schema.in_request && !is_asked_for(field) && field.constant.is_none() && !field.read_only
    };
    let fields = structure.fields.iter();
    let setters: Vec<_> = fields
        .filter(settable)
        .map(|it| setter(it, scope))
        .collect();
    let mut items = Vec::new();
    if structure
        .fields
        .iter()
        .any(|field| field.constant.is_some())
    {
        items.push(constructor(schema, structure, scope));
        if !setters.is_empty() {
            scope.runtime("setters");
            let text = format!("{} {{\n{}}}", schema.name, setters.concat());
            items.push(invocation::block("setters", &text));
        }
    } else {
        let new = format!("{}::new", schema.name);
        let head = invocation::list(&new, &arguments(structure, scope));
        let others = structure
            .fields
            .iter()
            .filter(|field| !settable(field) && !is_asked_for(field));
        let others = others.map(|field| &field.name);
        let additional = structure.additional.as_ref().map(|rest| &rest.name);
        let others: Vec<_> = others.chain(additional).map(Ident::as_str).collect();
        items.push(if setters.is_empty() {
            scope.runtime("constructor");
            invocation::filled("constructor", &head, &others)
        } else {
            scope.runtime("properties");
            let head = format!("{head} {{\n{}}}", setters.concat());
            invocation::filled("properties", &head, &others)
        });
    }
    if schema.in_request {
        items.extend(additional_setter(schema, structure, scope));
    }
    items
}

/// `account: into String`
fn arguments(structure: &Struct, scope: &mut Scope<'_>) -> Vec<String> {
    let required = required(structure);
    required.map(|field| taken(field, scope)).collect()
}

/// A line of a macro's list.
fn setter(field: &Field, scope: &mut Scope<'_>) -> String {
    let attribute = if field.deprecated {
        "    #[deprecated]\n"
    } else {
        ""
    };
    format!("{attribute}    {},\n", taken(field, scope))
}

/// How a property is taken, and its type.
fn taken(field: &Field, scope: &mut Scope<'_>) -> String {
    let converted = type_ref::argument(&field.r#type, scope).converted;
    let kind = match (field.boxed, converted) {
        (false, false) => "own",
        (false, true) => "into",
        (true, false) => "boxed",
        (true, true) => "boxed_into",
    };
    let r#type = invocation::code(type_ref::type_name(&field.r#type, scope));
    format!("{}: {kind} {type}", field.name)
}

/// `new` of an object with properties of one value.
fn constructor(schema: &Schema, structure: &Struct, scope: &mut Scope<'_>) -> TokenStream {
    let docs = Doc::new().text("A value of the required properties; the others are absent.");
    let docs = docs.outer();
    let allow = allow_deprecated(
        schema.deprecated || touches_deprecated(structure, scope) || has_deprecated(structure),
    );
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    for field in &structure.fields {
        let name = &field.name;
        if let Some(constant) = &field.constant {
            values.push(constant_value(field, constant));
            continue;
        }
        if is_asked_for(field) {
            let (declared, value) = argument(field, &quote! { #name }, scope);
            arguments.push(quote! { #name: #declared });
            let value = present(field, &value);
            let is_name = value.to_string() == name.as_str();
            values.push(if is_name {
                value
            } else {
                quote! { #name: #value }
            });
            continue;
        }
        let absent = match field.presence {
            Presence::Required | Presence::Optional | Presence::Nullable => quote! { None },
            Presence::OptionalNullable => quote! { Patch::Absent },
        };
        values.push(quote! { #name: #absent });
    }
    if let Some(Additional { name, .. }) = &structure.additional {
        values.push(if structure.is_array {
            quote! { #name: Vec::new() }
        } else {
            quote! { #name: BTreeMap::new() }
        });
    }
    let name = &schema.name;
    quote! {
        #allow
        impl #name {
            #docs
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
        }
    }
}

/// `kind: "dog".into()`, with what the presence asks for around it.
fn constant_value(field: &Field, constant: &str) -> TokenStream {
    let name = &field.name;
    let value = if field.boxed {
        quote! { Box::new(#constant.into()) }
    } else {
        quote! { #constant.into() }
    };
    let value = present(field, &value);
    quote! { #name: #value }
}

/// A value with what the presence asks for around it.
fn present(field: &Field, value: &TokenStream) -> TokenStream {
    match field.presence {
        Presence::Required => value.clone(),
        Presence::Optional | Presence::Nullable => quote! { Some(#value) },
        Presence::OptionalNullable => quote! { Patch::Value(#value) },
    }
}

/// Whether a constructor has an argument for it.
fn is_asked_for(field: &Field) -> bool {
    (field.presence == Presence::Required || field.asked_for) && field.constant.is_none()
}

/// `Default`, where nothing but properties of one value is required.
fn default_impl(schema: &Schema, structure: &Struct) -> Option<TokenStream> {
    if has_derived_default(structure) || required(structure).next().is_some() {
        return None;
    }
    let name = &schema.name;
    let allow = allow_deprecated(schema.deprecated);
    Some(quote! {
        #allow
        impl Default for #name {
            fn default() -> Self {
                Self::new()
            }
        }
    })
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
            pub fn #name(mut self, name: impl Into<String>, value: #declared) -> Self {
                self.#name.insert(name.into(), #value);
                self
            }
        }
    })
}

/// How a field is taken, and the value that is kept of it.
fn argument(
    field: &Field,
    name: &TokenStream,
    scope: &mut Scope<'_>,
) -> (TokenStream, TokenStream) {
    let argument = type_ref::argument(&field.r#type, scope);
    let value = argument.value(name);
    let value = if field.boxed {
        quote! { Box::new(#value) }
    } else {
        value
    };
    (argument.declared, value)
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

/// Whether the declaration names a deprecated type. What derives implement does so too, also where
/// the declaration itself is deprecated.
fn touches_deprecated(structure: &Struct, scope: &Scope<'_>) -> bool {
    let types = structure.fields.iter().map(|field| &field.r#type);
    let additional = structure.additional.iter().map(|rest| &rest.r#type);
    types
        .chain(additional)
        .any(|r#type| type_ref::is_deprecated(r#type, scope))
}

fn required(structure: &Struct) -> impl Iterator<Item = &Field> {
    let fields = structure.fields.iter();
    fields.filter(|field| is_asked_for(field))
}

/// Whether nothing has to be in it, so that `Default` can be derived.
fn has_derived_default(structure: &Struct) -> bool {
    let mut constants = structure.fields.iter().map(|field| &field.constant);
    required(structure).next().is_none() && constants.all(Option::is_none)
}

/// Whether serde's `camelCase` gives every name on the wire, and is needed for one of them.
fn is_camel_case(structure: &Struct) -> bool {
    let fields = &structure.fields;
    fields
        .iter()
        .all(|field| camel_case(plain(&field.name)) == field.wire)
        && fields.iter().any(|field| plain(&field.name) != field.wire)
}

/// serde's rule: the letter after each underscore in upper case, the first in lower case.
fn camel_case(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    let mut capital = false;
    for c in name.chars() {
        match c {
            '_' => capital = !text.is_empty() || capital,
            _ if capital => {
                text.push(c.to_ascii_uppercase());
                capital = false;
            }
            _ => text.push(c),
        }
    }
    text
}
