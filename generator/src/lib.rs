//! Turns an OpenAPI description into a typed Rust client crate.
//!
//! A linear compiler: every arrow below is one folder, with one type on each side of it and no
//! way back.
//!
//! ```text
//! files ─source→ Tree ─check→ Tree ─normalise→ Normalised ─document→ Document ─lower→ ir::Api
//!       ─render→ tokens ─format→ SourceFile
//! ```
//!
//! [`bundle`] leaves halfway, with the description in one piece.
//!
//! Everything but [`cli`] is pure: files come from a [`source::Reader`] and leave as
//! [`SourceFile`]s. Problems are [`diagnostic::Diagnostic`]s with a place in the file they come
//! from; all problems of a run are reported, and nothing is generated when there was one.

pub mod bundle;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod document;
pub mod format;
pub mod ir;
pub mod lower;
pub mod normalise;
pub mod render;
mod runtime;
pub mod source;

pub use format::SourceFile;

use diagnostic::{Report, Reported, Sink};
use source::{Reader, Tree};

/// What the caller decides about the generated crate.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The package name of the crate; `None` derives it from the description's title.
    pub package: Option<String>,
    /// Which files are wanted.
    pub layout: Layout,
    /// Whether a warning refuses the description as an error does.
    pub deny_warnings: bool,
}

/// Which files [`generate`] produces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// A crate that builds by itself: `Cargo.toml`, `README.md`, `src/lib.rs` and the sources.
    #[default]
    Crate,
    /// Only `src/generated/` and `src/runtime/`, for a crate whose other files are written by hand.
    Sources,
}

/// What one run produced.
#[derive(Debug)]
pub struct Generation {
    /// The files of the crate, or `Err` when the report holds an error.
    pub output: Result<Output, Reported>,
    /// Every problem of the run, in the order of the description.
    pub report: Report,
}

/// The generated files and what they contain.
#[derive(Debug)]
pub struct Output {
    /// The files, with paths relative to the crate's folder.
    pub files: Vec<SourceFile>,
    /// Number of operations.
    pub operations: usize,
    /// Number of named types.
    pub types: usize,
}

/// Generates a client crate from the description at `entry`.
///
/// `entry` is a path that `reader` understands; relative `$ref`s are resolved against it.
pub fn generate(reader: &dyn Reader, entry: &str, options: &Options) -> Generation {
    let mut sink = Sink::new(options.deny_warnings);
    let mut tree = Tree::new(reader);
    let output = compile(&mut tree, entry, options, &mut sink);
    let output = sink.verdict().and(output);
    Generation {
        output,
        report: sink.into_report(&tree),
    }
}

/// The whole pipeline, one line for each stage.
fn compile(
    tree: &mut Tree<'_>,
    entry: &str,
    options: &Options,
    sink: &mut Sink,
) -> Result<Output, Reported> {
    tree.load(entry, sink)?;
    check::check(tree, sink)?;
    let normalised = normalise::normalise(tree, sink)?;
    let document = document::read(normalised, sink)?;
    let api = lower::lower(&document, options, sink)?;
    let crate_ = render::render(&api, options.layout);
    Ok(Output {
        operations: api.operations().count(),
        types: api.schemas.len(),
        files: format::format(crate_),
    })
}
