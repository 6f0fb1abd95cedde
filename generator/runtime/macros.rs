//! What generated scalars have in common, as macros.
//!
//! They are exported because an unused exported macro is no warning; they are no part of the API.
//! They are named after they are defined, not from the root of the crate: rustc refuses that where
//! the crate includes its client (rust-lang/rust#52234).

/// Declares an open string enum: its known values, and what stands for the others.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident {
            $($(#[$about:meta])* $variant:ident = $wire:literal,)*
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$about])* $variant,)*
            /// A value that this version of the description does not know, kept as it is.
            Unknown($crate::runtime::UnknownValue),
        }

        #[allow(deprecated)]
        impl $name {
            /// The value as it is sent.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }

        #[allow(deprecated)]
        impl ::std::convert::From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    _ => Self::Unknown($crate::runtime::UnknownValue::new(value)),
                }
            }
        }

        #[allow(deprecated)]
        impl ::std::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        #[allow(deprecated)]
        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        #[allow(deprecated)]
        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            // A variant may be called `Err`, too.
            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(value))
            }
        }

        #[allow(deprecated)]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[allow(deprecated)]
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::read_text(deserializer)
            }
        }

        #[allow(deprecated)]
        impl $crate::runtime::Check for $name {}

        #[allow(deprecated)]
        impl $crate::runtime::Textual for $name {
            #[inline]
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
            #[inline]
            fn from(value: &str) -> Self {
                Self(value.to_owned())
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                Self(value)
            }
        }

        impl $name {
            /// The text.
            #[inline]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
                ::std::result::Result::Ok(Self::from(value))
            }
        }

        impl $crate::runtime::Textual for $name {
            #[inline]
            fn text(&self) -> ::std::option::Option<::std::borrow::Cow<'_, str>> {
                ::std::option::Option::Some(::std::borrow::Cow::Borrowed(self.as_str()))
            }
        }
    };
    ($name:ident) => {
        $crate::runtime::string_newtype!($name, sensitive);

        impl ::std::fmt::Display for $name {
            #[inline]
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
            #[inline]
            fn from(value: i32) -> Self {
                Self(value.into())
            }
        }

        impl ::std::convert::From<u32> for $name {
            #[inline]
            fn from(value: u32) -> Self {
                Self(value.into())
            }
        }

        $crate::runtime::scalar_newtype!($name, i64);
        $crate::runtime::number_newtype!($name, i64);
    };
    ($name:ident, $inner:ty) => {
        $crate::runtime::scalar_newtype!($name, $inner);
        $crate::runtime::number_newtype!($name, $inner);
    };
}

/// Lets the limits of a newtype over a number be checked where it is used.
#[doc(hidden)]
#[macro_export]
macro_rules! number_newtype {
    ($name:ident, $inner:ty) => {
        impl $crate::runtime::Numeric for $name {
            type Value = $inner;

            #[inline]
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
            #[inline]
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl $name {
            /// The value.
            #[inline]
            pub fn get(&self) -> $inner {
                self.0.clone()
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = <$inner as ::std::str::FromStr>::Err;

            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
                value.parse().map(Self)
            }
        }
    };
}

pub use {integer_newtype, number_newtype, scalar_newtype, string_enum, string_newtype};
