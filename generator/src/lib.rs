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
mod generation;
pub mod ir;
mod listing;
pub mod lower;
mod map;
pub mod normalise;
pub mod render;
mod runtime;
mod settings;
pub mod source;
mod text;
mod thread;

pub use format::SourceFile;
pub use generation::{Generation, Layout, Options, Output};
pub use listing::{Listed, Listing, list};
pub use settings::SettingsFile;

use diagnostic::{Reported, Sink};
use normalise::Normalised;
use settings::Settings;
use source::{Reader, Tree};

/// Generates a client crate from the description at `entry`.
///
/// `entry` is a path that `reader` understands; relative `$ref`s are resolved against it.
pub fn generate(reader: &dyn Reader, entry: &str, options: &Options) -> Generation {
    thread::deep(|| {
        let mut sink = Sink::new(options.deny_warnings);
        let mut tree = Tree::new(reader);
        let api = compile(&mut tree, entry, options, &mut sink);
        let api = sink.verdict().and(api);
        let read = tree.description();
        let report = sink.into_report(&tree);
        // Printing takes as much memory as reading; what was read is not in memory with it.
        drop(tree);
        Generation {
            output: api.map(|api| print(&api, options)),
            report,
            read,
        }
    })
}

/// The stages before types come into it: the description as the settings want it.
fn read(
    tree: &mut Tree<'_>,
    entry: &str,
    options: &Options,
    sink: &mut Sink,
) -> Result<(Normalised, Settings), Reported> {
    tree.load(entry, sink)?;
    let settings = settings::read(tree, options, sink);
    tree.correct(&settings.overrides, sink);
    check::check(tree, sink)?;
    let mut normalised = normalise::normalise(tree, sink)?;
    normalise::select(&mut normalised, &settings.include, sink);
    Ok((normalised, settings))
}

/// The stages up to the IR.
fn compile(
    tree: &mut Tree<'_>,
    entry: &str,
    options: &Options,
    sink: &mut Sink,
) -> Result<ir::Api, Reported> {
    let (normalised, settings) = read(tree, entry, options, sink)?;
    let decisions = settings.decide(tree, &normalised, sink);
    let document = document::read(normalised, sink)?;
    lower::lower(&document, &decisions, sink)
}

/// The stages after it, which refuse nothing.
fn print(api: &ir::Api, options: &Options) -> Output {
    let crate_ = render::render(api, options.layout);
    Output {
        operations: api.operations().count(),
        pages: api.pages().count(),
        types: api.types().count(),
        files: format::format(crate_),
    }
}

/// The package's README, so that its example is compiled with the other doc tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
