//! The parameters of a call that stand in its URL or its cookies: all of them in one text, encoded.

use super::encode::Outcome;

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
    /// Sets what `write` appends, instead of what was set before; it is not set when that is nothing.
    pub(super) fn set(
        &mut self,
        place: Place,
        name: &'static str,
        write: impl FnOnce(&mut String) -> Outcome,
    ) -> Outcome {
        self.remove(place, name);
        if self.text.capacity() == 0 {
            self.text = String::with_capacity(CAPACITY);
            self.set = Vec::with_capacity(4);
        }
        let start = self.text.len();
        let written = write(&mut self.text);
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
        let is_it = |known: &Parameter| known.place == place && known.name == name;
        self.set.retain(|known| !is_it(known));
    }

    /// The names and values in a place, in the order they were set.
    fn of(&self, place: Place) -> impl Iterator<Item = (&'static str, &str)> {
        let set = self.set.iter().filter(move |known| known.place == place);
        set.map(|known| (known.name, &self.text[known.start..known.end]))
    }

    pub(super) fn names(&self, place: Place) -> impl Iterator<Item = &'static str> {
        self.of(place).map(|(name, _)| name)
    }

    pub(super) fn get(&self, place: Place, name: &str) -> Option<&str> {
        let mut set = self.of(place);
        set.find(|(known, _)| *known == name).map(|(_, text)| text)
    }

    /// Appends what is set in a place: `first` and the first one, and each of the others behind
    /// `separator`.
    pub(super) fn join(&self, place: Place, first: &str, separator: &str, out: &mut String) {
        let mut sign = first;
        for (_, text) in self.of(place) {
            out.push_str(sign);
            out.push_str(text);
            sign = separator;
        }
    }

    /// How long all values are.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }
}
