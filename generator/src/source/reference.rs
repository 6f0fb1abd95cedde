//! What a `$ref` says.

use super::Pointer;
use super::path::percent_decoded;

/// Where a `$ref` leads to, as it is written (RFC 6901 §6: the fragment is a percent-encoded pointer).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The path before `#`, still relative; `None` for this file.
    pub path: Option<String>,
    /// The pointer after `#`; the root where there is none.
    pub pointer: Pointer,
}

impl Reference {
    /// Reads the text of a `$ref`. `None` when its fragment is no pointer (an `$anchor`, say).
    pub fn parse(text: &str) -> Option<Self> {
        let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
        Some(Self {
            path: (!path.is_empty()).then(|| path.to_owned()),
            pointer: Pointer::parse(&percent_decoded(fragment))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_pointers() {
        for (text, path, segments) in [
            (
                "#/components/schemas/A",
                None,
                vec!["components", "schemas", "A"],
            ),
            ("a.yaml", Some("a.yaml"), vec![]),
            ("a.yaml#", Some("a.yaml"), vec![]),
            (
                "../a.yaml#/paths/~1v1~1{id}",
                Some("../a.yaml"),
                vec!["paths", "/v1/{id}"],
            ),
            (
                "#/paths/~1v1~1%7Bid%7D/get",
                None,
                vec!["paths", "/v1/{id}", "get"],
            ),
            ("#/a%20b/m~0n", None, vec!["a b", "m~n"]),
        ] {
            let reference = Reference::parse(text).unwrap();
            assert_eq!(reference.path.as_deref(), path, "{text}");
            assert_eq!(
                reference.pointer.segments().collect::<Vec<_>>(),
                segments,
                "{text}"
            );
        }
        assert_eq!(Reference::parse("#anchor"), None);
    }
}
