//! Request bodies.

use super::{Constraints, Ident, TypeRef};

/// The body of a request.
#[derive(Clone, Debug)]
pub struct RequestBody {
    /// `description`.
    pub description: Option<String>,
    /// Whether the request is refused without it: an argument then, a setter otherwise.
    pub required: bool,
    /// Name of the enum that the caller chooses by, where there are several content types:
    /// `CreateReportBody`.
    pub name: Ident,
    /// The content types, in document order; never empty.
    pub contents: Vec<BodyContent>,
}

/// A body in one content type.
#[derive(Clone, Debug)]
pub struct BodyContent {
    /// Name of its variant: `Json`.
    pub variant: Ident,
    /// The media type or range: `application/merge-patch+json`, `image/*`.
    pub media_type: String,
    /// How it is written.
    pub kind: BodyKind,
    /// The limits written at the body's schema itself; those of a named type stay with the type.
    pub constraints: Constraints,
}

/// How a body is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// JSON of this type.
    Json(TypeRef),
    /// `application/x-www-form-urlencoded`, of this type.
    Form(TypeRef),
    /// Text.
    Text,
    /// Bytes, or a stream of them.
    Binary,
}

impl BodyKind {
    /// The type it is written from, where that is one of the description's.
    pub fn r#type(&self) -> Option<&TypeRef> {
        match self {
            Self::Json(r#type) | Self::Form(r#type) => Some(r#type),
            Self::Text | Self::Binary => None,
        }
    }
}
