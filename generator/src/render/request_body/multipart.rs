//! Multipart bodies: a struct, and how its fields become parts.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::super::docs::{self, Doc};
use super::super::scope::Scope;
use super::super::{allow_deprecated, parted, schema, type_ref};
use crate::ir::{MultipartForm, Part, PartKind, TypeRef};

/// The struct, its constructor and its setters.
pub(super) fn form_items(
    form: &MultipartForm,
    link: &str,
    scope: &mut Scope<'_>,
) -> [TokenStream; 2] {
    let docs = Doc::new().text(&format!("The parts of the body of {link}."));
    let docs = docs.outer();
    let allow = allow_deprecated(is_deprecated(form, scope));
    let name = &form.name;
    let fields: Vec<_> = form.parts.iter().map(|part| field(part, scope)).collect();
    let default = form.parts.iter().all(|part| !part.required);
    let default = default.then(|| quote! { Default, });
    let mut methods = vec![constructor(form, scope)];
    let optional = form.parts.iter().filter(|part| !part.required);
    methods.extend(optional.map(|part| setter(part, scope)));
    let methods = parted(methods);
    [
        quote! {
            #docs
            #allow
            #[derive(Clone, Debug, #default)]
            #[non_exhaustive]
            pub struct #name { #(#fields)* }
        },
        quote! { #allow impl #name { #methods } },
    ]
}

fn field(part: &Part, scope: &mut Scope<'_>) -> TokenStream {
    let docs = part_docs(part).outer();
    let (name, r#type) = (&part.name, value_type(part, scope));
    if part.required {
        quote! { #docs pub #name: #r#type, }
    } else {
        quote! { #docs pub #name: Option<#r#type>, }
    }
}

fn part_docs(part: &Part) -> Doc {
    let synthesised = format!("The part {}.", docs::code(&part.wire));
    let doc = Doc::new().described_or(part.description.as_deref(), &synthesised);
    let types: Vec<_> = part
        .content_types
        .iter()
        .map(|text| docs::code(text))
        .collect();
    match types.as_slice() {
        [] => doc,
        types => doc.text(&format!("Sent as {}.", types.join(" or "))),
    }
}

fn value_type(part: &Part, scope: &mut Scope<'_>) -> TokenStream {
    match &part.kind {
        PartKind::File => {
            scope.runtime("Upload");
            quote! { Upload }
        }
        PartKind::Files => {
            scope.runtime("Upload");
            quote! { Vec<Upload> }
        }
        PartKind::Value(r#type, _) => {
            let r#type = type_ref::type_name(r#type, scope);
            if part.has_headers {
                scope.runtime("Part");
                quote! { Part<#r#type> }
            } else {
                r#type
            }
        }
    }
}

/// How a part is given, and the value it becomes.
fn argument(part: &Part, name: &TokenStream, scope: &mut Scope<'_>) -> (TokenStream, TokenStream) {
    let declared = value_type(part, scope);
    let converted = match &part.kind {
        PartKind::File => true,
        PartKind::Files => false,
        PartKind::Value(r#type, _) => {
            part.has_headers || type_ref::argument(r#type, scope).converted
        }
    };
    if converted {
        (quote! { impl Into<#declared> }, quote! { #name.into() })
    } else {
        (declared, name.clone())
    }
}

fn constructor(form: &MultipartForm, scope: &mut Scope<'_>) -> TokenStream {
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    for part in &form.parts {
        let name = &part.name;
        if part.required {
            let (declared, value) = argument(part, &quote! { #name }, scope);
            arguments.push(quote! { #name: #declared });
            let is_short = value.to_string() == name.to_token_stream().to_string();
            let value = (!is_short).then(|| quote! { : #value });
            values.push(quote! { #name #value, });
        } else {
            values.push(quote! { #name: None, });
        }
    }
    quote! {
        /// With what is required.
        #[inline]
        pub fn new(#(#arguments),*) -> Self { Self { #(#values)* } }
    }
}

fn setter(part: &Part, scope: &mut Scope<'_>) -> TokenStream {
    let docs = Doc::new().text(&format!("Sets {}.", docs::code(&part.wire)));
    let docs = docs.outer();
    let name = &part.name;
    let (declared, value) = argument(part, &quote! { value }, scope);
    quote! {
        #docs
        #[inline]
        pub fn #name(mut self, value: #declared) -> Self {
            self.#name = Some(#value);
            self
        }
    }
}

/// Writes `body` into the call, then checks its limits.
pub(super) fn encode(
    form: &MultipartForm,
    call: &TokenStream,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    scope.runtime("Multipart");
    let mut statements = vec![quote! { let mut form = Multipart::new(); }];
    let (mut checks, mut written) = (Vec::new(), Vec::new());
    for part in &form.parts {
        let (wire, name) = (&part.wire, &part.name);
        let content_types = &part.content_types;
        let content_type = content_types.first().map_or("", String::as_str);
        written.push(match (&part.kind, part.required) {
            (PartKind::File, true) => {
                quote! { form.files(#wire, &[#(#content_types),*], [body.#name]); }
            }
            (PartKind::Files, false) => {
                let files = quote! { body.#name.into_iter().flatten() };
                quote! { form.files(#wire, &[#(#content_types),*], #files); }
            }
            (PartKind::File, false) | (PartKind::Files, true) => {
                quote! { form.files(#wire, &[#(#content_types),*], body.#name); }
            }
            (PartKind::Value(..), true) if part.has_headers => {
                quote! { form.part(#wire, #content_type, [&body.#name]); }
            }
            (PartKind::Value(..), false) if part.has_headers => {
                quote! { form.part(#wire, #content_type, &body.#name); }
            }
            (PartKind::Value(..), _) => quote! { form.value(#wire, #content_type, &body.#name); },
        });
        checks.extend(part_checks(part, call, scope));
    }
    // The body is set first: that forgets what was wrong with another one.
    statements.extend(written.iter().cloned());
    if checks.is_empty() {
        statements.push(quote! { #call.multipart(form); });
        return statements;
    }
    let checked = quote! { let checked = body.clone(); };
    statements.insert(0, checked);
    statements.push(quote! { #call.multipart(form); });
    statements.extend(checks);
    statements
}

/// The limits of a part, of its type and at its place.
fn part_checks(part: &Part, call: &TokenStream, scope: &mut Scope<'_>) -> Vec<TokenStream> {
    let PartKind::Value(r#type, constraints) = &part.kind else {
        return Vec::new();
    };
    let (wire, name) = (&part.wire, &part.name);
    let mut checks = Vec::new();
    // A float that is no number is refused where it is written.
    let is_scalar = matches!(type_ref::resolved(r#type, scope), TypeRef::Scalar(_));
    if !is_scalar && schema::has_limits(r#type, scope) {
        checks.push(quote! { #call.check_part(#wire, &checked.#name); });
    }
    if !part.has_headers {
        let path = format!("body.{wire}");
        let place = quote! { &checked.#name };
        let check = quote! { #call.check() };
        checks.extend(schema::limits(
            &check,
            &path,
            &place,
            r#type,
            constraints,
            scope,
        ));
    }
    checks
}

fn is_deprecated(form: &MultipartForm, scope: &Scope<'_>) -> bool {
    form.parts.iter().any(|part| match &part.kind {
        PartKind::File | PartKind::Files => false,
        PartKind::Value(r#type, _) => type_ref::is_deprecated(r#type, scope),
    })
}
