//! What is wrong with a text that is no YAML, for a reader who does not know its grammar.
//!
//! The parser says where it gave up; the mistake often stands a line above.

use saphyr_parser::ScanError;

use super::build::{Builder, nested_too_deeply};
use super::lines::{Line, Lines};
use super::yaml::index;
use crate::diagnostic::Diagnostic;

/// Texts up to this length are shown in a help, in bytes.
const SHORT: usize = 60;

/// What is wrong, where, and what to do about it.
struct Cause {
    start: usize,
    length: usize,
    message: String,
    help: Option<String>,
}

/// The problem of a text that the parser refused.
pub(super) fn refusal(error: &ScanError, text: &str, builder: &Builder<'_>) -> Diagnostic {
    let at = index(*error.marker());
    if error.info() == "recursion limit exceeded" {
        return builder.problem(builder.span(at, at + 1), nested_too_deeply());
    }
    let lines = Lines::new(text);
    let cause = conflict(text, &lines)
        .or_else(|| colon(error, &lines))
        .or_else(|| level(error, &lines))
        .unwrap_or_else(|| said(error, text, &lines));
    let end = cause.start + cause.length;
    let number = |character: usize| u32::try_from(character).unwrap_or(u32::MAX);
    let place = builder.span(number(cause.start), number(end));
    let message = format!("not valid YAML: {}", cause.message);
    let problem = builder.problem(place, message);
    match cause.help {
        Some(help) => problem.help(help),
        None => problem,
    }
}

/// The marks that a version control system leaves where two sides changed the same lines.
fn conflict(text: &str, lines: &Lines<'_>) -> Option<Cause> {
    let number = text
        .lines()
        .position(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> "))?;
    let line = lines.line(number + 1);
    Some(Cause {
        start: line.start,
        length: line.end - line.start,
        message: "the conflict of a merge was left here".to_owned(),
        help: Some("keep one of the two sides, and remove the lines of marks".to_owned()),
    })
}

/// A colon that the parser did not expect: it belongs to a text, or its line to another level, or
/// the line above is none of `key: value`.
fn colon(error: &ScanError, lines: &Lines<'_>) -> Option<Cause> {
    if error.info() != "mapping values are not allowed in this context" {
        return None;
    }
    let line = lines.line(error.marker().line());
    let at = index(*error.marker()) as usize;
    let before: String = line.text.chars().take(at - line.start.min(at)).collect();
    if let Some((key, begun)) = before.split_once(": ") {
        let rest = line.text.get(before.len()..).unwrap_or_default();
        return Some(in_text(at, key.trim_start(), &format!("{begun}{rest}")));
    }
    let above = above(lines, line.number)?;
    let (indent, indent_above) = (indentation(line.text), indentation(above.text));
    let (key, text_above) = (before.trim_start(), above.text.trim());
    let has_value = text_above.contains(": ");
    if indent > indent_above && has_value {
        return Some(Cause {
            start: line.start + indent,
            length: key.chars().count(),
            message: format!("`{key}` is indented below a key that has a value already"),
            help: Some("indent the line like its neighbours".to_owned()),
        });
    }
    let (name, value) = text_above.split_once(':')?;
    let glued = !has_value && !value.is_empty() && !text_above.starts_with(['-', '#', '"', '\'']);
    (indent == indent_above && glued).then(|| Cause {
        start: above.start + indent_above,
        length: text_above.chars().count(),
        message: "no blank follows the colon of this key".to_owned(),
        help: Some(format!("write `{name}: {value}`")),
    })
}

/// A second colon in a line, which belongs to the text of the first key.
fn in_text(at: usize, key: &str, text: &str) -> Cause {
    let text = text.trim();
    Cause {
        start: at,
        length: 1,
        message: "a second `: ` in this line".to_owned(),
        help: Some(if text.len() > SHORT || text.contains(['"', '\\']) {
            "put the text in quotes".to_owned()
        } else {
            format!("put the text in quotes: `{key}: \"{text}\"`")
        }),
    }
}

/// A line that is indented as none above it is: it stands between two levels.
fn level(error: &ScanError, lines: &Lines<'_>) -> Option<Cause> {
    if !error.info().contains("did not find expected") {
        return None;
    }
    let line = lines.line(error.marker().line());
    let indent = indentation(line.text);
    let (mut deeper, mut level): (Option<(usize, &str)>, _) = (None, None);
    for above in all_above(lines, line.number) {
        let outer = indentation(above.text);
        let inner = above.text.len() - above.text.trim_start_matches([' ', '-']).len();
        if outer == indent || inner == indent {
            return None;
        }
        if inner > indent && deeper.is_none_or(|(least, _)| inner < least) {
            deeper = Some((inner, word(&above.text[inner..])));
        }
        if outer < indent {
            // No key stands beside the mark of an item.
            level = Some((outer, word(above.text.trim_start()))).filter(|(_, word)| *word != "-");
            break;
        }
    }
    let (deep, beside) = deeper?;
    let own = word(line.text.trim_start());
    let blanks = match indent {
        1 => "1 blank".to_owned(),
        _ => format!("{indent} blanks"),
    };
    let out = level.map(|(level, beside)| format!(", or by {level} to stand beside `{beside}`"));
    let out = out.unwrap_or_default();
    Some(Cause {
        start: line.start + indent,
        length: own.chars().count(),
        message: format!("`{own}` is indented by {blanks}, as no line above it is"),
        help: Some(format!(
            "indent it by {deep} to stand beside `{beside}`{out}"
        )),
    })
}

/// The key that a line begins with, or its first word.
fn word(line: &str) -> &str {
    line.split([':', ' ']).next().unwrap_or(line)
}

/// The line above that holds something.
fn above<'t>(lines: &Lines<'t>, number: usize) -> Option<Line<'t>> {
    all_above(lines, number).next()
}

