//! The runtime of the client: everything that is the same for every operation.
//!
//! One module for each capability, known by nothing but what is re-exported here. Modules that a
//! description does not need are left out, with every line below that names them.

mod auth;
mod base64;
mod call;
mod check;
mod client;
mod custom;
mod date_time;
mod decode;
mod encode;
mod epoch_millis;
mod error;
mod exchange;
mod form;
pub mod lenient;
mod macros;
mod measure;
mod message;
mod multiple_of;
mod operation;
mod options;
mod patch;
mod pattern;
mod redacted;
mod request;
mod response;
mod security;
mod tls;
mod transport;
mod unique_items;
mod unknown_value;
mod uuid;
mod value;

pub use auth::{BearerToken, Credentials, TokenSource};
pub use base64::Base64;
pub use call::Call;
pub use check::{Check, Checker, Violation};
pub use client::{Client, ClientBuilder};
pub use custom::CustomRequest;
pub use encode::QueryStyle;
pub use epoch_millis::EpochMillis;
pub use error::{Error, ErrorKind};
pub use macros::{integer_newtype, number_newtype, scalar_newtype};
pub use macros::{string_enum, string_newtype};
pub use measure::{Counted, Members, Numeric, Textual};
pub use operation::{Method, Operation};
pub use options::CallOptions;
pub use patch::Patch;
pub use pattern::{Pattern, pattern};
pub use redacted::Redacted;
pub use request::{Body, Request, request, send};
pub use response::{Empty, Headers, Json, Payload, RawResponse, Response, Text};
pub use security::{Any, Mode, SchemeKind, SecurityScheme};
pub use transport::{BoxError, BoxFuture, Chunks, HttpRequest, HttpResponse, ResponseBody};
pub use transport::{Transport, TransportError};
pub use unknown_value::{UnknownValue, read_text};
