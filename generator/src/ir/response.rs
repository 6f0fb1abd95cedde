//! Responses.

use super::{Ident, TypeRef};

/// What a successful call returns.
#[derive(Clone, Debug)]
pub enum Success {
    /// The same payload for every documented success.
    One(Payload),
    /// One variant for each status; a type of the given name is generated.
    ByStatus {
        /// Name of the generated type: `CreateOrderResponse`.
        name: Ident,
        /// The variants, exact statuses before ranges.
        responses: Vec<Response>,
    },
}

/// One documented response.
#[derive(Clone, Debug)]
pub struct Response {
    /// Name of its variant: `BadRequest`.
    pub variant: Ident,
    /// The statuses it stands for.
    pub status: StatusRange,
    /// `description`.
    pub description: String,
    /// What it carries.
    pub payload: Payload,
}

/// The statuses of a response (OpenAPI 3.0.3 §4.7.16): a code, a range, or `default`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusRange {
    /// `404`
    Code(u16),
    /// `4XX`: the first digit.
    Range(u8),
    /// `default`: every status that is not documented otherwise.
    Default,
}

/// What a response's body is read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// No content is documented.
    Empty,
    /// JSON of this type.
    Json(TypeRef),
    /// Text.
    Text,
    /// Bytes: a stream of them where it is a success.
    Binary,
    /// Server-sent events with JSON of this type as their data; with text when there is none.
    Events(Option<TypeRef>),
    /// One of several, by content type.
    ByType(Contents),
}

/// The payloads of a response with several content types; a type of the given name is generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Name of the generated type: `GetReportOk`.
    pub name: Ident,
    /// The payloads, in document order; at least two.
    pub contents: Vec<Content>,
}

/// A payload by its content type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Name of its variant: `Pdf`.
    pub variant: Ident,
    /// The media type or range: `application/pdf`, `image/*`.
    pub range: String,
    /// What it is read as; never [`Payload::ByType`].
    pub payload: Payload,
}

impl Payload {
    /// Whether a success of it is handed out while it arrives.
    pub fn is_streamed(&self) -> bool {
        match self {
            Self::Empty | Self::Json(_) | Self::Text => false,
            Self::Binary | Self::Events(_) => true,
            Self::ByType(types) => types.contents.iter().any(|it| it.payload.is_streamed()),
        }
    }

    /// The types it is decoded to.
    pub fn types(&self) -> Vec<&TypeRef> {
        match self {
            Self::Empty | Self::Text | Self::Binary => Vec::new(),
            Self::Json(r#type) => vec![r#type],
            Self::Events(data) => data.iter().collect(),
            Self::ByType(types) => {
                let contents = types.contents.iter();
                contents.flat_map(|it| it.payload.types()).collect()
            }
        }
    }
}
