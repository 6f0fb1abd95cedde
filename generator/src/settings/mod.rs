//! What a user settles about the generated crate: little, and each of it because a description alone
//! can't say it.
//!
//! A settings file is TOML. It is read into the same tree as the description, so what is wrong with
//! it is reported with its place there, and nothing is generated then.

mod decide;
mod manifest;
mod read;
mod toml;

use std::collections::BTreeMap;

pub(crate) use decide::{Decisions, Uses, missing, operations};
pub(crate) use manifest::quoted;
pub(crate) use read::read;

use crate::ir::Ident;
use crate::source::{Reference, Span};

/// What Cargo takes as the name of a package whose library can be named in Rust.
///
/// # Errors
/// What is wrong with the name.
pub fn package(name: &str) -> Result<String, String> {
    let allowed = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return Err("the name of a crate begins with a letter".to_owned());
    }
    if let Some(character) = name.chars().find(|character| !allowed(*character)) {
        return Err(format!(
            "`{character}` is not allowed; the name of a crate has letters, digits, `-` and `_`"
        ));
    }
    if Ident::is_keyword(&name.replace('-', "_")) {
        return Err(format!(
            "`{name}` is a keyword of Rust, which no crate can be named"
        ));
    }
    Ok(name.to_owned())
}

/// A settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsFile {
    /// What reports call it.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What a settings file says; the default changes nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    /// The name of the crate.
    pub(crate) package: Option<String>,
    /// Which operations are generated; all when it is empty. Types that none of them reaches are
    /// left out then.
    pub(crate) include: Vec<Sited<Selector>>,
    /// What is changed in the description before it is read.
    pub(crate) overrides: Vec<Override>,
    /// Rust types that stand in for generated ones.
    replace: Vec<(Sited<Subject>, String)>,
    /// What is derived beside what every type has.
    derive: Vec<(Sited<Subject>, Vec<String>)>,
    /// The names of what is named.
    names: Vec<(Sited<Subject>, Sited<String>)>,
    /// Lines of the manifest's `[dependencies]`: name, and what stands after `=`.
    dependencies: BTreeMap<String, String>,
}

/// A value of the settings file and the characters that say it.
#[derive(Clone, Debug)]
pub(crate) struct Sited<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// A correction of the description: a merge patch (RFC 7396) of an object in it.
#[derive(Clone, Debug)]
pub(crate) struct Override {
    /// The object.
    pub(crate) at: Sited<Reference>,
    /// What is merged into it.
    pub(crate) set: serde_json::Value,
    /// The keys that are taken out of it.
    pub(crate) remove: Vec<Sited<String>>,
}

/// Which operations are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Selector {
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

/// What a setting is about.
#[derive(Clone, Debug)]
enum Subject {
    /// `all`
    All,
    /// `format:email`
    Format(String),
    /// `#/components/schemas/Pet`, `pets.yaml#/Pet`
    Place(Reference),
    /// `tag:pets`, `listPets`, `GET /pets`
    Operations(Selector),
}

impl Selector {
    /// Reads `tag:Pets`, `GET /pets/{id}` or `listPets`.
    fn parse(text: &str) -> Self {
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

impl Subject {
    /// `None` when what follows `#` is no JSON Pointer.
    fn parse(text: &str) -> Option<Self> {
        Some(if text == "all" {
            Self::All
        } else if let Some(format) = text.strip_prefix("format:") {
            Self::Format(format.trim().to_owned())
        } else if text.contains('#') {
            Self::Place(Reference::parse(text)?)
        } else {
            Self::Operations(Selector::parse(text))
        })
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
