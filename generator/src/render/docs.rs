//! Docs of the generated items, as `///` and `//!` lines.

mod block;
mod fill;
mod inline;
mod line;

use proc_macro2::TokenStream;
use quote::quote;

pub(super) use crate::text::code;

/// The docs of one item, paragraph by paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct Doc {
    lines: Vec<String>,
}

impl Doc {
    /// No docs yet.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Markdown of the description: whatever rustdoc would warn about is neutralised.
    pub(super) fn described(mut self, markdown: &str) -> Self {
        self.paragraph(block::lines(markdown));
        self
    }

    /// Markdown of the description, or our own words where it says nothing.
    pub(super) fn described_or(self, markdown: Option<&str>, text: &str) -> Self {
        match markdown.map(block::lines) {
            Some(lines) if !lines.is_empty() => self.with(lines),
            _ => self.text(text),
        }
    }

    /// Our own words, as Markdown that rustdoc reads.
    pub(super) fn text(self, text: &str) -> Self {
        let mut lines = Vec::new();
        fill::fill(&words(text), "", "", &mut lines);
        self.with(lines)
    }

    /// An argument in a list of them, with the description's words; none without such words.
    pub(super) fn item(mut self, name: &str, markdown: Option<&str>) -> Self {
        let text = markdown.map(first_paragraph).unwrap_or_default();
        if text.is_empty() {
            return self;
        }
        let words = words(&format!("`{name}`: {text}"));
        if !self
            .lines
            .last()
            .is_some_and(|line| line.starts_with([' ', '-']))
        {
            self.lines.push(String::new());
        }
        fill::fill(&words, "- ", "  ", &mut self.lines);
        self
    }

    /// Lines as they are, in a paragraph of their own.
    pub(super) fn verbatim(mut self, text: &str) -> Self {
        self.paragraph(text.lines().map(str::to_owned).collect());
        self
    }

    fn with(mut self, lines: Vec<String>) -> Self {
        self.paragraph(lines);
        self
    }

    fn paragraph(&mut self, lines: Vec<String>) {
        if !self.lines.is_empty() && !lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.extend(lines);
    }

    /// `///` lines: one attribute for all of them, which the formatter spreads out.
    pub(super) fn outer(&self) -> TokenStream {
        if self.lines.is_empty() {
            return TokenStream::new();
        }
        let text = super::literal(&self.lines.join("\n"));
        quote! { #[text = #text] }
    }

    /// `///` lines, as text.
    pub(super) fn outer_text(&self) -> String {
        let line = |line: &String| format!("///{}\n", spaced(line));
        self.lines.iter().map(line).collect()
    }

    /// `//!` lines.
    pub(super) fn inner(&self) -> TokenStream {
        self.lines
            .iter()
            .map(|line| {
                let line = spaced(line);
                quote! { #![doc = #line] }
            })
            .collect()
    }

    /// The text of a file that starts with these docs.
    pub(super) fn inner_text(&self) -> String {
        let line = |line: &String| format!("//!{}\n", spaced(line));
        self.lines.iter().map(line).collect()
    }
}

/// The first paragraph of a Markdown text on one line, for a sentence of ours to go on with.
pub(super) fn first_paragraph(markdown: &str) -> String {
    let lines = block::lines(markdown);
    let paragraph: Vec<_> = lines
        .into_iter()
        .take_while(|line| !line.is_empty())
        .collect();
    let is_prose = |line: &String| !line.starts_with([' ', '-', '#', '|', '`', '~']);
    if paragraph.iter().all(is_prose) {
        paragraph.join(" ").replace("\\ ", " ")
    } else {
        String::new()
    }
}

/// Words as indented lines of code.
pub(super) fn fill_words(words: &[String], indent: &str, lines: &mut Vec<String>) {
    fill::fill(words, indent, indent, lines);
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

fn spaced(line: &str) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    }
}
