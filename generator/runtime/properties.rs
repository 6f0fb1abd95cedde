//! Objects: the struct, its constructor, its setters, and how it is read and written.
//!
//! A property is listed with its kind, how it is set, and its type:
//!
//! - `Required`, `Optional` (an `Option`), `Nullable` (an `Option` that is always written), `Patched`
//!   (a `Patch`), `Present` (an `Option` of any value); `Lenient…` where `x-lenient` says so;
//! - `of` where nothing sets it, `given` where the constructor does, otherwise how its setter takes
//!   it: `into` for anything that becomes one, `own` for nothing else, `boxed` and `boxed_into` where
//!   it stands behind a `Box`.
//!
//! Its name on the wire stands after it where it is another one. What `new` takes is listed after the
//! properties, and after a semicolon what it sets by itself. `Debug = false` stands at the end where
//! the struct keeps something to itself, and has a `Debug` of its own for that.

/// Declares an object; an `array` is read and written by `tuple!`.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    (
        $(#[$attribute:meta])*
        pub $form:ident $name:ident {
            $(
                $(#[$about:meta])*
                $field:ident: $kind:ident $how:ident $type:ty $(= $wire:literal)?,
            )*
            $(.. $rest:ident: $rest_type:ty,)?
        }
        new(
            $($argument:ident: $taken:ident $argument_type:ty),* $(,)?
            $(; $($constant:ident: $made:ident $constant_type:ty = $value:literal),* $(,)?)?
        )
        $(Debug = $shown:tt)?
    ) => {
        $(#[$attribute])*
        #[allow(deprecated)]
        #[derive(Clone, PartialEq)]
        #[cfg_attr(all($($shown)?), derive(Debug))]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$about])* pub $field: $crate::runtime::field_of!($kind $how $type),)*
            $(
                /// What the description does not name.
                pub $rest: $rest_type,
            )?
        }

        #[allow(deprecated)]
        impl $name {
            /// A value of the required properties; the others are absent.
            #[inline]
            pub fn new($($argument: $crate::runtime::taken!($taken $argument_type)),*) -> Self {
                $(
                    let $argument: $crate::runtime::held!($taken $argument_type) =
                        $crate::runtime::given!($taken $argument);
                )*
                $($(
                    let $constant: $crate::runtime::held!($made $constant_type) =
                        $crate::runtime::given!($made $value);
                )*)?
                Self {
                    $($field: $crate::runtime::initial!($kind $how $field),)*
                    $($rest: ::std::default::Default::default(),)?
                }
            }

            $($crate::runtime::setter! { $how $field: $type, $(#[$about])* })*
        }

        $crate::runtime::default_of! { $name($($argument)*) }
        $crate::runtime::form_of! {
            $form $name { $($field: $kind $(= $wire)?,)* } $($rest)?
        }
    };
}

/// The type of a field.
#[doc(hidden)]
#[macro_export]
macro_rules! field_of {
    ($kind:ident boxed $type:ty) => {
        $crate::runtime::field_of!($kind of ::std::boxed::Box<$type>)
    };
    ($kind:ident boxed_into $type:ty) => {
        $crate::runtime::field_of!($kind of ::std::boxed::Box<$type>)
    };
    (Required $how:ident $type:ty) => { $type };
    (Lenient $how:ident $type:ty) => { $type };
    (Patched $how:ident $type:ty) => { $crate::runtime::Patch<$type> };
    (LenientPatched $how:ident $type:ty) => { $crate::runtime::Patch<$type> };
    ($kind:ident $how:ident $type:ty) => { ::std::option::Option<$type> };
}

/// What a constructor makes of a field.
#[doc(hidden)]
#[macro_export]
macro_rules! initial {
    (Required given $field:ident) => {
        $field
    };
    ($kind:ident given $field:ident) => {
        ::std::convert::Into::into($field)
    };
    ($kind:ident $how:ident $field:ident) => {
        ::std::default::Default::default()
    };
}

/// A chained setter. What it takes and makes is spelled out: a macro for either would be expanded for
/// each of many properties.
#[doc(hidden)]
#[macro_export]
macro_rules! setter {
    (of $($rest:tt)*) => {};
    (given $($rest:tt)*) => {};
    (own $field:ident: $type:ty, $(#[$about:meta])*) => {
        $(#[$about])*
        #[inline]
        pub fn $field(mut self, value: $type) -> Self {
            self.$field = ::std::convert::Into::into(value);
            self
        }
    };
    (into $field:ident: $type:ty, $(#[$about:meta])*) => {
        $(#[$about])*
        #[inline]
        pub fn $field(mut self, value: impl ::std::convert::Into<$type>) -> Self {
            let value: $type = ::std::convert::Into::into(value);
            self.$field = ::std::convert::Into::into(value);
            self
        }
    };
    (boxed $field:ident: $type:ty, $(#[$about:meta])*) => {
        $(#[$about])*
        #[inline]
        pub fn $field(mut self, value: $type) -> Self {
            self.$field = ::std::convert::Into::into(::std::boxed::Box::new(value));
            self
        }
    };
    (boxed_into $field:ident: $type:ty, $(#[$about:meta])*) => {
        $(#[$about])*
        #[inline]
        pub fn $field(mut self, value: impl ::std::convert::Into<$type>) -> Self {
            let value: $type = ::std::convert::Into::into(value);
            self.$field = ::std::convert::Into::into(::std::boxed::Box::new(value));
            self
        }
    };
}

/// `Default`, where a constructor takes nothing.
#[doc(hidden)]
#[macro_export]
macro_rules! default_of {
    ($name:ident()) => {
        #[allow(deprecated)]
        impl ::std::default::Default for $name {
            #[inline]
            fn default() -> Self {
                Self::new()
            }
        }
    };
    ($($rest:tt)*) => {};
}

/// How an object is read and written.
#[doc(hidden)]
#[macro_export]
macro_rules! form_of {
    (array $($rest:tt)*) => {};
    (struct $name:ident { $($field:ident: $kind:ident $(= $wire:literal)?,)* } $($rest:ident)?) => {
        #[allow(deprecated)]
        impl $crate::runtime::object::Object for $name {
            const NAME: &'static str = stringify!($name);
            const PROPERTIES: &'static [&'static str] =
                &[$($crate::runtime::wire!($field $($wire)?)),*];

            #[inline]
            fn place(name: &str) -> usize {
                // There may be no property.
                let _ = name;
                let place = 0;
                $(
                    if let $crate::runtime::wire!($field $($wire)?) = name {
                        return place;
                    }
                    let place = place + 1;
                )*
                place
            }

            #[inline]
            fn read<'de, R: $crate::runtime::object::Read<'de>>(
                from: &mut R,
            ) -> ::std::result::Result<Self, R::Error> {
                $(let mut $field = ::std::option::Option::None;)*
                let mut further = $crate::runtime::further!($($rest)?);
                while let ::std::option::Option::Some(turn) = from.next(&mut further) {
                    // There may be no property.
                    let _ = turn;
                    $(if $crate::runtime::$kind::read(&turn, from, &mut $field) {
                        continue;
                    })*
                }
                let gap = $crate::runtime::object::Gap::default();
                let (::std::option::Option::Some(()), $(::std::option::Option::Some($field),)*) =
                    (from.end(), $($crate::runtime::$kind::end(&gap, $field),)*)
                else {
                    return ::std::result::Result::Err(from.error(&gap));
                };
                ::std::result::Result::Ok(Self { $($field,)* $($rest: further,)? })
            }

            fn write<W: $crate::runtime::object::Write>(&self, to: &mut W) {
                let _ = to;
                $($crate::runtime::$kind::write(to, &self.$field);)*
                $(to.further(&self.$rest);)?
            }
        }

        #[allow(deprecated)]
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::object::read(deserializer)
            }
        }

        #[allow(deprecated)]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::runtime::write_object!(serializer self $($rest)?)
            }
        }
    };
}

/// The name of a property on the wire.
#[doc(hidden)]
#[macro_export]
macro_rules! wire {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}

/// What keeps the properties of an object that have no field.
#[doc(hidden)]
#[macro_export]
macro_rules! further {
    () => {
        ()
    };
    ($rest:ident) => {
        ::std::collections::BTreeMap::new()
    };
}

/// Writes an object.
#[doc(hidden)]
#[macro_export]
macro_rules! write_object {
    ($serializer:ident $self:ident) => {
        $crate::runtime::object::write($serializer, $self)
    };
    ($serializer:ident $self:ident $rest:ident) => {
        $crate::runtime::object::write_open($serializer, $self)
    };
}

/// The type of an argument.
#[doc(hidden)]
#[macro_export]
macro_rules! taken {
    (into $type:ty) => { impl ::std::convert::Into<$type> };
    (boxed_into $type:ty) => { impl ::std::convert::Into<$type> };
    ($kind:ident $type:ty) => { $type };
}

/// The type that is made of an argument.
#[doc(hidden)]
#[macro_export]
macro_rules! held {
    (boxed $type:ty) => { ::std::boxed::Box<$type> };
    (boxed_into $type:ty) => { ::std::boxed::Box<$type> };
    ($kind:ident $type:ty) => { $type };
}

/// What is made of an argument.
#[doc(hidden)]
#[macro_export]
macro_rules! given {
    (own $value:expr) => {
        $value
    };
    (into $value:expr) => {
        ::std::convert::Into::into($value)
    };
    (boxed $value:expr) => {
        ::std::boxed::Box::new($value)
    };
    (boxed_into $value:expr) => {
        ::std::boxed::Box::new(::std::convert::Into::into($value))
    };
}

pub use {
    default_of, field_of, form_of, further, given, held, initial, object, setter, taken, wire,
    write_object,
};
