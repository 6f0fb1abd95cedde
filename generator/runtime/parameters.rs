//! The parameters of a call that stand in its URL or its cookies: all of them in one text, encoded.

use super::encode::Outcome;
use super::value::{Value, Written};

/// Where a parameter stands: those of two places may have the same name (OpenAPI 3.0.3 §4.7.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Header,
    Cookie,
    Body,
}

/// What was set so far, in that order.
#[derive(Clone, Default)]
pub(super) struct Parameters {
    /// The encoded values, one after the other.
    text: String,
    set: Vec<Parameter>,
}

#[derive(Clone)]
struct Parameter {
    place: Place,
    name: &'static str,
    /// Where it stands in the text.
    start: usize,
    end: usize,
}

/// As much as most calls need, so that nothing is moved while it grows.
const CAPACITY: usize = 128;

impl Parameters {
    /// Sets what `write` appends for a value, instead of what was set before; it is not set when that
    /// is nothing.
    pub(super) fn set(
        &mut self,
        place: Place,
        name: &'static str,
        value: Written,
        write: &dyn Fn(&Value, &mut String) -> Outcome,
    ) -> Outcome {
        self.remove(place, name);
        let value = value?;
        if self.text.capacity() == 0 {
            self.text = String::with_capacity(CAPACITY);
            self.set = Vec::with_capacity(4);
        }
        let start = self.text.len();
        let written = write(&value, &mut self.text);
        if written.is_err() {
            self.text.truncate(start);
        }
        let end = self.text.len();
        if end > start {
            self.set.push(Parameter {
                place,
                name,
                start,
                end,
            });
        }
        written
    }

    /// Its value stays in the text, where nobody looks for it any more.
    fn remove(&mut self, place: Place, name: &str) {
        if let Some(index) = self.position(place, name) {
            self.set.remove(index);
        }
    }

    pub(super) fn get(&self, place: Place, name: &str) -> Option<&str> {
        let known = &self.set[self.position(place, name)?];
        Some(&self.text[known.start..known.end])
    }

    fn position(&self, place: Place, name: &str) -> Option<usize> {
        let mut set = self.set.iter();
        set.position(|known| known.place == place && known.name == name)
    }

    pub(super) fn has(&self, place: Place) -> bool {
        self.set.iter().any(|known| known.place == place)
    }

    /// The names in a place, in the order they were set.
    pub(super) fn names(&self, place: Place) -> Vec<&'static str> {
        let mut names = Vec::new();
        for known in &self.set {
            if known.place == place {
                names.push(known.name);
            }
        }
        names
    }

    /// Appends what is set in a place: `first` and the first one, and each of the others behind
    /// `separator`.
    pub(super) fn join(&self, place: Place, first: &str, separator: &str, out: &mut String) {
        let mut sign = first;
        for known in &self.set {
            if known.place == place {
                out.push_str(sign);
                out.push_str(&self.text[known.start..known.end]);
                sign = separator;
            }
        }
    }

    /// How long all values are.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }
}
