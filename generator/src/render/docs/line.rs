//! One line of Markdown: what it is clean of, and what it starts.

use crate::text::is_invisible;

/// A line without what no doc comment can hold: tabs, control characters, and the marks of text
/// direction that rustc denies. Spaces at the end stay, when they are a hard break.
pub(super) fn clean(line: &str) -> String {
    let hard_break = line.ends_with("  ") && !line.trim().is_empty();
    let content = line.trim_end();
    let mut text = String::with_capacity(line.len());
    // Most lines are clean, and half of a description is lines.
    if content.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        text.push_str(content);
    } else {
        content.chars().for_each(|c| push_clean(c, &mut text));
    }
    if hard_break {
        text.push_str("  ");
    }
    text
}

fn push_clean(c: char, to: &mut String) {
    match c {
        '\t' => to.push_str("    "),
        // These join what stands on both sides of them: in emoji and in Arabic.
        '\u{200c}' | '\u{200d}' => to.push(c),
        _ if is_invisible(c) => {}
        _ => to.push(c),
    }
}

/// A list marker and what follows it (CommonMark §5.2).
pub(super) fn list_marker(text: &str) -> Option<(&str, &str)> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let length = match text.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => 1,
        b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    let (marker, rest) = text.split_at(length);
    let content = rest.trim_start();
    let parted = content.len() < rest.len() || rest.is_empty();
    (parted && !is_rule(text)).then_some((marker, content))
}

/// Whether a marker inside a paragraph is text: only `1.` and bullets interrupt it (CommonMark
/// §5.2).
pub(super) fn continues(marker: &str) -> bool {
    marker.starts_with(|c: char| c.is_ascii_digit()) && !matches!(marker, "1." | "1)")
}

pub(super) fn heading(text: &str) -> Option<(usize, &str)> {
    let title = text.trim_start_matches('#');
    let level = text.len() - title.len();
    let parted = title.is_empty() || title.starts_with(' ');
    let title = title.trim().trim_end_matches('#').trim_end();
    ((1..=6).contains(&level) && parted && !title.is_empty()).then_some((level, title))
}

/// The level of the heading that a line of `=` or `-` makes of the paragraph before it.
pub(super) fn underline(text: &str) -> Option<usize> {
    let text = text.trim_end();
    match text.chars().next()? {
        '=' if text.chars().all(|c| c == '=') => Some(1),
        '-' if text.chars().all(|c| c == '-') => Some(2),
        _ => None,
    }
}

pub(super) fn is_rule(text: &str) -> bool {
    let mut marks = text.bytes().filter(|byte| *byte != b' ');
    let mark = marks.next().filter(|mark| b"-*_".contains(mark));
    mark.is_some_and(|mark| {
        let rest = marks.clone().count();
        rest >= 2 && marks.all(|byte| byte == mark)
    })
}

/// The longest run of backticks.
pub(super) fn backticks(line: &str) -> usize {
    line.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// First words of fences that rustdoc takes for Rust.
const RUST: &[&str] = &[
    "rust",
    "rs",
    "ignore",
    "should",
    "no",
    "compile",
    "standalone",
    "custom",
];

/// The language of a fence: never one that makes rustdoc compile the block.
pub(super) fn language(info: &str) -> String {
    let word: String = info
        .trim()
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-'))
        .collect();
    let word = word.to_ascii_lowercase();
    let is_rust = word.is_empty()
        || RUST
            .iter()
            .any(|rust| word.split('-').next() == Some(*rust))
        || word.starts_with("edition")
        || word.starts_with("test-harness")
        || (word.starts_with('e') && word[1..].bytes().all(|b| b.is_ascii_digit()));
    if is_rust { "text".to_owned() } else { word }
}
