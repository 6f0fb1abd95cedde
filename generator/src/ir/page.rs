//! Pages that a user's browser is sent to.

use super::{Ident, Parameter, TypeRef};

/// One page (`x-browser-page`): a builder of its URL.
#[derive(Clone, Debug)]
pub struct Page {
    /// `operationId`, or `GET /path` where there is none.
    pub id: String,
    /// Name of the builder: `LoginPage`.
    pub name: Ident,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`, as Markdown.
    pub description: Option<String>,
    /// Its lifecycle, and where the facts come from (`x-lifecycle`, `x-evidence`), a sentence each.
    pub evidence: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// The path below the login server: `/createUser`.
    pub path: String,
    /// The query parameters, in document order.
    pub parameters: Vec<Parameter>,
    /// What the query of the return URL is read as, where the page adds something to it.
    pub returned: Option<TypeRef>,
}
