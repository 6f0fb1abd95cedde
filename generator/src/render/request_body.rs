//! Request bodies: as the last argument, or as a setter where they are optional; where there are
//! several content types, an enum of them.

mod multipart;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::docs::{self, Doc};
use super::operation::method_link;
use super::scope::Scope;
use super::{allow_deprecated, parameter, schema, type_ref};
use crate::ir::{BodyContent, BodyKind, Operation, RequestBody, Tag};

/// `body: types::StartSubscriptionRequest`
pub(super) fn argument(body: &RequestBody, scope: &mut Scope<'_>) -> TokenStream {
    let declared = declared(body, scope);
    quote! { body: #declared }
}

/// The setter of an optional body.
pub(super) fn setter(body: &RequestBody, scope: &mut Scope<'_>) -> TokenStream {
    let docs = Doc::new()
        .described_or(body.description.as_deref(), "The body of the request.")
        .outer();
    let allow = allow_deprecated(is_deprecated(body, scope));
    let declared = declared(body, scope);
    let statements = encode(body, &quote! { self.0 }, scope);
    quote! {
        #docs
        #allow
        #[inline]
        pub fn body(mut self, body: #declared) -> Self {
            #(#statements)*
            self
        }
    }
}

/// How the caller gives the body.
fn declared(body: &RequestBody, scope: &mut Scope<'_>) -> TokenStream {
    if let [content] = body.contents.as_slice() {
        return argument_of(&content.kind, scope).0;
    }
    let name = &body.name;
    quote! { impl Into<#name> }
}

/// How a body of one content type is declared, and its type when `.into()` makes it.
fn argument_of(kind: &BodyKind, scope: &mut Scope<'_>) -> (TokenStream, Option<TokenStream>) {
    let argument = match kind {
        BodyKind::Json(r#type) | BodyKind::Form(r#type, _) => {
            let argument = type_ref::argument(r#type, scope);
            let converted = argument.converted;
            let name = converted.then(|| type_ref::type_name(r#type, scope));
            return (argument.declared, name);
        }
        BodyKind::Multipart(_) => return (value_type(kind, scope), None),
        BodyKind::Text | BodyKind::Binary => value_type(kind, scope),
    };
    (quote! { impl Into<#argument> }, Some(argument))
}

/// The type of a body of one content type.
fn value_type(kind: &BodyKind, scope: &mut Scope<'_>) -> TokenStream {
    match kind {
        BodyKind::Json(r#type) | BodyKind::Form(r#type, _) => type_ref::type_name(r#type, scope),
        BodyKind::Multipart(Some(form)) => form.name.to_token_stream(),
        BodyKind::Multipart(None) => {
            scope.runtime("Multipart");
            quote! { Multipart }
        }
        BodyKind::Text => quote! { String },
        BodyKind::Binary => {
            scope.runtime("Upload");
            quote! { Upload }
        }
    }
}

/// Writes `body` into the call, then checks its limits.
pub(super) fn encode(
    body: &RequestBody,
    call: &TokenStream,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    if let [content] = body.contents.as_slice() {
        let (_, converted) = argument_of(&content.kind, scope);
        let conversion = converted.map(|name| quote! { let body: #name = body.into(); });
        let statements = encode_content(content, call, scope);
        return conversion.into_iter().chain(statements).collect();
    }
    let name = &body.name;
    let arms = body.contents.iter().map(|content| {
        let variant = &content.variant;
        let statements = encode_content(content, call, scope);
        quote! { #name::#variant(body) => { #(#statements)* } }
    });
    let arms: Vec<_> = arms.collect();
    vec![quote! { match body.into() { #(#arms)* } }]
}

fn encode_content(
    content: &BodyContent,
    call: &TokenStream,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    let media_type = &content.media_type;
    let mut body = quote! { &body };
    for r#type in content.kind.types() {
        body = type_ref::checked(r#type, &quote! { body }, scope);
    }
    let statement = match &content.kind {
        BodyKind::Json(_) if media_type == "application/json" => quote! { #call.json(#body); },
        BodyKind::Json(_) => quote! { #call.json_as(#media_type, #body); },
        BodyKind::Form(_, styles) if styles.is_empty() => quote! { #call.form(#body); },
        BodyKind::Form(_, styles) => {
            let styles = styles.iter().map(|(name, style)| {
                let style = parameter::query_style(*style, scope);
                quote! { (#name, #style) }
            });
            let styles: Vec<_> = styles.collect();
            quote! { #call.form_as(&[#(#styles),*], #body); }
        }
        BodyKind::Multipart(None) => quote! { #call.multipart(body); },
        BodyKind::Multipart(Some(form)) => return multipart::encode(form, call, scope),
        BodyKind::Text => quote! { #call.text(#media_type, body); },
        BodyKind::Binary => quote! { #call.upload(#media_type, body); },
    };
    let mut statements = vec![statement];
    if matches!(content.kind, BodyKind::Form(..)) && media_type.contains(';') {
        statements.push(quote! { #call.media_type(#media_type); });
    }
    for r#type in content.kind.types() {
        statements.extend(schema::limits(
            &quote! { #call.check() },
            "body",
            &quote! { &body },
            r#type,
            &content.constraints,
            scope,
        ));
    }
    statements
}

/// Whether the caller has to name a deprecated type.
pub(super) fn is_deprecated(body: &RequestBody, scope: &Scope<'_>) -> bool {
    match body.contents.as_slice() {
        [content] => content_is_deprecated(content, scope),
        _ => false,
    }
}

fn content_is_deprecated(content: &BodyContent, scope: &Scope<'_>) -> bool {
    match &content.kind {
        BodyKind::Json(r#type) | BodyKind::Form(r#type, _) => {
            type_ref::is_deprecated(r#type, scope)
        }
        BodyKind::Multipart(_) | BodyKind::Text | BodyKind::Binary => false,
    }
}

/// The structs of multipart bodies, and the enum that the caller chooses a content type by, where
/// there are several.
pub(super) fn body_items(
    tag: &Tag,
    operation: &Operation,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    let Some(body) = &operation.body else {
        return Vec::new();
    };
    let mut items = Vec::new();
    for content in &body.contents {
        if let BodyKind::Multipart(Some(form)) = &content.kind {
            items.extend(multipart::form_items(
                form,
                &method_link(tag, operation),
                scope,
            ));
        }
    }
    if body.contents.len() == 1 {
        return items;
    }
    let name = &body.name;
    let link = method_link(tag, operation);
    let docs = Doc::new().text(&format!("The bodies of {link}, by content type."));
    let docs = docs.outer();
    let deprecated = body
        .contents
        .iter()
        .any(|it| content_is_deprecated(it, scope));
    let allow = allow_deprecated(deprecated);
    let variants: Vec<_> = body.contents.iter().map(|it| variant(it, scope)).collect();
    items.push(quote! {
        #docs
        #allow
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
    });
    items.extend(conversions(body, scope));
    items
}

fn variant(content: &BodyContent, scope: &mut Scope<'_>) -> TokenStream {
    let docs = format!("Sent as {}.", docs::code(&content.media_type));
    let docs = Doc::new().text(&docs).outer();
    let (name, r#type) = (&content.variant, value_type(&content.kind, scope));
    quote! { #docs #name(#r#type), }
}

/// `From` for every type that the description has for one content type; the first one counts where
/// it has the same for several.
fn conversions(body: &RequestBody, scope: &mut Scope<'_>) -> Vec<TokenStream> {
    let name = &body.name;
    let mut known: Vec<String> = Vec::new();
    let mut items = Vec::new();
    for content in &body.contents {
        let r#type = match &content.kind {
            // Text and bytes are told by their variant: a `String` may be either.
            BodyKind::Text | BodyKind::Binary => continue,
            // Two names may be of one type.
            BodyKind::Json(r#type) | BodyKind::Form(r#type, _) => {
                type_ref::type_name(&type_ref::resolved(r#type, scope), scope)
            }
            BodyKind::Multipart(_) => value_type(&content.kind, scope),
        };
        let variant = &content.variant;
        let text = r#type.to_string();
        if text == "String" || known.contains(&text) {
            continue;
        }
        known.push(text);
        let allow = allow_deprecated(content_is_deprecated(content, scope));
        items.push(quote! {
            #allow
            impl From<#r#type> for #name {
                #[inline]
                fn from(body: #r#type) -> Self { Self::#variant(body) }
            }
        });
    }
    items
}
