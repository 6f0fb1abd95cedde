//! Request bodies.

use super::{Constraints, TypeRef};

/// The body of a request.
#[derive(Clone, Debug)]
pub struct RequestBody {
    /// `description`.
    pub description: Option<String>,
    /// Whether the request is refused without it: an argument then, a setter otherwise.
    pub required: bool,
    /// How it is written.
    pub media_type: MediaType,
    /// The type it is written from.
    pub r#type: TypeRef,
    /// The limits written at the body's schema itself; those of a named type stay with the type.
    pub constraints: Constraints,
}

/// The media types that bodies are written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// `application/json`, or a `+json` type; the text is what is sent as `Content-Type`.
    Json(String),
    /// `application/x-www-form-urlencoded`.
    Form,
}
