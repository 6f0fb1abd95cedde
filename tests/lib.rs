//! What tests and binaries of this package share.

pub mod calls;
pub mod description;
pub mod full;
