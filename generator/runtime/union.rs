//! `oneOf` and `anyOf`: values that are one of several types.
//!
//! A value is read once, as JSON, and then as the type that its tag names. Without a tag it becomes
//! the first type that keeps all of it. When none does, but some keep what others lose, or when it
//! is none of the types, it stays JSON: nothing of it is lost.

use std::borrow::Cow;

use serde::de::{DeserializeOwned, Deserializer, Error as _};
use serde::{Deserialize, Serialize};
use serde_json::{Error, Value};

/// A value that is none of the types of the description. It is kept and sent as it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct UnknownJson(Value);

impl UnknownJson {
    /// The value.
    pub fn as_value(&self) -> &Value {
        &self.0
    }

    /// The value as one of the types, as far as it has its form.
    ///
    /// # Errors
    ///
    /// When the value has not the form of the type.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Error> {
        T::deserialize(&self.0)
    }
}

/// A union: what its macro knows of it.
#[doc(hidden)]
pub trait Union: Serialize + Sized + 'static {
    /// The property whose value names the type; empty when there is none.
    const TAG: &'static str;
    /// The types, in the order in which they are tried.
    const BRANCHES: &'static [Branch<Self>];

    /// The variant of what is none of the types.
    fn unknown(value: UnknownJson) -> Self;
}

/// One of the types of a union.
#[doc(hidden)]
pub struct Branch<U> {
    /// The tags that name it.
    pub tags: &'static [&'static str],
    /// Reads a value of it.
    pub read: fn(&Value) -> Result<U, Error>,
}

/// Reads a union.
#[doc(hidden)]
pub fn read<'de, D: Deserializer<'de>, U: Union>(deserializer: D) -> Result<U, D::Error> {
    let value = Value::deserialize(deserializer)?;
    match tagged::<U>(&value) {
        Some(Ok(known)) => Ok(known),
        Some(Err(error)) => Err(D::Error::custom(error)),
        None => Ok(choose(value)),
    }
}

/// The value by its tag; `None` when it has none, or one that several types or none have.
fn tagged<U: Union>(value: &Value) -> Option<Result<U, Error>> {
    let tag = tag::<U>(value)?;
    let mut named = U::BRANCHES
        .iter()
        .filter(|branch| branch.tags.contains(&&*tag));
    let branch = named.next()?;
    named.next().is_none().then(|| (branch.read)(value))
}

/// The tag of a value as text: a number or a boolean as it stands in JSON.
fn tag<U: Union>(value: &Value) -> Option<Cow<'_, str>> {
    match value.get(U::TAG)? {
        Value::String(text) => Some(Cow::Borrowed(text)),
        tag @ (Value::Bool(_) | Value::Number(_)) => Some(Cow::Owned(tag.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The first type that keeps all of the value, or the one that keeps more than any other.
fn choose<U: Union>(value: Value) -> U {
    let tag = tag::<U>(&value);
    let mut found: Vec<(U, Vec<String>)> = Vec::new();
    for branch in U::BRANCHES {
        let is_other = tag
            .as_deref()
            .is_some_and(|tag| !branch.tags.is_empty() && !branch.tags.contains(&tag));
        if is_other {
            continue;
        }
        let Ok(candidate) = (branch.read)(&value) else {
            continue;
        };
        let mut lost = Vec::new();
        if let Ok(written) = serde_json::to_value(&candidate) {
            compare(&value, &written, &mut String::new(), &mut lost);
        }
        if lost.is_empty() {
            return candidate;
        }
        found.push((candidate, lost));
    }
    let best = (0..found.len()).min_by_key(|index| found[*index].1.len());
    match best {
        Some(best) if found.iter().all(|(_, lost)| is_part(&found[best].1, lost)) => {
            found.swap_remove(best).0
        }
        Some(_) | None => U::unknown(UnknownJson(value)),
    }
}

fn is_part(part: &[String], whole: &[String]) -> bool {
    part.iter().all(|place| whole.contains(place))
}

/// Collects the places of `before` that `after` does not have. Null is nothing to lose.
fn compare(before: &Value, after: &Value, path: &mut String, lost: &mut Vec<String>) {
    let end = path.len();
    match (before, after) {
        (Value::Null, _)
        | (Value::Bool(_), Value::Bool(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::String(_), Value::String(_)) => {}
        (Value::Array(before), Value::Array(after)) => {
            for (index, item) in before.iter().enumerate() {
                *path += "/";
                path.push_str(&index.to_string());
                compare(item, after.get(index).unwrap_or(&Value::Null), path, lost);
                path.truncate(end);
            }
        }
        (Value::Object(before), Value::Object(_)) => {
            for (name, value) in before {
                *path += "/";
                path.push_str(name);
                let after = after.get(name.as_str()).unwrap_or(&Value::Null);
                compare(value, after, path, lost);
                path.truncate(end);
            }
        }
        (
            Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_),
            _,
        ) => lost.push(path.clone()),
    }
}

/// Reads and writes a union. The variants stand in the order in which they are tried, each with its
/// tags.
#[doc(hidden)]
#[macro_export]
macro_rules! union {
    ($name:ident, [$($variant:ident),*]) => {
        $crate::runtime::union!($name, "", [$($variant => []),*]);
    };
    ($name:ident, $tag:literal, [$($variant:ident => $tags:expr),*]) => {
        impl $crate::runtime::union::Union for $name {
            const TAG: &'static str = $tag;
            const BRANCHES: &'static [$crate::runtime::union::Branch<Self>] = &[
                $($crate::runtime::union::Branch {
                    tags: &$tags,
                    read: |value| ::serde::Deserialize::deserialize(value).map(Self::$variant),
                }),*
            ];

            #[inline]
            fn unknown(value: $crate::runtime::UnknownJson) -> Self {
                Self::Unknown(value)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => ::serde::Serialize::serialize(value, serializer),)*
                    Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::union::read(deserializer)
            }
        }
    };
}

/// Makes a union of each of its types.
#[doc(hidden)]
#[macro_export]
macro_rules! union_from {
    ($name:ident, [$($type:ty => $variant:ident),*]) => {
        $(impl ::std::convert::From<$type> for $name {
            #[inline]
            fn from(value: $type) -> Self {
                Self::$variant(::std::convert::Into::into(value))
            }
        })*
    };
}

/// Makes a union of a text.
#[doc(hidden)]
#[macro_export]
macro_rules! union_text {
    ($name:ident, $variant:ident) => {
        impl ::std::convert::From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                Self::$variant(value.to_owned())
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                Self::$variant(value)
            }
        }
    };
}

/// Checks what a union holds, where none of its variants has limits of its own.
#[doc(hidden)]
#[macro_export]
macro_rules! union_check {
    ($name:ident, [$($variant:ident),*]) => {
        impl $crate::runtime::Check for $name {
            #[inline]
            fn check(&self, check: &mut $crate::runtime::Checker<'_>) {
                match self {
                    $(Self::$variant(value) => $crate::runtime::Check::check(value, check),)*
                    Self::Unknown(_) => {}
                }
            }
        }
    };
}

pub use {union, union_check, union_from, union_text};
