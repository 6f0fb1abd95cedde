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
    /// Whether its value is JSON, as text (`content: application/json`).
    pub json: bool,
    /// Its type.
    pub r#type: TypeRef,
    /// The limits written at the parameter itself; those of a named type stay with the type.
    pub constraints: Constraints,
}

/// Where a parameter is sent, with the style it is written in (OpenAPI 3.0.3 §4.7.12.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path {
        /// How it is written.
        style: PathStyle,
        /// Whether every item or property is told apart.
        explode: bool,
    },
    /// In the query.
    Query(QueryStyle),
    /// In a header; `style: simple`.
    Header {
        /// Whether objects become `a=1,b=2` instead of `a,1,b,2`.
        explode: bool,
    },
    /// In a cookie; `style: form`.
    Cookie {
        /// Whether lists and objects have no form.
        explode: bool,
    },
}

/// The styles of a path parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathStyle {
    /// `style: simple`
    Simple,
    /// `style: label`
    Label,
    /// `style: matrix`
    Matrix,
}

/// How a query parameter, or a property of a form, is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueryStyle {
    /// The style.
    pub kind: QueryStyleKind,
    /// Whether reserved characters stay as they are (`allowReserved`).
    pub reserved: bool,
}

/// The styles of a query parameter, as far as they differ on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryStyleKind {
    /// `style: form`, `explode: false`
    Form,
    /// `style: form`, `explode: true`; the delimited styles with `explode: true` are the same.
    FormExplode,
    /// `style: spaceDelimited`, `explode: false`
    SpaceDelimited,
    /// `style: pipeDelimited`, `explode: false`
    PipeDelimited,
    /// `style: deepObject`
    DeepObject,
    /// JSON; of a property of a form.
    Json,
}

impl QueryStyle {
    /// What holds where nothing is said.
    pub const DEFAULT: Self = Self {
        kind: QueryStyleKind::FormExplode,
        reserved: false,
    };
}
