//! Servers: an enum with a variant for each, and one for any other.

mod variables;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::{self, Doc};
use super::scope::Scope;
use super::{Rendered, parted};
use crate::ir::{Api, RelativeServer, Server};

/// `servers.rs`.
pub(super) fn servers_module(api: &Api) -> Rendered {
    let scope = Scope::new(api);
    let docs = Doc::new()
        .text("The servers that the description names.")
        .inner();
    let mut items = vec![declaration(api), methods(api), templates(api)];
    items.push(conversions(api));
    items.push(default_with_variables(api));
    for server in with_variables(api) {
        items.extend(variables::items(server));
    }
    scope.rendered(docs, items)
}

/// The names that `servers.rs` declares, for the one who re-exports them.
pub(super) fn names(api: &Api) -> Vec<proc_macro2::Ident> {
    let names = with_variables(api).flat_map(|server| {
        std::iter::once(variables::name(server)).chain(variables::value_names(server))
    });
    std::iter::once(format_ident!("Server"))
        .chain(names)
        .collect()
}

fn with_variables(api: &Api) -> impl Iterator<Item = &Server> {
    api.servers
        .iter()
        .filter(|server| !server.variables.is_empty())
}

/// `pub enum Server { … }`
fn declaration(api: &Api) -> TokenStream {
    let docs = Doc::new().text("Where the API is.").outer();
    let default = has_plain_default(api);
    let derived = default.then(|| quote! { Default, });
    let servers = api.servers.iter().enumerate();
    let variants = servers.map(|(index, server)| variant(server, default && index == 0));
    let custom = custom(api);
    quote! {
        #docs
        #[derive(Clone, Debug, #derived PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Server {
            #(#variants)*
            #custom
        }
    }
}

