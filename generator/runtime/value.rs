//! Any `Serialize` as the value of a parameter: text, a list or named values.
//!
//! Numbers are written in their shortest exact form, without exponent: `1.0` is `1`. What is null
//! or missing is [`Value::Absent`].

use std::fmt::{self, Display};

use serde::ser::{self, Impossible, Serialize};

/// The value of a parameter, before it is written in a style.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// Null.
    Absent,
    /// A string, number or boolean.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object.
    Object(Vec<(String, Value)>),
}

impl Value {
    pub(super) fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// Why a value can't be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unwritable(pub(super) &'static str);

/// What a value is as a parameter, or why it can't be one.
pub(super) type Written = Result<Value, Unwritable>;

/// `value` as the value of a parameter.
pub(super) fn value<T: Serialize + ?Sized>(value: &T) -> Written {
    value.serialize(Writer)
}

impl Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Unwritable {}

impl ser::Error for Unwritable {
    /// The message is dropped: it may quote the value.
    fn custom<T: Display>(_: T) -> Self {
        Self("can't be written")
    }
}

struct Writer;

/// Methods that write a scalar by its `Display`.
macro_rules! displayed {
    ($($method:ident: $type:ty),* $(,)?) => {
        $(fn $method(self, value: $type) -> Result<Value, Unwritable> {
            Ok(Value::Text(value.to_string()))
        })*
    };
}

/// Methods that write an integer as the widest of its kind.
macro_rules! widened {
    ($widest:ident: $($method:ident: $type:ty),* $(,)?) => {
        $(fn $method(self, value: $type) -> Result<Value, Unwritable> {
            self.$widest(value.into())
        })*
    };
}

impl ser::Serializer for Writer {
    type Ok = Value;
    type Error = Unwritable;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Impossible<Value, Unwritable>;
    type SerializeMap = Properties;
    type SerializeStruct = Properties;
    type SerializeStructVariant = Impossible<Value, Unwritable>;

    displayed! {
        serialize_bool: bool,
        serialize_i64: i64,
        serialize_i128: i128,
        serialize_u64: u64,
        serialize_u128: u128,
        serialize_char: char,
        serialize_str: &str,
    }

    widened! { serialize_i64: serialize_i8: i8, serialize_i16: i16, serialize_i32: i32 }

    widened! { serialize_u64: serialize_u8: u8, serialize_u16: u16, serialize_u32: u32 }

    fn serialize_f32(self, value: f32) -> Result<Value, Unwritable> {
        finite(value.is_finite(), &value)
    }

    fn serialize_f64(self, value: f64) -> Result<Value, Unwritable> {
        finite(value.is_finite(), &value)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Value, Unwritable> {
        Err(Unwritable("bytes have no form in a parameter"))
    }

    fn serialize_none(self) -> Result<Value, Unwritable> {
        Ok(Value::Absent)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value, Unwritable> {
        Ok(Value::Absent)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value, Unwritable> {
        Ok(Value::Absent)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Value, Unwritable> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Value, Unwritable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value, Unwritable> {
        Ok(Value::Object(vec![(
            variant.to_owned(),
            value.serialize(self)?,
        )]))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Unwritable> {
        Ok(Items::default())
    }

    fn serialize_tuple(self, _: usize) -> Result<Items, Unwritable> {
        Ok(Items::default())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items, Unwritable> {
        Ok(Items::default())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unwritable> {
        Err(Unwritable("has no form in a parameter"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Properties, Unwritable> {
        Ok(Properties::default())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Properties, Unwritable> {
        Ok(Properties::default())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unwritable> {
        Err(Unwritable("has no form in a parameter"))
    }
}

/// `Display` of a float is exact, shortest and without exponent, in the float's own width.
fn finite(finite: bool, value: &dyn Display) -> Result<Value, Unwritable> {
    if finite {
        Ok(Value::Text(value.to_string()))
    } else {
        Err(Unwritable("must be a finite number"))
    }
}

/// Collects an array.
#[derive(Default)]
struct Items(Vec<Value>);

impl Items {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.0.push(value.serialize(Writer)?);
        Ok(())
    }
}

impl ser::SerializeSeq for Items {
    type Ok = Value;
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.push(value)
    }

    fn end(self) -> Result<Value, Unwritable> {
        Ok(Value::List(self.0))
    }
}

impl ser::SerializeTuple for Items {
    type Ok = Value;
    type Error = Unwritable;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.push(value)
    }

    fn end(self) -> Result<Value, Unwritable> {
        Ok(Value::List(self.0))
    }
}

impl ser::SerializeTupleStruct for Items {
    type Ok = Value;
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.push(value)
    }

    fn end(self) -> Result<Value, Unwritable> {
        Ok(Value::List(self.0))
    }
}

/// Collects an object.
#[derive(Default)]
struct Properties {
    entries: Vec<(String, Value)>,
    key: String,
}

impl ser::SerializeMap for Properties {
    type Ok = Value;
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        match key.serialize(Writer)? {
            Value::Text(text) => self.key = text,
            Value::Absent | Value::List(_) | Value::Object(_) => {
                return Err(Unwritable("has a key that is no text"));
            }
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        let key = std::mem::take(&mut self.key);
        self.entries.push((key, value.serialize(Writer)?));
        Ok(())
    }

    fn end(self) -> Result<Value, Unwritable> {
        Ok(Value::Object(self.entries))
    }
}

impl ser::SerializeStruct for Properties {
    type Ok = Value;
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.entries
            .push((key.to_owned(), value.serialize(Writer)?));
        Ok(())
    }

    fn end(self) -> Result<Value, Unwritable> {
        Ok(Value::Object(self.entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_of_every_width_are_texts() {
        let text = |written: Written| match written.unwrap() {
            Value::Text(text) => text,
            other => panic!("{other:?}"),
        };
        assert_eq!(text(value(&u128::MAX)), u128::MAX.to_string());
        assert_eq!(text(value(&i128::MIN)), i128::MIN.to_string());
        assert_eq!(text(value(&i8::MIN)), "-128");
    }
}
