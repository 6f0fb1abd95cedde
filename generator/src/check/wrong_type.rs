//! Values of another JSON type than the one that belongs there.

use super::grammar::Pattern;
use super::plain::TYPES;
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{At, Node, Place, Value};

impl Walk<'_, '_> {
    /// Reports a value of the wrong JSON type.
    pub(super) fn wrong_type(&mut self, node: &Node, at: &At<'_>, expected: &str) {
        let diagnostic = self.mistyped(node, at, expected);
        self.report(diagnostic);
    }

    /// What is said of a value of the wrong JSON type.
    pub(super) fn mistyped(&self, node: &Node, at: &At<'_>, expected: &str) -> Diagnostic {
        let pointer = at.pointer();
        let subject = match (at.parent(), pointer.last()) {
            (Some(list), Some(_)) if at.is_item() => match list.pointer().last() {
                Some(name) => format!("an item of `{name}`"),
                None => "an item of this file".to_owned(),
            },
            (_, Some(key)) => format!("`{key}`"),
            (_, None) => "the content of this file".to_owned(),
        };
        let message = format!(
            "{subject} must be {expected}, not {}",
            found(node, expected)
        );
        let source = self.tree.written(node);
        let json = self.is_json();
        let help = by_key(node, pointer.last().as_deref(), expected, json)
            .or_else(|| repair(node, source.as_deref(), expected, json));
        let place = Place::value(self.file, pointer);
        let diagnostic = Diagnostic::new(Code::WrongType, place, message);
        match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }

    /// Whether the file is JSON, where YAML's indentation is of no help.
    pub(super) fn is_json(&self) -> bool {
        let text = &self.tree.file(self.file).text;
        text.trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with('{')
    }
}

/// What was found where `expected` belongs: a kind of value, or the value itself where its kind is
/// not what is wrong with it.
pub(super) fn found(node: &Node, expected: &str) -> String {
    match &node.value {
        Value::Integer(number) if expected.starts_with("an integer") => format!("`{number}`"),
        Value::Float(number) if expected.starts_with("an integer") => format!("`{number:?}`"),
        _ => node.kind().to_owned(),
    }
}

/// What to do about a value that says what was meant by its key.
fn by_key(node: &Node, key: Option<&str>, expected: &str, json: bool) -> Option<String> {
    let entry = |key: &str, value: &str| {
        if json {
            format!("write `{{\"{key}\": \"{value}\"}}`")
        } else {
            format!("write `{{{key}: {value}}}`")
        }
    };
    match (key, expected, &node.value) {
        (Some("security"), "an array", Value::String(name)) if json => {
            Some(format!("write `[{{\"{name}\": []}}]`"))
        }
        (Some("security"), "an array", Value::String(name)) => {
            Some(format!("write `[{{{name}: []}}]`"))
        }
        (Some(status), "an object", Value::String(text))
            if Pattern::Status.matches(status) || status == "default" =>
        {
            Some(entry("description", text))
        }
        (Some("discriminator"), _, Value::String(name)) => {
            Some(format!("write `discriminator: {{propertyName: {name}}}`"))
        }
        (Some("required"), "an array of strings", Value::Boolean(_)) => Some(
            "list the names of required properties in the `required` of the object that has them"
                .to_owned(),
        ),
        (_, "a schema", Value::String(word)) if TYPES.contains(&word.as_str()) => {
            Some(entry("type", word))
        }
        (_, "a schema" | "an object", Value::String(text)) if text.contains('#') && json => {
            Some(entry("$ref", text))
        }
        (_, "a schema" | "an object", Value::String(text)) if text.contains('#') => {
            Some(format!("write `{{$ref: \"{text}\"}}`"))
        }
        (_, "an object", Value::String(url)) if url.starts_with("http") => Some(entry("url", url)),
        _ => None,
    }
}

/// What to do about a value of the wrong type, which is written as `source` where that is known;
/// `None` when there is nothing to say.
pub(super) fn repair(
    node: &Node,
    source: Option<&str>,
    expected: &str,
    json: bool,
) -> Option<String> {
    match (expected, &node.value) {
        ("a string", Value::Integer(_) | Value::Float(_) | Value::Boolean(_)) => {
            Some(match source {
                Some(source) => format!("put it in quotes: `\"{source}\"`"),
                None => "put it in quotes".to_owned(),
            })
        }
        ("`true` or `false`", Value::String(_)) => {
            Some("write `true` or `false`, without quotes".to_owned())
        }
        ("a number" | "an integer of at least 0", Value::String(text)) => text
            .parse::<f64>()
            .is_ok()
            .then(|| format!("write `{text}` without quotes")),
        ("a string", Value::Mapping(mapping)) if mapping.len() == 1 => {
            let (key, _) = mapping.iter().next()?;
            Some(format!("write the text alone, such as `{}`", key.text))
        }
        ("an array of strings" | "an array", Value::String(text)) if json => {
            Some(format!("write `[\"{text}\"]`"))
        }
        ("an array of strings" | "an array", Value::String(text)) => {
            Some(format!("write `[{text}]`"))
        }
        ("an array" | "an array of strings", Value::Mapping(_)) if json => {
            Some("put it between `[` and `]`, each item by itself".to_owned())
        }
        ("an array" | "an array of strings", Value::Mapping(_)) => {
            Some("begin each item with `- `".to_owned())
        }
        ("an object" | "a schema", Value::Sequence(_)) if json => {
            Some("write it between `{` and `}` only, without `[` and `]`".to_owned())
        }
        ("an object" | "a schema", Value::Sequence(_)) => {
            Some("remove the `-` before its keys".to_owned())
        }
        ("an object" | "a schema", Value::Null) => {
            Some("write `{}` if it is meant to be empty, or indent what belongs to it".to_owned())
        }
        _ => None,
    }
}
