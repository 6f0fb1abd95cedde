//! YAML files.
//!
//! Invariants: every value has its place; a text that is no YAML gives one diagnostic, where the
//! parser gave up.

use std::str::Chars;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};

use super::build::{Builder, Kind, Scalar, Style};
use super::{FileId, Node, Place, Span, Value, cause, outdent};
use crate::diagnostic::{Code, Diagnostic, Reported, Sink};

/// The tree of a YAML text.
///
/// # Errors
/// The text is no YAML, holds no value, or goes beyond a bound. Duplicate keys are reported too,
/// but don't refuse it.
pub(super) fn read(text: &str, file: FileId, sink: &mut Sink) -> Result<Node, Reported> {
    let mut builder = Builder::new(file, sink);
    match events(text, &mut builder, Outdented::Stops)? {
        End::Reached => {
            let root = builder.finish();
            root.filter(|root| root.value != Value::Null)
                .ok_or_else(|| sink.error(empty(file)))
        }
        End::Outdented => mended(text, file, sink),
    }
}

/// The tree of a text in which lines in brackets stand too far left.
fn mended(text: &str, file: FileId, sink: &mut Sink) -> Result<Node, Reported> {
    let (joined, lines) = outdent::join(text);
    let mut builder = Builder::new(file, sink);
    events(&joined, &mut builder, Outdented::IsWrong)?;
    let root = builder.finish().ok_or_else(|| sink.error(empty(file)))?;
    for start in lines {
        let place = Span {
            file,
            start,
            end: start + 1,
        };
        let message = "a line in brackets stands further left than the key before the brackets";
        let diagnostic = Diagnostic::new(Code::Tolerated, Place::Characters(place), message);
        sink.warn(diagnostic.help("indent the line like its neighbours"));
    }
    Ok(root)
}

/// What becomes of a line in brackets that stands too far left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outdented {
    Stops,
    IsWrong,
}

/// Where reading ended.
enum End {
    Reached,
    Outdented,
}

/// The problem of a file without any value.
fn empty(file: FileId) -> Diagnostic {
    let place = Span {
        file,
        ..Span::default()
    };
    Diagnostic::new(Code::Syntax, Place::Characters(place), "the file is empty")
}

