//! What rendering the items of one file needs to know, and the imports they add up to.
//!
//! A long file is rendered part by part, each in a scope of its own; their imports are merged.

use proc_macro2::TokenStream;

use super::Rendered;
use super::schema::SHARED;
use crate::ir;
use crate::map::{Map, Set};

/// One file, or a part of it, while it is rendered.
pub(super) struct Scope<'a> {
    /// The whole API.
    pub(super) api: &'a ir::Api,
    place: Place<'a>,
    imports: Imports,
}

/// The names that a file imports, by module.
#[derive(Debug, Default)]
pub(crate) struct Imports(Map<String, Set<String>>);

/// Where a file stands, which decides how it names a type.
#[derive(Clone, Copy)]
enum Place<'a> {
    /// In `types`, in the module of a tag or in the shared one.
    Types(Option<&'a ir::Ident>),
    /// Beside the module `types`.
    Top,
    /// In a module of `operations`.
    Operations,
}

impl<'a> Scope<'a> {
    /// A file beside the modules `types` and `operations`.
    pub(super) fn top(api: &'a ir::Api) -> Self {
        Self {
            place: Place::Top,
            ..Self::new(api)
        }
    }

    /// A file of operations.
    pub(super) fn new(api: &'a ir::Api) -> Self {
        Self {
            api,
            place: Place::Operations,
            imports: Imports::default(),
        }
    }

    /// A file of types.
    pub(super) fn of_types(api: &'a ir::Api, module: Option<&'a ir::Ident>) -> Self {
        Self {
            place: Place::Types(module),
            ..Self::new(api)
        }
    }

    /// Imports a name of the runtime.
    pub(super) fn runtime(&mut self, name: &str) {
        self.import("crate::runtime", name);
    }

    /// Imports a name of a module.
    pub(super) fn import(&mut self, module: &str, name: &str) {
        let names = self.imports.0.entry(module.to_owned()).or_default();
        names.insert(name.to_owned());
    }

    /// A named type as this file names it.
    pub(super) fn schema_name(&mut self, id: ir::SchemaId) -> TokenStream {
        use quote::{ToTokens, format_ident, quote};

        let api = self.api;
        let schema = api.schema(id);
        let name = &schema.name;
        match self.place {
            Place::Types(module) if module == schema.module.as_ref() => name.to_token_stream(),
            Place::Types(_) => {
                let module = schema.module.as_ref();
                if schema.deprecated {
                    // rustc warns of an import too, where the deprecation can't be allowed for.
                    let shared = format_ident!("{SHARED}");
                    let module =
                        module.map_or_else(|| shared.to_token_stream(), ToTokens::to_token_stream);
                    return quote! { super::#module::#name };
                }
                let module = module.map_or(SHARED, ir::Ident::as_str);
                self.import(&format!("super::{module}"), name.as_str());
                name.to_token_stream()
            }
            Place::Top | Place::Operations => {
                self.import(self.place.outside(), "types");
                quote! { types::#name }
            }
        }
    }

    /// What was rendered in it.
    pub(super) fn rendered(self, docs: TokenStream, items: Vec<TokenStream>) -> Rendered {
        Rendered {
            docs,
            imports: self.imports,
            items,
        }
    }
}

impl Imports {
    /// Takes in those of another part of the file.
    pub(crate) fn merge(&mut self, other: Self) {
        for (module, names) in other.0 {
            self.0.entry(module).or_default().extend(names);
        }
    }

    /// The imports in the order of rustfmt: groups of the standard library, of dependencies and
    /// of this crate, each sorted.
    pub(crate) fn items(&self) -> Vec<TokenStream> {
        let mut groups: [Vec<(String, String)>; 3] = Default::default();
        for (module, names) in &self.0 {
            let mut names: Vec<_> = names.iter().map(String::as_str).collect();
            names.sort_unstable();
            let (key, path) = match names.as_slice() {
                [name] => (format!("{module}::{name}"), format!("{module}::{name}")),
                _ => (
                    module.clone(),
                    format!("{module}::{{{}}}", names.join(", ")),
                ),
            };
            let line = format!("use {path};");
            groups[group(module)].push((order(&key), line));
        }
        let groups = groups.into_iter().filter(|lines| !lines.is_empty());
        groups
            .map(|mut lines| {
                lines.sort_unstable();
                let text: String = lines.into_iter().map(|(_, line)| line).collect();
                text.parse().unwrap_or_default()
            })
            .collect()
    }
}

impl Place<'_> {
    /// The module that has `types`.
    fn outside(self) -> &'static str {
        match self {
            Self::Top => "super",
            Self::Types(_) | Self::Operations => "super::super",
        }
    }
}

fn group(module: &str) -> usize {
    match module.split("::").next() {
        Some("std") => 0,
        Some("super" | "crate" | "self") => 2,
        _ => 1,
    }
}

/// rustfmt puts `super` before `crate`.
fn order(path: &str) -> String {
    match path.strip_prefix("super") {
        Some(rest) => format!("!{}", rest.replace("::super", "::!")),
        None => path.to_owned(),
    }
}
