//! Markdown's blocks: the text of a description as lines that rustdoc reads without a warning.
//!
//! Paragraphs are filled anew, lists are indented anew, and code is fenced with a language, so
//! that nothing of a description is compiled as a doctest.

use super::fill::{at_line_start, fill};
use super::inline::{BREAK, words};
use super::line::{
    backticks, clean, continues, heading, is_rule, language, list_marker, underline,
};

/// The lines of a Markdown text, without empty ones at the start and end.
pub(super) fn lines(markdown: &str) -> Vec<String> {
    let source: Vec<String> = markdown.lines().map(clean).collect();
    let mut blocks = Blocks::default();
    let mut rest = source.as_slice();
    while let Some((line, after)) = rest.split_first() {
        rest = blocks.block(line.clone(), after);
    }
    blocks.end_paragraph();
    blocks.lines
}

#[derive(Default)]
struct Blocks {
    lines: Vec<String>,
    /// The list items that are open, outermost first.
    items: Vec<Item>,
    /// The paragraph that is open, empty when there is none.
    paragraph: String,
    /// The list marker that stands before the next line.
    marker: Option<String>,
    /// Whether an empty line parts the next block from the last.
    blank: bool,
}

/// A list item: where its content starts, in the description and in what is written.
struct Item {
    source: usize,
    indent: usize,
}

struct Fence {
    mark: char,
    length: usize,
    indent: usize,
    language: String,
}

