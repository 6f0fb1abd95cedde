//! Text of a description within a line of ours: in a report, in docs.

/// The text on one line. What can't be seen, or turns the direction of what stands around it, is
/// written as `\u{…}`.
pub(crate) fn visible(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        if is_invisible(character) {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    line
}

/// Control characters, the marks of text direction that rustc denies, and what has no width.
pub(crate) fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        )
}

/// The text as code in Markdown, whatever backticks it has in it (CommonMark §6.1).
pub(crate) fn code(text: &str) -> String {
    let text = visible(text);
    let runs = text.split(|character| character != '`').map(str::len);
    match runs.max().unwrap_or_default() {
        _ if text.is_empty() => "`\"\"`".to_owned(),
        0 => format!("`{text}`"),
        longest => {
            let fence = "`".repeat(longest + 1);
            format!("{fence} {text} {fence}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_can_be_seen() {
        assert_eq!(visible("a\n\u{202e}b\0ø🦀"), "a\\n\\u{202e}b\\u{0}ø🦀");
    }

    #[test]
    fn code_ends_where_it_ends() {
        for (text, written) in [
            ("a", "`a`"),
            ("", "`\"\"`"),
            ("a`b", "`` a`b ``"),
            ("```", "```` ``` ````"),
        ] {
            assert_eq!(code(text), written);
        }
    }
}
