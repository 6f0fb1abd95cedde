//! The size of generated code: its tokens, and its lines.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The size of the Rust files below a folder.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Size {
    /// Tokens without `doc` attributes; a delimiter is one.
    pub(super) tokens: usize,
    pub(super) lines: usize,
}

/// The size of all Rust files below `folder`, but for build results.
///
/// # Errors
/// A file can't be read, or is no Rust.
pub(super) fn size(folder: &Path) -> Result<Size> {
    let mut size = Size::default();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("target") {
            let below = self::size(&path)?;
            size.tokens += below.tokens;
            size.lines += below.lines;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path)?;
            let tokens: TokenStream = text
                .parse()
                .map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
            size.tokens += counted(tokens);
            size.lines += text.lines().count();
        }
    }
    Ok(size)
}

fn counted(tokens: TokenStream) -> usize {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut rest = &tokens[..];
    let mut count = 0;
    while let [first, after @ ..] = rest {
        if let Some(length) = documentation(rest) {
            rest = &rest[length..];
            continue;
        }
        count += match first {
            TokenTree::Group(group) => 2 + counted(group.stream()),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => 1,
        };
        rest = after;
    }
    count
}

/// How many tokens the `doc` attribute has that stands at the beginning, itself counted as one group:
/// `#[doc = ".."]`, `#![doc = ".."]`.
fn documentation(tokens: &[TokenTree]) -> Option<usize> {
    let is = |index: usize, expected: char| matches!(tokens.get(index), Some(TokenTree::Punct(punct)) if punct.as_char() == expected);
    if !is(0, '#') {
        return None;
    }
    let index = if is(1, '!') { 2 } else { 1 };
    let Some(TokenTree::Group(group)) = tokens.get(index) else {
        return None;
    };
    let name = group.stream().into_iter().next();
    let is_doc = matches!(name, Some(TokenTree::Ident(name)) if name == "doc");
    (is_doc && group.delimiter() == Delimiter::Bracket).then_some(index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_is_not_counted() {
        let text = "//! Module.\n/// A.\n#[derive(Debug)] pub struct A { /** b */ pub b: u8 }";
        // # [ derive ( Debug ) ] pub struct A { pub b : u8 }
        assert_eq!(counted(text.parse().unwrap()), 16);
    }
}
