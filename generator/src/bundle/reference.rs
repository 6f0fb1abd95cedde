//! The references of a joined document, as a file has to write them.
//!
//! A `$ref` is a URI whose fragment is a JSON Pointer: `~` and `/` of a name are escaped (RFC 6901
//! §3), then what no fragment may hold is percent-encoded (§6).

use std::fmt::Write;

use crate::check::grammar::{ObjectKind, Shape};
use crate::source::{Node, Value};

/// Encodes every `$ref` of a document and every value of a discriminator's `mapping`.
pub(super) fn encode(root: &mut Node) {
    below(Shape::Object(ObjectKind::OpenApi), root);
}

fn below(shape: Shape, node: &mut Node) {
    if shape == Shape::Data {
        return;
    }
    if shape.reference(node).is_some() {
        references(node, |key| key == "$ref");
        return;
    }
    if shape == Shape::Object(ObjectKind::Discriminator)
        && let Value::Mapping(discriminator) = &mut node.value
        && let Some(mapping) = discriminator.get_mut("mapping")
    {
        references(mapping, |_| true);
    }
    match &mut node.value {
        Value::Mapping(mapping) => {
            for (key, child) in mapping.iter_mut() {
                if let Some(shape) = shape.child(&key.text) {
                    below(shape, child);
                }
            }
        }
        Value::Sequence(items) => {
            if let Some(shape) = shape.child("") {
                for item in items {
                    below(shape, item);
                }
            }
        }
        _ => {}
    }
}

/// Encodes the values of the keys that hold references.
fn references(node: &mut Node, is_reference: impl Fn(&str) -> bool) {
    let Value::Mapping(mapping) = &mut node.value else {
        return;
    };
    for (key, node) in mapping.iter_mut() {
        if let Value::String(text) = &mut node.value
            && is_reference(&key.text)
        {
            *text = encoded(text);
        }
    }
}

/// `#/components/<kind>/<name>` with its name encoded.
fn encoded(text: &str) -> String {
    let Some((section, name)) = text
        .strip_prefix("#/components/")
        .and_then(|rest| rest.split_once('/'))
    else {
        return text.to_owned();
    };
    let mut encoded = format!("#/components/{section}/");
    for byte in name.bytes() {
        match byte {
            b'~' => encoded.push_str("~0"),
            b'/' => encoded.push_str("~1"),
            _ if is_allowed(byte) => encoded.push(char::from(byte)),
            _ => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// Whether a fragment may hold the character as it is (RFC 3986 §3.5).
fn is_allowed(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._!$&'()*+,;=:@?".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Reference;

    #[test]
    fn names_come_back() {
        for (name, written) in [
            ("Pet", "Pet"),
            ("a.b-c_d", "a.b-c_d"),
            ("a/b~c", "a~1b~0c"),
            ("with space", "with%20space"),
            ("100%", "100%25"),
            ("List<Blå>", "List%3CBl%C3%A5%3E"),
        ] {
            let text = encoded(&format!("#/components/schemas/{name}"));
            assert_eq!(text, format!("#/components/schemas/{written}"));
            let pointer = Reference::parse(&text).unwrap().pointer;
            assert_eq!(pointer.last().as_deref(), Some(name));
        }
    }
}
