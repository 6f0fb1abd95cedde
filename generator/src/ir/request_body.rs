//! Request bodies.

use super::{Constraints, Ident, QueryStyle, TypeRef};

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
#[derive(Clone, Debug)]
pub enum BodyKind {
    /// JSON of this type.
    Json(TypeRef),
    /// `application/x-www-form-urlencoded`, of this type, with the styles of those properties that
    /// are not written in the default one.
    Form(TypeRef, Vec<(String, QueryStyle)>),
    /// `multipart/form-data`, as a struct of these parts; as free parts when there are none.
    Multipart(Option<MultipartForm>),
    /// Text.
    Text,
    /// Bytes, or a stream of them.
    Binary,
}

/// A multipart body: a struct with a field for each property.
#[derive(Clone, Debug)]
pub struct MultipartForm {
    /// Name of the struct: `CreateFileForm`.
    pub name: Ident,
    /// The fields, in document order.
    pub parts: Vec<Part>,
}

/// A property of a multipart body.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its name on the wire.
    pub wire: String,
    /// Its name in the struct.
    pub name: Ident,
    /// `description`, with default, limits and unit in words.
    pub description: Option<String>,
    /// Whether the body is not valid without it.
    pub required: bool,
    /// What it is written from.
    pub kind: PartKind,
    /// The media types or ranges of `contentType`; none where OpenAPI's defaults hold.
    pub content_types: Vec<String>,
    /// Whether it has headers of its own.
    pub has_headers: bool,
}

/// What a part is written from.
#[derive(Clone, Debug)]
pub enum PartKind {
    /// A file.
    File,
    /// Files, each a part of its own.
    Files,
    /// A value: text, or JSON where it is an object.
    Value(TypeRef, Box<Constraints>),
}

impl BodyKind {
    /// The types it is written from, where those are the description's.
    pub fn types(&self) -> Vec<&TypeRef> {
        match self {
            Self::Json(r#type) | Self::Form(r#type, _) => vec![r#type],
            Self::Multipart(form) => form.iter().flat_map(MultipartForm::types).collect(),
            Self::Text | Self::Binary => Vec::new(),
        }
    }
}

impl MultipartForm {
    fn types(&self) -> impl Iterator<Item = &TypeRef> {
        self.parts.iter().filter_map(|part| match &part.kind {
            PartKind::File | PartKind::Files => None,
            PartKind::Value(r#type, _) => Some(r#type),
        })
    }
}