impl Blocks {
    /// The block that `line` starts or goes on with; returns the lines after it.
    fn block<'s>(&mut self, mut line: String, rest: &'s [String]) -> &'s [String] {
        loop {
            if let Some(fence) = self.fence_at(&line) {
                return self.fenced(&fence, rest);
            }
            if line.is_empty() {
                self.end_paragraph();
                self.blank = true;
                return rest;
            }
            if self.starts_table(&line, rest) {
                return self.table(&line, rest);
            }
            if self.starts_indented_code(&line) {
                return self.indented_code(&line, rest);
            }
            match self.line(&line) {
                Some(nested) => line = nested,
                None => return rest,
            }
        }
    }

    /// A line of text: heading, list item, quotation, rule, or a line of a paragraph. Returns what
    /// follows the marker of a list item or quotation: a line of its own.
    fn line(&mut self, line: &str) -> Option<String> {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        if let Some((marker, content)) = list_marker(text) {
            let popped = self.leave_items(indent);
            if self.paragraph.is_empty() || popped || !continues(marker) {
                let column = indent + text.len() - content.len();
                self.start_item(marker, column);
                return (!content.is_empty()).then(|| format!("{:column$}{content}", ""));
            }
        }
        if let Some(quoted) = text.strip_prefix('>') {
            return Some(quoted.trim_start().to_owned());
        }
        if let Some((level, title)) = heading(text) {
            self.end_paragraph();
            self.leave_items(indent);
            self.heading(level, title);
        } else if let Some(level) = underline(text).filter(|_| !self.paragraph.is_empty()) {
            let title = std::mem::take(&mut self.paragraph);
            self.heading(level, &title);
        } else if is_rule(text) {
            self.end_paragraph();
            self.blank = true;
        } else {
            self.text(text, indent);
        }
        None
    }

    fn text(&mut self, text: &str, indent: usize) {
        if self.paragraph.is_empty() && self.marker.is_none() {
            self.leave_items(indent);
        }
        if !self.paragraph.is_empty() {
            self.paragraph.push(' ');
        }
        self.paragraph.push_str(text.trim_end());
        if text.ends_with("  ") {
            self.paragraph.push_str(BREAK);
        }
    }

    /// Ends the paragraph and the items that a line of this indentation is no content of.
    fn leave_items(&mut self, indent: usize) -> bool {
        let open = self.items.iter().take_while(|item| item.source <= indent);
        let open = open.count();
        let left = open < self.items.len();
        if left {
            self.end_paragraph();
            self.items.truncate(open);
        }
        left
    }

    fn start_item(&mut self, marker: &str, source: usize) {
        let after_text = !self.paragraph.is_empty() && self.items.is_empty();
        self.end_paragraph();
        self.blank |= after_text;
        let marker = match marker {
            "*" | "+" => "-",
            _ => marker,
        };
        let outer = self.indent();
        let pending = self.marker.take();
        let before = pending.unwrap_or_else(|| " ".repeat(outer));
        self.marker = Some(format!("{before}{marker} "));
        self.items.push(Item {
            source,
            indent: outer + marker.len() + 1,
        });
    }

    fn heading(&mut self, level: usize, title: &str) {
        self.blank = true;
        let words = words(title);
        let words = words.iter().filter(|word| *word != BREAK);
        let title = words.cloned().collect::<Vec<_>>().join(" ");
        let level = (level + 1).min(6);
        self.push(&format!("{} {title}", "#".repeat(level)));
        self.blank = true;
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.paragraph);
        let words = words(&text);
        if !words.is_empty() {
            let first = self.first();
            let rest = " ".repeat(self.indent());
            fill(&words, &first, &rest, &mut self.lines);
        }
    }

    /// What stands before the first line of a block, after the empty line before it.
    fn first(&mut self) -> String {
        if std::mem::take(&mut self.blank) && !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        let indent = self.indent();
        self.marker.take().unwrap_or_else(|| " ".repeat(indent))
    }

    fn push(&mut self, line: &str) {
        let first = self.first();
        self.lines.push(format!("{first}{line}"));
    }

    fn indent(&self) -> usize {
        self.items.last().map_or(0, |item| item.indent)
    }

    fn source_indent(&self) -> usize {
        self.items.last().map_or(0, |item| item.source)
    }

    fn fence_at(&mut self, line: &str) -> Option<Fence> {
        let text = line.trim_start();
        let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let info = text.trim_start_matches(mark);
        let length = text.len() - info.len();
        if length < 3 || (mark == '`' && info.contains('`')) {
            return None;
        }
        let indent = line.len() - text.len();
        self.end_paragraph();
        self.leave_items(indent);
        Some(Fence {
            mark,
            length,
            indent,
            language: language(info),
        })
    }

    /// A fenced block (CommonMark §4.5) up to its end, or the end of the text.
    fn fenced<'s>(&mut self, fence: &Fence, rest: &'s [String]) -> &'s [String] {
        let ends = |line: &String| {
            let text = line.trim();
            text.len() >= fence.length && text.chars().all(|c| c == fence.mark)
        };
        let end = rest.iter().position(ends).unwrap_or(rest.len());
        self.code(&fence.language, &rest[..end], fence.indent);
        rest.get(end + 1..).unwrap_or_default()
    }

    fn starts_indented_code(&self, line: &str) -> bool {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        let item = self.items.iter().rev().find(|item| item.source <= indent);
        let base = item.map_or(0, |item| item.source);
        self.paragraph.is_empty() && self.marker.is_none() && indent >= base + 4
    }

    /// An indented block (CommonMark §4.4), as a fenced one.
    fn indented_code<'s>(&mut self, line: &str, rest: &'s [String]) -> &'s [String] {
        self.leave_items(line.len() - line.trim_start().len());
        let base = self.source_indent() + 4;
        let goes_on =
            |line: &&String| line.is_empty() || line.len() - line.trim_start().len() >= base;
        let mut end = rest.iter().take_while(goes_on).count();
        while end > 0 && rest[end - 1].is_empty() {
            end -= 1;
        }
        let mut code = vec![line.to_owned()];
        code.extend_from_slice(&rest[..end]);
        self.code("text", &code, base);
        &rest[end..]
    }

    fn code(&mut self, language: &str, code: &[String], source: usize) {
        let longest = code.iter().map(|line| backticks(line)).max().unwrap_or(0);
        let fence = "`".repeat((longest + 1).max(3));
        self.push(&format!("{fence}{language}"));
        let indent = self.indent();
        for line in code.iter().map(|line| line.trim_end()) {
            let text = line.trim_start();
            let inner = (line.len() - text.len()).saturating_sub(source);
            self.lines.push(match text {
                "" => String::new(),
                _ => format!("{:indent$}{:inner$}{text}", "", ""),
            });
        }
        self.lines.push(format!("{:indent$}{fence}", ""));
    }

    /// Whether a table starts here: a row and a delimiter row (GitHub Flavored Markdown §4.10).
    fn starts_table(&self, line: &str, rest: &[String]) -> bool {
        let is_delimiter = |row: &String| {
            let row = row.trim();
            row.contains('|')
                && row.contains('-')
                && row.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
        };
        self.paragraph.is_empty() && line.contains('|') && rest.first().is_some_and(is_delimiter)
    }

    fn table<'s>(&mut self, head: &str, rest: &'s [String]) -> &'s [String] {
        self.leave_items(head.len() - head.trim_start().len());
        self.blank = true;
        let end = rest.iter().position(|row| !row.contains('|'));
        let (rows, after) = rest.split_at(end.unwrap_or(rest.len()));
        for (index, row) in std::iter::once(head)
            .chain(rows.iter().map(String::as_str))
            .enumerate()
        {
            let mut words = words(row);
            words.retain(|word| word != BREAK);
            // The second row is the delimiter, whose dashes are meant.
            if let Some(first) = words.first_mut().filter(|_| index != 1) {
                *first = at_line_start(first);
            }
            self.push(&words.join(" "));
        }
        self.blank = true;
        after
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        assert_eq!(lines(markdown).join("\n"), expected);
    }

    #[test]
    fn paragraphs_are_filled() {
        check("a\nb\n\n\nc  \nd\n", "a b\n\nc\\\nd");
        check("  \n\n", "");
        let long = "word ".repeat(40);
        assert!(lines(&long).iter().all(|line| line.len() <= 92));
    }

    #[test]
    fn code_is_never_a_doctest() {
        check("```\nlet x;\n```", "```text\nlet x;\n```");
        check("```rust,no_run\nlet x;", "```text\nlet x;\n```");
        check(
            "~~~json\n{\n\n  \"a\": 1 }\n~~~\nb",
            "```json\n{\n\n  \"a\": 1 }\n```\nb",
        );
        check(
            "a\n\n    code\n\n      more\n\nb",
            "a\n\n```text\ncode\n\n  more\n```\n\nb",
        );
        check("a\n    still a", "a still a");
        check("    ```\n    x", "```text\nx\n```");
    }

    #[test]
    fn lists_are_indented_anew() {
        check(
            "a:\n* one\n  more\n* two\n    - deep\nlazy",
            "a:\n\n- one more\n- two\n  - deep lazy",
        );
        check(
            "1. one\n2. two\n\n   more\n\nafter",
            "1. one\n2. two\n\n   more\n\nafter",
        );
        check("- ```json\n  {}\n  ```\n- b", "- ```json\n  {}\n  ```\n- b");
        check("in\n2. no list", "in 2. no list");
        check("- a\n\n      code", "- a\n\n  ```text\n  code\n  ```");
    }

    #[test]
    fn headings_quotations_tables() {
        check(
            "# A\ntext\n\nB\n---\n> q\n> r\n\n***\nend",
            "## A\n\ntext\n\n### B\n\nq r\n\nend",
        );
        check("a | b\n- | -\n> | 1", "a | b\n- | -\n\\> | 1");
        check(
            "t\n\n|a|b|\n|-|:-:|\n|[x]|`|`|\nend",
            "t\n\n|a|b|\n|-|:-:|\n|\\[x\\]|`|`|\n\nend",
        );
    }

    #[test]
    fn characters_that_no_comment_holds_are_dropped() {
        check("a\u{202e}b\tc\r\nd\u{7}", "ab c d");
    }
}
