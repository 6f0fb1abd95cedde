//! Parameters of operations.

use super::{Constraints, Ident, TypeRef};

/// One parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name on the wire.
    pub wire: String,
    /// Its name as argument or setter.
    pub name: Ident,
    /// `description`, with default, limits and unit in words.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// Whether the request is refused without it.
    pub required: bool,
    /// Whether it is an argument of the method; a setter otherwise.
    pub positional: bool,
    /// Where and how it is sent.
    pub location: Location,
    /// Its type.
    pub r#type: TypeRef,
    /// The limits written at the parameter itself; those of a named type stay with the type.
    pub constraints: Constraints,
}

/// Where a parameter is sent, with the style it is written in (OpenAPI 3.0.3 §4.7.12.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path; `style: simple`.
    Path {
        /// Whether objects become `a=1,b=2` instead of `a,1,b,2`.
        explode: bool,
    },
    /// In the query.
    Query {
        /// How it is written.
        style: QueryStyle,
        /// Whether every item or property is a pair of its own.
        explode: bool,
    },
    /// In a header; `style: simple`.
    Header {
        /// Whether objects become `a=1,b=2` instead of `a,1,b,2`.
        explode: bool,
    },
}

/// The styles of a query parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryStyle {
    /// `style: form`
    Form,
}
