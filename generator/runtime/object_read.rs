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
        T::read(&mut Properties {
            of: PhantomData::<T>,
            map,
            place: 0,
            further: &mut None,
            error: None,
        })
    }
}

/// The properties of an object.
struct Properties<'a, T, A, E> {
    of: PhantomData<T>,
    map: A,
    /// Where the one stands that is read.
    place: usize,
    /// The name of one that has no field, where it is of use. It stands elsewhere: the compiler then
    /// knows that noting it leaves the rest alone.
    further: &'a mut Option<String>,
    error: Option<E>,
}

impl<'de, T: Object, A: MapAccess<'de>> Read<'de> for Properties<'_, T, A, A::Error> {
    type Error = A::Error;

    #[inline]
    fn next<F: Further<'de>>(&mut self, further: &mut F) -> Option<Turn> {
        while self.error.is_none() {
            if F::IS_NAMED {
                self.further.get_or_insert_default();
            }
            let key = Key {
                of: self.of,
                further: self.further,
            };
            let read = match self.map.next_key_seed(key) {
                Ok(None) => break,
                Ok(Some(place)) if place < T::PROPERTIES.len() => {
                    self.place = place;
                    return Some(Turn::of(place));
                }
                Ok(Some(_)) => {
                    let name = self.further.take().unwrap_or_default();
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
            let name = T::PROPERTIES.get(self.place).unwrap_or(&"");
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

/// The name of a property.
struct Key<'a, T> {
    of: PhantomData<T>,
    further: &'a mut Option<String>,
}

impl<'de, T: Object> DeserializeSeed<'de> for Key<'_, T> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<T: Object> Visitor<'_> for Key<'_, T> {
    /// Where it stands; behind the last one when it has no field.
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    #[inline]
    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<usize, E> {
        let place = T::place(name);
        if place == T::PROPERTIES.len() {
            note(self.further, name);
        }
        Ok(place)
    }
}

/// Keeps the name of a property that has no field, where it is of use.
#[cold]
fn note(further: &mut Option<String>, name: &str) {
    if let Some(further) = further {
        name.clone_into(further);
    }
}
