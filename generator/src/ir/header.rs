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
    /// What its text is read as: a scalar, an enum, or an array of such.
    pub r#type: TypeRef,
}
