//! Names of the generated crate.

use std::fmt;

/// A Rust identifier: never a keyword (those are raw or suffixed), never empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(String);

impl Ident {
    /// The identifier, as it is written in source text: `subscription`, `r#type`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
impl Ident {
    /// The identifier `text`, for IR that a test builds by hand.
    pub(crate) fn of(text: &str) -> Self {
        Self(text.to_owned())
    }
}
