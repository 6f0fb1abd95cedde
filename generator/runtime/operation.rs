//! What is known about an operation before it is called: data, one `static` for each.

pub use http::Method;

use super::security::SecurityScheme;

/// An operation, as its description declares it.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its `operationId`; empty for a request that the description does not know.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template, without the server's URL: `/v1/orders/{orderId}`.
    pub path: &'static str,
    /// The media types that can be read, as the `Accept` header lists them.
    pub accept: &'static str,
    /// The security requirements: alternatives, each with the schemes that it needs together
    /// (OpenAPI 3.0.3 §4.7.30). Nothing is attached when there are none.
    pub security: &'static [&'static [&'static SecurityScheme]],
    /// Whether it may be sent again when the outcome of an attempt is unknown.
    pub idempotent: bool,
}
