//! The variables of a server's URL.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::ir::{Server, ServerVariable};
use crate::render::docs::{self, Doc};
use crate::render::{parted, plain};

/// The variables of a server's URL: a struct, its defaults, its setters, and the URL.
pub(super) fn items(server: &Server) -> [TokenStream; 3] {
    let name = name(server);
    let docs = format!("The variables of {}.", docs::code(&server.url));
    let docs = Doc::new().text(&docs).outer();
    let fields = server.variables.iter().map(field);
    let defaults = server.variables.iter().map(|variable| {
        let (name, value) = (&variable.name, &variable.default);
        quote! { #name: #value.to_owned(), }
    });
    let methods = parted(server.variables.iter().map(setter));
    [
        quote! {
            #docs
            #[derive(Clone, Debug, PartialEq, Eq)]
            #[non_exhaustive]
            pub struct #name { #(#fields)* }
        },
        quote! {
            impl Default for #name {
                fn default() -> Self { Self { #(#defaults)* } }
            }
        },
        quote! { impl #name { #methods } },
    ]
}

fn field(variable: &ServerVariable) -> TokenStream {
    let docs = variable_docs(variable).outer();
    let name = &variable.name;
    quote! { #docs pub #name: String, }
}

fn variable_docs(variable: &ServerVariable) -> Doc {
    let synthesised = format!("The variable {}.", docs::code(&variable.wire));
    let doc = Doc::new().described_or(variable.description.as_deref(), &synthesised);
    let default = format!("{} when it is not set.", docs::code(&variable.default));
    let values: Vec<_> = variable
        .values
        .iter()
        .map(|value| docs::code(value))
        .collect();
    match values.as_slice() {
        [] => doc.text(&default),
        values => doc.text(&format!("One of {}; {default}", values.join(", "))),
    }
}

fn setter(variable: &ServerVariable) -> TokenStream {
    let docs = format!("Sets {}.", docs::code(&variable.wire));
    let docs = Doc::new().text(&docs).outer();
    let name = &variable.name;
    quote! {
        #docs
        pub fn #name(mut self, value: impl Into<String>) -> Self {
            self.#name = value.into();
            self
        }
    }
}

/// The URL, as a format string with the variables in the order of the template.
pub(super) fn url(server: &Server) -> TokenStream {
    let mut format = String::new();
    let mut values = Vec::new();
    let mut rest = server.url.as_str();
    while let Some((before, variable, after)) = next_variable(server, rest) {
        format.push_str(&escaped(before));
        format.push_str("{}");
        let name = &variable.name;
        values.push(quote! { server.#name });
        rest = after;
    }
    format.push_str(&escaped(rest));
    quote! { format!(#format, #(#values),*) }
}

/// The first variable of a template, with what stands before and after it.
fn next_variable<'t>(
    server: &'t Server,
    template: &'t str,
) -> Option<(&'t str, &'t ServerVariable, &'t str)> {
    server
        .variables
        .iter()
        .filter_map(|variable| {
            let (before, after) = template.split_once(&format!("{{{}}}", variable.wire))?;
            Some((before, variable, after))
        })
        .min_by_key(|(before, _, _)| before.len())
}

/// Text inside of a format string.
fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// `RegionalServer` for the variant `Regional`.
pub(super) fn name(server: &Server) -> proc_macro2::Ident {
    format_ident!("{}Server", plain(&server.name))
}