/// The variant of any other server.
fn custom(api: &Api) -> TokenStream {
    if !has_login_urls(api) {
        let docs = Doc::new()
            .text("Another server, by the URL that paths are appended to.")
            .outer();
        return quote! { #docs Custom(String), };
    }
    let docs = Doc::new().text("Another server.").outer();
    let url_docs = Doc::new()
        .text("The URL that paths are appended to.")
        .outer();
    let login_docs = Doc::new()
        .text("The URL of the login server that belongs to it.")
        .outer();
    quote! {
        #docs
        Custom {
            #url_docs
            url: String,
            #login_docs
            login_url: Option<String>,
        },
    }
}

/// Whether a server declares its login server, so that any other can have one too.
fn has_login_urls(api: &Api) -> bool {
    api.servers.iter().any(|server| server.login_url.is_some())
}

fn variant(server: &Server, is_default: bool) -> TokenStream {
    let mut url = docs::code(&server.url);
    if let Some(login_url) = &server.login_url {
        url = format!("{url}, with the login server {}", docs::code(login_url));
    }
    let description = server.description.as_deref().map(docs::first_paragraph);
    let docs = match description
        .as_deref()
        .unwrap_or_default()
        .trim_end_matches('.')
    {
        "" => url,
        description => format!("{description}: {url}"),
    };
    let docs = Doc::new().text(&docs).outer();
    let default = is_default.then(|| quote! { #[default] });
    let name = &server.name;
    if server.variables.is_empty() {
        quote! { #docs #default #name, }
    } else {
        let variables = variables::name(server);
        quote! { #docs #name(#variables), }
    }
}

/// Whether the first server, which is the default, has no variables.
fn has_plain_default(api: &Api) -> bool {
    api.servers
        .first()
        .is_some_and(|server| server.variables.is_empty())
}

/// The default, where it can't be derived.
fn default_with_variables(api: &Api) -> TokenStream {
    let Some(first) = api.servers.first().filter(|_| !has_plain_default(api)) else {
        return TokenStream::new();
    };
    let name = &first.name;
    let variables = variables::name(first);
    quote! {
        impl Default for Server {
            fn default() -> Self { Self::#name(#variables::default()) }
        }
    }
}

/// The URLs with their variables, for the calls of operations that have a server of their own.
fn templates(api: &Api) -> TokenStream {
    if api.operations().all(|operation| operation.server.is_none()) {
        return TokenStream::new();
    }
    let urls = api.servers.iter().map(|server| &server.url);
    let docs = Doc::new()
        .text("The URLs of the servers, with their variables.")
        .outer();
    quote! { #docs pub(super) const ALL: &[&str] = &[#(#urls),*]; }
}

/// The function of a server that is relative to where the description is found.
fn relative_server(server: &RelativeServer) -> TokenStream {
    let url = docs::code(&server.url);
    let synthesised = format!("The server {url}.");
    let docs = Doc::new()
        .described_or(server.description.as_deref(), &synthesised)
        .text(&format!(
            "Its URL is {url}, relative to where the description is found, such as \
             `https://api.example.com/openapi.json`."
        ))
        .outer();
    let (name, url) = (&server.name, &server.url);
    quote! {
        #docs
        pub fn #name(location: &str) -> Self {
            Self::from(crate::runtime::resolve(location, #url))
        }
    }
}

fn methods(api: &Api) -> TokenStream {
    let relative = api.relative_servers.iter().map(relative_server);
    let own = [custom_server(api), url(api), login_url(api)];
    let methods = parted(own.into_iter().chain(relative));
    quote! { impl Server { #methods } }
}

/// `custom`, where a server declares a login server.
fn custom_server(api: &Api) -> TokenStream {
    if !has_login_urls(api) {
        return TokenStream::new();
    }
    let docs = Doc::new()
        .text("Another server, and the login server that belongs to it.")
        .outer();
    quote! {
        #docs
        pub fn custom(url: impl Into<String>, login_url: impl Into<String>) -> Self {
            Self::Custom {
                url: url.into(),
                login_url: Some(login_url.into()),
            }
        }
    }
}

/// `url`, with the values of the variables.
fn url(api: &Api) -> TokenStream {
    let docs = Doc::new()
        .text("The URL that paths are appended to.")
        .outer();
    let owned = with_variables(api).next().map(|_| quote! { .to_owned() });
    let plain = api
        .servers
        .iter()
        .filter(|server| server.variables.is_empty());
    let plain = arms(plain.map(|server| (server, server.url.as_str())));
    let plain = plain.map(|(patterns, url)| quote! { #patterns => #url #owned, });
    let templates = with_variables(api).map(|server| {
        let (name, url) = (&server.name, variables::url(server));
        quote! { Self::#name(server) => #url, }
    });
    let custom = if has_login_urls(api) {
        quote! { Self::Custom { url, .. } }
    } else {
        quote! { Self::Custom(url) }
    };
    let (r#type, url) = match owned {
        Some(_) => (quote! { String }, quote! { url.clone() }),
        None => (quote! { &str }, quote! { url }),
    };
    quote! {
        #docs
        pub fn url(&self) -> #r#type {
            match self {
                #(#plain)*
                #(#templates)*
                #custom => #url,
            }
        }
    }
}

/// The patterns of the servers that have the same value, each with that value.
fn arms<'a, T: PartialEq>(
    servers: impl Iterator<Item = (&'a Server, T)>,
) -> impl Iterator<Item = (TokenStream, T)> {
    let mut arms: Vec<(TokenStream, T)> = Vec::new();
    for (server, value) in servers {
        let name = &server.name;
        let variables = (!server.variables.is_empty()).then(|| quote! { (_) });
        let pattern = quote! { Self::#name #variables };
        match arms.iter_mut().find(|(_, known)| *known == value) {
            Some((patterns, _)) => patterns.extend(quote! { | #pattern }),
            None => arms.push((pattern, value)),
        }
    }
    arms.into_iter()
}

/// `login_url`, where a server declares one.
fn login_url(api: &Api) -> TokenStream {
    if !has_login_urls(api) {
        return TokenStream::new();
    }
    let docs = Doc::new()
        .text("The URL of the login server that belongs to it, where one is known.")
        .outer();
    let servers = api.servers.iter();
    let arms = arms(servers.map(|server| (server, &server.login_url)));
    let arms = arms.map(|(patterns, url)| {
        let url = url.as_ref();
        let url = url.map_or(quote! { None }, |url| quote! { Some(#url) });
        quote! { #patterns => #url, }
    });
    quote! {
        #docs
        pub fn login_url(&self) -> Option<&str> {
            match self {
                #(#arms)*
                Self::Custom { login_url, .. } => login_url.as_deref(),
            }
        }
    }
}

/// What becomes a server, and what builders take one as.
fn conversions(api: &Api) -> TokenStream {
    let owned = with_variables(api)
        .next()
        .is_none()
        .then(|| quote! { .to_owned() });
    let custom = if has_login_urls(api) {
        quote! { Self::Custom { url, login_url: None } }
    } else {
        quote! { Self::Custom(url) }
    };
    parted([
        quote! {
            impl From<&str> for Server {
                fn from(url: &str) -> Self { Self::from(url.to_owned()) }
            }
        },
        quote! {
            impl From<String> for Server {
                fn from(url: String) -> Self { #custom }
            }
        },
        quote! {
            impl From<Server> for String {
                fn from(server: Server) -> Self { server.url() #owned }
            }
        },
    ])
}
