//! Reading an object: which property comes next, and what goes wrong.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error as _, MapAccess, Visitor};

use super::object::{Further, Gap, Object, Read, Turn};

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
            key: Key::<T> {
                of: PhantomData,
                next: Next {
                    known: T::PROPERTIES,
                    expected: 0,
                    further: None,
                },
            },
            error: None,
        };
        T::read(&mut properties)
    }
}

/// The properties of an object.
struct Properties<T, A, E> {
    map: A,
    key: Key<T>,
    error: Option<E>,
}

impl<'de, T: Object, A: MapAccess<'de>> Read<'de> for Properties<T, A, A::Error> {
    type Error = A::Error;

    #[inline]
    fn next<F: Further<'de>>(&mut self, further: &mut F) -> Option<Turn> {
        while self.error.is_none() {
            if F::IS_NAMED {
                self.key.next.further.get_or_insert_default();
            }
            let read = match self.map.next_key_seed(&mut self.key) {
                Ok(None) => break,
                Ok(Some(place)) if place < T::PROPERTIES.len() => return Some(Turn::of(place)),
                Ok(Some(_)) => {
                    let name = self.key.next.further.take().unwrap_or_default();
                    further.read(name, &mut self.map)
                }
                Err(error) => Err(error),
            };
            self.error = read.err();
        }
        None
    }

    #[expect(
        clippy::inline_always,
        reason = "it is what reads a struct, as a derive writes it out"
    )]
    #[inline(always)]
    fn value<S: DeserializeSeed<'de>>(&mut self, slot: &mut Option<S::Value>, seed: S) {
        if slot.is_some() {
            let name = T::PROPERTIES.get(self.key.next.expected - 1).unwrap_or(&"");
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
        let names = T::PROPERTIES;
        self.error.take().unwrap_or_else(|| gap.error(names))
    }
}

/// The name of a property, by its place in a list. Most objects have their properties in its order.
struct Key<T> {
    of: PhantomData<T>,
    next: Next,
}

/// Which name comes next.
struct Next {
    known: &'static [&'static str],
    /// Where the name stands that is expected: behind the last one that was found.
    expected: usize,
    /// A name that is not in the list, where it is of use.
    further: Option<String>,
}

impl<'de, T: Object> DeserializeSeed<'de> for &mut Key<T> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<T: Object> Visitor<'_> for &mut Key<T> {
    /// Where the name stands; the list's end when it is not in it.
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    #[inline]
    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<usize, E> {
        Ok(self.next.place(name))
    }
}

impl Next {
    /// Where the name stands; the list's end when it is not in it.
    // It and what follows are no part of where they are called, as a derived `visit_str` is none:
    // reading a key would be too large to become a part of reading a struct.
    #[inline(never)]
    fn place(&mut self, name: &str) -> usize {
        let place = self.expected;
        if self.known.get(place).is_some_and(|it| is_same(it, name)) {
            self.expected = place + 1;
            return place;
        }
        self.find(name)
    }

    /// Looks for a name that does not stand where it is expected.
    #[inline(never)]
    fn find(&mut self, name: &str) -> usize {
        let (before, after) = self.known.split_at(self.expected);
        let place = |names: &[&str]| names.iter().position(|known| *known == name);
        let place = match place(after) {
            Some(place) => self.expected + place,
            None => place(before).unwrap_or(self.known.len()),
        };
        if place < self.known.len() {
            self.expected = place + 1;
        } else if let Some(further) = &mut self.further {
            name.clone_into(further);
        }
        place
    }
}

/// Whether two names are the same and of usual length, without the call that comparing strings is.
fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    one.len() == other.len()
        && match one.len() {
            4..8 => ends::<4>(one) == ends::<4>(other),
            8..16 => ends::<8>(one) == ends::<8>(other),
            16..=32 => ends::<16>(one) == ends::<16>(other),
            _ => false,
        }
}

/// The first and the last bytes, which overlap where there are fewer than twice as many.
fn ends<const N: usize>(name: &[u8]) -> Option<(&[u8; N], &[u8; N])> {
    Some((name.first_chunk()?, name.last_chunk()?))
}
