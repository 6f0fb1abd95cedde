//! Responses: what a success is decoded as, and the documented refusals by status.

mod content;

use std::fmt::Write;

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::docs::Doc;
use super::operation::method_link;
use super::scope::Scope;
use super::{allow_deprecated, ident, invocation, type_ref};
use crate::ir::{Ident, Operation, Payload, Response, StatusRange, Success, Tag};

/// What a success is read as.
pub(super) fn payload(operation: &Operation, scope: &mut Scope<'_>) -> TokenStream {
    match &operation.success {
        Success::One(payload) => payload_name(payload, scope),
        Success::ByStatus { name, .. } => quote! { #name },
    }
}

/// Whether what a success is read as is deprecated.
pub(super) fn is_success_deprecated(operation: &Operation, scope: &Scope<'_>) -> bool {
    match &operation.success {
        Success::One(payload) => is_deprecated(payload, scope),
        Success::ByStatus { .. } => false,
    }
}

/// The type that implements `Payload`.
fn payload_name(payload: &Payload, scope: &mut Scope<'_>) -> TokenStream {
    let (name, r#type) = match payload {
        Payload::Empty => ("Empty", None),
        Payload::Text => ("Text", None),
        Payload::Binary => ("Binary", None),
        Payload::Json(r#type) => ("Json", Some(r#type)),
        Payload::Events(None) => ("EventTexts", None),
        Payload::Events(Some(r#type)) => ("Events", Some(r#type)),
        Payload::ByType(types) => return types.name.to_token_stream(),
    };
    scope.runtime(name);
    let name = ident(name);
    let argument = r#type.map(|r#type| type_ref::type_name(r#type, scope));
    let argument = argument.map(|argument| quote! { <#argument> });
    quote! { #name #argument }
}

/// The enum of successes, where there are several, and the enum of refusals.
pub(super) fn response_items(
    tag: &Tag,
    operation: &Operation,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    let mut items = Vec::new();
    let link = method_link(tag, operation);
    match &operation.success {
        Success::One(payload) => items.extend(content::success_items(payload, &link, scope)),
        Success::ByStatus { name, responses } => {
            let docs = format!("The answers of {link}, by status.");
            items.push(by_status(name, &docs, responses, Side::Success, scope));
            items.push(success_payload(name, responses, scope));
            for response in responses {
                items.extend(content::success_items(&response.payload, &link, scope));
            }
        }
    }
    for response in &operation.errors {
        items.extend(content::error_items(&response.payload, &link, scope));
    }
    let is_simple = |error: &Response| matches!(error.payload, Payload::Empty | Payload::Json(_));
    if operation.errors.iter().all(is_simple) {
        items.push(refusals(tag, operation, scope));
    } else {
        let docs = format!("The documented refusals of {link}, by status.");
        items.push(by_status(
            &operation.error,
            &docs,
            &operation.errors,
            Side::Error,
            scope,
        ));
        items.push(error_conversion(operation, scope));
    }
    items
}

/// The refusals, each without content or with JSON, as the runtime's macro takes them.
fn refusals(tag: &Tag, operation: &Operation, scope: &mut Scope<'_>) -> TokenStream {
    scope.runtime("refusals");
    let link = method_link(tag, operation);
    let (name, constant) = (&operation.error, &operation.constant);
    if operation.errors.is_empty() {
        let docs = format!("The documented refusals of {link}: there are none.");
        let docs = Doc::new().text(&docs).outer_text();
        return invocation::block("refusals", &format!("{docs}{name} of {constant} {{}}"));
    }
    let docs = format!("The documented refusals of {link}, by status.");
    let mut text = Doc::new().text(&docs).outer_text();
    let _ = writeln!(text, "{name} of {constant} {{");
    // The macro goes by the order: any other status comes last.
    let is_default = |error: &&Response| error.status == StatusRange::Default;
    let (default, exact): (Vec<_>, Vec<_>) = operation.errors.iter().partition(is_default);
    for error in exact.into_iter().chain(default) {
        for line in variant_docs(error).outer_text().lines() {
            let _ = writeln!(text, "    {line}");
        }
        let pattern = status_pattern(error.status, &operation.errors);
        let pattern = invocation::code(pattern).replace('|', " | ");
        let body = body_type(&error.payload, Side::Error, scope).map(invocation::code);
        let body = body.map(|body| format!("({body})")).unwrap_or_default();
        let _ = writeln!(text, "    {pattern} => {}{body},", error.variant);
    }
    text.push('}');
    invocation::block("refusals", &text)
}

/// An enum with a variant for each response.
fn by_status(
    name: &Ident,
    docs: &str,
    responses: &[Response],
    side: Side,
    scope: &mut Scope<'_>,
) -> TokenStream {
    let docs = Doc::new().text(docs).outer();
    let streamed = responses.iter().any(|it| it.payload.is_streamed());
    let derives = derives(side == Side::Success && streamed);
    let allow = allow_deprecated(
        responses
            .iter()
            .any(|response| is_deprecated(&response.payload, scope)),
    );
    let variants: Vec<_> = responses
        .iter()
        .map(|response| variant(response, side, scope))
        .collect();
    quote! {
        #docs
        #allow
        #derives
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
        }
    }
}

/// A stream can't be cloned.
fn derives(streamed: bool) -> TokenStream {
    if streamed {
        quote! { #[derive(Debug)] }
    } else {
        quote! { #[derive(Clone, Debug)] }
    }
}

/// Which side of an exchange's outcome a body is read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// A success, whose streams are handed out.
    Success,
    /// A refusal, whose body was read.
    Error,
}

/// `BadRequest(types::ApiError),`
fn variant(response: &Response, side: Side, scope: &mut Scope<'_>) -> TokenStream {
    let docs = variant_docs(response).outer();
    let name = &response.variant;
    let body = body_type(&response.payload, side, scope);
    let body = body.map(|r#type| quote! { (#r#type) });
    quote! { #docs #name #body, }
}

/// The status, and what the description says of it.
fn variant_docs(response: &Response) -> Doc {
    let status = status_text(response.status);
    match response.description.trim() {
        "" => Doc::new().text(&format!("{status}.")),
        description => Doc::new().described(&format!("{status}: {description}")),
    }
}

/// What a body becomes; nothing without content.
fn body_type(payload: &Payload, side: Side, scope: &mut Scope<'_>) -> Option<TokenStream> {
    Some(match (payload, side) {
        (Payload::Empty, _) => return None,
        (Payload::Text, _) | (Payload::Events(_), Side::Error) => quote! { String },
        (Payload::Json(r#type), _) => type_ref::type_name(r#type, scope),
        (Payload::ByType(types), _) => types.name.to_token_stream(),
        (Payload::Binary, Side::Error) => quote! { bytes::Bytes },
        (Payload::Binary, Side::Success) => {
            scope.runtime("Download");
            quote! { Download }
        }
        (Payload::Events(None), Side::Success) => {
            scope.runtime("TextEvents");
            quote! { TextEvents }
        }
        (Payload::Events(Some(r#type)), Side::Success) => {
            scope.runtime("EventStream");
            let r#type = type_ref::type_name(r#type, scope);
            quote! { EventStream<#r#type> }
        }
    })
}

/// `impl Payload` of the enum of successes.
fn success_payload(name: &Ident, responses: &[Response], scope: &mut Scope<'_>) -> TokenStream {
    for runtime in ["Error", "Payload", "RawResponse"] {
        scope.runtime(runtime);
    }
    let status = quote! { reply.status() };
    let other = quote! { Err(reply.undocumented()) };
    let choice = by_status_match(&status, responses, &other, |response| {
        success_value(&response.variant, &response.payload, scope)
    });
    let streamed = responses.iter().any(|it| it.payload.is_streamed());
    let streamed = streamed.then(|| is_streamed(responses, scope));
    quote! {
        impl Payload for #name {
            type Body = Self;
            blank! {}
            #streamed
            #[inline]
            fn decode(reply: &RawResponse) -> Result<Self, Error> {
                #choice
            }
        }
    }
}

/// Which of the successes are handed out while they arrive.
fn is_streamed(responses: &[Response], scope: &mut Scope<'_>) -> TokenStream {
    let by_type = responses
        .iter()
        .any(|it| matches!(it.payload, Payload::ByType(_)));
    let headers = if by_type {
        quote! { headers }
    } else {
        quote! { _ }
    };
    let choice = by_status_match(
        &quote! { status },
        responses,
        &quote! { false },
        |it| match &it.payload {
            Payload::ByType(types) => {
                let name = &types.name;
                quote! { #name::is_streamed(status, headers) }
            }
            payload => {
                let streamed = payload.is_streamed();
                quote! { #streamed }
            }
        },
    );
    scope.runtime("Headers");
    scope.runtime("Payload");
    quote! {
        #[inline]
        fn is_streamed(status: u16, #headers: &Headers) -> bool {
            #choice
        }
        blank! {}
    }
}

/// The variant that a success is decoded to.
fn success_value(variant: &Ident, payload: &Payload, scope: &mut Scope<'_>) -> TokenStream {
    match payload {
        Payload::Empty => quote! { Ok(Self::#variant) },
        Payload::Text => quote! { Ok(Self::#variant(reply.text())) },
        Payload::Json(_) => quote! { reply.json().map(Self::#variant) },
        Payload::Events(Some(_)) => {
            let name = payload_name(payload, scope);
            quote! { <#name>::decode(reply).map(Self::#variant) }
        }
        Payload::Binary | Payload::Events(None) | Payload::ByType(_) => {
            let name = payload_name(payload, scope);
            quote! { #name::decode(reply).map(Self::#variant) }
        }
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
    let choice = by_status_match(&status, &operation.errors, &quote! { None }, |response| {
        error_value(&response.variant, &response.payload)
    });
    quote! {
        impl #name {
            #docs
            #[inline]
            pub fn from(error: &Error) -> Option<Self> { #choice }
        }
    }
}

fn error_value(variant: &Ident, payload: &Payload) -> TokenStream {
    match payload {
        Payload::Empty => quote! { Some(Self::#variant) },
        Payload::Text | Payload::Events(_) => quote! { Some(Self::#variant(error.text())) },
        Payload::Binary => quote! { Some(Self::#variant(error.body().clone())) },
        Payload::Json(_) => quote! { error.body_as().map(Self::#variant) },
        Payload::ByType(types) => {
            let name = &types.name;
            quote! { #name::from(error).map(Self::#variant) }
        }
    }
}

/// The choice by status; without exact statuses and ranges nothing is to be chosen.
fn by_status_match(
    status: &TokenStream,
    responses: &[Response],
    other: &TokenStream,
    mut value: impl FnMut(&Response) -> TokenStream,
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
    let types = payload.types();
    types
        .into_iter()
        .any(|r#type| type_ref::is_deprecated(r#type, scope))
}
