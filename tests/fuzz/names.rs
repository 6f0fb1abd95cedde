//! What a compiler would say of names, as far as it shows without types: each is defined once where
//! it is defined, and what refers to a generated type refers to one that is there.

use std::collections::BTreeSet;

use generator::SourceFile;
use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Fields, ImplItem, Item, ItemMacro, Macro, Path, UseTree, Visibility};

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
    let imported = imports(items);
    for item in items {
        let (name, parts) = match item {
            Item::Struct(it) => (it.ident.to_string(), fields(&it.fields)),
            Item::Enum(it) => {
                let variants = it.variants.iter();
                let variants = variants.map(|variant| variant.ident.to_string());
                (it.ident.to_string(), variants.collect())
            }
            Item::Type(it) => (it.ident.to_string(), Vec::new()),
            Item::Macro(it) => {
                let (name, methods_of, parts) = of_macro(it);
                if let Some(subject) = methods_of {
                    let mut setters = parts.iter().map(|part| format!("{subject}::{part}"));
                    if let Some(name) = setters.find(|it| !methods.insert(it.clone())) {
                        return Err(format!("{path}: {name} is there twice"));
                    }
                }
                match name {
                    Some(name) => (name, parts),
                    None => continue,
                }
            }
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
        if imported.contains(&name) || !names.insert(name.clone()) {
            return Err(format!("{path}: {name} is there twice"));
        }
    }
    Ok(names)
}

/// The names that a file imports.
pub(crate) fn imports(items: &[Item]) -> BTreeSet<String> {
    fn collect(tree: &UseTree, names: &mut BTreeSet<String>) {
        match tree {
            UseTree::Path(path) => collect(&path.tree, names),
            UseTree::Name(name) => names.extend([name.ident.to_string()]),
            UseTree::Group(group) => group.items.iter().for_each(|tree| collect(tree, names)),
            UseTree::Rename(_) | UseTree::Glob(_) => {}
        }
    }
    let mut names = BTreeSet::new();
    for item in items {
        // What a module hands on is no name of its own scope's making.
        if let Item::Use(item) = item
            && matches!(item.vis, Visibility::Inherited)
        {
            collect(&item.tree, &mut names);
        }
    }
    names
}

/// The type that a macro of the runtime declares, or the one that it gives methods; with the names
/// of its parts.
fn of_macro(item: &ItemMacro) -> (Option<String>, Option<String>, Vec<String>) {
    let tokens: Vec<_> = item.mac.tokens.clone().into_iter().collect();
    let group = tokens.iter().rev().find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    });
    let group = group.unwrap_or_default();
    let after = |word: &str| {
        let at = tokens.iter().position(|token| token.to_string() == word)?;
        tokens.get(at + 1).map(ToString::to_string)
    };
    let first = tokens
        .iter()
        .find(|token| matches!(token, TokenTree::Ident(_)));
    let first = first.map(ToString::to_string);
    match item
        .mac
        .path
        .get_ident()
        .map(ToString::to_string)
        .as_deref()
    {
        Some("object") => {
            let name = after("struct").or_else(|| after("array"));
            (name, None, before(group, ':'))
        }
        Some("string_enum") => (after("enum"), None, before(group, '=')),
        Some("request" | "refusals") => (first, None, Vec::new()),
        Some("properties" | "setters") => (None, first, before(group, ':')),
        _ => (None, None, Vec::new()),
    }
}

/// The names that a sign stands behind.
fn before(tokens: TokenStream, sign: char) -> Vec<String> {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let pairs = tokens.windows(2).filter_map(|pair| match pair {
        [TokenTree::Ident(name), TokenTree::Punct(punct)]
            if punct.as_char() == sign && punct.spacing() == Spacing::Alone =>
        {
            Some(name.to_string())
        }
        _ => None,
    });
    pairs.collect()
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

impl Uses {
    /// The names in what a macro takes.
    fn visit_tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        for (index, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => self.visit_tokens(group.stream()),
                TokenTree::Ident(ident) if ident == "types" => {
                    let name = tokens.get(index + 3);
                    self.types.extend(name.map(ToString::to_string));
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Uses {
    fn visit_macro(&mut self, call: &'ast Macro) {
        self.visit_tokens(call.tokens.clone());
    }

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
