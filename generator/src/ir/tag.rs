//! Tags: the groups that operations are reached by.

use super::{Ident, Operation, Page};

/// One tag, with its operations and pages.
#[derive(Clone, Debug)]
pub struct Tag {
    /// The tag's text.
    pub text: String,
    /// `description`, as Markdown.
    pub description: Option<String>,
    /// Name of the accessor on the client and of the module: `subscription`.
    pub module: Ident,
    /// Name of the handle type: `Subscription`.
    pub handle: Ident,
    /// Its operations, in document order.
    pub operations: Vec<Operation>,
    /// Its pages, in document order.
    pub pages: Vec<Page>,
}
