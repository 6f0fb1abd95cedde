//! A tree as YAML.
//!
//! Invariants: what is written reads as the same tree by YAML 1.1 and 1.2 (`'NO'`, `'010'`,
//! `'2024-01-01'` and `'12:30'` are quoted, `1.0e+39` has its point and its sign); lines are broken
//! only where the text has a line break.

use std::fmt::Write;

use crate::source::{Mapping, Node, Value};

/// The longest key that may stand before `:` without a `?` (YAML 1.2.2 §7.4.2), in bytes: fewer
/// than the 1024 characters that are allowed, since escapes may make it longer.
const MAX_KEY: usize = 128;

/// Words that YAML 1.1 or 1.2 reads as booleans or null, in lower case.
const WORDS: &[&str] = &["false", "n", "no", "null", "off", "on", "true", "y", "yes"];

/// The whole text, with a line break at the end.
pub(super) fn document(root: &Node) -> String {
    let mut text = String::new();
    match &root.value {
        Value::Mapping(mapping) if !mapping.is_empty() => entries(&mut text, mapping, 0),
        Value::Sequence(items) if !items.is_empty() => sequence(&mut text, items, 0),
        value => scalar(&mut text, value, 0),
    }
    text
}

/// The entries of a mapping; the first begins where the text ends.
fn entries(text: &mut String, mapping: &Mapping, indent: usize) {
    for (index, (key, node)) in mapping.iter().enumerate() {
        if index > 0 {
            spaces(text, indent);
        }
        if key.text.len() > MAX_KEY {
            text.push_str("? ");
            text.push_str(&quoted(&key.text));
            text.push('\n');
            spaces(text, indent);
        } else {
            text.push_str(&line(&key.text));
        }
        text.push(':');
        match &node.value {
            Value::Mapping(mapping) if !mapping.is_empty() => {
                text.push('\n');
                spaces(text, indent + 2);
                entries(text, mapping, indent + 2);
            }
            Value::Sequence(items) if !items.is_empty() => {
                text.push('\n');
                spaces(text, indent + 2);
                sequence(text, items, indent + 2);
            }
            value => {
                text.push(' ');
                scalar(text, value, indent + 2);
            }
        }
    }
}

/// The items of a sequence; the first begins where the text ends.
fn sequence(text: &mut String, items: &[Node], indent: usize) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            spaces(text, indent);
        }
        text.push_str("- ");
        match &item.value {
            Value::Mapping(mapping) if !mapping.is_empty() => entries(text, mapping, indent + 2),
            Value::Sequence(items) if !items.is_empty() => sequence(text, items, indent + 2),
            value => scalar(text, value, indent + 2),
        }
    }
}

/// A value without others in it, to the end of its last line; `indent` is that of further lines.
fn scalar(text: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Boolean(boolean) => text.push_str(if *boolean { "true" } else { "false" }),
        Value::Integer(integer) => {
            let _ = write!(text, "{integer}");
        }
        Value::Float(float) => text.push_str(&number(*float)),
        Value::String(string) if is_block(string) => {
            block(text, string, indent);
            return;
        }
        Value::String(string) => text.push_str(&line(string)),
        Value::Sequence(_) => text.push_str("[]"),
        Value::Mapping(_) => text.push_str("{}"),
    }
    text.push('\n');
}

fn spaces(text: &mut String, count: usize) {
    text.extend(std::iter::repeat_n(' ', count));
}

/// A float in the one form that YAML 1.1 takes for one: with a point, and a sign before an exponent.
fn number(float: f64) -> String {
    if float.is_nan() {
        return ".nan".to_owned();
    }
    if float.is_infinite() {
        return if float < 0.0 { "-.inf" } else { ".inf" }.to_owned();
    }
    let shown = format!("{float:?}");
    let Some((mantissa, exponent)) = shown.split_once('e') else {
        return shown;
    };
    let point = if mantissa.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with('-') { "" } else { "+" };
    format!("{mantissa}{point}e{sign}{exponent}")
}

/// Whether the text is shown as the lines that it has (YAML 1.2.2 §8.1.2).
fn is_block(text: &str) -> bool {
    text.contains('\n')
        && text
            .chars()
            .all(|character| character == '\n' || is_printable(character))
        && !text.starts_with(char::is_whitespace)
        && text
            .lines()
            .all(|line| line.is_empty() || !line.trim().is_empty())
}

/// A literal block, from its `|` on.
fn block(text: &mut String, string: &str, indent: usize) {
    let content = string.trim_end_matches('\n');
    let chomping = match string.len() - content.len() {
        0 => "-",
        1 => "",
        _ => "+",
    };
    text.push('|');
    text.push_str(chomping);
    text.push('\n');
    for line in string.lines() {
        if !line.is_empty() {
            spaces(text, indent);
            text.push_str(line);
        }
        text.push('\n');
    }
}

/// A string in one line: as it is where that is safe, else in quotes.
fn line(text: &str) -> String {
    if is_plain(text) {
        text.to_owned()
    } else if text.chars().all(is_printable) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        quoted(text)
    }
}

