//! Security: the schemes, the clients that hold credentials for them, and what operations demand.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{self, Doc};
use super::scope::Scope;
use super::{Rendered, ident, parted};
use crate::ir::{Api, ClientType, Ident, KeyLocation, RateLimit, Requirement, Scheme, SchemeKind};

/// `clients.rs`.
pub(super) fn clients_module(api: &Api) -> Rendered {
    let mut scope = Scope::new(api);
    let docs = Doc::new().text("The clients, and the security schemes they hold credentials for.");
    let mut items = vec![rate_limits(&mut scope)];
    if api.clients.is_empty() {
        items.push(single_client(&mut scope));
    } else {
        for client in &api.clients {
            items.extend(client_items(client, &mut scope));
        }
        for requirement in &api.requirements {
            items.extend(requirement_items(requirement, &mut scope));
        }
    }
    let schemes = api.schemes.iter();
    items.extend(schemes.map(|scheme| scheme_description(scheme, &mut scope)));
    scope.rendered(docs.inner(), items)
}

/// The names of the clients, for the one who re-exports them.
pub(super) fn client_names(api: &Api) -> Vec<String> {
    if api.clients.is_empty() {
        return vec!["Client".to_owned()];
    }
    let names = api.clients.iter().map(|client| client.name.to_string());
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names
}

/// The names of the statics of the schemes, for the one who re-exports them.
pub(super) fn scheme_names(api: &Api) -> Vec<String> {
    let names = api.schemes.iter().map(|scheme| scheme.constant.to_string());
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names
}

/// The names of the statics of these schemes.
pub(super) fn constants<'a>(api: &'a Api, keys: &[String]) -> impl Iterator<Item = &'a Ident> {
    let scheme = |key: &String| api.schemes.iter().find(move |scheme| scheme.key == *key);
    keys.iter()
        .filter_map(scheme)
        .map(|scheme| &scheme.constant)
}

