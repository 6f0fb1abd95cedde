//! `format: decimal` of a string: amounts that are written as text, with any number of digits.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::check::Check;
use super::measure::Textual;

/// A decimal number, written as a JSON string.
///
/// Any text is kept and sent as it is, digit for digit; only [`decimal`](Self::decimal) asks whether
/// it is a number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(transparent)]
pub struct DecimalText(String);

impl DecimalText {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number; `None` when the text is none, or has more than 28 digits.
    pub fn decimal(&self) -> Option<Decimal> {
        Decimal::from_str_exact(&self.0).ok()
    }
}

macro_rules! from {
    ($($type:ty),*) => {
        $(impl From<$type> for DecimalText {
            fn from(number: $type) -> Self {
                Self(number.to_string())
            }
        })*
    };
}

from!(Decimal, String, &str, i32, i64, u32, u64);

impl FromStr for DecimalText {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.into())
    }
}

impl fmt::Display for DecimalText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Check for DecimalText {}

impl Textual for DecimalText {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(&self.0))
    }
}
