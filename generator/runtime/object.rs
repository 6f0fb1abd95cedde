//! Objects: how a struct is read and written, by the list of its properties.
//!
//! A struct has no more code of its own than this list. What goes through it is compiled once for
//! each format, not once for each struct and property, as it is where serde derives it.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A struct that is read property by property.
pub trait Object: Sized {
    /// Its name.
    const NAME: &'static str;

    /// The names of its properties, in the order of its fields.
    const PROPERTIES: &'static [&'static str];

    /// Reads it.
    ///
    /// # Errors
    ///
    /// When a property is missing, stands there twice, or is not of its type.
    fn read<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// Where a property is kept while the others are read.
pub trait Slot<'de, A: MapAccess<'de>> {
    /// Reads its value.
    ///
    /// # Errors
    ///
    /// When there was one already, or it is not of its type.
    fn read(&mut self, name: &'static str, map: &mut A) -> Result<(), A::Error>;
}

/// The first property that is missing, found by going through all in their order.
#[derive(Debug, Default)]
pub struct Gap {
    place: Cell<usize>,
    missing: Cell<Option<usize>>,
}

impl Gap {
    /// Goes on; notes that the property is missing when there is none.
    #[inline]
    pub(super) fn note<T>(&self, value: Option<T>) -> Option<T> {
        let place = self.place.get();
        if value.is_none() && self.missing.get().is_none() {
            self.missing.set(Some(place));
        }
        self.place.set(place + 1);
        value
    }

    /// What is wrong with an object that has one.
    pub fn error<E: serde::de::Error>(&self, names: &[&'static str]) -> E {
        let name = self.missing.get().and_then(|place| names.get(place));
        E::missing_field(name.unwrap_or(&""))
    }
}

/// What takes the properties that have no field.
pub trait Further<'de, A: MapAccess<'de>> {
    /// Reads the value of the property `name`.
    ///
    /// # Errors
    ///
    /// When it is not of its type.
    fn read(&mut self, name: String, map: &mut A) -> Result<(), A::Error>;
}

/// A property to be written.
pub trait Property<W: Write> {
    /// Whether it is left out.
    fn is_absent(&self) -> bool;

    /// Writes it, unless it is left out.
    ///
    /// # Errors
    ///
    /// Those of the format.
    fn write(&self, name: &'static str, to: &mut W) -> Result<(), W::Error>;
}

/// What properties are written to.
pub trait Write {
    /// What goes wrong.
    type Error;

