//! Response headers: accessors of the runtime's `Headers`.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Doc};
use super::scope::Scope;
use super::{Rendered, parted, type_ref};
use crate::ir::{Api, Header, HeaderForm, Scalar, TypeRef};

/// `headers.rs`.
pub(super) fn headers_module(api: &Api) -> Rendered {
    let mut scope = Scope::top(api);
    scope.runtime("Headers");
    let docs = Doc::new().text("The response headers that the description documents.");
    let accessors: Vec<_> = api
        .headers
        .iter()
        .map(|header| accessor(header, &mut scope))
        .collect();
    let accessors = parted(accessors);
    scope.rendered(docs.inner(), vec![quote! { impl Headers { #accessors } }])
}

/// The accessor of one header.
fn accessor(header: &Header, scope: &mut Scope<'_>) -> TokenStream {
    let wire = docs::code(&header.wire);
    let description = header.description.as_deref().map(docs::first_paragraph);
    let (what, absent) = match header.r#type {
        TypeRef::Scalar(Scalar::String) => ("text", "when it is missing"),
        _ => ("value", "when it is missing or can't be read"),
    };
    let text = match description.as_deref().unwrap_or_default() {
        "" => format!("{wire}; `None` {absent}."),
        description => format!("{wire}: {description}"),
    };
    let docs = Doc::new().text(&text);
    let docs = if description.is_some_and(|text| !text.is_empty()) {
        docs.text(&format!("The {what} is `None` {absent}."))
    } else {
        docs
    };
    let docs = docs.outer();
    let (name, wire) = (&header.name, &header.wire);
    let r#type = type_ref::type_name(&header.r#type, scope);
    let (r#type, read) = match (header.form, &header.r#type) {
        (HeaderForm::Object { explode }, _) => (r#type, quote! { object(#wire, #explode) }),
        (HeaderForm::Json, _) => (r#type, quote! { json(#wire) }),
        (HeaderForm::Simple, TypeRef::Scalar(Scalar::String)) => {
            (quote! { &str }, quote! { get(#wire) })
        }
        (HeaderForm::Simple, TypeRef::Array(_)) => (r#type, quote! { list(#wire) }),
        (
            HeaderForm::Simple,
            TypeRef::Scalar(_)
            | TypeRef::Any
            | TypeRef::Map(_)
            | TypeRef::Nullable(_)
            | TypeRef::Named(_)
            | TypeRef::Existing(_),
        ) => (r#type, quote! { parse(#wire) }),
    };
    quote! {
        #docs
        #[inline]
        pub fn #name(&self) -> Option<#r#type> {
            self.#read
        }
    }
}
