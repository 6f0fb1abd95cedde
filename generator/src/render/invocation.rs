//! Calls of the runtime's macros, laid out.
//!
//! A macro says once what types have in common, so a type takes a line where it would take a page.
//! The formatter leaves alone what macros take; it is written here as it is to stand in the file.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::quote;

/// Widest line.
const WIDTH: usize = 100;

/// Lines of the file, as they are: [`TEXT`](super::TEXT) marks them for the formatter.
pub(super) fn lines(text: &str) -> TokenStream {
    let text = super::literal(text);
    quote! { text! { #text } }
}

/// `name(first, second; third)`, on one line where it fits inside of a macro.
pub(super) fn lists(name: &str, first: &[String], second: &[String]) -> String {
    let parted = if second.is_empty() { "" } else { "; " };
    let line = format!("{name}({}{parted}{})", first.join(", "), second.join(", "));
    if line.chars().count() + 4 <= WIDTH {
        return line;
    }
    let mut text = format!("{name}(\n");
    for (index, word) in first.iter().chain(second).enumerate() {
        if index == first.len() {
            text.push_str("    ;\n");
        }
        text.extend(["    ", word, ",\n"]);
    }
    text.push(')');
    text
}

/// `name! { … }` around lines.
pub(super) fn block(name: &str, content: &str) -> TokenStream {
    let mut text = format!("{name}! {{\n");
    for line in content.lines() {
        if !line.is_empty() {
            text.push_str("    ");
        }
        text.push_str(line);
        text.push('\n');
    }
    text.push('}');
    lines(&text)
}

/// A type, as it is written by hand: `BTreeMap<String, types::Order>`.
pub(super) fn code(tokens: TokenStream) -> String {
    let mut text = String::new();
    write(tokens, &mut text);
    text
}

fn write(tokens: TokenStream, text: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                write(group.stream(), text);
                text.push_str(close);
            }
            TokenTree::Punct(punct) => {
                text.push(punct.as_char());
                if punct.as_char() == ',' && punct.spacing() == Spacing::Alone {
                    text.push(' ');
                }
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => text.push_str(&token.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_written_as_by_hand() {
        let tokens = quote! { BTreeMap<String, Option<types::Order>> };
        assert_eq!(code(tokens), "BTreeMap<String, Option<types::Order>>");
        assert_eq!(code(quote! { 400..=403 }), "400..=403");
    }
}
