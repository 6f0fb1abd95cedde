//! Objects: how a struct is read and written, by the list of its properties.
//!
//! A struct has no more code of its own than this list. What goes through it is compiled once for
//! each format, not once for each struct and property, as it is where serde derives it.

#![expect(
    clippy::inline_always,
    reason = "what asks for a property's turn is a part of reading a struct, as a derive writes it out"
)]

use std::cell::Cell;
use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess};
use serde::{Deserialize, Deserializer, Serialize};

pub use super::object_read::read;
pub use super::object_write::{write, write_open};

/// A struct that is read and written property by property.
pub trait Object: Sized {
    /// Its name.
    const NAME: &'static str;

    /// The names of its properties, in the order of its fields.
    const PROPERTIES: &'static [&'static str];

    /// Where the property of this name stands in the list; behind the last one when there is none.
    fn place(name: &str) -> usize;

    /// Reads it.
    ///
    /// # Errors
    ///
    /// When a property is missing, stands there twice, or is not of its type.
    fn read<'de, R: Read<'de>>(from: &mut R) -> Result<Self, R::Error>;

    /// Writes its properties, in the order of its fields.
    fn write<W: Write>(&self, to: &mut W);
}

/// An object while it is read. It keeps the first thing that goes wrong, and ends there: a struct
/// has no errors to pass on, which would be code for each of its properties.
pub trait Read<'de> {
    /// What goes wrong.
    type Error;

    /// Goes on to the next property that has a field; those that have none are read into `further`.
    /// `None` at the end, and when something is wrong.
    fn next<F: Further<'de>>(&mut self, further: &mut F) -> Option<Turn>;

    /// Reads the value of the property into its slot; refuses one that stands there twice.
    fn value<S: DeserializeSeed<'de>>(&mut self, slot: &mut Option<S::Value>, seed: S);

    /// Ends reading; `None` when something went wrong.
    fn end(&mut self) -> Option<()>;

    /// What went wrong; that a property is missing when there is nothing else.
    fn error(&mut self, gap: &Gap) -> Self::Error;
}

/// Where the properties go that have no field.
pub trait Further<'de> {
    /// Whether their names are of use.
    const IS_NAMED: bool;

    /// Reads the value of one.
    ///
    /// # Errors
    ///
    /// When it is not of its type.
    fn read<A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error>;
}

impl<'de> Further<'de> for () {
    const IS_NAMED: bool = false;

    fn read<A: MapAccess<'de>>(&mut self, _: String, map: &mut A) -> Result<(), A::Error> {
        map.next_value::<IgnoredAny>().map(|_| ())
    }
}

impl<'de, T: Deserialize<'de>> Further<'de> for BTreeMap<String, T> {
    const IS_NAMED: bool = true;

    fn read<A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        self.insert(name, map.next_value()?);
        Ok(())
    }
}

/// Which slot a property belongs to, while all are asked in their order.
#[derive(Debug)]
pub struct Turn(Cell<usize>);

impl Turn {
    /// That of the slot at `place`.
    pub(super) fn of(place: usize) -> Self {
        Self(Cell::new(place))
    }

    /// Reads the value if it belongs to the slot that asks, each only once; whether it does.
    #[inline(always)]
    pub(super) fn read<'de, S: DeserializeSeed<'de>>(
        &self,
        from: &mut impl Read<'de>,
        slot: &mut Option<S::Value>,
        seed: S,
    ) -> bool {
        let left = self.0.get();
        self.0.set(left.wrapping_sub(1));
        if left == 0 {
            from.value(slot, seed);
        }
        left == 0
    }
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
    fn note(&self, is_present: bool) {
        let place = self.place.get();
        if !is_present && self.missing.get().is_none() {
            self.missing.set(Some(place));
        }
        self.place.set(place + 1);
    }

    /// What is wrong with an object that has one.
    pub(super) fn error<E: serde::de::Error>(&self, names: &[&'static str]) -> E {
        let name = self.missing.get().and_then(|place| names.get(place));
        E::missing_field(name.unwrap_or(&""))
    }
}

/// What properties are written to. It keeps the first thing that goes wrong, and ends there.
pub trait Write {
    /// Writes the next property, unless there is none.
    fn property<T: Serialize>(&mut self, value: Option<&T>);

    /// Writes the properties that have no field.
    fn further<T: Serialize>(&mut self, values: &BTreeMap<String, T>);
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
pub struct Required;

/// A property that has to be there, and may be null.
pub use Required as Nullable;

/// A property that may be left out.
#[derive(Debug)]
pub struct Optional;

/// A property that may be left out, and may be null.
pub use Optional as Patched;

/// A property that may be left out and has any value, of which null is one.
#[derive(Debug)]
pub struct Present;

impl Required {
    /// Reads the field if it is its turn; whether it is.
    #[inline(always)]
    pub fn read<'de, T: Deserialize<'de>>(
        turn: &Turn,
        from: &mut impl Read<'de>,
        slot: &mut Option<T>,
    ) -> bool {
        turn.read(from, slot, PhantomData)
    }

    /// The field.
    #[inline]
    pub fn end<T>(gap: &Gap, slot: Option<T>) -> Option<T> {
        gap.note(slot.is_some());
        slot
    }

    /// Writes the field.
    #[inline]
    pub fn write<T: Serialize>(to: &mut impl Write, field: &T) {
        to.property(Some(field));
    }
}

impl Optional {
    /// Reads the field if it is its turn; whether it is.
    #[inline(always)]
    pub fn read<'de, T: Deserialize<'de>>(
        turn: &Turn,
        from: &mut impl Read<'de>,
        slot: &mut Option<T>,
    ) -> bool {
        turn.read(from, slot, PhantomData)
    }

    /// The field.
    #[inline]
    pub fn end<T: Absent>(gap: &Gap, slot: Option<T>) -> Option<T> {
        gap.note(true);
        Some(slot.unwrap_or_default())
    }

    /// Writes the field.
    #[inline]
    pub fn write<T: Serialize + Absent>(to: &mut impl Write, field: &T) {
        to.property(present(field));
    }
}

impl Present {
    /// Reads the field if it is its turn; whether it is.
    #[inline(always)]
    pub fn read<'de, T: Deserialize<'de>>(
        turn: &Turn,
        from: &mut impl Read<'de>,
        slot: &mut Option<Option<T>>,
    ) -> bool {
        turn.read(from, slot, AnyValue(PhantomData))
    }

    /// The field.
    #[inline]
    pub fn end<T>(gap: &Gap, slot: Option<Option<T>>) -> Option<Option<T>> {
        Optional::end(gap, slot)
    }

    /// Writes the field.
    #[inline]
    pub fn write<T: Serialize>(to: &mut impl Write, field: &Option<T>) {
        to.property(present(field));
    }
}

/// What is written of a property that may be left out.
#[inline]
fn present<T: Absent>(field: &T) -> Option<&T> {
    (!field.is_absent()).then_some(field)
}

/// Reads a value, of which null is one.
#[derive(Debug)]
pub struct AnyValue<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for AnyValue<T> {
    type Value = Option<T>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::deserialize(deserializer).map(Some)
    }
}
