//! Request bodies: as the last argument, or as a setter where they are optional.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Doc;
use super::scope::Scope;
use super::{allow_deprecated, schema, type_ref};
use crate::ir::{MediaType, RequestBody};

/// `body: types::StartSubscriptionRequest`
pub(super) fn argument(body: &RequestBody, scope: &mut Scope<'_>) -> TokenStream {
    let declared = type_ref::argument(&body.r#type, scope).declared;
    quote! { body: #declared }
}

/// The setter of an optional body.
pub(super) fn setter(body: &RequestBody, scope: &mut Scope<'_>) -> TokenStream {
    let docs = Doc::new()
        .described_or(body.description.as_deref(), "The body of the request.")
        .outer();
    let allow = allow_deprecated(type_ref::is_deprecated(&body.r#type, scope));
    let declared = type_ref::argument(&body.r#type, scope).declared;
    let statements = encode(body, &quote! { self.0 }, scope);
    quote! {
        #docs
        #allow
        pub fn body(mut self, body: #declared) -> Self {
            #(#statements)*
            self
        }
    }
}

/// Writes `body` into the call, then checks its limits.
pub(super) fn encode(
    body: &RequestBody,
    call: &TokenStream,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    let argument = type_ref::argument(&body.r#type, scope);
    let mut statements = Vec::new();
    if argument.converted {
        let declared = type_ref::type_name(&body.r#type, scope);
        statements.push(quote! { let body: #declared = body.into(); });
    }
    statements.push(match &body.media_type {
        MediaType::Json(media_type) if media_type == "application/json" => {
            quote! { #call.json(&body); }
        }
        MediaType::Json(media_type) => quote! { #call.json_as(#media_type, &body); },
        MediaType::Form => quote! { #call.form(&body); },
    });
    let check = quote! { #call.check() };
    let (r#type, constraints) = (&body.r#type, &body.constraints);
    let place = quote! { &body };
    let limits = schema::limits(&check, "body", &place, r#type, constraints, scope);
    statements.extend(limits);
    statements
}
