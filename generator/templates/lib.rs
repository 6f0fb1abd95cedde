#[rustfmt::skip]
mod generated;
#[doc(hidden)]
pub mod runtime;

pub use generated::{@NAMES@};
pub use runtime::{@VOCABULARY@};