/// The lines above that hold something, upwards.
fn all_above<'t>(lines: &Lines<'t>, number: usize) -> impl Iterator<Item = Line<'t>> {
    let lines = (1..number).rev().map(|number| lines.line(number));
    lines.filter(|line| !line.text.trim().is_empty() && !line.text.trim_start().starts_with('#'))
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// What the parser says, with the cure of the usual causes.
fn said(error: &ScanError, text: &str, lines: &Lines<'_>) -> Cause {
    let mut start = index(*error.marker()) as usize;
    if error.info() == "while scanning a plain scalar, found a tab" {
        start += tab_ahead(text, start).unwrap_or(0);
    }
    let line = lines.line(error.marker().line()).text;
    let indent = &line[..line.len() - line.trim_start().len()];
    let unexpected = error.info().strip_prefix("unexpected character: `");
    let (message, help) = match unexpected.and_then(|rest| rest.chars().next()) {
        Some(character) => (
            format!("no text begins with `{character}`"),
            Some("put a text that begins with this character in quotes"),
        ),
        None => (reason(error.info()).to_owned(), cure(error.info())),
    };
    let tab = indent.contains('\t') || error.info().contains("tab");
    Cause {
        start,
        length: 1,
        message,
        help: if tab { Some(NO_TABS) } else { help }.map(ToOwned::to_owned),
    }
}

const NO_TABS: &str = "indent with spaces; YAML allows no tabs there";

/// How far the next tab is that indents a line: the parser names the start of the text above it.
fn tab_ahead(text: &str, from: usize) -> Option<usize> {
    let mut indents = false;
    text.chars().skip(from).position(|character| {
        indents = character == '\n' || indents && matches!(character, ' ' | '\t');
        indents && character == '\t'
    })
}

/// The parser's words, in those of a reader.
fn reason(info: &str) -> &str {
    match info {
        "simple key expect ':'" | "simple key expected" => "a key without `:`",
        "mapping values are not allowed in this context" | "illegal placement of ':' indicator" => {
            "a `:` where no key can stand"
        }
        "while parsing a block mapping, did not find expected key" => "this is no key",
        "while parsing a block collection, did not find expected '-' indicator" => {
            "this is neither an item of the list above nor a key of the mapping around it"
        }
        "block sequence entries are not allowed in this context" => "a `-` where no list can stand",
        "while parsing a node, did not find expected node content" => "a value is missing here",
        "while parsing node, found unknown anchor" => "no anchor of this name stands before",
        "did not find expected <document start>" => "text after the end of the document",
        "invalid indentation in flow construct" => "a bracket above is still open here",
        "while parsing a flow mapping, did not find expected ',' or '}'" => {
            "a `,` or the closing `}` is missing here"
        }
        "while parsing a flow sequence, expected ',' or ']'" => {
            "a `,` or the closing `]` is missing here"
        }
        "invalid indentation in quoted scalar"
        | "while scanning a quoted scalar, found unexpected end of stream" => {
            "the quotation mark that stands here is not closed"
        }
        "invalid trailing content after double-quoted scalar" => {
            "text after the closing quotation mark"
        }
        _ if info.contains("tab") => "a tab indents this line",
        _ if info.starts_with("while ") => info.split_once(", ").map_or(info, |(_, rest)| rest),
        _ => info,
    }
}

fn cure(info: &str) -> Option<&'static str> {
    let tells = |words: &[&str]| words.iter().any(|word| info.contains(word));
    if tells(&["quoted scalar, found unexpected", "in quoted scalar"]) {
        Some("close it; the lines of a quoted text are indented deeper than its key")
    } else if tells(&["double-quoted"]) {
        Some("write `\\\"` for a quotation mark in a quoted text")
    } else if tells(&["flow construct"]) {
        Some("close it, or indent its content deeper than the line where it opens")
    } else if tells(&["illegal placement of ':'"]) {
        Some("close the bracket above, or put a text that contains `: ` in quotes")
    } else if tells(&["mapping values are not allowed"]) {
        Some("put a text that contains `: ` in quotes, or indent the line like its neighbours")
    } else if tells(&[
        "expected key",
        "indicator",
        "indent",
        "document start",
        "not allowed",
    ]) {
        Some("indent the line like its neighbours")
    } else if tells(&["simple key"]) {
        Some("write `key: value`, with a blank after the colon")
    } else if tells(&["unknown anchor"]) {
        Some("put a text that begins with `*` in quotes, or write the `&` anchor above")
    } else if tells(&["unknown escape"]) {
        Some("write `\\\\` for a backslash, or use single quotes")
    } else if tells(&["flow mapping", "flow sequence"]) {
        Some("put a comma between the entries, and close the bracket")
    } else {
        None
    }
}
