//! From the IR to tokens; total, nothing is decided or refused here.
//!
//! One file for each kind of object of `ir`, with functions named by what they produce. What a
//! template line could leave to a function of the runtime is left to it.

mod docs;
mod example;
mod header;
mod invocation;
mod operation;
mod package;
mod page;
mod parameter;
pub(crate) mod path;
mod readme;
mod request_body;
mod response;
#[cfg(test)]
mod sample;
mod schema;
mod scope;
mod security;
mod server;
mod tag;
#[cfg(test)]
mod tests;
mod type_ref;

pub(crate) use package::dependencies;

use std::ops::Range;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::runtime;
use crate::{Layout, ir};
pub(crate) use scope::Imports;

/// The files of a crate before they are formatted.
#[derive(Debug)]
pub struct Crate<'a> {
    /// Generated Rust files.
    pub modules: Vec<Module<'a>>,
    /// Files that are text already: path, and content.
    pub texts: Vec<(String, String)>,
}

/// A generated Rust file. It is rendered when it is asked for, part by part, because tokens can't be
/// sent between threads and are many times the size of their text.
#[derive(Clone, Debug)]
pub struct Module<'a> {
    /// Path relative to the crate's folder.
    pub path: String,
    api: &'a ir::Api,
    content: Content<'a>,
}

/// What a file holds.
#[derive(Clone, Copy, Debug)]
enum Content<'a> {
    Generated,
    Clients,
    Headers,
    Servers,
    Operations,
    Pages,
    Tag(&'a ir::Tag),
    Types,
    Schemas(Option<&'a ir::Ident>),
}

/// A part of a file, as tokens.
#[derive(Debug)]
pub(crate) struct Rendered {
    /// `//!` lines of the file; every part of it has them.
    pub(crate) docs: TokenStream,
    /// What the items name.
    pub(crate) imports: Imports,
    /// The items.
    pub(crate) items: Vec<TokenStream>,
}

impl Rendered {
    /// A file without imports.
    fn of(docs: TokenStream, items: Vec<TokenStream>) -> Self {
        Self {
            docs,
            imports: Imports::default(),
            items,
        }
    }
}

/// How many types or operations are in one part of a file.
const PART: usize = 48;

/// The name of the macro that stands for an empty line between items.
pub(crate) const BLANK: &str = "blank";

/// The name of the attribute that stands for docs, and of the macro that stands for other lines that
/// are text already. The formatter would look at each token of them, and gain nothing.
pub(crate) const TEXT: &str = "text";

/// Text for the formatter, which takes it out of the tokens again. What is written for people
/// escapes every character that can't be seen, and looks at all of them for it.
fn literal(text: &str) -> Literal {
    let mut literal = String::with_capacity(text.len() + text.len() / 8 + 2);
    literal.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| b"\\\"\n\r".contains(&byte)) {
        literal.push_str(&rest[..at]);
        literal.push_str(match rest.as_bytes()[at] {
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'"' => "\\\"",
            _ => "\\\\",
        });
        rest = &rest[at + 1..];
    }
    literal.push_str(rest);
    literal.push('"');
    let literal = literal.parse();
    literal.unwrap_or_else(|_| Literal::string(text))
}

/// Renders the crate.
pub fn render(api: &ir::Api, layout: Layout) -> Crate<'_> {
    let mut texts = runtime::files(&api.capabilities);
    match layout {
        Layout::Crate => texts.extend(package::files(api)),
        Layout::Included => texts.push(package::included(api)),
        Layout::Sources => {}
    }
    Crate {
        modules: modules(api),
        texts,
    }
}

/// The files below `src/generated/`.
fn modules(api: &ir::Api) -> Vec<Module<'_>> {
    let mut modules = Vec::new();
    let mut add = |path: &str, content| {
        modules.push(Module {
            path: format!("src/generated/{path}.rs"),
            api,
            content,
        });
    };
    add("mod", Content::Generated);
    add("clients", Content::Clients);
    add("servers", Content::Servers);
    if !api.headers.is_empty() {
        add("headers", Content::Headers);
    }
    add("operations/mod", Content::Operations);
    if api.pages().next().is_some() {
        add("pages", Content::Pages);
    }
    for tag in tag::rendered(api) {
        add(
            &format!("operations/{}", file_name(&tag.module)),
            Content::Tag(tag),
        );
    }
    add("types/mod", Content::Types);
    for module in schema::modules(api) {
        let name = module.map_or(schema::SHARED, file_name);
        add(&format!("types/{name}"), Content::Schemas(module));
    }
    modules
}

impl Module<'_> {
    /// The parts of the file, in order.
    pub(crate) fn parts(&self) -> impl Iterator<Item = Range<usize>> {
        let length = match self.content {
            Content::Tag(tag) => tag.operations.len(),
            Content::Schemas(module) => schema::schemas(self.api, module).count(),
            Content::Generated
            | Content::Clients
            | Content::Headers
            | Content::Servers
            | Content::Operations
            | Content::Pages
            | Content::Types => 1,
        };
        let starts = (0..length).step_by(PART);
        starts.map(move |start| start..length.min(start + PART))
    }

    /// One of its parts.
    pub(crate) fn part(&self, part: Range<usize>) -> Rendered {
        let api = self.api;
        match self.content {
            Content::Generated => package::generated_module(api),
            Content::Clients => security::clients_module(api),
            Content::Headers => header::headers_module(api),
            Content::Servers => server::servers_module(api),
            Content::Operations => tag::operations_module(api),
            Content::Pages => page::pages_module(api),
            Content::Tag(tag) => tag::tag_module(api, tag, part),
            Content::Types => schema::types_module(api),
            Content::Schemas(module) => schema::schemas_module(api, module, part),
        }
    }
}

/// The file of a module: `type` for `r#type`.
fn file_name(module: &ir::Ident) -> &str {
    plain(module)
}

/// A name without the `r#` that a keyword is written with.
fn plain(name: &ir::Ident) -> &str {
    let text = name.as_str();
    text.strip_prefix("r#").unwrap_or(text)
}

/// Items with an empty line between each two.
pub(crate) fn parted(items: impl IntoIterator<Item = TokenStream>) -> TokenStream {
    let mut tokens = TokenStream::new();
    for item in items.into_iter().filter(|item| !item.is_empty()) {
        if !tokens.is_empty() {
            tokens.extend(quote! { blank! {} });
        }
        tokens.extend(item);
    }
    tokens
}

/// `#[deprecated]` where the description says so.
fn deprecated(is_deprecated: bool) -> TokenStream {
    if is_deprecated {
        quote! { #[deprecated] }
    } else {
        TokenStream::new()
    }
}

/// `#[allow(deprecated)]` where a deprecated item is touched.
fn allow_deprecated(touched: bool) -> TokenStream {
    if touched {
        quote! { #[allow(deprecated)] }
    } else {
        TokenStream::new()
    }
}

/// An identifier by its text; `ir::Ident` guarantees that it is one.
fn ident(text: &str) -> Ident {
    match text.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(text, Span::call_site()),
    }
}

impl ToTokens for ir::Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        ident(self.as_str()).to_tokens(tokens);
    }
}
