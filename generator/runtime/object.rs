//! Objects: how a struct is read and written, by the list of its properties.
//!
//! A struct has no more code of its own than this list. What goes through it is compiled once for
//! each format, not once for each struct and property, as it is where serde derives it.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor};
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
    /// Whether it has been read.
    fn is_filled(&self) -> bool;

    /// Whether it has to be.
    fn is_required(&self) -> bool;

    /// Reads its value.
    ///
    /// # Errors
    ///
    /// When it is not of its type.
    fn read(&mut self, map: &mut A) -> Result<(), A::Error>;
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

    /// Writes it.
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
    pub fn end(self) -> Option<T> {
        self.0
    }
}

impl<T: Absent> Optional<T> {
    /// The field.
    pub fn end(self) -> Option<T> {
        Some(self.0.unwrap_or_default())
    }
}

impl<T: Absent> Present<T> {
    /// The field.
    pub fn end(self) -> Option<T> {
        Some(self.0.unwrap_or_default())
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for Required<T> {
    fn is_filled(&self) -> bool {
        self.0.is_some()
    }

    fn is_required(&self) -> bool {
        true
    }

    fn read(&mut self, map: &mut A) -> Result<(), A::Error> {
        self.0 = Some(map.next_value()?);
        Ok(())
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for Optional<T> {
    fn is_filled(&self) -> bool {
        self.0.is_some()
    }

    fn is_required(&self) -> bool {
        false
    }

    fn read(&mut self, map: &mut A) -> Result<(), A::Error> {
        self.0 = Some(map.next_value()?);
        Ok(())
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for Present<Option<T>> {
    fn is_filled(&self) -> bool {
        self.0.is_some()
    }

    fn is_required(&self) -> bool {
        false
    }

    fn read(&mut self, map: &mut A) -> Result<(), A::Error> {
        self.0 = Some(map.next_value().map(Some)?);
        Ok(())
    }
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
        self.0.is_none_or(Absent::is_absent)
    }

    fn write(&self, name: &'static str, to: &mut W) -> Result<(), W::Error> {
        to.write(name, &self.0)
    }
}

impl<W: Write, T: Serialize + Absent> Property<W> for Present<&T> {
    fn is_absent(&self) -> bool {
        self.0.is_none_or(Absent::is_absent)
    }

    fn write(&self, name: &'static str, to: &mut W) -> Result<(), W::Error> {
        to.write(name, &self.0)
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

/// Reads all properties into their slots, and those without to `further`, when there is one.
///
/// # Errors
///
/// Those of [`Object::read`].
pub fn fill<'de, A: MapAccess<'de>>(
    mut map: A,
    names: &'static [&'static str],
    slots: &mut [&mut dyn Slot<'de, A>],
    further: &mut [&mut dyn Further<'de, A>],
) -> Result<(), A::Error> {
    let mut next = 0;
    let is_kept = !further.is_empty();
    while let Some(key) = map.next_key_seed(Names {
        known: names,
        next,
        is_kept,
    })? {
        match (key, &mut *further) {
            (Key::Known(index), _) => {
                let slot = &mut slots[index];
                if slot.is_filled() {
                    return Err(A::Error::duplicate_field(names[index]));
                }
                slot.read(&mut map)?;
                next = index + 1;
            }
            (Key::Further(name), [further]) => further.read(name, &mut map)?,
            (Key::Further(_), _) => {
                map.next_value::<IgnoredAny>()?;
            }
        }
    }
    let mut slots = names.iter().zip(slots);
    match slots.find(|(_, slot)| slot.is_required() && !slot.is_filled()) {
        Some((name, _)) => Err(A::Error::missing_field(name)),
        None => Ok(()),
    }
}

/// The name of a property that is there.
enum Key {
    /// By its place in the list.
    Known(usize),
    /// That is not in the list; empty where nobody wants it.
    Further(String),
}

/// Finds a name in a list. Most objects have their properties in its order.
struct Names {
    known: &'static [&'static str],
    /// Where the name is expected.
    next: usize,
    /// Whether a name that is not in the list is kept.
    is_kept: bool,
}

impl<'de> DeserializeSeed<'de> for Names {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Names {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Key, E> {
        let (before, after) = self.known.split_at(self.next);
        let place = |names: &[&str]| names.iter().position(|it| *it == name);
        Ok(
            match place(after)
                .map(|place| place + self.next)
                .or_else(|| place(before))
            {
                Some(place) => Key::Known(place),
                None if self.is_kept => Key::Further(name.to_owned()),
                None => Key::Further(String::new()),
            },
        )
    }
}

/// What is wrong with an object in which [`fill`] found nothing wrong.
pub fn incomplete<E: serde::de::Error>() -> E {
    E::custom("a property is missing")
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
    properties.try_for_each(|(name, property)| {
        if property.is_absent() {
            return Ok(());
        }
        property.write(name, to)
    })
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
