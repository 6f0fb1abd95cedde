//! How objects are made: a constructor that takes the required properties, and setters of the others.
//!
//! A property is listed with how it is taken and its type: `into String` for anything that becomes
//! one, `own i64` for nothing else, `boxed` and `boxed_into` where it stands behind a `Box`.

/// Gives an object its constructor and setters; what stands after them is left out.
#[doc(hidden)]
#[macro_export]
macro_rules! properties {
    (
        $name:ident::$new:ident($($required:ident: $kind:ident $type:ty),* $(,)?) {
            $($(#[$attribute:meta])* $field:ident: $how:ident $value:ty,)*
        }
        $($other:ident),* $(,)?
    ) => {
        $crate::runtime::constructor!($name::$new($($required: $kind $type),*) $($field,)* $($other,)*);
        $crate::runtime::setters! { $name { $($(#[$attribute])* $field: $how $value,)* } }
    };
}

/// Gives an object `new`.
#[doc(hidden)]
#[macro_export]
macro_rules! constructor {
    (
        $name:ident::$new:ident($($required:ident: $kind:ident $type:ty),* $(,)?)
        $($other:ident),* $(,)?
    ) => {
        #[allow(deprecated)]
        impl $name {
            /// A value of the required properties; the others are absent.
            pub fn $new($($required: $crate::runtime::taken!($kind $type)),*) -> Self {
                Self {
                    $($required: {
                        let value: $crate::runtime::held!($kind $type) = $crate::runtime::given!($kind $required);
                        ::std::convert::Into::into(value)
                    },)*
                    $($other: ::std::default::Default::default(),)*
                }
            }
        }
    };
}

/// Gives an object a chained setter of each property.
#[doc(hidden)]
#[macro_export]
macro_rules! setters {
    ($name:ident { $($(#[$attribute:meta])* $field:ident: $kind:ident $type:ty,)* }) => {
        #[allow(deprecated)]
        impl $name {
            $(
                #[doc = concat!("Sets `", stringify!($field), "`.")]
                $(#[$attribute])*
                pub fn $field(mut self, value: $crate::runtime::taken!($kind $type)) -> Self {
                    let value: $crate::runtime::held!($kind $type) = $crate::runtime::given!($kind value);
                    self.$field = ::std::convert::Into::into(value);
                    self
                }
            )*
        }
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
    (own $value:ident) => {
        $value
    };
    (into $value:ident) => {
        ::std::convert::Into::into($value)
    };
    (boxed $value:ident) => {
        ::std::boxed::Box::new($value)
    };
    (boxed_into $value:ident) => {
        ::std::boxed::Box::new(::std::convert::Into::into($value))
    };
}

pub use {constructor, given, held, properties, setters, taken};
