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
}
