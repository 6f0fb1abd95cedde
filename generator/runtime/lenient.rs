//! `x-lenient`: reads a number or a string, one or many, where the description promises one form.
//!
//! Only reading is lenient; what is written is what the description says.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::value::SeqDeserializer;
use serde::de::{
    self, Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, Visitor,
};
use serde_json::{Error, Value};

use super::object::{Absent, Gap, Optional, Read, Required, Turn, Write};

/// A property that has to be there.
#[derive(Debug)]
pub struct Lenient;

/// A property that has to be there, and may be null.
pub use Lenient as LenientNullable;

/// A property that may be left out.
#[derive(Debug)]
pub struct LenientOptional;

/// A property that may be left out, and may be null.
pub use LenientOptional as LenientPatched;

impl Lenient {
    /// Reads the field if it is its turn; whether it is.
    pub fn read<'de, T: DeserializeOwned>(
        turn: &Turn,
        from: &mut impl Read<'de>,
        slot: &mut Option<T>,
    ) -> bool {
        turn.read(from, slot, Near(PhantomData))
    }

    /// The field.
    pub fn end<T>(gap: &Gap, slot: Option<T>) -> Option<T> {
        Required::end(gap, slot)
    }

    /// Writes the field.
    pub fn write<T: Serialize>(to: &mut impl Write, field: &T) {
        Required::write(to, field);
    }
}

impl LenientOptional {
    /// Reads the field if it is its turn; whether it is.
    pub fn read<'de, T: DeserializeOwned>(
        turn: &Turn,
        from: &mut impl Read<'de>,
        slot: &mut Option<T>,
    ) -> bool {
        Lenient::read(turn, from, slot)
    }

    /// The field.
    pub fn end<T: Absent>(gap: &Gap, slot: Option<T>) -> Option<T> {
        Optional::end(gap, slot)
    }

    /// Writes the field.
    pub fn write<T: Serialize + Absent>(to: &mut impl Write, field: &T) {
        Optional::write(to, field);
    }
}

/// What reads a type from what is nearly its JSON.
#[derive(Debug)]
pub struct Near<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for Near<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        read(deserializer)
    }
}

/// Reads any type from what is nearly its JSON:
/// a number or boolean from a string, a string from a number or boolean, an array from a single
/// item.
///
/// # Errors
///
/// Whatever is neither the documented form nor near it.
pub fn read<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let value = Value::deserialize(deserializer)?;
    T::deserialize(Bent(value)).map_err(de::Error::custom)
}

/// A value that bends to what is asked of it.
struct Bent(Value);

impl Bent {
    /// A string as the number or boolean in it, if that is what it holds.
    fn unquoted(self) -> Value {
        let Value::String(text) = &self.0 else {
            return self.0;
        };
        match text.trim().parse() {
            Ok(value @ (Value::Number(_) | Value::Bool(_))) => value,
            _ => self.0,
        }
    }

    /// A number or boolean as a string.
    fn quoted(self) -> Value {
        match self.0 {
            Value::Number(number) => Value::String(number.to_string()),
            Value::Bool(value) => Value::String(value.to_string()),
            other => other,
        }
    }
}

/// Methods that look into a string.
macro_rules! unquoted {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.unquoted().$method(visitor)
        })*
    };
}

/// Methods that make a string.
macro_rules! quoted {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.quoted().$method(visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for Bent {
    type Error = Error;

    unquoted! {
        deserialize_bool
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64
    }

    quoted! { deserialize_char deserialize_str deserialize_string }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let items = match self.0 {
            Value::Array(items) => items,
            Value::Null => return visitor.visit_unit(),
            one => vec![one],
        };
        visitor.visit_seq(SeqDeserializer::new(items.into_iter().map(Bent)))
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.deserialize_struct(name, fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    serde::forward_to_deserialize_any! {
        bytes byte_buf unit unit_struct tuple tuple_struct map identifier ignored_any
    }
}

impl IntoDeserializer<'_, Error> for Bent {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
