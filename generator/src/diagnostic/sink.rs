//! Where stages report to.

use super::{Diagnostic, Report, Severity};
use crate::source::{Place, Tree};

/// Proof that a problem was reported; only a [`Sink`] makes one, so nothing fails silently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reported(());

/// Collects the diagnostics of one run.
#[derive(Debug)]
pub struct Sink {
    deny_warnings: bool,
    diagnostics: Vec<Diagnostic>,
}

impl Sink {
    /// An empty sink; `deny_warnings` makes every warning an error.
    pub fn new(deny_warnings: bool) -> Self {
        Self {
            deny_warnings,
            diagnostics: Vec::new(),
        }
    }

    /// Whether a problem of a kind that refuses a description, tolerated there or not, was reported
    /// at this place or below it.
    pub fn has_error_within(&self, place: &Place) -> bool {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.code.severity() == Severity::Error)
            .any(|diagnostic| is_within(place, diagnostic))
    }

    /// Reports an error, and gives the proof that it was reported.
    pub fn error(&mut self, diagnostic: Diagnostic) -> Reported {
        debug_assert_eq!(diagnostic.severity, Severity::Error);
        self.diagnostics.push(diagnostic);
        Reported(())
    }

    /// Reports a warning.
    pub fn warn(&mut self, diagnostic: Diagnostic) {
        debug_assert_eq!(diagnostic.severity, Severity::Warning);
        self.diagnostics.push(diagnostic);
    }

    /// The proof for a problem that an earlier stage reported. `None` when no error was: the
    /// caller has to report then.
    pub fn earlier(&self) -> Option<Reported> {
        self.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
            .then_some(Reported(()))
    }

    /// What was reported so far.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// `Err` when the description is refused.
    ///
    /// # Errors
    /// An error was reported, or a warning while warnings are denied.
    pub fn verdict(&self) -> Result<(), Reported> {
        let refused = self
            .diagnostics
            .iter()
            .any(|diagnostic| self.deny_warnings || diagnostic.severity == Severity::Error);
        if refused { Err(Reported(())) } else { Ok(()) }
    }

    /// The proof for a stage that could not finish although nothing was reported: never reached
    /// while each stage reports what it leaves out.
    pub fn unfinished(&self) -> Reported {
        Reported(())
    }

    /// Everything reported, with the places found in the files.
    pub fn into_report(self, tree: &Tree<'_>) -> Report {
        Report::new(self.diagnostics, self.deny_warnings, tree)
    }
}

/// Whether the place of `diagnostic` is `outer` or below it, as far as both are known alike.
fn is_within(outer: &Place, diagnostic: &Diagnostic) -> bool {
    match (outer, &diagnostic.primary.place) {
        (Place::Characters(outer), Place::Characters(inner)) => {
            outer.file == inner.file
                && outer.start < outer.end
                && outer.start <= inner.start
                && inner.end <= outer.end
        }
        (Place::Node { file, pointer, .. }, inner) => {
            let (inner_file, inner) = match inner {
                Place::Node { file, pointer, .. } => (*file, Some(pointer)),
                Place::Characters(span) => (span.file, diagnostic.pointer.as_ref()),
            };
            *file == inner_file && inner.is_some_and(|inner| inner.strip_prefix(pointer).is_some())
        }
        (Place::Characters(_), Place::Node { .. }) => false,
    }
}
