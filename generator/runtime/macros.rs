//! What generated scalars have in common, as macros.
//!
//! They are exported because an unused exported macro is no warning; they are no part of the API.

pub use crate::{integer_newtype, number_newtype, scalar_newtype, string_enum, string_newtype};

/// Gives an open string enum, which has `as_str` and `From<&str>`, everything else.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    ($name:ident) => {
        impl ::std::convert::From<::std::string::String> for $name {
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
                ::std::result::Result::Ok(Self::from(value))
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::read_text(deserializer)
            }
        }

        impl $crate::runtime::Check for $name {}

        impl $crate::runtime::Textual for $name {
            fn text(&self) -> ::std::option::Option<::std::borrow::Cow<'_, str>> {
                ::std::option::Option::Some(::std::borrow::Cow::Borrowed(self.as_str()))
            }
        }
    };
}

/// Gives a newtype over `String` its conversions.
#[doc(hidden)]
#[macro_export]
macro_rules! string_newtype {
    ($name:ident, sensitive) => {
        impl ::std::convert::From<&str> for $name {
            fn from(value: &str) -> Self {
                Self(value.to_owned())
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(value: ::std::string::String) -> Self {
                Self(value)
            }
        }

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
                ::std::result::Result::Ok(Self::from(value))
            }
        }

        impl $crate::runtime::Textual for $name {
            fn text(&self) -> ::std::option::Option<::std::borrow::Cow<'_, str>> {
                ::std::option::Option::Some(::std::borrow::Cow::Borrowed(self.as_str()))
            }
        }
    };
    ($name:ident) => {
        $crate::string_newtype!($name, sensitive);

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// Gives a newtype over an integer its conversions. A literal fits without suffix.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_newtype {
    ($name:ident, i64) => {
        impl ::std::convert::From<i32> for $name {
            fn from(value: i32) -> Self {
                Self(value.into())
            }
        }

        impl ::std::convert::From<u32> for $name {
            fn from(value: u32) -> Self {
                Self(value.into())
            }
        }

        $crate::scalar_newtype!($name, i64);
        $crate::number_newtype!($name, i64);
    };
    ($name:ident, $inner:ty) => {
        $crate::scalar_newtype!($name, $inner);
        $crate::number_newtype!($name, $inner);
    };
}

/// Lets the limits of a newtype over a number be checked where it is used.
#[doc(hidden)]
#[macro_export]
macro_rules! number_newtype {
    ($name:ident, $inner:ty) => {
        impl $crate::runtime::Numeric for $name {
            type Value = $inner;

            fn number(&self) -> ::std::option::Option<$inner> {
                ::std::option::Option::Some(self.0)
            }
        }
    };
}

/// Gives a newtype over any other scalar its conversions.
#[doc(hidden)]
#[macro_export]
macro_rules! scalar_newtype {
    ($name:ident, $inner:ty) => {
        impl ::std::convert::From<$inner> for $name {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl $name {
            /// The value.
            pub fn get(&self) -> $inner {
                self.0.clone()
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = <$inner as ::std::str::FromStr>::Err;

            fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
                value.parse().map(Self)
            }
        }
    };
}
