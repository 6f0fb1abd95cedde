//! Operations: the method of the handle, the request it returns, and the data that describes it.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Doc};
use super::scope::Scope;
use super::{
    allow_deprecated, deprecated, ident, parameter, parted, plain, request_body, response,
    security, type_ref,
};
use crate::ir::{Location, Operation, Parameter, RequestBody, Tag};

/// The method that makes a request.
pub(super) fn operation_method(operation: &Operation, scope: &mut Scope<'_>) -> TokenStream {
    let docs = method_docs(operation).outer();
    let deprecation = deprecated(operation.deprecated);
    let allow = allow_deprecated(touches_deprecated(operation, scope));
    let (name, request, constant) = (&operation.name, &operation.request, &operation.constant);
    let arguments = arguments(operation, scope);
    let bound = bound(operation, scope);
    let statements = statements(operation, scope);
    let body = if statements.is_empty() {
        quote! { self.client.call(&#constant).request() }
    } else {
        quote! {
            let mut call = self.client.call(&#constant);
            #(#statements)*
            call.request()
        }
    };
    quote! {
        #docs
        #deprecation
        #allow
        #[inline]
        pub fn #name(&self, #(#arguments),*) -> #request #bound { #body }
    }
}

/// Path parameters, other required ones, the body.
fn arguments(operation: &Operation, scope: &mut Scope<'_>) -> Vec<TokenStream> {
    let mut arguments: Vec<_> = positional(operation)
        .map(|parameter| parameter::argument(parameter, scope))
        .collect();
    arguments.extend(required_body(operation).map(|body| request_body::argument(body, scope)));
    arguments
}

/// What the method does to the call, in the order of the arguments.
fn statements(operation: &Operation, scope: &mut Scope<'_>) -> Vec<TokenStream> {
    let mut statements = Vec::new();
    let call = quote! { call };
    if let Some(url) = &operation.server {
        scope.import("super::super", "servers");
        statements.push(quote! { call.server(#url, servers::ALL); });
    }
    for parameter in positional(operation) {
        let name = &parameter.name;
        statements.extend(parameter::encode(
            parameter,
            &quote! { #name },
            &call,
            scope,
        ));
    }
    for parameter in required_setters(operation) {
        let (wire, setter) = (&parameter.wire, plain(&parameter.name));
        statements.push(match parameter.location {
            // Those of the path are arguments.
            Location::Path { .. } => continue,
            Location::Query(_) => quote! { call.require_query(#wire, #setter); },
            Location::Header { .. } => quote! { call.require_header(#wire, #setter); },
            Location::Cookie { .. } => quote! { call.require_cookie(#wire, #setter); },
        });
    }
    if let Some(body) = required_body(operation) {
        statements.extend(request_body::encode(body, &call, scope));
    }
    statements
}

/// `where M: AuthorizationCode`
fn bound(operation: &Operation, scope: &mut Scope<'_>) -> Option<TokenStream> {
    let requirement = scope.api.requirements.get(operation.requirement?)?;
    if scope.api.clients.is_empty() {
        return None;
    }
    let name = &requirement.name;
    scope.import("super::super::clients", name.as_str());
    Some(quote! { where M: #name, })
}

fn positional(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    let parameters = operation.parameters.iter();
    parameters.filter(|parameter| parameter.positional)
}

fn setters(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    let parameters = operation.parameters.iter();
    parameters.filter(|parameter| !parameter.positional)
}

fn required_setters(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    setters(operation).filter(|parameter| parameter.required)
}

fn required_body(operation: &Operation) -> Option<&RequestBody> {
    operation.body.as_ref().filter(|body| body.required)
}

/// Whether an argument has a deprecated type.
fn touches_deprecated(operation: &Operation, scope: &Scope<'_>) -> bool {
    let mut types = positional(operation).map(|parameter| &parameter.r#type);
    types.any(|r#type| type_ref::is_deprecated(r#type, scope))
        || required_body(operation).is_some_and(|body| request_body::is_deprecated(body, scope))
}

/// What the operation does, its method and path, its arguments, and where the facts come from.
fn method_docs(operation: &Operation) -> Doc {
    let summary = operation.summary.as_deref().map(str::trim);
    let description = operation.description.as_deref().map(str::trim);
    let id = format!("The operation {}.", docs::code(&operation.id));
    let mut doc = Doc::new().described_or(summary.or(description), &id);
    if let Some(description) = description.filter(|text| summary.is_some_and(|it| it != *text)) {
        doc = doc.described(description);
    }
    let line = format!("{} {}", operation.method.as_str(), operation.path);
    doc = doc.text(&docs::code(&line));
    for parameter in positional(operation) {
        doc = doc.item(plain(&parameter.name), parameter.description.as_deref());
    }
    if let Some(body) = required_body(operation) {
        doc = doc.item("body", body.description.as_deref());
    }
    let setters: Vec<_> = required_setters(operation)
        .map(|parameter| {
            format!(
                "[`{0}`]({1}#method.{0})",
                plain(&parameter.name),
                operation.request
            )
        })
        .collect();
    if !setters.is_empty() {
        doc = doc.text(&format!("Required besides: {}.", setters.join(", ")));
    }
    if let Some(evidence) = &operation.evidence {
        doc = doc.described(evidence);
    }
    if !operation.errors.is_empty() {
        let errors = format!("[`{}`] names the documented refusals.", operation.error);
        doc = doc.verbatim("# Errors").text(&errors);
    }
    doc
}

/// The request, its setters, and what a success is decoded as.
pub(super) fn request_items(
    tag: &Tag,
    operation: &Operation,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    scope.runtime("Request");
    let docs = Doc::new().text(&format!("A call of {}.", method_link(tag, operation)));
    let docs = docs.outer();
    let (name, error) = (&operation.request, &operation.error);
    let payload = response::payload(operation, scope);
    let allow = allow_deprecated(response::is_success_deprecated(operation, scope));
    let request = quote! {
        #docs
        #allow
        pub type #name = Request<#payload, #error>;
    };
    vec![request, request_setters(operation, scope)]
}

/// The parameters and body that are no arguments of the method.
fn request_setters(operation: &Operation, scope: &mut Scope<'_>) -> TokenStream {
    let mut methods: Vec<_> = setters(operation)
        .map(|parameter| parameter::setter(parameter, scope))
        .collect();
    let optional_body = operation.body.as_ref().filter(|body| !body.required);
    methods.extend(optional_body.map(|body| request_body::setter(body, scope)));
    if methods.is_empty() {
        return TokenStream::new();
    }
    let name = &operation.request;
    let methods = parted(methods);
    quote! {
        impl #name { #methods }
    }
}

/// A link to the method of an operation.
pub(super) fn method_link(tag: &Tag, operation: &Operation) -> String {
    format!("[`{}::{}`]", tag.handle, plain(&operation.name))
}

/// The data that describes the operation to the runtime.
pub(super) fn description(operation: &Operation, scope: &mut Scope<'_>) -> TokenStream {
    scope.runtime("Method");
    scope.runtime("Operation");
    let (constant, id, path) = (&operation.constant, &operation.id, &operation.path);
    let method = ident(operation.method.as_str());
    let accept = operation.accept.as_deref().unwrap_or("*/*");
    let api = scope.api;
    if operation.security.iter().any(|schemes| !schemes.is_empty()) {
        scope.import("super::super", "clients");
    }
    let security = operation.security.iter().map(|schemes| {
        let statics = security::constants(api, schemes);
        quote! { &[#(&clients::#statics),*] }
    });
    let idempotent = operation.idempotent;
    quote! {
        static #constant: Operation = Operation {
            id: #id,
            method: Method::#method,
            path: #path,
            accept: #accept,
            security: &[#(#security),*],
            idempotent: #idempotent,
        };
    }
}
