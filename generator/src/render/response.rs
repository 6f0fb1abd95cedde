//! Responses: what a success is decoded as, and the documented refusals by status.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::Doc;
use super::operation::method_link;
use super::scope::Scope;
use super::{allow_deprecated, type_ref};
use crate::ir::{Ident, Operation, Payload, Response, StatusRange, Success, Tag};

/// What `Request::Payload` is.
pub(super) fn payload(operation: &Operation, scope: &mut Scope<'_>) -> TokenStream {
    match &operation.success {
        Success::One(Payload::Empty) => {
            scope.runtime("Empty");
            quote! { Empty }
        }
        Success::One(Payload::Json(r#type)) => {
            scope.runtime("Json");
            let r#type = type_ref::type_name(r#type, scope);
            quote! { Json<#r#type> }
        }
        Success::One(Payload::Text) => {
            scope.runtime("Text");
            quote! { Text }
        }
        Success::ByStatus { name, .. } => quote! { #name },
    }
}

/// Whether the payload names a deprecated type.
pub(super) fn payload_is_deprecated(operation: &Operation, scope: &Scope<'_>) -> bool {
    match &operation.success {
        Success::One(payload) => is_deprecated(payload, scope),
        Success::ByStatus { .. } => false,
    }
}

/// The enum of successes, where there are several, and the enum of refusals.
pub(super) fn response_items(
    tag: &Tag,
    operation: &Operation,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    let mut items = Vec::new();
    if let Success::ByStatus { name, responses } = &operation.success {
        let docs = format!("The answers of {}, by status.", method_link(tag, operation));
        items.push(by_status(name, &docs, responses, scope));
        items.push(success_payload(name, responses, scope));
    }
    if !operation.errors.is_empty() {
        let link = method_link(tag, operation);
        let docs = format!("The documented refusals of {link}, by status.");
        items.push(by_status(&operation.error, &docs, &operation.errors, scope));
        items.push(error_conversion(operation, scope));
    }
    items
}

/// An enum with a variant for each response.
fn by_status(
    name: &Ident,
    docs: &str,
    responses: &[Response],
    scope: &mut Scope<'_>,
) -> TokenStream {
    let docs = Doc::new().text(docs).outer();
    let allow = allow_deprecated(
        responses
            .iter()
            .any(|response| is_deprecated(&response.payload, scope)),
    );
    let variants: Vec<_> = responses
        .iter()
        .map(|response| variant(response, scope))
        .collect();
    quote! {
        #docs
        #allow
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }
    }
}

/// `BadRequest(types::ApiError),`
fn variant(response: &Response, scope: &mut Scope<'_>) -> TokenStream {
    let status = status_text(response.status);
    let docs = match response.description.trim() {
        "" => Doc::new().text(&format!("{status}.")),
        description => Doc::new().described(&format!("{status}: {description}")),
    };
    let docs = docs.outer();
    let name = &response.variant;
    match &response.payload {
        Payload::Empty => quote! { #docs #name, },
        Payload::Text => quote! { #docs #name(String), },
        Payload::Json(r#type) => {
            let r#type = type_ref::type_name(r#type, scope);
            quote! { #docs #name(#r#type), }
        }
    }
}

/// `impl Payload` of the enum of successes.
fn success_payload(name: &Ident, responses: &[Response], scope: &mut Scope<'_>) -> TokenStream {
    for runtime in ["Error", "Payload", "RawResponse"] {
        scope.runtime(runtime);
    }
    let status = quote! { reply.status() };
    let other = quote! { Err(reply.undocumented()) };
    let choice = by_status_match(&status, responses, &other, success_value);
    quote! {
        impl Payload for #name {
            type Body = Self;
            blank! {}
            fn decode(reply: &RawResponse) -> Result<Self, Error> {
                #choice
            }
        }
    }
}

fn success_value(response: &Response) -> TokenStream {
    let variant = &response.variant;
    match &response.payload {
        Payload::Empty => quote! { Ok(Self::#variant) },
        Payload::Text => quote! { Ok(Self::#variant(reply.text())) },
        Payload::Json(_) => quote! { reply.json().map(Self::#variant) },
    }
}

/// `from`, which chooses the variant by status.
fn error_conversion(operation: &Operation, scope: &mut Scope<'_>) -> TokenStream {
    scope.runtime("Error");
    let (name, constant) = (&operation.error, &operation.constant);
    let docs = Doc::new()
        .text(
            "The documented refusal that `error` carries; `None` for another operation's error, \
             another status, or a body that is not what is documented.",
        )
        .outer();
    let status = quote! { error.status_of(&#constant)? };
    let choice = by_status_match(&status, &operation.errors, &quote! { None }, error_value);
    quote! {
        impl #name {
            #docs
            pub fn from(error: &Error) -> Option<Self> { #choice }
        }
    }
}

fn error_value(response: &Response) -> TokenStream {
    let variant = &response.variant;
    match &response.payload {
        Payload::Empty => quote! { Some(Self::#variant) },
        Payload::Text => quote! { Some(Self::#variant(error.text())) },
        Payload::Json(_) => quote! { error.body_as().map(Self::#variant) },
    }
}

/// The choice by status; without exact statuses and ranges nothing is to be chosen.
fn by_status_match(
    status: &TokenStream,
    responses: &[Response],
    other: &TokenStream,
    value: impl Fn(&Response) -> TokenStream,
) -> TokenStream {
    if let [response] = responses
        && response.status == StatusRange::Default
    {
        let value = value(response);
        return quote! { #status; #value };
    }
    let (default, arms): (Vec<_>, Vec<_>) = responses
        .iter()
        .partition(|response| response.status == StatusRange::Default);
    let arms = arms
        .into_iter()
        .chain(default.iter().copied())
        .map(|response| {
            let (pattern, value) = (status_pattern(response.status, responses), value(response));
            quote! { #pattern => #value, }
        });
    let other = default.is_empty().then(|| quote! { _ => #other, });
    quote! {
        match #status { #(#arms)* #other }
    }
}

fn status_pattern(status: StatusRange, responses: &[Response]) -> TokenStream {
    match status {
        StatusRange::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote! { #code }
        }
        StatusRange::Range(digit) => range_pattern(u16::from(digit) * 100, responses),
        StatusRange::Default => quote! { _ },
    }
}

/// The hundred statuses from `first` on, without those that have an arm of their own.
fn range_pattern(first: u16, responses: &[Response]) -> TokenStream {
    let mut codes: Vec<_> = responses
        .iter()
        .filter_map(|response| match response.status {
            StatusRange::Code(code) => Some(code),
            StatusRange::Range(_) | StatusRange::Default => None,
        })
        .filter(|code| (first..first + 100).contains(code))
        .collect();
    codes.sort_unstable();
    codes.push(first + 100);
    let mut start = first;
    let mut parts = Vec::new();
    for code in codes {
        let (from, to) = (
            Literal::u16_unsuffixed(start),
            Literal::u16_unsuffixed(code.saturating_sub(1)),
        );
        match code.saturating_sub(start) {
            0 => {}
            1 => parts.push(quote! { #from }),
            _ => parts.push(quote! { #from..=#to }),
        }
        start = code + 1;
    }
    quote! { #(#parts)|* }
}

fn status_text(status: StatusRange) -> String {
    match status {
        StatusRange::Code(code) => code.to_string(),
        StatusRange::Range(digit) => format!("{digit}XX"),
        StatusRange::Default => "Any other status".to_owned(),
    }
}

fn is_deprecated(payload: &Payload, scope: &Scope<'_>) -> bool {
    match payload {
        Payload::Empty | Payload::Text => false,
        Payload::Json(r#type) => type_ref::is_deprecated(r#type, scope),
    }
}
