//! Tags: one file of operations each, and the handle they are reached by.

use std::ops::Range;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Doc};
use super::scope::Scope;
use super::{Rendered, operation, parted, request_body, response};
use crate::ir::{Api, Tag};

/// The tags that have operations.
pub(super) fn rendered(api: &Api) -> impl Iterator<Item = &Tag> {
    api.tags.iter().filter(|tag| !tag.operations.is_empty())
}

/// `operations/mod.rs`: every request, error and handle by one path, whatever its file.
pub(super) fn operations_module(api: &Api) -> Rendered {
    let docs = Doc::new()
        .text("The operations of the API: handles by tag, requests, and errors by status.")
        .inner();
    let mut names: Vec<_> = rendered(api).map(|tag| &tag.module).collect();
    names.sort_unstable();
    Rendered::of(
        docs,
        vec![
            quote! { #(mod #names;)* },
            quote! { #(pub use #names::*;)* },
        ],
    )
}

/// The handle of one tag, and a part of its operations.
pub(super) fn tag_module(api: &Api, tag: &Tag, part: Range<usize>) -> Rendered {
    let mut scope = Scope::new(api);
    let docs = format!("Operations of the tag {}.", docs::code(&tag.text));
    let docs = Doc::new().text(&docs).inner();
    let mut items = Vec::new();
    if part.start == 0 {
        items.push(handle(tag, &mut scope));
        items.push(accessor(tag, &mut scope));
        items.push(methods(tag, &mut scope));
    }
    for operation in tag.operations.get(part).unwrap_or_default() {
        items.extend(operation::request_items(tag, operation, &mut scope));
        items.extend(request_body::body_items(tag, operation, &mut scope));
        items.extend(response::response_items(tag, operation, &mut scope));
        items.push(operation::description(operation, &mut scope));
    }
    scope.rendered(docs, items)
}

/// Imports `Client`; returns the mode as its generic parameter, when there are several clients.
fn client(scope: &mut Scope<'_>) -> Option<TokenStream> {
    if scope.api.clients.is_empty() {
        scope.import("super::super::clients", "Client");
        return None;
    }
    scope.runtime("Client");
    Some(quote! { <M> })
}

/// `pub struct Subscription<M> { client: Client<M> }`
fn handle(tag: &Tag, scope: &mut Scope<'_>) -> TokenStream {
    let mode = client(scope);
    let handle = &tag.handle;
    let docs = handle_docs(tag);
    let docs = match tag.description.as_deref() {
        Some(description) => docs.described(description),
        None => docs,
    };
    let docs = docs.outer();
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #handle #mode {
            client: Client #mode,
        }
    }
}

fn handle_docs(tag: &Tag) -> Doc {
    Doc::new().text(&format!(
        "The operations of the tag {}.",
        docs::code(&tag.text)
    ))
}

/// The method of the client that returns the handle.
fn accessor(tag: &Tag, scope: &mut Scope<'_>) -> TokenStream {
    let mode = client(scope);
    let docs = handle_docs(tag).outer();
    let (accessor, handle) = (&tag.accessor, &tag.handle);
    quote! {
        impl #mode Client #mode {
            #docs
            #[inline]
            pub fn #accessor(&self) -> #handle #mode {
                #handle { client: self.clone() }
            }
        }
    }
}

/// The operations as methods of the handle.
fn methods(tag: &Tag, scope: &mut Scope<'_>) -> TokenStream {
    let mode = client(scope);
    let handle = &tag.handle;
    let methods = tag
        .operations
        .iter()
        .map(|operation| operation::operation_method(operation, scope));
    let methods = parted(methods);
    quote! {
        impl #mode #handle #mode { #methods }
    }
}
