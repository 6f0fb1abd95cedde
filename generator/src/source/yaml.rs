//! YAML files.
//!
//! Invariants: every value has its place; a text that is no YAML gives one diagnostic, where the
//! parser gave up.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, StrInput, Tag};

use super::build::{Builder, Kind, Scalar, Step, Style, nested_too_deeply};
use super::{FileId, Node, Place, Span};
use crate::diagnostic::{Code, Diagnostic, Reported, Sink};

/// The tree of a YAML text.
///
/// # Errors
/// The text is no YAML, holds no value, or goes beyond a bound. Duplicate keys are reported too,
/// but don't refuse it.
pub(super) fn read(text: &str, file: FileId, sink: &mut Sink) -> Result<Node, Reported> {
    let mut builder = Builder::new(file, sink);
    let read = events(text, &mut builder);
    let root = builder.finish();
    match (read, root) {
        (Err(problem), _) => Err(sink.error(problem)),
        (Ok(()), Some(root)) if root != Node::new(root.span, super::Value::Null) => Ok(root),
        (Ok(()), _) => Err(sink.error(empty(file))),
    }
}

/// The problem of a file without any value.
fn empty(file: FileId) -> Diagnostic {
    let place = Span {
        file,
        ..Span::default()
    };
    Diagnostic::new(Code::Syntax, Place::Characters(place), "the file is empty")
}

fn events(text: &str, builder: &mut Builder<'_>) -> Step {
    let mut parser = Parser::new_from_str(text);
    let mut documents = 0;
    while let Some((event, span)) = next(&mut parser, text, builder)? {
        match event {
            Event::DocumentStart(_) if documents > 0 => {
                let problem = builder
                    .fatal(span, "the file holds more than one document")
                    .help("keep one document in each file; only the first one was read");
                builder.report(problem);
                return Ok(());
            }
            Event::DocumentStart(_) => documents += 1,
            Event::Scalar(text, style, anchor, tag) => {
                let style = resolution(style, tag.as_deref());
                let span = if text.is_empty() && style == Style::Plain {
                    // The event carries the token that follows.
                    builder.span(span.start, span.start)
                } else {
                    span
                };
                builder.scalar(Scalar { text, style, span }, anchor)?;
            }
            Event::SequenceStart(anchor, _) => builder.open(Kind::Sequence, span, anchor)?,
            Event::MappingStart(anchor, _) => builder.open(Kind::Mapping, span, anchor)?,
            Event::SequenceEnd | Event::MappingEnd => {
                // A bracket, with the blanks after it; what ends a block has no length.
                let bracket = builder.span(span.start, span.start + 1);
                builder.close((span.start < span.end).then_some(bracket))?;
            }
            Event::Alias(anchor) => builder.alias(anchor, span)?,
            Event::Nothing | Event::StreamStart | Event::DocumentEnd | Event::StreamEnd => {}
        }
    }
    Ok(())
}

type Spanned<'t> = Option<(Event<'t>, Span)>;

fn next<'t>(
    parser: &mut Parser<'t, StrInput<'t>>,
    text: &str,
    builder: &Builder<'_>,
) -> Result<Spanned<'t>, Diagnostic> {
    match parser.next_event() {
        Some(Ok((event, span))) => {
            let span = builder.span(index(span.start), index(span.end));
            Ok(Some((event, span)))
        }
        Some(Err(error)) => Err(refusal(&error, text, builder)),
        None => Ok(None),
    }
}

fn index(marker: Marker) -> u32 {
    u32::try_from(marker.index()).unwrap_or(u32::MAX)
}

/// A tag of the core schema decides; all others are ignored, as JSON has no word for them.
fn resolution(style: ScalarStyle, tag: Option<&Tag>) -> Style {
    match tag {
        Some(tag) if tag.is_yaml_core_schema() => match tag.suffix.as_str() {
            "bool" | "float" | "int" | "null" => Style::Plain,
            _ => Style::Quoted,
        },
        Some(tag) if tag.handle.is_empty() && tag.suffix == "!" => Style::Quoted,
        Some(_) | None if style == ScalarStyle::Plain => Style::Plain,
        Some(_) | None => Style::Quoted,
    }
}

/// What the parser says, with the cure of the usual causes.
fn refusal(error: &ScanError, text: &str, builder: &Builder<'_>) -> Diagnostic {
    let start = index(*error.marker());
    let place = builder.span(start, start + 1);
    if error.info() == "recursion limit exceeded" {
        return builder.fatal(place, nested_too_deeply());
    }
    let line = text.lines().nth(error.marker().line().saturating_sub(1));
    let problem = builder.fatal(place, format!("not valid YAML: {}", reason(error.info())));
    match cure(error.info(), line.unwrap_or_default()) {
        Some(cure) => problem.help(cure),
        None => problem,
    }
}

/// The parser's words, in those of a reader who does not know its grammar.
fn reason(info: &str) -> &str {
    match info {
        "simple key expect ':'" | "simple key expected" => "a key without `:`",
        "mapping values are not allowed in this context" => "a `:` where no key can stand",
        "while parsing a block mapping, did not find expected key" => "this is no key",
        "while parsing a block collection, did not find expected '-' indicator" => {
            "this is neither an item of the list above nor a key of the mapping around it"
        }
        "block sequence entries are not allowed in this context" => "a `-` where no list can stand",
        "while parsing a node, did not find expected node content" => "a value is missing here",
        "while parsing node, found unknown anchor" => "no anchor of this name stands before",
        "did not find expected <document start>" => "text after the end of the document",
        _ if info.starts_with("while ") => info.split_once(", ").map_or(info, |(_, rest)| rest),
        _ => info,
    }
}

fn cure(info: &str, line: &str) -> Option<&'static str> {
    let indent = &line[..line.len() - line.trim_start().len()];
    let tells = |words: &[&str]| words.iter().any(|word| info.contains(word));
    if indent.contains('\t') || tells(&["tab"]) {
        Some("indent with spaces; YAML allows no tabs there")
    } else if tells(&["mapping values are not allowed", "illegal placement of ':'"]) {
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
    } else if tells(&["unexpected character"]) {
        Some("put a text that begins with this character in quotes")
    } else if tells(&["unknown anchor"]) {
        Some("put a text that begins with `*` in quotes, or write the `&` anchor above")
    } else if tells(&["unexpected end of stream"]) {
        Some("close the quotation mark")
    } else if tells(&["unknown escape"]) {
        Some("write `\\\\` for a backslash, or use single quotes")
    } else if tells(&["flow mapping", "flow sequence"]) {
        Some("put a comma between the entries, and close the bracket")
    } else {
        None
    }
}
