//! What the commands share: the disk on one side of [`crate::generate`] and on the other.
//!
//! Invariants: nothing else in this crate touches the disk; nothing is written unless everything
//! was generated, and never over a file that the generator did not write.

mod build_script;
#[cfg(feature = "cli")]
pub mod command;
pub mod files;
pub mod job;
pub mod sync;

pub use build_script::build_script;
pub use job::{Job, Outcome};
