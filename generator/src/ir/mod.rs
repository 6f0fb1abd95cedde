//! What the generated crate contains: plain data, every name decided, every reference resolved.
//!
//! Nothing here knows the description any more but for the words shown in docs, and nothing knows
//! tokens. A value that could not be rendered does not type-check.

mod api;
mod header;
mod name;
mod operation;
mod page;
mod parameter;
mod request_body;
pub mod reserved;
mod response;
mod schema;
mod security;
mod server;
mod tag;

pub use api::{Api, Capability};
pub use header::{Header, HeaderForm};
pub use name::{Case, Claim, Ident, Namer};
pub use operation::{Method, Operation};
pub use page::Page;
pub use parameter::{Location, Parameter, PathStyle, QueryStyle, QueryStyleKind};
pub use request_body::{BodyContent, BodyKind, MultipartForm, Part, PartKind, RequestBody};
pub use response::{Content, Contents, Payload, Response, StatusRange, Success};
pub use schema::{
    Additional, Bound, Constraints, Enum, Field, Newtype, Presence, Scalar, Schema, SchemaId,
    SchemaKind, Struct, TypeRef, Union, UnionVariant, Variant,
};
pub use security::{ClientType, KeyLocation, RateLimit, Requirement, Scheme, SchemeKind};
pub use server::{RelativeServer, Server, ServerValues, ServerVariable};
pub use tag::Tag;
