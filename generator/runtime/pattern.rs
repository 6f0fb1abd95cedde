//! `pattern`: strings that must match a regular expression.

use std::sync::OnceLock;

use regex::{Error, Regex};

use super::check::Checker;
use super::measure::Textual;
use super::text::text;

/// A regular expression of the description. It is compiled when it is first asked.
#[derive(Debug)]
pub struct Pattern {
    text: &'static str,
    regex: OnceLock<Result<Regex, Error>>,
}

impl Pattern {
    /// The expression `text`, in the syntax of the `regex` crate.
    pub const fn new(text: &'static str) -> Self {
        let regex = OnceLock::new();
        Self { text, regex }
    }

    /// Whether it matches anywhere in `value`: patterns are not anchored (JSON Schema Validation
    /// §5.2.3, as OpenAPI 3.0 refers to it). One that is too large to be compiled matches all.
    fn is_in(&self, value: &str) -> bool {
        match self.regex.get_or_init(|| Regex::new(self.text)) {
            Ok(regex) => regex.is_match(value),
            Err(_) => true,
        }
    }
}

impl Checker<'_> {
    /// `pattern`
    pub fn pattern<T: Textual + ?Sized>(&mut self, name: &str, value: &T, pattern: &Pattern) {
        let matches = value.text().is_none_or(|text| pattern.is_in(&text));
        if !matches {
            self.report(name, text!("does not match `{}`", pattern.text));
        }
    }
}

/// A static [`Pattern`] where it is used: `check.pattern("code", &self.code, pattern!("^[A-Z]+$"))`.
#[doc(hidden)]
#[macro_export]
macro_rules! pattern {
    ($text:literal) => {{
        static PATTERN: $crate::runtime::Pattern = $crate::runtime::Pattern::new($text);
        &PATTERN
    }};
}

pub use pattern;
