//! What a compiler would say of names, as far as it shows without types: each is defined once where
//! it is defined, and what refers to a generated type refers to one that is there.

use std::collections::BTreeSet;

use generator::SourceFile;
use syn::visit::{self, Visit};
use syn::{Fields, ImplItem, Item, Path};

/// Checks the generated files.
pub(crate) fn check(files: &[SourceFile]) -> Result<(), String> {
    let mut parsed = Vec::new();
    for file in files.iter().filter(|file| is_generated(file)) {
        let code = syn::parse_file(&file.text)
            .map_err(|error| format!("{} does not parse: {error}", file.path))?;
        parsed.push((file.path.as_str(), code));
    }
    let mut types = BTreeSet::new();
    for (path, code) in &parsed {
        let defined = unique(path, &code.items)?;
        if path.starts_with("src/generated/types/") {
            types.extend(defined);
        }
    }
    let mut uses = Uses::default();
    for (_, code) in &parsed {
        uses.visit_file(code);
    }
    match uses.types.iter().find(|name| !types.contains(*name)) {
        Some(name) => Err(format!("`types::{name}` is nowhere")),
        None => Ok(()),
    }
}

fn is_generated(file: &SourceFile) -> bool {
    file.path.starts_with("src/generated/") || file.path == "src/lib.rs"
}

/// The names of a file's items, each of which is there once, as are fields, variants and methods.
fn unique(path: &str, items: &[Item]) -> Result<BTreeSet<String>, String> {
    let mut names = BTreeSet::new();
    let mut methods = BTreeSet::new();
    for item in items {
        let (name, parts) = match item {
            Item::Struct(it) => (it.ident.to_string(), fields(&it.fields)),
            Item::Enum(it) => {
                let variants = it.variants.iter();
                let variants = variants.map(|variant| variant.ident.to_string());
                (it.ident.to_string(), variants.collect())
            }
            Item::Type(it) => (it.ident.to_string(), Vec::new()),
            Item::Impl(it) if it.trait_.is_none() => {
                let subject = quote::ToTokens::to_token_stream(&it.self_ty).to_string();
                for item in &it.items {
                    if let ImplItem::Fn(method) = item {
                        let name = format!("{subject}::{}", method.sig.ident);
                        if !methods.insert(name.clone()) {
                            return Err(format!("{path}: {name} is there twice"));
                        }
                    }
                }
                continue;
            }
            _ => continue,
        };
        let mut known = BTreeSet::new();
        if let Some(part) = parts.iter().find(|part| !known.insert(part.as_str())) {
            return Err(format!("{path}: {name} has `{part}` twice"));
        }
        if !names.insert(name.clone()) {
            return Err(format!("{path}: {name} is there twice"));
        }
    }
    Ok(names)
}

fn fields(fields: &Fields) -> Vec<String> {
    let names = fields.iter().filter_map(|field| field.ident.as_ref());
    names.map(ToString::to_string).collect()
}

/// The names that stand behind `types::`.
#[derive(Default)]
struct Uses {
    types: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Uses {
    fn visit_path(&mut self, path: &'ast Path) {
        let mut segments = path.segments.iter();
        if segments.any(|segment| segment.ident == "types")
            && let Some(name) = segments.next()
        {
            self.types.insert(name.ident.to_string());
        }
        visit::visit_path(self, path);
    }
}
