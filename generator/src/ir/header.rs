//! Response headers.

use super::{Ident, TypeRef};

/// A documented response header: an accessor on the runtime's `Headers`.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its name on the wire, as in the description.
    pub wire: String,
    /// Name of the accessor: `x_rate_limit_remaining`.
    pub name: Ident,
    /// `description`.
    pub description: Option<String>,
    /// What its text is read as.
    pub r#type: TypeRef,
    /// How it is read.
    pub form: HeaderForm,
}

/// How the text of a header is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderForm {
    /// As a scalar, an enum, or an array of such.
    Simple,
    /// As an object in `style: simple`.
    Object {
        /// `R=100,G=200` in place of `R,100,G,200`.
        explode: bool,
    },
    /// As JSON.
    Json,
}