fn events(text: &str, builder: &mut Builder<'_>, outdented: Outdented) -> Result<End, Reported> {
    let mut parser = Parser::new_from_str(text);
    let mut quotes = Quotes::new(text);
    let mut documents = 0;
    while let Some(event) = parser.next_event() {
        let (event, span) = match event {
            Ok((event, span)) => {
                let span = builder.span(index(span.start), index(span.end));
                (event, span)
            }
            Err(error) if outdented == Outdented::Stops && outdent::is_outdented(&error) => {
                return Ok(End::Outdented);
            }
            Err(error) => {
                let problem = cause::refusal(&error, text, builder);
                return Err(builder.report(problem));
            }
        };
        match event {
            Event::DocumentStart(_) if documents > 0 => {
                let problem = builder
                    .problem(span, "the file holds more than one document")
                    .help("keep one document in each file; only the first one was read");
                let _ = builder.report(problem);
                break;
            }
            Event::DocumentStart(_) => documents += 1,
            Event::Scalar(text, style, anchor, tag) => {
                let end = match style {
                    // The event carries the token that follows.
                    ScalarStyle::Plain if text.is_empty() => span.start,
                    ScalarStyle::SingleQuoted => quotes.end(span, &text, '\''),
                    ScalarStyle::DoubleQuoted => quotes.end(span, &text, '"'),
                    _ => span.end,
                };
                let style = resolution(style, tag.as_deref());
                let span = builder.span(span.start, end);
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
    Ok(End::Reached)
}

pub(super) fn index(marker: Marker) -> u32 {
    u32::try_from(marker.index()).unwrap_or(u32::MAX)
}

/// Finds where quoted texts end: the parser counts the blanks and the comment after one to it.
///
/// Walks through the text once, since the events come in its order.
struct Quotes<'t> {
    rest: Chars<'t>,
    at: u32,
}

impl<'t> Quotes<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            rest: text.chars(),
            at: 0,
        }
    }

    fn end(&mut self, span: Span, content: &str, quote: char) -> u32 {
        let length = (span.end - span.start) as usize;
        let ascii = content.len() + 2 == length;
        if ascii || content.chars().count() + 2 == length {
            return span.end;
        }
        self.skip(span.start.saturating_sub(self.at));
        let mut ahead = self.rest.clone();
        if ahead.next() != Some(quote) {
            // A tag or an anchor stands before it, and is shown with it.
            return span.end;
        }
        let mut length = 1;
        while let Some(character) = ahead.next() {
            length += 1;
            let escaped = match character {
                '\\' => quote == '"',
                '\'' => quote == '\'' && ahead.as_str().starts_with('\''),
                _ => false,
            };
            if escaped {
                ahead.next();
                length += 1;
            } else if character == quote {
                break;
            }
        }
        span.end.min(span.start + length)
    }

    fn skip(&mut self, characters: u32) {
        if let Some(last) = characters.checked_sub(1) {
            self.rest.nth(last as usize);
            self.at += characters;
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Pointer;

    /// The tree and what was reported: code, characters, message.
    fn read_all(text: &str) -> (Option<Node>, Vec<(Code, Span, String)>) {
        let mut sink = Sink::new(false);
        let root = read(text, FileId(0), &mut sink).ok();
        let problems = sink.diagnostics().iter().map(|problem| {
            let Place::Characters(span) = problem.primary.place else {
                panic!("{problem:?}")
            };
            (problem.code, span, problem.message.clone())
        });
        (root, problems.collect())
    }

    fn tree(text: &str) -> Node {
        let (root, problems) = read_all(text);
        assert_eq!(problems, [], "{text}");
        root.unwrap()
    }

    /// The characters of the first problem, and its message.
    fn refused(text: &str) -> (String, String) {
        let (root, problems) = read_all(text);
        assert_eq!(root, None);
        let [(Code::Syntax, span, message)] = &problems[..] else {
            panic!("{problems:?}")
        };
        (characters(text, *span), message.clone())
    }

    fn characters(text: &str, span: Span) -> String {
        let length = (span.end - span.start) as usize;
        text.chars()
            .skip(span.start as usize)
            .take(length)
            .collect()
    }

    fn json(node: &Node) -> String {
        match &node.value {
            Value::Null => "null".to_owned(),
            Value::Boolean(value) => value.to_string(),
            Value::Integer(value) => value.to_string(),
            Value::Float(value) => format!("{value:?}"),
            Value::String(text) => format!("{text:?}"),
            Value::Sequence(items) => {
                let items: Vec<_> = items.iter().map(json).collect();
                format!("[{}]", items.join(","))
            }
            Value::Mapping(entries) => {
                let entries = entries.iter();
                let entries: Vec<_> = entries
                    .map(|(key, value)| format!("{}:{}", key.text, json(value)))
                    .collect();
                format!("{{{}}}", entries.join(","))
            }
        }
    }

    fn at(root: &Node, pointer: &str) -> Node {
        root.find(&Pointer::parse(pointer).unwrap())
            .unwrap()
            .clone()
    }

    #[test]
    fn lines_in_brackets_may_stand_too_far_left() {
        let text = "a:\n  b: {\n    c: [1,\r\n 2\n ],\n\n}\n  d: é\n";
        let (root, problems) = read_all(text);
        let root = root.unwrap();
        assert_eq!(json(&root), r#"{a:{b:{c:[1,2]},d:"é"}}"#);
        assert_eq!(characters(text, at(&root, "/a/d").span), "é");
        let at = problems.iter().map(|(_, span, _)| characters(text, *span));
        assert_eq!(at.collect::<Vec<_>>(), ["2", "]", "}"]);
        assert!(problems.iter().all(|(code, ..)| *code == Code::Tolerated));
        let comment = "a:\n  b: { # here\n }\n";
        assert!(refused(comment).1.contains("invalid indentation"));
    }

    #[test]
    fn keys_keep_their_text() {
        let text = "NO: no\n200: OK\n010: 010\n1.0: 1.0\ntrue: true\n~: ~\n'a b': \"c\"\nd:\n";
        assert_eq!(
            json(&tree(text)),
            r#"{NO:"no",200:"OK",010:"010",1.0:1.0,true:true,~:null,a b:"c",d:null}"#
        );
    }

    #[test]
    fn quotes_blocks_and_tags_are_text() {
        let text =
            "- '1'\n- \"true\"\n- |\n  1\n- >-\n  null\n- !!str 1\n- ! 2\n- !!int '3'\n- !foo 4\n";
        assert_eq!(
            json(&tree(text)),
            r#"["1","true","1\n","null","1","2",3,4]"#
        );
    }

    #[test]
    fn integers_of_any_size() {
        let text = "[18446744073709552000, -9223372036854776000, 1e3]";
        assert_eq!(
            json(&tree(text)),
            "[18446744073709552000,-9223372036854776000,1000.0]"
        );
    }

    #[test]
    fn aliases_repeat_values_and_keep_the_anchors_places() {
        let text = "a: &x {b: [1, &y 2]}\nc: *x\n*y : *y\n";
        let root = tree(text);
        assert_eq!(json(&root), "{a:{b:[1,2]},c:{b:[1,2]},2:2}");
        assert_eq!(at(&root, "/c/b").span, at(&root, "/a/b").span);
    }

    #[test]
    fn merge_keys_stand_where_they_are_written_and_own_keys_win() {
        let text = "\
x: &x {a: 1, b: 2}
y: &y {b: 3, c: 4, d: 5}
own: {z: 0, <<: *x, a: 9}
two: {<<: [*x, *y], d: 6}
text: {'<<': 1}
";
        assert_eq!(
            json(&tree(text)),
            "{x:{a:1,b:2},y:{b:3,c:4,d:5},own:{z:0,b:2,a:9},two:{a:1,b:2,c:4,d:6},text:{<<:1}}"
        );
    }

    #[test]
    fn what_cannot_be_merged_is_reported_and_left_out() {
        let text = "a: {<<: 1, b: 2}";
        let (root, problems) = read_all(text);
        assert_eq!(json(&root.unwrap()), "{a:{b:2}}");
        assert_eq!(problems.len(), 1);
        assert_eq!(characters(text, problems[0].1), "<<");
        assert_eq!(
            problems[0].2,
            "`<<` merges mappings, and this is an integer"
        );
    }

    #[test]
    fn a_duplicate_key_keeps_the_first_value() {
        let text = "a:\n  b: 1\n  c: 2\n  b: {d: 3}\n  b: 4\n";
        let (root, problems) = read_all(text);
        assert_eq!(json(&root.unwrap()), "{a:{b:1,c:2}}");
        let places: Vec<_> = problems
            .iter()
            .map(|(code, span, _)| (*code, span.start))
            .collect();
        assert_eq!(places, [(Code::DuplicateKey, 19), (Code::DuplicateKey, 31)]);
    }

    #[test]
    fn bombs_are_errors() {
        let levels: Vec<String> = (1..10)
            .map(|level| {
                format!(
                    "a{level}: &a{level} [{}]",
                    vec![format!("*a{}", level - 1); 9].join(",")
                )
            })
            .collect();
        let bomb = format!("a0: &a0 [x,x,x,x,x,x,x,x,x]\n{}\n", levels.join("\n"));
        assert_eq!(refused(&bomb).1, "aliases repeat more than can be read");

        let long = "x".repeat(1_000_000);
        let text = format!("a: &a {long}\nb: [{}]\n", vec!["*a"; 1_000].join(","));
        assert_eq!(refused(&text).1, "aliases repeat more than can be read");

        let (_, message) = refused("a: &a [*a]");
        assert_eq!(
            message,
            "an alias cannot stand inside the value it stands for"
        );
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
        assert!(read_all(&nested(127)).0.is_some());
        let block = (0..1_000).fold(String::new(), |text, level| {
            text + &" ".repeat(level) + "a:\n"
        });
        let dashes = "- ".repeat(10_000);
        let aliased = format!(
            "a: &a {}\nb: {}",
            nested(100),
            "[".repeat(40) + "*a" + &"]".repeat(40)
        );
        for text in [nested(128), nested(10_000), block, dashes, aliased] {
            assert_eq!(refused(&text).1, "nested more than 127 levels deep");
        }
    }

    #[test]
    fn places_of_values() {
        let text = "\u{feff}# ø\r\nblå: æøå\r\n𝄞: [ 'x y' , {k: 1} ] # c\r\nblock:\r\n  a: 1\r\n  b: z\r\n\r\nquoted: \"a \\\" b'\" # c\r\nsingle: 'a''b' # c\r\nend:\r\n";
        let root = tree(text);
        for (pointer, written) in [
            ("/blå", "æøå"),
            ("/𝄞", "[ 'x y' , {k: 1} ]"),
            ("/𝄞/0", "'x y'"),
            ("/𝄞/1", "{k: 1}"),
            ("/𝄞/1/k", "1"),
            ("/block", "a: 1\r\n  b: z"),
            ("/block/b", "z"),
            ("/quoted", r#""a \" b'""#),
            ("/single", "'a''b'"),
            ("/end", ""),
        ] {
            assert_eq!(
                characters(text, at(&root, pointer).span),
                written,
                "{pointer}"
            );
        }
        let keys: Vec<_> = root
            .as_mapping()
            .unwrap()
            .iter()
            .map(|(key, _)| characters(text, key.span))
            .collect();
        assert_eq!(keys, ["blå", "𝄞", "block", "quoted", "single", "end"]);
    }

    #[test]
    fn what_is_no_yaml() {
        for (text, place, message, help) in [
            ("a:\n\t- b\n", "-", "a tab indents", "with spaces"),
            ("a: b\n\tc: d\n", "\t", "a tab indents", "with spaces"),
            ("a: b: c\n", ":", "a second `: `", "`a: \"b: c\"`"),
            (
                "a: \"b\": c\n",
                ":",
                "a second `: `",
                "put the text in quotes",
            ),
            ("a: b\n  c: d\n", "c", "`c` is indented below", "neighbours"),
            ("a:b\nc: d\n", "a:b", "no blank follows", "`a: b`"),
            (
                "a:\n<<<<<<< x\n b: c\n",
                "<<<<<<< x",
                "a merge",
                "one of the two",
            ),
            ("a: {b: c, d: \"1\"\ne: {}\n", "e", "still open", "close it"),
            ("a: {b: c d: e}\n", ":", "closing `}` is missing", "comma"),
            ("a: \"b\nc: d\n", "\"", "not closed", "close it"),
            (
                "a:\n  b: 1\n c: 2\n",
                "c",
                "`c` is indented by 1 blank, as",
                "by 2 to stand beside `b`, or by 0 to stand beside `a`",
            ),
            ("a: [1, 2\nb: 3\n", ":", "no key can stand", "bracket"),
            ("a: @b\n", "@", "begins with `@`", "quotes"),
            ("a: *b\n", "*", "no anchor", "quotes"),
            ("a: \"b\n", "\"", "not closed", "close it"),
        ] {
            let mut sink = Sink::new(false);
            assert!(read(text, FileId(0), &mut sink).is_err(), "{text}");
            let [problem] = sink.diagnostics() else {
                panic!("{text}")
            };
            let Place::Characters(span) = problem.primary.place else {
                panic!("{problem:?}")
            };
            assert_eq!(characters(text, span), place, "{text}");
            assert!(
                problem.message.contains(message),
                "{text}: {}",
                problem.message
            );
            let said = problem.help.as_deref().unwrap_or_default();
            assert!(said.contains(help), "{said}");
        }
    }

    #[test]
    fn empty_files_and_several_documents() {
        for text in ["", "\u{feff}", "# nothing\n", "---\n", "--- ~\n", "\r\n"] {
            assert_eq!(refused(text).1, "the file is empty", "{text:?}");
        }
        let (root, problems) = read_all("---\na: 1\n---\nb: 2\n");
        assert_eq!(json(&root.unwrap()), "{a:1}");
        assert_eq!(problems[0].2, "the file holds more than one document");
        assert_eq!(json(&tree("--- \na: 1\n...\n")), "{a:1}");
    }
}
