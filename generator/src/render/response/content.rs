//! Responses with several content types: an enum, and the choice by `Content-Type`.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs::{self, Doc};
use super::super::scope::Scope;
use super::{
    Side, allow_deprecated, body_type, derives, error_value, is_deprecated, success_value,
};
use crate::ir::{Content, Contents, Payload};

/// The enum of a success with several content types, and how it is decoded.
pub(super) fn success_items(
    payload: &Payload,
    link: &str,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    let Payload::ByType(types) = payload else {
        return Vec::new();
    };
    for runtime in ["Error", "Payload", "RawResponse"] {
        scope.runtime(runtime);
    }
    let name = &types.name;
    let declaration = declaration(types, Side::Success, link, scope);
    let values = types.contents.iter();
    let values = values.map(|it| success_value(&it.variant, &it.payload, scope));
    let values: Vec<_> = values.collect();
    let choice = choice(
        &quote! { reply },
        types,
        &values,
        &quote! { Err(reply.unexpected_type()) },
    );
    let streamed = payload.is_streamed().then(|| is_streamed(types, scope));
    let decoding = quote! {
        impl Payload for #name {
            type Body = Self;
            blank! {}
            #streamed
            #[inline]
            fn decode(reply: &RawResponse) -> Result<Self, Error> {
                #choice
            }
        }
    };
    vec![declaration, decoding]
}

/// The enum of a refusal with several content types, and how it is decoded.
pub(super) fn error_items(
    payload: &Payload,
    link: &str,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    let Payload::ByType(types) = payload else {
        return Vec::new();
    };
    scope.runtime("Error");
    let name = &types.name;
    let declaration = declaration(types, Side::Error, link, scope);
    let values = types.contents.iter();
    let values: Vec<_> = values
        .map(|it| error_value(&it.variant, &it.payload))
        .collect();
    let choice = choice(&quote! { error }, types, &values, &quote! { None });
    let decoding = quote! {
        impl #name {
            fn from(error: &Error) -> Option<Self> { #choice }
        }
    };
    vec![declaration, decoding]
}

fn declaration(types: &Contents, side: Side, link: &str, scope: &mut Scope<'_>) -> TokenStream {
    let docs = match side {
        Side::Success => format!("An answer of {link}, by content type."),
        Side::Error => format!("A refusal of {link}, by content type."),
    };
    let docs = Doc::new().text(&docs).outer();
    let streamed = types.contents.iter().any(|it| it.payload.is_streamed());
    let derives = derives(side == Side::Success && streamed);
    let deprecated = types
        .contents
        .iter()
        .any(|it| is_deprecated(&it.payload, scope));
    let allow = allow_deprecated(deprecated);
    let contents = types.contents.iter();
    let variants: Vec<_> = contents.map(|it| variant(it, side, scope)).collect();
    let name = &types.name;
    quote! {
        #docs
        #allow
        #derives
        #[non_exhaustive]
        pub enum #name { #(#variants)* }
    }
}

fn variant(content: &Content, side: Side, scope: &mut Scope<'_>) -> TokenStream {
    let docs = Doc::new().text(&format!("{}.", docs::code(&content.range)));
    let docs = docs.outer();
    let name = &content.variant;
    let body = body_type(&content.payload, side, scope);
    let body = body.map(|r#type| quote! { (#r#type) });
    quote! { #docs #name #body, }
}

/// The value of the content type that `holder` has.
fn choice(
    holder: &TokenStream,
    types: &Contents,
    values: &[TokenStream],
    other: &TokenStream,
) -> TokenStream {
    let ranges = types.contents.iter().map(|it| &it.range);
    let indices = (0..values.len()).map(proc_macro2::Literal::usize_unsuffixed);
    quote! {
        match #holder.choose(&[#(#ranges),*]) {
            #(Some(#indices) => #values,)*
            _ => #other,
        }
    }
}

/// Which of the content types are handed out while they arrive.
fn is_streamed(types: &Contents, scope: &mut Scope<'_>) -> TokenStream {
    scope.runtime("Headers");
    scope.runtime("is_one_of");
    let ranges = types.contents.iter().map(|it| &it.range);
    let streamed = types.contents.iter().map(|it| it.payload.is_streamed());
    quote! {
        #[inline]
        fn is_streamed(_: u16, headers: &Headers) -> bool {
            is_one_of(headers.content_type(), &[#((#ranges, #streamed)),*])
        }
        blank! {}
    }
}