    /// Writes one.
    ///
    /// # Errors
    ///
    /// Those of the format.
    fn write<T: Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), Self::Error>;
}

/// What a field is when its property is left out.
pub trait Absent: Default {
    /// Whether it is that.
    fn is_absent(&self) -> bool;
}

impl<T> Absent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

/// A property that has to be there.
#[derive(Debug)]
pub struct Required<T>(pub Option<T>);

/// A property that has to be there, and may be null.
pub use Required as Nullable;

/// A property that may be left out.
#[derive(Debug)]
pub struct Optional<T>(pub Option<T>);

/// A property that may be left out, and may be null.
pub use Optional as Patched;

/// A property that may be left out and has any value, of which null is one.
#[derive(Debug)]
pub struct Present<T>(pub Option<T>);

impl<T> Required<T> {
    /// The field.
    #[inline]
    pub fn end(self, gap: &Gap) -> Option<T> {
        gap.note(self.0)
    }
}

impl<T: Absent> Optional<T> {
    /// The field.
    #[inline]
    pub fn end(self, gap: &Gap) -> Option<T> {
        gap.note(Some(self.0.unwrap_or_default()))
    }
}

impl<T: Absent> Present<T> {
    /// The field.
    #[inline]
    pub fn end(self, gap: &Gap) -> Option<T> {
        gap.note(Some(self.0.unwrap_or_default()))
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for Required<T> {
    #[inline]
    fn read(&mut self, name: &'static str, map: &mut A) -> Result<(), A::Error> {
        keep(&mut self.0, name, || map.next_value())
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for Optional<T> {
    #[inline]
    fn read(&mut self, name: &'static str, map: &mut A) -> Result<(), A::Error> {
        keep(&mut self.0, name, || map.next_value())
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for Present<Option<T>> {
    #[inline]
    fn read(&mut self, name: &'static str, map: &mut A) -> Result<(), A::Error> {
        keep(&mut self.0, name, || map.next_value().map(Some))
    }
}

/// Reads what has no place, which [`fill`] asks of nobody: the end of a `match` over all places.
pub fn nowhere<'de, A: MapAccess<'de>>(_: &'static str, _: &mut A) -> Result<(), A::Error> {
    Ok(())
}

impl<W: Write, T: Serialize> Property<W> for Required<&T> {
    fn is_absent(&self) -> bool {
        false
    }

    fn write(&self, name: &'static str, to: &mut W) -> Result<(), W::Error> {
        to.write(name, &self.0)
    }
}

impl<W: Write, T: Serialize + Absent> Property<W> for Optional<&T> {
    fn is_absent(&self) -> bool {
        present(self.0).is_none()
    }

    fn write(&self, name: &'static str, to: &mut W) -> Result<(), W::Error> {
        present(self.0).map_or(Ok(()), |value| to.write(name, value))
    }
}

impl<W: Write, T: Serialize + Absent> Property<W> for Present<&T> {
    fn is_absent(&self) -> bool {
        present(self.0).is_none()
    }

    fn write(&self, name: &'static str, to: &mut W) -> Result<(), W::Error> {
        present(self.0).map_or(Ok(()), |value| to.write(name, value))
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Further<'de, A> for BTreeMap<String, T> {
    fn read(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        self.insert(name, map.next_value()?);
        Ok(())
    }
}

/// Reads an object.
///
/// # Errors
///
/// Those of [`Object::read`]; and that it is none.
pub fn read<'de, D: Deserializer<'de>, T: Object>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_struct(T::NAME, T::PROPERTIES, Reader(PhantomData))
}

struct Reader<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::read(map)
    }
}

/// Reads all properties: each one by its place and name with `read`, those that have no field to
/// `further`, when there is one.
///
/// # Errors
///
/// Those of [`Object::read`].
#[inline]
pub fn fill<'de, A: MapAccess<'de>>(
    mut map: A,
    names: &'static [&'static str],
    mut read: impl FnMut(usize, &'static str, &mut A) -> Result<(), A::Error>,
    further: &mut [&mut dyn Further<'de, A>],
) -> Result<(), A::Error> {
    let mut key = Key {
        known: names,
        place: 0,
        next: 0,
        further: (!further.is_empty()).then(String::new),
    };
    while map.next_key_seed(&mut key)?.is_some() {
        if let Some(name) = names.get(key.place) {
            read(key.place, name, &mut map)?;
            key.next = key.place + 1;
        } else if let ([further], Some(name)) = (&mut *further, &mut key.further) {
            further.read(std::mem::take(name), &mut map)?;
        } else {
            map.next_value::<IgnoredAny>()?;
        }
    }
    Ok(())
}

/// Reads the value of the property `name` into its slot; refuses one that stands there twice.
#[inline]
pub(super) fn keep<T, E: serde::de::Error>(
    slot: &mut Option<T>,
    name: &'static str,
    value: impl FnOnce() -> Result<T, E>,
) -> Result<(), E> {
    if slot.is_some() {
        return Err(E::duplicate_field(name));
    }
    *slot = Some(value()?);
    Ok(())
}

/// What is written of a property that may be left out.
pub(super) fn present<T: Absent>(value: Option<&T>) -> Option<&T> {
    value.filter(|value| !value.is_absent())
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

/// Writes an object.
///
/// # Errors
///
/// Those of the format.
pub fn write<S: Serializer>(
    serializer: S,
    name: &'static str,
    names: &'static [&'static str],
    properties: &[&dyn Property<Fields<S::SerializeStruct>>],
) -> Result<S::Ok, S::Error> {
    let present = properties.iter().filter(|it| !it.is_absent());
    let mut to = Fields(serializer.serialize_struct(name, present.count())?);
    write_all(names, properties, &mut to)?;
    to.0.end()
}

/// Writes an object with properties that have no field.
///
/// # Errors
///
/// Those of the format.
pub fn write_open<S: Serializer, T: Serialize>(
    serializer: S,
    names: &'static [&'static str],
    properties: &[&dyn Property<Entries<S::SerializeMap>>],
    further: &BTreeMap<String, T>,
) -> Result<S::Ok, S::Error> {
    let mut to = Entries(serializer.serialize_map(None)?);
    write_all(names, properties, &mut to)?;
    for (name, value) in further {
        to.0.serialize_entry(name, value)?;
    }
    to.0.end()
}

fn write_all<W: Write>(
    names: &'static [&'static str],
    properties: &[&dyn Property<W>],
    to: &mut W,
) -> Result<(), W::Error> {
    let mut properties = names.iter().zip(properties);
    properties.try_for_each(|(name, property)| property.write(name, to))
}

/// The fields of a struct.
#[derive(Debug)]
pub struct Fields<S>(S);

impl<S: SerializeStruct> Write for Fields<S> {
    type Error = S::Error;

    fn write<T: Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
        self.0.serialize_field(name, value)
    }
}

/// The entries of a map.
#[derive(Debug)]
pub struct Entries<M>(M);

impl<M: SerializeMap> Write for Entries<M> {
    type Error = M::Error;

    fn write<T: Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), M::Error> {
        self.0.serialize_entry(name, value)
    }
}

/// Shows a struct.
///
/// # Errors
///
/// Those of the formatter.
pub fn show(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    fields: &[(&str, &dyn fmt::Debug)],
) -> fmt::Result {
    let mut shown = f.debug_struct(name);
    for (name, value) in fields {
        shown.field(name.trim_start_matches("r#"), value);
    }
    shown.finish()
}
