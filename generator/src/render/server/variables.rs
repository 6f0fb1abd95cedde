//! The variables of a server's URL: a struct, and an enum for those with a list of values.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::ir::{Server, ServerValues, ServerVariable};
use crate::render::docs::{self, Doc};
use crate::render::{parted, plain};

/// The variables of a server's URL: a struct, its defaults, its setters, and the values.
pub(super) fn items(server: &Server) -> Vec<TokenStream> {
    let name = name(server);
    let docs = format!("The variables of {}.", docs::code(&server.url));
    let docs = Doc::new().text(&docs).outer();
    let fields = server.variables.iter().map(field);
    let (derived, default) = defaults(server, &name);
    let methods = parted(server.variables.iter().map(setter));
    let mut items = vec![quote! {
        #docs
        #[derive(Clone, Debug, #derived PartialEq, Eq)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* }
    }];
    items.extend(default);
    items.push(quote! { impl #name { #methods } });
    items.extend(server.variables.iter().flat_map(values));
    items
}

/// `Default`: derived where all variables have lists of values, each with its own.
fn defaults(
    server: &Server,
    name: &proc_macro2::Ident,
) -> (Option<TokenStream>, Option<TokenStream>) {
    let variables = server.variables.iter();
    if variables.clone().all(|variable| variable.values.is_some()) {
        return (Some(quote! { Default, }), None);
    }
    let values = variables.map(|variable| {
        let (name, value) = (&variable.name, &variable.default);
        let values = variable.values.as_ref().map(|values| &values.name);
        let value = values.map_or(quote! { #value.to_owned() }, |it| quote! { #it::default() });
        quote! { #name: #value, }
    });
    let default = quote! {
        impl Default for #name {
            fn default() -> Self { Self { #(#values)* } }
        }
    };
    (None, Some(default))
}

/// The names that the variables need beside the struct.
pub(super) fn value_names(server: &Server) -> impl Iterator<Item = proc_macro2::Ident> {
    let values = server.variables.iter();
    let values = values.filter_map(|variable| variable.values.as_ref());
    values.map(|values| format_ident!("{}", plain(&values.name)))
}

/// The enum of a variable's values, and their texts.
fn values(variable: &ServerVariable) -> Vec<TokenStream> {
    let Some(ServerValues { name, variants }) = &variable.values else {
        return Vec::new();
    };
    let docs = format!("The values of the variable {}.", docs::code(&variable.wire));
    let docs = Doc::new().text(&docs).outer();
    let declared = variants.iter().map(|value| {
        let docs = Doc::new().text(&docs::code(&value.wire)).outer();
        let default = (value.wire == variable.default).then(|| quote! { #[default] });
        let name = &value.name;
        quote! { #docs #default #name, }
    });
    let texts = variants.iter().map(|value| {
        let (name, wire) = (&value.name, &value.wire);
        quote! { Self::#name => #wire, }
    });
    let text_docs = Doc::new()
        .text("The value as it stands in the URL.")
        .outer();
    vec![
        quote! {
            #docs
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
            #[non_exhaustive]
            pub enum #name { #(#declared)* }
        },
        quote! {
            impl #name {
                #text_docs
                pub fn as_str(self) -> &'static str {
                    match self { #(#texts)* }
                }
            }
        },
    ]
}

fn field(variable: &ServerVariable) -> TokenStream {
    let docs = variable_docs(variable).outer();
    let name = &variable.name;
    let values = variable.values.as_ref();
    let r#type = values.map_or(
        quote! { String },
        |ServerValues { name, .. }| quote! { #name },
    );
    quote! { #docs pub #name: #r#type, }
}

fn variable_docs(variable: &ServerVariable) -> Doc {
    let synthesised = format!("The variable {}.", docs::code(&variable.wire));
    let doc = Doc::new().described_or(variable.description.as_deref(), &synthesised);
    let default = format!("{} when it is not set.", docs::code(&variable.default));
    doc.text(&default)
}

fn setter(variable: &ServerVariable) -> TokenStream {
    let docs = format!("Sets {}.", docs::code(&variable.wire));
    let docs = Doc::new().text(&docs).outer();
    let name = &variable.name;
    let (r#type, value) = match &variable.values {
        Some(ServerValues { name, .. }) => (quote! { #name }, quote! { value }),
        None => (quote! { impl Into<String> }, quote! { value.into() }),
    };
    quote! {
        #docs
        pub fn #name(mut self, value: #r#type) -> Self {
            self.#name = #value;
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
        let text = variable.values.is_some().then(|| quote! { .as_str() });
        values.push(quote! { server.#name #text });
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
