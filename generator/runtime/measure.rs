//! What limits are compared with: the length of a text, the size of a collection, a number.
//!
//! A value that is not there has none of them, and so is within all limits.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use super::text::text;

/// A value that is written as a string, or none.
pub trait Textual {
    /// The string.
    fn text(&self) -> Option<Cow<'_, str>>;
}

/// A value that is written as an array or a map, or none.
pub trait Counted {
    /// How many items it has.
    fn count(&self) -> Option<usize>;
}

/// A value that is written as an array or a map, or none, with what it holds.
pub trait Members {
    /// An item or a value.
    type Member;

    /// Calls `visit` with the place of each and itself.
    fn visit(&self, visit: &mut dyn FnMut(&str, &Self::Member));
}

/// A value that is written as a number, or none.
pub trait Numeric {
    /// Its type.
    type Value: PartialOrd + fmt::Display;

    /// The number.
    fn number(&self) -> Option<Self::Value>;
}

macro_rules! numeric {
    ($($type:ty),*) => {
        $(impl Numeric for $type {
            type Value = Self;

            fn number(&self) -> Option<Self> {
                Some(*self)
            }
        })*
    };
}

numeric!(i32, i64, u32, u64);

/// What is no number is within no limits, and is refused as such.
macro_rules! finite {
    ($($type:ty),*) => {
        $(impl Numeric for $type {
            type Value = Self;

            fn number(&self) -> Option<Self> {
                self.is_finite().then_some(*self)
            }
        })*
    };
}

finite!(f32, f64);

impl Textual for str {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self))
    }
}

impl Textual for String {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(self))
    }
}

impl<T> Counted for Vec<T> {
    fn count(&self) -> Option<usize> {
        Some(self.len())
    }
}

impl<T> Counted for BTreeMap<String, T> {
    fn count(&self) -> Option<usize> {
        Some(self.len())
    }
}

impl<T> Members for Vec<T> {
    type Member = T;

    fn visit(&self, visit: &mut dyn FnMut(&str, &T)) {
        for (index, item) in self.iter().enumerate() {
            visit(&text!("[{index}]"), item);
        }
    }
}

impl<T> Members for BTreeMap<String, T> {
    type Member = T;

    fn visit(&self, visit: &mut dyn FnMut(&str, &T)) {
        for (key, value) in self {
            visit(key, value);
        }
    }
}

impl<T: Members> Members for Option<T> {
    type Member = T::Member;

    fn visit(&self, visit: &mut dyn FnMut(&str, &T::Member)) {
        if let Some(value) = self {
            value.visit(visit);
        }
    }
}

impl<T: Textual> Textual for Option<T> {
    fn text(&self) -> Option<Cow<'_, str>> {
        self.as_ref()?.text()
    }
}

impl<T: Counted> Counted for Option<T> {
    fn count(&self) -> Option<usize> {
        self.as_ref()?.count()
    }
}

impl<T: Numeric> Numeric for Option<T> {
    type Value = T::Value;

    fn number(&self) -> Option<T::Value> {
        self.as_ref()?.number()
    }
}
