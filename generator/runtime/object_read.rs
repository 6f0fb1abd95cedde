//! Reading an object: which property comes next, and what goes wrong.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::object::{Gap, Object, Read, Turn};

/// Reads an object.
///
/// # Errors
///
/// When a property is missing, stands there twice, or is not of its type; and that it is no object.
pub fn read<'de, D: Deserializer<'de>, T: Object>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_struct(T::NAME, T::PROPERTIES, Reader(PhantomData))
}

struct Reader<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", T::NAME)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let mut properties = Properties {
            map,
            key: Key {
                known: T::PROPERTIES,
                place: 0,
                next: 0,
                further: None,
            },
            error: None,
        };
        T::read(&mut properties)
    }
}

/// The properties of an object.
struct Properties<A, E> {
    map: A,
    key: Key,
    error: Option<E>,
}

impl<'de, A: MapAccess<'de>> Properties<A, A::Error> {
    /// The next property: its place, the list's end when it is not in it. `None` at the end, and
    /// when something is wrong.
    #[inline]
    fn place(&mut self) -> Option<usize> {
        if self.error.is_some() {
            return None;
        }
        match self.map.next_key_seed(&mut self.key) {
            Ok(Some(())) => Some(self.key.place),
            Ok(None) => None,
            Err(error) => self.refuse(error),
        }
    }

    #[cold]
    fn refuse<T>(&mut self, error: A::Error) -> Option<T> {
        self.error = Some(error);
        None
    }
}

impl<'de, A: MapAccess<'de>> Read<'de> for Properties<A, A::Error> {
    type Error = A::Error;

    #[inline]
    fn next(&mut self) -> Option<Turn> {
        loop {
            let place = self.place()?;
            if place < self.key.known.len() {
                self.key.next = place + 1;
                return Some(Turn::of(place));
            }
            if let Err(error) = self.map.next_value::<IgnoredAny>() {
                return self.refuse(error);
            }
        }
    }

    #[inline]
    fn next_or<T: Deserialize<'de>>(&mut self, further: &mut BTreeMap<String, T>) -> Option<Turn> {
        loop {
            self.key.further.get_or_insert_default();
            let place = self.place()?;
            if place < self.key.known.len() {
                self.key.next = place + 1;
                return Some(Turn::of(place));
            }
            let name = self.key.further.take().unwrap_or_default();
            match self.map.next_value() {
                Ok(value) => drop(further.insert(name, value)),
                Err(error) => return self.refuse(error),
            }
        }
    }

    #[inline]
    fn value<S: DeserializeSeed<'de>>(&mut self, slot: &mut Option<S::Value>, seed: S) {
        if slot.is_some() {
            let name = self.key.known.get(self.key.place).unwrap_or(&"");
            self.error = Some(A::Error::duplicate_field(name));
            return;
        }
        match self.map.next_value_seed(seed) {
            Ok(value) => *slot = Some(value),
            Err(error) => self.error = Some(error),
        }
    }

    #[inline]
    fn end(&mut self) -> Option<()> {
        self.error.is_none().then_some(())
    }

    #[cold]
    fn error(&mut self, gap: &Gap) -> A::Error {
        let names = self.key.known;
        self.error.take().unwrap_or_else(|| gap.error(names))
    }
}

/// The name of a property, by its place in a list. Most objects have their properties in its order.
struct Key {
    known: &'static [&'static str],
    /// Where the name stands; the list's end when it is not in it.
    place: usize,
    /// Where it is looked for first.
    next: usize,
    /// A name that is not in the list, where it is of use.
    further: Option<String>,
}

impl<'de> DeserializeSeed<'de> for &mut Key {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &mut Key {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    #[inline]
    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<(), E> {
        match self.known.get(self.next) {
            Some(known) if *known == name => self.place = self.next,
            Some(_) | None => self.find(name),
        }
        Ok(())
    }
}

impl Key {
    /// Looks for a name that does not stand where it is expected.
    fn find(&mut self, name: &str) {
        let (before, after) = self.known.split_at(self.next);
        let place = |names: &[&str]| names.iter().position(|known| *known == name);
        self.place = match place(after) {
            Some(place) => self.next + place,
            None => place(before).unwrap_or(self.known.len()),
        };
        if let Some(further) = &mut self.further {
            name.clone_into(further);
        }
    }
}
