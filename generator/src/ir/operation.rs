//! Operations.

use super::{Ident, Parameter, RequestBody, Response, Success};

/// One operation: a method on its tag's handle and the request type it returns.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `operationId`, or `GET /path` where there is none.
    pub id: String,
    /// Name of the method: `list_subscriptions`.
    pub name: Ident,
    /// Name of the request type: `ListSubscriptions`.
    pub request: Ident,
    /// Name of the error type: `ListSubscriptionsError`.
    pub error: Ident,
    /// Name of the constant that describes it: `LIST_SUBSCRIPTIONS`.
    pub constant: Ident,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`, as Markdown.
    pub description: Option<String>,
    /// Its lifecycle, and where the facts come from (`x-lifecycle`, `x-evidence`), a sentence each.
    pub evidence: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// The HTTP method.
    pub method: Method,
    /// The URL of its own server, where the path item or the operation has one.
    pub server: Option<String>,
    /// The path template, as in the description: `/v1/client/subscription/{customerNumber}`.
    pub path: String,
    /// Whether it may be sent again when the outcome of an attempt is unknown (RFC 9110 §9.2.2,
    /// or `x-idempotent`).
    pub idempotent: bool,
    /// The `Accept` header; `None` when no response has content.
    pub accept: Option<String>,
    /// The parameters: path in template order, then the others in document order.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<RequestBody>,
    /// What a success answers.
    pub success: Success,
    /// The documented answers that are errors, by status, exact ones before ranges.
    pub errors: Vec<Response>,
    /// Alternatives of schemes that must be satisfied together (OpenAPI 3.0.3 §4.7.30); empty
    /// when no credential is asked for.
    pub security: Vec<Vec<String>>,
    /// Index into [`super::Api::requirements`]: the bound on the client; `None` where every
    /// client may call it.
    pub requirement: Option<usize>,
}

/// The HTTP methods of OpenAPI's Path Item Object (3.0.3 §4.7.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// `DELETE`
    Delete,
    /// `GET`
    Get,
    /// `HEAD`
    Head,
    /// `OPTIONS`
    Options,
    /// `PATCH`
    Patch,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `TRACE`
    Trace,
}

impl Method {
    /// The method as sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delete => "DELETE",
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Patch => "PATCH",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Trace => "TRACE",
        }
    }

    /// Whether sending twice is the same as sending once (RFC 9110 §9.2.2).
    pub fn is_idempotent(self) -> bool {
        !matches!(self, Self::Patch | Self::Post)
    }
}
