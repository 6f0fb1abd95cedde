//! Tags: the groups that operations are reached by.

use super::{Ident, Operation, Page};

/// One tag, with its operations and pages.
#[derive(Clone, Debug)]
pub struct Tag {
    /// The tag's text.
    pub text: String,
    /// `description`, as Markdown.
    pub description: Option<String>,
    /// Name of the accessor on the client: `subscription`.
    pub accessor: Ident,
    /// Name of the module and of its file: the same, where a file can be called so.
    pub module: Ident,
    /// Name of the handle type: `Subscription`.
    pub handle: Ident,
    /// Its operations, in document order.
    pub operations: Vec<Operation>,
    /// Its pages, in document order.
    pub pages: Vec<Page>,
}
