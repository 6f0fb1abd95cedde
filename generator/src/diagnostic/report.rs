//! What is shown of a run's problems.

use super::Diagnostic;
use crate::source::Tree;

/// The problems of a run, ready to be shown.
#[derive(Debug)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    pub(super) fn new(
        diagnostics: Vec<Diagnostic>,
        _deny_warnings: bool,
        _tree: &Tree<'_>,
    ) -> Self {
        Self { diagnostics }
    }

    /// The report as text, one block for each problem, in the order of the description; empty when
    /// there is none.
    pub fn render(&self) -> String {
        format!("{} problems", self.diagnostics.len())
    }
}
