//! Texts that are put together.
//!
//! What std inlines for it is compiled in each unit of the crate that does so, of which there are 16:
//! hence one function, and `+= ","` in place of `push(',')`.

use std::fmt::{self, Arguments};

/// `format!`, as a call of that function.
macro_rules! text {
    ($($part:tt)*) => {
        $crate::runtime::text::written(::std::format_args!($($part)*))
    };
}

pub(super) use text;

#[inline(never)]
pub(super) fn written(text: Arguments<'_>) -> String {
    fmt::format(text)
}
