//! `format: epoch-millis`: instants as the number of milliseconds since 1970.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::check::Check;
use super::measure::Numeric;

/// An instant in milliseconds since 1970-01-01T00:00:00Z.
///
/// Any integer is kept and sent as it is; only [`timestamp`](Self::timestamp) asks whether it is a
/// time at all.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize,
)]
#[serde(transparent)]
pub struct EpochMillis(pub i64);

impl EpochMillis {
    /// The number of milliseconds.
    pub fn get(self) -> i64 {
        self.0
    }

    /// The instant; `None` outside of the years -9999 to 9999.
    pub fn timestamp(self) -> Option<Timestamp> {
        Timestamp::from_millisecond(self.0).ok()
    }
}

impl From<i64> for EpochMillis {
    fn from(milliseconds: i64) -> Self {
        Self(milliseconds)
    }
}

impl From<Timestamp> for EpochMillis {
    /// What is below a millisecond is dropped.
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp.as_millisecond())
    }
}

impl FromStr for EpochMillis {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        text.parse().map(Self)
    }
}

impl fmt::Display for EpochMillis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Check for EpochMillis {}

impl Numeric for EpochMillis {
    type Value = i64;

    fn number(&self) -> Option<i64> {
        Some(self.0)
    }
}
