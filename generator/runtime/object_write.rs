//! Writing an object: the names of its properties, and what goes wrong.

use std::collections::BTreeMap;

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use super::object::{Object, Write};

/// Writes an object.
///
/// # Errors
///
/// Those of the format.
pub fn write<S: Serializer, T: Object>(serializer: S, object: &T) -> Result<S::Ok, S::Error> {
    let mut count = Count(0);
    object.write(&mut count);
    let mut to = Fields {
        names: T::PROPERTIES.iter(),
        written: Ok(()),
        to: serializer.serialize_struct(T::NAME, count.0)?,
    };
    object.write(&mut to);
    to.written?;
    to.to.end()
}

/// Writes an object with properties that have no field.
///
/// # Errors
///
/// Those of the format.
pub fn write_open<S: Serializer, T: Object>(serializer: S, object: &T) -> Result<S::Ok, S::Error> {
    let mut to = Entries {
        names: T::PROPERTIES.iter(),
        written: Ok(()),
        to: serializer.serialize_map(None)?,
    };
    object.write(&mut to);
    to.written?;
    to.to.end()
}

/// How many properties are written.
struct Count(usize);

impl Write for Count {
    #[inline]
    fn property<T: Serialize>(&mut self, value: Option<&T>) {
        self.0 += usize::from(value.is_some());
    }

    fn further<T: Serialize>(&mut self, _: &BTreeMap<String, T>) {}
}

/// The fields of a struct.
struct Fields<S, E> {
    /// Those that are still to be written.
    names: std::slice::Iter<'static, &'static str>,
    written: Result<(), E>,
    to: S,
}

impl<S: SerializeStruct> Write for Fields<S, S::Error> {
    #[inline]
    fn property<T: Serialize>(&mut self, value: Option<&T>) {
        if let (Some(name), Some(value), Ok(())) = (self.names.next(), value, &self.written) {
            self.written = self.to.serialize_field(name, value);
        }
    }

    fn further<T: Serialize>(&mut self, _: &BTreeMap<String, T>) {}
}

/// The entries of a map.
struct Entries<M, E> {
    names: std::slice::Iter<'static, &'static str>,
    written: Result<(), E>,
    to: M,
}

impl<M: SerializeMap> Write for Entries<M, M::Error> {
    #[inline]
    fn property<T: Serialize>(&mut self, value: Option<&T>) {
        if let (Some(name), Some(value), Ok(())) = (self.names.next(), value, &self.written) {
            self.written = self.to.serialize_entry(name, value);
        }
    }

    fn further<T: Serialize>(&mut self, values: &BTreeMap<String, T>) {
        let mut values = values.iter();
        while let (Some((name, value)), Ok(())) = (values.next(), &self.written) {
            self.written = self.to.serialize_entry(name, value);
        }
    }
}
