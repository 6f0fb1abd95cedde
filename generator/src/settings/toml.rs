//! TOML read into nodes of our own, with the places of keys and values.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::source::{FileId, Key, Mapping, Node, Place, Span, Value};

/// The root table; what is no TOML is reported and left out.
pub(super) fn parse(text: &str, file: FileId, sink: &mut Sink) -> Node {
    let places = Places { text, file };
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = places.span(error.span().unwrap_or_default());
        let message = format!("this is no TOML: {}", one_line(error.message()));
        sink.error(Diagnostic::new(
            Code::Setting,
            Place::Characters(span),
            message,
        ));
    }
    let span = places.span(root.span());
    Node::new(span, Value::Mapping(places.table(root.into_inner(), sink)))
}

/// The characters of bytes.
struct Places<'t> {
    text: &'t str,
    file: FileId,
}

impl Places<'_> {
    fn span(&self, bytes: std::ops::Range<usize>) -> Span {
        let character = |byte: usize| {
            let before = self.text.get(..byte).unwrap_or(self.text);
            u32::try_from(before.chars().count()).unwrap_or(u32::MAX)
        };
        Span {
            file: self.file,
            start: character(bytes.start),
            end: character(bytes.end),
        }
    }

    /// The entries in the order of the text.
    fn table(&self, table: DeTable<'_>, sink: &mut Sink) -> Mapping {
        let mut entries: Vec<_> = table.into_iter().collect();
        entries.sort_unstable_by_key(|(key, _)| key.span().start);
        let mut mapping = Mapping::default();
        for (key, value) in entries {
            let key = Key {
                span: self.span(key.span()),
                text: key.into_inner().into_owned(),
            };
            let node = self.node(value, sink);
            // A key that stands twice is no TOML.
            let _ = mapping.insert(key, node);
        }
        mapping
    }

    fn node(&self, value: Spanned<DeValue<'_>>, sink: &mut Sink) -> Node {
        let span = self.span(value.span());
        let value = match value.into_inner() {
            DeValue::String(text) => Value::String(text.into_owned()),
            DeValue::Boolean(boolean) => Value::Boolean(boolean),
            DeValue::Array(items) => {
                let items = items.into_iter().map(|item| self.node(item, sink));
                Value::Sequence(items.collect())
            }
            DeValue::Table(table) => Value::Mapping(self.table(table, sink)),
            DeValue::Integer(number) => {
                match i128::from_str_radix(number.as_str(), number.radix()) {
                    Ok(number) => Value::Integer(number),
                    Err(_) => unreadable(span, sink),
                }
            }
            DeValue::Float(number) => match number.as_str().parse::<f64>() {
                Ok(number) if number.is_finite() => Value::Float(number),
                Ok(_) | Err(_) => unreadable(span, sink),
            },
            DeValue::Datetime(_) => unreadable(span, sink),
        };
        Node::new(span, value)
    }
}

/// JSON has neither dates nor numbers that are infinite.
fn unreadable(span: Span, sink: &mut Sink) -> Value {
    let message = "no setting is a date, or a number without an end";
    let diagnostic = Diagnostic::new(Code::Setting, Place::Characters(span), message);
    sink.error(diagnostic.help("write a string in quotes, or a number"));
    Value::Null
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
