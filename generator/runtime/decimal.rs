//! `format: decimal` of a number: amounts, which binary fractions only come near to.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use serde::de::{self, Deserialize, Deserializer, Unexpected, Visitor};
use serde::ser::{self, Serialize, Serializer};

use super::check::Check;
use super::measure::Numeric;

/// A decimal number, written as a JSON number.
///
/// What JSON numbers are read as has 15 significant digits for sure (RFC 8259 §6). A decimal that
/// doesn't survive this is not sent.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Decimal(pub rust_decimal::Decimal);

impl Decimal {
    /// The number.
    pub fn get(self) -> rust_decimal::Decimal {
        self.0
    }

    /// The nearest floating-point number.
    fn float(self) -> Option<f64> {
        self.0.to_string().parse().ok()
    }

    /// The number that a floating-point number stands for: the shortest one that it is nearest to.
    fn of_float(float: f64) -> Option<Self> {
        float.to_string().parse().ok()
    }

    /// The number as an integer, if it is one.
    fn integer(self) -> Option<i64> {
        self.0.normalize().to_string().parse().ok()
    }
}

impl Deref for Decimal {
    type Target = rust_decimal::Decimal;

    fn deref(&self) -> &rust_decimal::Decimal {
        &self.0
    }
}

impl From<Decimal> for rust_decimal::Decimal {
    fn from(decimal: Decimal) -> Self {
        decimal.0
    }
}

macro_rules! from {
    ($($type:ty),*) => {
        $(impl From<$type> for Decimal {
            fn from(number: $type) -> Self {
                Self(number.into())
            }
        })*
    };
}

from!(rust_decimal::Decimal, i32, i64, u32, u64);

impl FromStr for Decimal {
    type Err = rust_decimal::Error;

    /// Digits with or without a point; more than 28 of them, or an exponent, are an error.
    fn from_str(text: &str) -> Result<Self, rust_decimal::Error> {
        rust_decimal::Decimal::from_str_exact(text).map(Self)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(integer) = self.integer() {
            return serializer.serialize_i64(integer);
        }
        match self
            .float()
            .filter(|float| Self::of_float(*float) == Some(*self))
        {
            Some(float) => serializer.serialize_f64(float),
            None => Err(ser::Error::custom("more digits than a JSON number has")),
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_f64(Number)
    }
}

struct Number;

impl Visitor<'_> for Number {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of at most 28 digits")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Decimal, E> {
        Ok(number.into())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Decimal, E> {
        Ok(number.into())
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Decimal, E> {
        let unexpected = || de::Error::invalid_value(Unexpected::Float(number), &self);
        Decimal::of_float(number).ok_or_else(unexpected)
    }
}

impl Check for Decimal {}

impl Numeric for Decimal {
    type Value = f64;

    fn number(&self) -> Option<f64> {
        self.float()
    }
}
