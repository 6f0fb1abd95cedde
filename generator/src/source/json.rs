//! JSON files.
//!
//! Read twice at most: first for the values alone, by `serde_json`, which is several times faster
//! than any reader with places; then, only when there is something to report, for the places.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::build::{Builder, Kind, Scalar, Step, Style, nested_too_deeply};
use super::lines::Lines;
use super::{FileId, Key, Mapping, Node, Place, Span, Value};
use crate::diagnostic::{Code, Diagnostic, Sink};

/// What a JSON text holds.
pub(super) struct Json {
    /// The tree, without places.
    pub(super) root: Node,
    /// Whether a key stands twice in a mapping. The tree has the first of the two values.
    pub(super) duplicates: bool,
}

/// The tree of a JSON text.
///
/// # Errors
/// It is no JSON, or nested more than [`super::build::MAX_DEPTH`] levels deep.
pub(super) fn read(text: &str, file: FileId) -> serde_json::Result<Json> {
    let duplicates = Cell::new(false);
    let seed = Seed {
        file,
        duplicates: &duplicates,
    };
    let mut deserializer = serde_json::Deserializer::from_str(without_mark(text));
    let root = seed.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(Json {
        root,
        duplicates: duplicates.get(),
    })
}

/// The tree of a text that [`read`] accepts, with places; duplicate keys go to the sink.
pub(super) fn read_places(text: &str, file: FileId, sink: &mut Sink) -> Option<Node> {
    let mut builder = Builder::new(file, sink);
    let mut events = Events::new(text);
    while let Some(event) = events.next() {
        events.build(&event, &mut builder).ok()?;
    }
    builder.finish()
}

/// Whether [`read`] refused the text for a number that no float holds.
pub(super) fn is_beyond_float(error: &serde_json::Error) -> bool {
    error.to_string().starts_with("number out of range")
}

/// Why [`read`] refused the text, and where.
pub(super) fn refusal(error: &serde_json::Error, text: &str, file: FileId) -> Diagnostic {
    let line = Lines::new(text).line(error.line());
    let column = error.column().saturating_sub(1);
    let before = line.text.get(..column).unwrap_or(line.text);
    let start = u32::try_from(line.start + before.chars().count()).unwrap_or(u32::MAX);
    let span = Span {
        file,
        start,
        end: start + 1,
    };
    let message = error.to_string();
    let said = message
        .rsplit_once(" at line ")
        .map_or(message.as_str(), |(said, _)| said);
    let message = match said {
        "recursion limit exceeded" => nested_too_deeply(),
        _ => format!("not valid JSON: {}", reason(said)),
    };
    let problem = Diagnostic::new(Code::Syntax, Place::Characters(span), message);
    let found = line.text.get(before.len()..).unwrap_or_default();
    match cure(said, found) {
        Some(cure) => problem.help(cure),
        None => problem,
    }
}

/// The reader's words, in those of someone who wrote the file.
fn reason(said: &str) -> &str {
    match said {
        "key must be a string" => "a key in double quotes is missing here",
        "expected value" => "a value is missing here",
        "expected ident" => "this is neither `true`, `false` nor `null`",
        "trailing characters" => "text after the end of the value",
        "EOF while parsing an object" => "the file ends before an object is closed",
        "EOF while parsing a list" => "the file ends before an array is closed",
        "EOF while parsing a string" => "the file ends before a string is closed",
        "EOF while parsing a value" => "the file ends where a value is missing",
        _ if said.starts_with("control character") => "a line break or tab in a string",
        _ => said,
    }
}

/// What to do, where `found` stands.
fn cure(said: &str, found: &str) -> Option<&'static str> {
    let is_value = matches!(said, "key must be a string" | "expected value");
    Some(match (said, found.chars().next()) {
        (_, Some('/' | '#')) if is_value => "remove the comment: JSON has none",
        (_, Some('\'')) if is_value => "write `\"` in place of `'`",
        ("key must be a string", _) => "put the key in double quotes",
        ("expected value" | "expected ident", Some('A'..='Z' | 'a'..='z')) => {
            "write `true`, `false`, `null`, a number, or a text in double quotes"
        }
        ("trailing comma", _) => "remove the comma before the closing bracket",
        ("trailing characters", _) => "remove it, or the bracket above that closes too early",
        ("expected `,` or `}`" | "expected `,` or `]`", _) => {
            "put a comma between the entries, or close the bracket"
        }
        ("expected `:`", _) => "write `\"key\": value`",
        ("EOF while parsing an object", _) => "close it with `}`",
        ("EOF while parsing a list", _) => "close it with `]`",
        ("EOF while parsing a string", _) => "close it with `\"`",
        ("invalid escape", _) => "write `\\\\` for a backslash",
        _ if said.starts_with("control character") => {
            "write `\\n` for a line break, and `\\t` for a tab"
        }
        _ if said.contains("surrogate") => "write the character itself, or both of its halves",
        _ => return None,
    })
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

