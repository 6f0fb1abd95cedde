//! Properties that can be absent, null or a value.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::check::{Check, Checker};
use super::measure::{Counted, Members, Numeric, Textual};
use super::object::Absent;

/// A property that can be left out, null, or a value, where each means something else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Patch<T> {
    /// Left out.
    #[default]
    Absent,
    /// Null.
    Null,
    /// A value.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether it is left out.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Absent | Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// The value itself, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Absent | Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Patch<T> {
    /// `None` is null.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T> Absent for Patch<T> {
    fn is_absent(&self) -> bool {
        Self::is_absent(self)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    /// What is left out is the struct's business; here it can only be null.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}

impl<T: Check> Check for Patch<T> {
    fn check(&self, check: &mut Checker<'_>) {
        if let Some(value) = self.value() {
            value.check(check);
        }
    }
}

impl<T: Textual> Textual for Patch<T> {
    fn text(&self) -> Option<Cow<'_, str>> {
        self.value()?.text()
    }
}

impl<T: Counted> Counted for Patch<T> {
    fn count(&self) -> Option<usize> {
        self.value()?.count()
    }
}

impl<T: Members> Members for Patch<T> {
    type Member = T::Member;

    fn visit(&self, visit: &mut dyn FnMut(&str, &T::Member)) {
        if let Some(value) = self.value() {
            value.visit(visit);
        }
    }
}

impl<T: Numeric> Numeric for Patch<T> {
    type Value = T::Value;

    fn number(&self) -> Option<T::Value> {
        self.value()?.number()
    }
}