/// How often the server may be called: what all modes share.
fn rate_limits(scope: &mut Scope<'_>) -> TokenStream {
    if scope.api.rate_limits.is_empty() {
        return TokenStream::new();
    }
    scope.runtime("RateLimit");
    let limits = scope.api.rate_limits.iter().map(|limit| {
        let (name, calls) = match limit {
            RateLimit::PerSecond(calls) => (ident("per_second"), calls),
            RateLimit::PerMinute(calls) => (ident("per_minute"), calls),
        };
        let calls = Literal::u32_unsuffixed(*calls);
        quote! { RateLimit::#name(#calls) }
    });
    quote! { const RATE_LIMITS: &[RateLimit] = &[#(#limits),*]; }
}

/// What a mode says of them.
fn mode_rate_limits(api: &Api) -> Option<TokenStream> {
    let limited = !api.rate_limits.is_empty();
    limited.then(|| quote! { const RATE_LIMITS: &'static [RateLimit] = RATE_LIMITS; })
}

/// The client of a description that declares none. Where nothing is to be said of its mode, that
/// is the runtime's.
fn single_client(scope: &mut Scope<'_>) -> TokenStream {
    let docs = Doc::new()
        .text("The client: its handles, one for each tag, have the operations.")
        .outer();
    let Some(rate_limits) = mode_rate_limits(scope.api) else {
        scope.runtime("Any");
        return quote! { #docs pub type Client = crate::runtime::Client<Any>; };
    };
    scope.runtime("Mode");
    scope.runtime("SecurityScheme");
    let mode_docs = Doc::new()
        .text("The mode of the [`Client`]; there are no values of it.")
        .outer();
    let mode = quote! {
        #mode_docs
        #[derive(Clone, Copy, Debug)]
        pub enum OnlyMode {}
    };
    let implementation = quote! {
        impl Mode for OnlyMode {
            const SCHEMES: &'static [&'static SecurityScheme] = &[];
            #rate_limits
        }
    };
    let alias = quote! { #docs pub type Client = crate::runtime::Client<OnlyMode>; };
    parted([mode, alias, implementation])
}

/// The mode, the alias that users name, and the schemes it has credentials for.
fn client_items(client: &ClientType, scope: &mut Scope<'_>) -> [TokenStream; 3] {
    scope.runtime("Client");
    scope.runtime("Mode");
    scope.runtime("SecurityScheme");
    let (name, mode) = (&client.name, &client.mode);
    let statics: Vec<_> = constants(scope.api, &client.schemes).collect();
    let rate_limits = mode_rate_limits(scope.api);
    let schemes = alternatives(std::slice::from_ref(&client.schemes));
    let mode_docs = Doc::new()
        .text(&format!(
            "The mode of a [`{name}`]; there are no values of it."
        ))
        .outer();
    let alias_docs = Doc::new()
        .text(&format!(
            "A client that holds the credential for {schemes}."
        ))
        .outer();
    [
        quote! {
            #mode_docs
            #[derive(Clone, Copy, Debug)]
            pub enum #mode {}
        },
        quote! { #alias_docs pub type #name = Client<#mode>; },
        quote! {
            impl Mode for #mode {
                const SCHEMES: &'static [&'static SecurityScheme] = &[#(&#statics),*];
                #rate_limits
            }
        },
    ]
}

/// The bound of operations that demand these schemes, and the clients that satisfy it.
fn requirement_items(requirement: &Requirement, scope: &mut Scope<'_>) -> Vec<TokenStream> {
    scope.runtime("Mode");
    let api = scope.api;
    let clients: Vec<_> = requirement
        .clients
        .iter()
        .filter_map(|client| api.clients.get(*client))
        .collect();
    let name = &requirement.name;
    let implementations = clients.iter().map(|client| {
        let mode = &client.mode;
        quote! { impl #name for #mode {} }
    });
    let mut items = vec![requirement_trait(requirement, &clients)];
    items.push(quote! { #(#implementations)* });
    items
}

/// `pub trait AuthorizationCode: Mode {}`, with what rustc says to a client that is another.
fn requirement_trait(requirement: &Requirement, clients: &[&ClientType]) -> TokenStream {
    let schemes = alternatives(&requirement.schemes);
    let docs = Doc::new()
        .text(&format!(
            "The clients that hold the credential for {schemes}."
        ))
        .outer();
    let names: Vec<_> = clients
        .iter()
        .map(|client| format!("a `{}`", client.name))
        .collect();
    let needed = match names.as_slice() {
        [] => "a credential that no client holds".to_owned(),
        names => names.join(" or "),
    };
    let message = format!("this operation needs {needed}, not a client in `{{Self}}`");
    let label = format!("needs {needed}");
    let note = format!("the description demands the security scheme {schemes} here");
    let note = note.replace('{', "{{").replace('}', "}}");
    let name = &requirement.name;
    quote! {
        #docs
        #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
        pub trait #name: Mode {}
    }
}

/// The alternatives of a requirement in words: "`A` or `B`", "`A`, or `B` and `C`".
fn alternatives(schemes: &[Vec<String>]) -> String {
    let together = |schemes: &Vec<String>| {
        let keys: Vec<_> = schemes.iter().map(|key| docs::code(key)).collect();
        keys.join(" and ")
    };
    let separator = if schemes.iter().all(|keys| keys.len() == 1) {
        " or "
    } else {
        ", or "
    };
    schemes
        .iter()
        .map(together)
        .collect::<Vec<_>>()
        .join(separator)
}

/// The data that describes a security scheme to the runtime.
fn scheme_description(scheme: &Scheme, scope: &mut Scope<'_>) -> TokenStream {
    scope.runtime("SchemeKind");
    scope.runtime("SecurityScheme");
    let key = &scheme.key;
    let docs = format!("The security scheme {}.", docs::code(key));
    let docs = Doc::new()
        .described_or(scheme.description.as_deref(), &docs)
        .outer();
    let name = &scheme.constant;
    let kind = match &scheme.kind {
        SchemeKind::ApiKey { location, name } => {
            scope.runtime("KeyLocation");
            let location = match location {
                KeyLocation::Cookie => quote! { Cookie },
                KeyLocation::Header => quote! { Header },
                KeyLocation::Query => quote! { Query },
            };
            quote! { SchemeKind::ApiKey { location: KeyLocation::#location, name: #name } }
        }
        SchemeKind::Basic => quote! { SchemeKind::Basic },
        SchemeKind::Bearer => quote! { SchemeKind::Bearer },
        SchemeKind::Http { scheme } => quote! { SchemeKind::Http { scheme: #scheme } },
        SchemeKind::OpenIdConnect { url } => quote! { SchemeKind::OpenIdConnect { url: #url } },
        SchemeKind::OAuth2 {
            authorization_url,
            token_url,
            refresh_url,
            scopes,
        } => {
            let authorization_url = option(authorization_url.as_deref());
            let token_url = option(token_url.as_deref());
            let refresh_url = option(refresh_url.as_deref());
            let scopes = scopes
                .iter()
                .map(|(scope, meaning)| quote! { (#scope, #meaning) });
            quote! {
                SchemeKind::OAuth2 {
                    authorization_url: #authorization_url,
                    token_url: #token_url,
                    refresh_url: #refresh_url,
                    scopes: &[#(#scopes),*],
                }
            }
        }
    };
    quote! {
        #docs
        pub static #name: SecurityScheme = SecurityScheme { key: #key, kind: #kind };
    }
}

fn option(url: Option<&str>) -> TokenStream {
    url.map_or_else(|| quote! { None }, |url| quote! { Some(#url) })
}
