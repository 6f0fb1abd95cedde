//! Pages: a builder of the URL for each.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Doc};
use super::scope::Scope;
use super::{Rendered, allow_deprecated, deprecated, parameter, parted, plain, type_ref};
use crate::ir::{Api, Page, Parameter, TypeRef};

/// `pages.rs`.
pub(super) fn pages_module(api: &Api) -> Rendered {
    let mut scope = Scope::top(api);
    scope.runtime("Error");
    scope.runtime("Page");
    scope.import("super::servers", "Server");
    let docs = Doc::new()
        .text("The pages of the login server, to which the user's browser is sent.")
        .inner();
    let mut items = Vec::new();
    for page in api.pages() {
        items.extend(page_items(page, &mut scope));
    }
    scope.rendered(docs, items)
}

/// The builder and its methods.
fn page_items(page: &Page, scope: &mut Scope<'_>) -> Vec<TokenStream> {
    let docs = page_docs(page).outer();
    let deprecation = deprecated(page.deprecated);
    let allow = allow_deprecated(page.deprecated);
    let name = &page.name;
    let mut methods = vec![constructor(page, scope)];
    methods.extend(setters(page).map(|parameter| parameter::setter(parameter, scope)));
    methods.push(url());
    methods.extend(
        page.returned
            .iter()
            .map(|returned| parse_return(returned, scope)),
    );
    let methods = parted(methods);
    let default = page
        .parameters
        .iter()
        .all(|parameter| !parameter.positional)
        .then(|| {
            quote! {
                #allow
                impl Default for #name {
                    fn default() -> Self { Self::new() }
                }
            }
        });
    let items = [
        quote! {
            #docs
            #deprecation
            #[derive(Clone, Debug)]
            #[must_use = "a page is no URL before `url` is called"]
            pub struct #name(Page);
        },
        quote! { #allow impl #name { #methods } },
    ];
    items.into_iter().chain(default).collect()
}

/// What the page is for, its path, and where the facts come from.
fn page_docs(page: &Page) -> Doc {
    let summary = page.summary.as_deref().map(str::trim);
    let description = page.description.as_deref().map(str::trim);
    let id = format!("The page {}.", docs::code(&page.id));
    let mut doc = Doc::new().described_or(summary.or(description), &id);
    if let Some(description) = description.filter(|text| summary.is_some_and(|it| it != *text)) {
        doc = doc.described(description);
    }
    let path = format!("{} of the login server.", docs::code(&page.path));
    doc = doc.text(&path);
    match &page.evidence {
        Some(evidence) => doc.described(evidence),
        None => doc,
    }
}

/// `new`, with what is required.
fn constructor(page: &Page, scope: &mut Scope<'_>) -> TokenStream {
    let mut docs = Doc::new().text(match positional(page).next() {
        Some(_) => "The page with what it can't do without.",
        None => "The page without parameters.",
    });
    for parameter in positional(page) {
        docs = docs.item(plain(&parameter.name), parameter.description.as_deref());
    }
    let docs = docs.outer();
    let mut touched = positional(page).map(|parameter| &parameter.r#type);
    let allow = allow_deprecated(touched.any(|r#type| type_ref::is_deprecated(r#type, scope)));
    let arguments: Vec<_> = positional(page)
        .map(|parameter| parameter::argument(parameter, scope))
        .collect();
    let mut statements = Vec::new();
    for parameter in &page.parameters {
        let name = &parameter.name;
        if parameter.positional {
            let (value, call) = (quote! { #name }, quote! { page });
            statements.extend(parameter::encode(parameter, &value, &call, scope));
        } else if parameter.required {
            let (wire, setter) = (&parameter.wire, plain(name));
            statements.push(quote! { page.require(#wire, #setter); });
        }
    }
    let path = &page.path;
    let body = if statements.is_empty() {
        quote! { Self(Page::new(#path)) }
    } else {
        quote! {
            let mut page = Page::new(#path);
            #(#statements)*
            Self(page)
        }
    };
    quote! {
        #docs
        #allow
        #[inline]
        pub fn new(#(#arguments),*) -> Self { #body }
    }
}

fn positional(page: &Page) -> impl Iterator<Item = &Parameter> {
    page.parameters
        .iter()
        .filter(|parameter| parameter.positional)
}

fn setters(page: &Page) -> impl Iterator<Item = &Parameter> {
    page.parameters
        .iter()
        .filter(|parameter| !parameter.positional)
}

fn url() -> TokenStream {
    let docs = Doc::new()
        .text("The URL to send the browser to.")
        .verbatim("# Errors")
        .text("A parameter breaks a limit or is missing, or `server` has no login server.")
        .outer();
    quote! {
        #docs
        pub fn url(&self, server: &Server) -> Result<url::Url, Error> {
            self.0.url(server.login_url())
        }
    }
}

/// `parse_return`, where the page sends the browser back with a result.
fn parse_return(returned: &TypeRef, scope: &mut Scope<'_>) -> TokenStream {
    let docs = Doc::new()
        .text("What the page has added to the query of the return URL, which is what follows `?`.")
        .text("Parameters that the return URL had before are left alone.")
        .verbatim("# Errors")
        .text("The query is not as documented.")
        .outer();
    let allow = allow_deprecated(type_ref::is_deprecated(returned, scope));
    let r#type = type_ref::type_name(returned, scope);
    quote! {
        #docs
        #allow
        pub fn parse_return(query: &str) -> Result<#r#type, Error> {
            Page::parse_return(query)
        }
    }
}
