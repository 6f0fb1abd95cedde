//! The types of the description.

mod shared;
mod sharing;
mod subscription;

pub use shared::*;
pub use sharing::*;
pub use subscription::*;
