//! Lines in brackets that stand further left than the key before the brackets.
//!
//! YAML 1.2 §7.4 wants them further right, even the closing bracket; most parsers don't mind, so
//! publishers write them.

use saphyr_parser::{Parser, ScanError};

/// How many lines of a text are mended.
const MAX_LINES: usize = 200;

/// Whether the parser stopped at such a line. In a block, a line that stands further left ends it.
pub(super) fn is_outdented(error: &ScanError) -> bool {
    error.info() == "invalid indentation"
}

/// The text with each such line joined to the one above it: a line break between two words is a
/// blank. Every character stays at its index. With it, the index where each line begins.
pub(super) fn join(text: &str) -> (String, Vec<u32>) {
    let mut text = text.to_owned();
    let mut lines = Vec::new();
    while lines.len() < MAX_LINES
        && let Some(index) = stop(&text)
        && let Some(joined) = joined(&text, index)
    {
        text = joined;
        lines.push(u32::try_from(index).unwrap_or(u32::MAX));
    }
    (text, lines)
}

/// The character at which the parser stops.
fn stop(text: &str) -> Option<usize> {
    let mut parser = Parser::new_from_str(text);
    loop {
        match parser.next_event()? {
            Ok(_) => {}
            Err(error) => return is_outdented(&error).then(|| error.marker().index()),
        }
    }
}

/// The text with the line breaks before the character at `index` made blanks; `None` where a
/// comment before them would swallow the line.
fn joined(text: &str, index: usize) -> Option<String> {
    let (offset, _) = text.char_indices().nth(index)?;
    let above = text[..offset].trim_end_matches([' ', '\t', '\r', '\n']);
    let line = above.rsplit('\n').next().unwrap_or(above);
    if line.contains('#') {
        return None;
    }
    let blanks = " ".repeat(offset - above.len());
    Some([above, &blanks, &text[offset..]].concat())
}
