//! Arrays of which the first items have types of their own (`prefixItems`).
//!
//! An item that may be missing is left out together with those after it: no array has a gap.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, SeqAccess, Visitor};
use serde::ser::{Error as _, SerializeSeq, Serializer};

/// A struct that is read from an array.
#[doc(hidden)]
pub trait Tuple: Sized {
    /// Reads the items, as far as they have fields.
    fn read<'de, A: SeqAccess<'de>>(items: &mut A) -> Result<Self, A::Error>;
}

/// Reads a struct from an array; items that have no field are left aside.
#[doc(hidden)]
pub fn read<'de, D: Deserializer<'de>, T: Tuple>(deserializer: D) -> Result<T, D::Error> {
    struct Items<T>(PhantomData<T>);

    impl<'de, T: Tuple> Visitor<'de> for Items<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an array")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<T, A::Error> {
            let tuple = T::read(&mut items)?;
            while items.next_element::<IgnoredAny>()?.is_some() {}
            Ok(tuple)
        }
    }

    deserializer.deserialize_seq(Items(PhantomData))
}

/// The next item, which has to be there.
#[doc(hidden)]
pub fn required<'de, A: SeqAccess<'de>, T: Deserialize<'de>>(
    items: &mut A,
    name: &str,
) -> Result<T, A::Error> {
    let missing = || A::Error::custom(format_args!("missing item `{name}`"));
    items.next_element()?.ok_or_else(missing)
}

/// The next item, or what stands for a missing one.
#[doc(hidden)]
pub fn or_default<'de, A: SeqAccess<'de>, T: Deserialize<'de> + Default>(
    items: &mut A,
) -> Result<T, A::Error> {
    Ok(items.next_element()?.unwrap_or_default())
}

/// All items that are left.
#[doc(hidden)]
pub fn rest<'de, A: SeqAccess<'de>, T: Deserialize<'de>>(
    items: &mut A,
) -> Result<Vec<T>, A::Error> {
    let mut rest = Vec::new();
    while let Some(item) = items.next_element()? {
        rest.push(item);
    }
    Ok(rest)
}

/// Writes an array item by item.
#[doc(hidden)]
#[derive(Debug)]
pub struct Writer<S> {
    items: S,
    /// Whether an item was left out.
    ended: bool,
}

impl<S: SerializeSeq> Writer<S> {
    /// Begins the array.
    ///
    /// # Errors
    ///
    /// When the serializer takes no array.
    pub fn new<T: Serializer<SerializeSeq = S, Error = S::Error>>(
        serializer: T,
    ) -> Result<Self, S::Error> {
        let items = serializer.serialize_seq(None)?;
        let ended = false;
        Ok(Self { items, ended })
    }

    /// Writes the item, if there is one.
    ///
    /// # Errors
    ///
    /// When one before it was left out.
    pub fn item<T: Serialize>(&mut self, item: Option<&T>) -> Result<(), S::Error> {
        match item {
            None => {
                self.ended = true;
                Ok(())
            }
            Some(_) if self.ended => Err(S::Error::custom("an item is missing before another")),
            Some(item) => self.items.serialize_element(item),
        }
    }

    /// Ends the array.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.items.end()
    }
}

/// Reads and writes a struct as an array. Each field is `required`, `optional` (an `Option`) or
/// `patch` (a `Patch`); all items after them are in the last field, when one is named.
#[doc(hidden)]
#[macro_export]
macro_rules! tuple {
    ($name:ident, [$($field:ident: $presence:ident),*], [$($rest:ident)?]) => {
        impl $crate::runtime::tuple::Tuple for $name {
            fn read<'de, A: ::serde::de::SeqAccess<'de>>(
                items: &mut A,
            ) -> ::std::result::Result<Self, A::Error> {
                ::std::result::Result::Ok(Self {
                    $($field: $crate::runtime::tuple!(@read $presence $field items),)*
                    $($rest: $crate::runtime::tuple::rest(items)?,)?
                })
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::tuple::read(deserializer)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                let mut items = $crate::runtime::tuple::Writer::new(serializer)?;
                $(items.item($crate::runtime::tuple!(@write $presence self.$field))?;)*
                $(for item in &self.$rest {
                    items.item(::std::option::Option::Some(item))?;
                })?
                items.end()
            }
        }
    };
    (@read required $field:ident $items:ident) => {
        $crate::runtime::tuple::required($items, stringify!($field))?
    };
    (@read optional $field:ident $items:ident) => {
        ::serde::de::SeqAccess::next_element($items)?
    };
    (@read patch $field:ident $items:ident) => {
        $crate::runtime::tuple::or_default($items)?
    };
    (@write required $value:expr) => {
        ::std::option::Option::Some(&$value)
    };
    (@write optional $value:expr) => {
        $value.as_ref()
    };
    (@write patch $value:expr) => {
        if $value.is_absent() {
            ::std::option::Option::None
        } else {
            ::std::option::Option::Some(&$value)
        }
    };
}

pub use tuple;
