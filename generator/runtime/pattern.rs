//! `pattern`: strings that must match a regular expression.

use std::fmt;
use std::mem::ManuallyDrop as Kept;
use std::sync::{Mutex, PoisonError};

use regex_automata::Input;
use regex_automata::meta::{Cache, Regex};

use super::check::Checker;
use super::measure::Textual;

/// A regular expression of the description. It is compiled when it is first asked.
pub struct Pattern {
    text: &'static str,
    search: Mutex<Search>,
}

/// What an expression is compiled to. It is kept for good, as a pattern is, which is static: nothing
/// has to know how to give it back.
enum Search {
    NotYet,
    TooLarge,
    Compiled(&'static mut (Kept<Regex>, Kept<Cache>)),
}

impl Pattern {
    /// The expression `text`, in the syntax of the `regex` crate.
    pub const fn new(text: &'static str) -> Self {
        let search = Mutex::new(Search::NotYet);
        Self { text, search }
    }

    /// Whether it matches anywhere in `value`: patterns are not anchored (JSON Schema Validation
    /// §5.2.3, as OpenAPI 3.0 refers to it). One that is too large to be compiled matches all.
    fn is_in(&self, value: &str) -> bool {
        let search = &mut *self.search.lock().unwrap_or_else(PoisonError::into_inner);
        if let Search::NotYet = search {
            *search = compiled(self.text);
        }
        match search {
            Search::Compiled((regex, cache)) => {
                let input = Input::new(value).earliest(true);
                regex.search_half_with(cache, &input).is_some()
            }
            Search::NotYet | Search::TooLarge => true,
        }
    }
}

fn compiled(text: &str) -> Search {
    match Regex::new(text).map(Kept::new) {
        Ok(regex) => {
            let cache = Kept::new(regex.create_cache());
            Search::Compiled(Box::leak(Box::new((regex, cache))))
        }
        Err(_) => Search::TooLarge,
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.text).finish()
    }
}

impl Checker<'_> {
    /// `pattern`
    pub fn pattern<T: Textual + ?Sized>(&mut self, name: &str, value: &T, pattern: &Pattern) {
        let matches = value.text().is_none_or(|text| pattern.is_in(&text));
        if !matches {
            self.report(name, format!("does not match `{}`", pattern.text));
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
