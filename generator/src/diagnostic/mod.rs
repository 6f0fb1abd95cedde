//! What is wrong with a description, where, and what to write instead.

mod code;
mod example;
mod excerpt;
mod explain;
mod report;
mod sink;
mod suggest;

pub use code::Code;
pub use example::Example;
pub use report::{Problem, Report};
pub use sink::{Reported, Sink};
pub use suggest::nearest;

use crate::source::{Place, Pointer};

/// One problem.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Which kind of problem.
    pub code: Code,
    /// Whether it refuses the description: as its kind does, unless [`tolerated`](Self::tolerated).
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, text of the description in backticks.
    pub message: String,
    /// Where, and what to say at that place.
    pub primary: Label,
    /// A second place that belongs to it, as the first of two duplicates.
    pub secondary: Option<Label>,
    /// The JSON Pointer shown with the report; the primary place's own when `None`.
    pub pointer: Option<Pointer>,
    /// What to do.
    pub help: Option<String>,
}

/// A place and a few words.
#[derive(Clone, Debug)]
pub struct Label {
    /// The place.
    pub place: Place,
    /// The words beside the caret; may be empty.
    pub text: String,
}

/// Whether a problem refuses the description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It does.
    Error,
    /// It does not, but something is ignored or guessed within the limits of the specification.
    Warning,
}

impl Diagnostic {
    /// A problem at a place.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: Label {
                place,
                text: String::new(),
            },
            secondary: None,
            pointer: None,
            help: None,
        }
    }

    /// A warning, though most problems of this kind refuse the description.
    #[must_use]
    pub fn tolerated(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// Words beside the caret.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// A second place.
    #[must_use]
    pub fn also(mut self, place: Place, text: impl Into<String>) -> Self {
        self.secondary = Some(Label {
            place,
            text: text.into(),
        });
        self
    }

    /// The pointer to show when the place is known by its characters.
    #[must_use]
    pub fn at(mut self, pointer: Pointer) -> Self {
        self.pointer = Some(pointer);
        self
    }

    /// What to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}
