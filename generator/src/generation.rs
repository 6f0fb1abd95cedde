//! What goes into a run and what comes out of it.

use crate::diagnostic::{Report, Reported};
use crate::format::SourceFile;
use crate::settings::SettingsFile;

/// What the caller decides about the generated crate.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The package name of the crate; `None` leaves it to the settings, and those to the
    /// description's title.
    pub package: Option<String>,
    /// Which files are wanted.
    pub layout: Layout,
    /// Whether a warning refuses the description as an error does.
    pub deny_warnings: bool,
    /// What the user settles beside that, if anything.
    pub settings: Option<SettingsFile>,
}

/// Which files [`generate`](crate::generate) produces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// A crate that builds by itself: `Cargo.toml`, `README.md`, `src/lib.rs` and the sources.
    #[default]
    Crate,
    /// Only `src/generated/` and `src/runtime/`, for a crate whose other files are written by hand.
    Sources,
    /// These, and `client.rs`, which is included at the root of a crate: for a build script.
    Included,
}

/// What one run produced.
#[derive(Debug)]
pub struct Generation {
    /// The files of the crate, or `Err` when the report holds an error.
    pub output: Result<Output, Reported>,
    /// Every problem of the run, in the order of the description.
    pub report: Report,
    /// The files of the description, as far as they were found.
    pub read: Vec<String>,
}

/// The generated files and what they contain.
#[derive(Debug)]
pub struct Output {
    /// The files, with paths relative to the crate's folder.
    pub files: Vec<SourceFile>,
    /// Number of operations.
    pub operations: usize,
    /// Number of pages that the user's browser is sent to.
    pub pages: usize,
    /// Number of named types.
    pub types: usize,
}
