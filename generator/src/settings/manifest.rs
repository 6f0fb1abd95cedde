//! Values of a manifest as they are written into one.

use crate::source::{Node, Value};

/// The value in one line of TOML; `None` for what no dependency is made of.
pub(super) fn inline(node: &Node) -> Option<String> {
    Some(match &node.value {
        Value::String(text) => quoted(text),
        Value::Boolean(boolean) => boolean.to_string(),
        Value::Sequence(items) => {
            let items: Option<Vec<_>> = items.iter().map(inline).collect();
            format!("[{}]", items?.join(", "))
        }
        Value::Mapping(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let value = inline(value)?;
                Some(format!("{} = {value}", quoted_key(&key.text)))
            });
            let entries: Option<Vec<_>> = entries.collect();
            format!("{{ {} }}", entries?.join(", "))
        }
        Value::Null | Value::Integer(_) | Value::Float(_) => return None,
    })
}

/// A basic string of TOML; what can't be seen is a space in it.
pub(crate) fn quoted(text: &str) -> String {
    let mut string = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => string.extend(['\\', character]),
            _ if character.is_control() => string.push(' '),
            _ => string.push(character),
        }
    }
    string.push('"');
    string
}

fn quoted_key(text: &str) -> String {
    let is_bare = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    if !text.is_empty() && text.chars().all(is_bare) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sink;
    use crate::source::FileId;

    #[test]
    fn dependencies_are_written_in_one_line() {
        let text = "[a]\nversion = \"1\"\nfeatures = [\"x\", \"y\"]\ndefault-features = false\n";
        let root = super::super::toml::parse(text, FileId::default(), &mut Sink::new(true));
        assert_eq!(
            inline(root.get("a").unwrap()).unwrap(),
            r#"{ version = "1", features = ["x", "y"], default-features = false }"#
        );
    }
}
