//! What a user may settle about the generated crate beside its name: little, and each of it because
//! a description alone can't say it.

use crate::source::Pointer;

/// The settings of a run; the default changes nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Which operations are generated; all when it is empty. Types that none of them reaches are
    /// left out then.
    pub include: Vec<Selector>,
    /// What is changed in the description before it is read.
    pub overrides: Vec<Override>,
}

/// Which operations are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// Those of a tag.
    Tag(String),
    /// The one with this `operationId`.
    Id(String),
    /// The one at this place.
    Path {
        /// Its method, in lower case as in the description.
        method: String,
        /// Its path template.
        path: String,
    },
}

/// A correction of the description: a merge patch (RFC 7396) at a place of the entry file.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// The place.
    pub at: Pointer,
    /// What is merged into it: `null` takes a key out.
    pub merge: serde_json::Value,
}

impl Selector {
    /// Reads `tag:Pets`, `GET /pets/{id}` or `listPets`.
    pub fn parse(text: &str) -> Self {
        if let Some(tag) = text.strip_prefix("tag:") {
            return Self::Tag(tag.trim().to_owned());
        }
        match text.split_once(' ') {
            Some((method, path)) if path.trim_start().starts_with('/') => Self::Path {
                method: method.to_ascii_lowercase(),
                path: path.trim().to_owned(),
            },
            Some(_) | None => Self::Id(text.trim().to_owned()),
        }
    }
}

impl std::fmt::Display for Selector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Tag(tag) => write!(f, "tag:{tag}"),
            Self::Id(id) => f.write_str(id),
            Self::Path { method, path } => write!(f, "{} {path}", method.to_ascii_uppercase()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_are_read_and_shown() {
        for text in ["tag:Pets and more", "listPets", "GET /pets/{id}"] {
            assert_eq!(Selector::parse(text).to_string(), text);
        }
        assert_eq!(
            Selector::parse("get  /pets"),
            Selector::Path {
                method: "get".to_owned(),
                path: "/pets".to_owned()
            }
        );
    }
}