#[derive(Clone, Copy)]
struct Seed<'c> {
    file: FileId,
    duplicates: &'c Cell<bool>,
}

impl Seed<'_> {
    fn node(self, value: Value) -> Node {
        Node::new(self.span(), value)
    }

    fn span(self) -> Span {
        Span {
            file: self.file,
            ..Span::default()
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(self.node(Value::Null))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        Ok(self.node(Value::Boolean(value)))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        Ok(self.node(Value::Integer(value.into())))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        Ok(self.node(Value::Integer(value.into())))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        Ok(self.node(number(value)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        Ok(self.node(Value::String(text.to_owned())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Node, E> {
        Ok(self.node(Value::String(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(self)? {
            items.push(item);
        }
        Ok(self.node(Value::Sequence(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut mapping = Mapping::default();
        while let Some(text) = access.next_key::<String>()? {
            let span = self.span();
            let node = access.next_value_seed(self)?;
            if mapping.insert(Key { span, text }, node).is_err() {
                self.duplicates.set(true);
            }
        }
        Ok(self.node(Value::Mapping(mapping)))
    }
}

/// `serde_json` gives integers beyond 64 bits as floats. The shortest digits of such a float are
/// the ones that publishers write (18446744073709552000).
fn number(value: f64) -> Value {
    const BEYOND_64_BITS: f64 = 9_223_372_036_854_775_808.0;
    if value.abs() >= BEYOND_64_BITS
        && let Ok(integer) = value.to_string().parse()
    {
        return Value::Integer(integer);
    }
    Value::Float(value)
}

/// The tokens of a valid JSON text that make a tree; commas, colons and blanks are passed over.
struct Events<'t> {
    text: &'t str,
    byte: usize,
    character: u32,
}

/// A token and the character it starts at.
struct Event<'t> {
    start: u32,
    text: &'t str,
}

impl<'t> Events<'t> {
    fn new(text: &'t str) -> Self {
        let rest = without_mark(text);
        Self {
            text: rest,
            byte: 0,
            character: u32::from(rest.len() < text.len()),
        }
    }

    fn next(&mut self) -> Option<Event<'t>> {
        let rest = &self.text.as_bytes()[self.byte..];
        let skipped = rest
            .iter()
            .position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':'))?;
        self.advance(skipped);
        let rest = &rest[skipped..];
        let length = match rest.first()? {
            b'{' | b'}' | b'[' | b']' => 1,
            b'"' => string_length(rest),
            _ => rest
                .iter()
                .position(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b'}' | b']'))
                .unwrap_or(rest.len()),
        };
        let (start, byte) = (self.character, self.byte);
        self.advance(length);
        let text = &self.text[byte..self.byte];
        Some(Event { start, text })
    }

    fn advance(&mut self, bytes: usize) {
        let passed = &self.text.as_bytes()[self.byte..self.byte + bytes];
        let continued = passed.iter().filter(|byte| **byte & 0xc0 == 0x80).count();
        self.character += u32::try_from(bytes - continued).unwrap_or_default();
        self.byte += bytes;
    }

    fn build(&self, event: &Event<'t>, builder: &mut Builder<'_>) -> Step {
        let Event { start, text } = *event;
        let span = builder.span(start, self.character);
        match text {
            "{" => builder.open(Kind::Mapping, span, 0),
            "[" => builder.open(Kind::Sequence, span, 0),
            "}" | "]" => builder.close(Some(span)),
            _ => {
                let (text, style) = match string(text) {
                    Some(text) => (text, Style::Quoted),
                    None => (Cow::Borrowed(text), Style::Plain),
                };
                builder.scalar(Scalar { text, style, span }, 0)
            }
        }
    }
}

/// Length of the string that `bytes` begins with, with its quotes.
fn string_length(bytes: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The text of a string token.
fn string(token: &str) -> Option<Cow<'_, str>> {
    let inner = token.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        let mut deserializer = serde_json::Deserializer::from_str(token);
        String::deserialize(&mut deserializer).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::yaml;

    const TEXT: &str = "\u{feff}{\"a\\n\": [1, -2.5,true , null ,{}],\r\n\t\"blå\": \"\\ud83d\\ude00\\/𝄞\",\n\"n\":[18446744073709552000, -9223372036854776000,1E3,18446744073709551615,-9223372036854775808]}";

    fn characters(span: Span) -> String {
        let length = (span.end - span.start) as usize;
        TEXT.chars()
            .skip(span.start as usize)
            .take(length)
            .collect()
    }

    fn spans(node: &Node, found: &mut Vec<String>) {
        found.push(characters(node.span));
        match &node.value {
            Value::Sequence(items) => items.iter().for_each(|item| spans(item, found)),
            Value::Mapping(entries) => entries.iter().for_each(|(key, value)| {
                found.push(characters(key.span));
                spans(value, found);
            }),
            _ => {}
        }
    }

    #[test]
    fn both_readings_and_yaml_agree() {
        let file = FileId(3);
        let read = read(TEXT, file).unwrap();
        assert!(!read.duplicates);
        let placed = read_places(TEXT, file, &mut Sink::new(false)).unwrap();
        assert_eq!(read.root, placed);
        assert_eq!(
            read.root.span,
            Span {
                file,
                start: 0,
                end: 0
            }
        );

        let simple = TEXT.replace("\\ud83d\\ude00", "😀");
        let yaml = yaml::read(&simple, file, &mut Sink::new(false)).unwrap();
        assert_eq!(read.root, yaml);
    }

    #[test]
    fn places() {
        let placed = read_places(TEXT, FileId(0), &mut Sink::new(false)).unwrap();
        let mut found = Vec::new();
        spans(&placed, &mut found);
        assert_eq!(found[0], TEXT.trim_start_matches('\u{feff}'));
        assert_eq!(
            found[1..12],
            [
                "\"a\\n\"",
                "[1, -2.5,true , null ,{}]",
                "1",
                "-2.5",
                "true",
                "null",
                "{}",
                "\"blå\"",
                "\"\\ud83d\\ude00\\/𝄞\"",
                "\"n\"",
                "[18446744073709552000, -9223372036854776000,1E3,18446744073709551615,-9223372036854775808]",
            ]
        );
    }

    #[test]
    fn what_is_no_json() {
        for (text, message, place, help) in [
            (
                "{\"a\": 1,\n \"ø\": [1, 2,]}",
                "not valid JSON: trailing comma",
                21,
                true,
            ),
            (
                "{\"a\": nul}",
                "not valid JSON: this is neither `true`, `false` nor `null`",
                9,
                false,
            ),
            (
                "\u{feff}{} x",
                "not valid JSON: text after the end of the value",
                4,
                true,
            ),
            (
                "{\"a\": 1",
                "not valid JSON: the file ends before an object is closed",
                6,
                true,
            ),
            (
                "{\n // no\n}",
                "not valid JSON: a key in double quotes is missing here",
                3,
                true,
            ),
            (
                "{\"a\": 'b'}",
                "not valid JSON: a value is missing here",
                6,
                true,
            ),
            (
                "{\"a\": \"b\nc\"}",
                "not valid JSON: a line break or tab in a string",
                9,
                true,
            ),
            (
                "{\"a\": \"\\ud800\"}",
                "not valid JSON: unexpected end of hex escape",
                13,
                false,
            ),
        ] {
            let Err(error) = read(text, FileId(0)) else {
                panic!("{text}")
            };
            let problem = refusal(&error, text, FileId(0));
            assert_eq!(problem.message, message);
            assert_eq!(problem.help.is_some(), help, "{text}");
            let Place::Characters(span) = problem.primary.place else {
                panic!("{problem:?}")
            };
            assert_eq!(span.start, place, "{text}");
        }
    }

    #[test]
    fn depth_is_bounded_as_in_yaml() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(read(&nested(127), FileId(0)).is_ok());
        let deep = nested(128);
        let Err(error) = read(&deep, FileId(0)) else {
            panic!()
        };
        let problem = refusal(&error, &deep, FileId(0));
        assert_eq!(problem.message, "nested more than 127 levels deep");
    }
}
