//! The operations, by tag.

mod sharing;
mod subscription;

pub use sharing::*;
pub use subscription::*;