/// Whether every reader takes the text for itself without quotes.
fn is_plain(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || "/_$".contains(first))
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && text.chars().all(is_printable)
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// Whether the character may stand in YAML without an escape, on one line and of one width.
fn is_printable(character: char) -> bool {
    !character.is_control() && !"\u{2028}\u{2029}\u{feff}\u{fffe}\u{ffff}".contains(character)
}

/// The text in double quotes (YAML 1.2.2 §5.7).
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            _ if is_printable(character) => quoted.push(character),
            _ => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(character));
            }
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sink;
    use crate::source::{Key, Span, Tree};
    use std::collections::BTreeMap;

    const TEXTS: &[&str] = &[
        "",
        " ",
        "a",
        "a b",
        "a:b",
        "a: b",
        "a:",
        "a #b",
        "a#b",
        "#a",
        "'",
        "it's",
        "\"",
        "\\",
        "a\\b",
        "NO",
        "no",
        "y",
        "N",
        "on",
        "Off",
        "yes",
        "TRUE",
        "false",
        "null",
        "~",
        "-",
        "- a",
        "?",
        "? a",
        "1",
        "1.0",
        "010",
        "1_000",
        "0x1F",
        "+1",
        ".5",
        ".inf",
        "nan",
        "1e3",
        "12:30",
        "2024-01-01",
        "<<",
        "=",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a`",
        "|",
        ">",
        "[a]",
        "{a}",
        "a, b",
        "a]",
        "/v1/{id}",
        " a",
        "a ",
        "\ta",
        "a\t",
        "a\tb",
        "a\nb",
        "a\nb\n",
        "a\n\n",
        "a\n\nb\n\n\n",
        "\n",
        "\na",
        " a\nb",
        "a\n  b\n c",
        "a\n \nb",
        "a \nb ",
        "a\n# b\n",
        "a\n---\nb",
        "---",
        "...",
        "a\r\nb",
        "a\u{85}b",
        "a\u{2028}b",
        "\u{feff}a",
        "\u{7f}",
        "\u{0}",
        "\u{1b}",
        "bl\u{e5}",
        "\u{e5}",
        "\u{1f600}",
        "\u{a0}a",
    ];

    fn node(value: Value) -> Node {
        Node::new(Span::default(), value)
    }

    fn mapping(entries: impl IntoIterator<Item = (String, Node)>) -> Node {
        let mut mapping = Mapping::default();
        for (text, node) in entries {
            let key = Key {
                span: Span::default(),
                text,
            };
            mapping.insert(key, node).unwrap();
        }
        node(Value::Mapping(mapping))
    }

    fn read(text: &str) -> Node {
        let files = BTreeMap::from([("a.yaml".to_owned(), text.to_owned())]);
        let mut tree = Tree::new(&files);
        let mut sink = Sink::new(false);
        let file = tree.load("a.yaml", &mut sink);
        assert!(sink.diagnostics().is_empty(), "{text}");
        tree.file(file.unwrap()).root.clone()
    }

    fn comes_back(node: &Node) {
        let text = document(node);
        assert_eq!(read(&text), *node, "{text}");
    }

    #[test]
    fn texts_come_back() {
        let strings = || {
            TEXTS
                .iter()
                .map(|text| node(Value::String((*text).to_owned())))
        };
        for string in strings() {
            comes_back(&string);
        }
        let keys = TEXTS.iter().map(|text| (*text).to_owned());
        comes_back(&node(Value::Sequence(strings().collect())));
        comes_back(&mapping(keys.zip(strings())));
    }

    #[test]
    fn numbers_and_empty_collections_come_back() {
        let integers = [0, -1, i128::from(u64::MAX) + 1].map(Value::Integer);
        let floats = [
            0.5,
            -1.0,
            1e39,
            1.5e-7,
            1e16,
            f64::INFINITY,
            f64::NEG_INFINITY,
        ]
        .map(Value::Float);
        let others = [
            Value::Null,
            Value::Boolean(true),
            Value::Sequence(Vec::new()),
            Value::Mapping(Mapping::default()),
        ];
        let items: Vec<Node> = integers
            .into_iter()
            .chain(floats)
            .chain(others)
            .map(node)
            .collect();
        let nested = node(Value::Sequence(vec![node(Value::Sequence(items.clone()))]));
        comes_back(&mapping([
            ("a".to_owned(), nested.clone()),
            ("k".repeat(3000), nested),
            (
                "b".to_owned(),
                mapping([("c".to_owned(), node(Value::Sequence(items)))]),
            ),
        ]));
    }

    #[test]
    fn both_versions_of_yaml_read_the_same() {
        for (text, written) in [
            ("NO", "'NO'"),
            ("2024-01-01", "'2024-01-01'"),
            ("12:30", "'12:30'"),
            ("1.0.0", "'1.0.0'"),
            ("#/components", "'#/components'"),
            ("GET, POST", "GET, POST"),
            ("/v1/{id}", "/v1/{id}"),
            ("a\u{2028}b", "\"a\\u2028b\""),
        ] {
            assert_eq!(line(text), written);
        }
        assert_eq!(number(1e39), "1.0e+39");
        assert_eq!(number(1.5e-7), "1.5e-7");
    }
}
