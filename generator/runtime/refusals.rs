//! The documented refusals of an operation, chosen by status.

/// Declares the refusals of an operation: for each status a variant, with what its body is read as.
#[doc(hidden)]
#[macro_export]
macro_rules! refusals {
    (
        $(#[$attribute:meta])*
        $name:ident of $operation:ident {
            $($(#[$docs:meta])* $status:pat => $variant:ident $(($body:ty))?,)*
        }
    ) => {
        $(#[$attribute])*
        #[allow(deprecated)]
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$docs])* $variant $(($body))?,)*
        }

        impl $name {
            /// The documented refusal that `error` carries; `None` for another operation's error,
            /// another status, or a body that is not what is documented.
            #[inline]
            pub fn from(error: &$crate::runtime::Error) -> ::std::option::Option<Self> {
                match error.status_of(&$operation) {
                    $(::std::option::Option::Some($status) => {
                        $crate::runtime::refusal!(error, $variant $(, $body)?)
                    })*
                    _ => ::std::option::Option::None,
                }
            }
        }
    };
}

/// A refusal without content, or with JSON.
#[doc(hidden)]
#[macro_export]
macro_rules! refusal {
    ($error:ident, $variant:ident) => {
        ::std::option::Option::Some(Self::$variant)
    };
    ($error:ident, $variant:ident, $body:ty) => {
        $error.body_in(Self::$variant)
    };
}

pub use {refusal, refusals};
