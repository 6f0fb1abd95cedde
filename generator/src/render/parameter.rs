//! Parameters: as arguments, as setters, and how they are written into the call.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Doc};
use super::scope::Scope;
use super::{allow_deprecated, deprecated, ident, schema, type_ref};
use crate::ir::{Location, Parameter, PathStyle, QueryStyle, QueryStyleKind};

/// `customer_number: impl Into<types::CustomerNumber>`
pub(super) fn argument(parameter: &Parameter, scope: &mut Scope<'_>) -> TokenStream {
    let name = &parameter.name;
    let declared = type_ref::argument(&parameter.r#type, scope).declared;
    quote! { #name: #declared }
}

/// The setter of a parameter that is no argument.
pub(super) fn setter(parameter: &Parameter, scope: &mut Scope<'_>) -> TokenStream {
    let synthesised = format!("The parameter {}.", docs::code(&parameter.wire));
    let docs = Doc::new().described_or(parameter.description.as_deref(), &synthesised);
    let docs = if parameter.required {
        docs.text("Required.")
    } else {
        docs
    };
    let docs = docs.outer();
    let deprecation = deprecated(parameter.deprecated);
    let allow = allow_deprecated(type_ref::is_deprecated(&parameter.r#type, scope));
    let name = &parameter.name;
    let declared = type_ref::argument(&parameter.r#type, scope).declared;
    let statements = encode(parameter, &quote! { value }, &quote! { self.0 }, scope);
    quote! {
        #docs
        #deprecation
        #allow
        #[inline]
        pub fn #name(mut self, value: #declared) -> Self {
            #(#statements)*
            self
        }
    }
}

/// Writes the value called `name` into the call, then checks its limits.
pub(super) fn encode(
    parameter: &Parameter,
    name: &TokenStream,
    call: &TokenStream,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    let argument = type_ref::argument(&parameter.r#type, scope);
    let wire = &parameter.wire;
    let limits = schema::limits(
        &quote! { #call.check() },
        wire,
        &quote! { &#name },
        &parameter.r#type,
        &parameter.constraints,
        scope,
    );
    let mut statements = Vec::new();
    let mut value = argument.value(name);
    if argument.converted && !limits.is_empty() {
        let declared = type_ref::type_name(&parameter.r#type, scope);
        statements.push(quote! { let #name: #declared = #value; });
        value = name.clone();
    }
    let value = type_ref::checked(&parameter.r#type, &value, scope);
    let value = if parameter.json {
        scope.runtime("AsJson");
        quote! { &AsJson(#value) }
    } else {
        value
    };
    statements.push(match parameter.location {
        Location::Path {
            style: PathStyle::Simple,
            explode,
        } => quote! { #call.path(#wire, #explode, #value); },
        Location::Path { style, explode } => {
            scope.runtime("PathStyle");
            let style = path_style(style, explode);
            quote! { #call.path_as(#wire, PathStyle::#style, #value); }
        }
        Location::Header { explode } => quote! { #call.header(#wire, #explode, #value); },
        Location::Cookie { explode } => quote! { #call.cookie(#wire, #explode, #value); },
        Location::Query(style) => {
            let style = query_style(style, scope);
            quote! { #call.query(#wire, #style, #value); }
        }
    });
    statements.extend(limits);
    statements
}

fn path_style(style: PathStyle, explode: bool) -> proc_macro2::Ident {
    ident(match (style, explode) {
        (PathStyle::Simple | PathStyle::Label, false) => "LABEL",
        (PathStyle::Simple | PathStyle::Label, true) => "LABEL_EXPLODE",
        (PathStyle::Matrix, false) => "MATRIX",
        (PathStyle::Matrix, true) => "MATRIX_EXPLODE",
    })
}

/// `QueryStyle::DEEP_OBJECT`
pub(super) fn query_style(style: QueryStyle, scope: &mut Scope<'_>) -> TokenStream {
    scope.runtime("QueryStyle");
    let name = ident(match style.kind {
        QueryStyleKind::Form => "FORM",
        QueryStyleKind::FormExplode => "FORM_EXPLODE",
        QueryStyleKind::SpaceDelimited => "SPACE_DELIMITED",
        QueryStyleKind::PipeDelimited => "PIPE_DELIMITED",
        QueryStyleKind::DeepObject => "DEEP_OBJECT",
        QueryStyleKind::Json => "JSON",
    });
    let reserved = style.reserved.then(|| quote! { .reserved() });
    quote! { QueryStyle::#name #reserved }
}
