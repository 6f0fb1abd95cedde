//! The whole API.

use std::collections::BTreeMap;

use super::{
    ClientType, Header, Operation, Page, RateLimit, RelativeServer, Requirement, Schema, SchemaId,
    Scheme, Server, Tag,
};
use crate::map::Set;

/// Everything the generated crate is rendered from.
#[derive(Clone, Debug)]
pub struct Api {
    /// Package name of the crate, as Cargo accepts it.
    pub package: String,
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`, as Markdown.
    pub description: Option<String>,
    /// The servers with an absolute URL, in document order.
    pub servers: Vec<Server>,
    /// The servers that are relative to where the description is found.
    pub relative_servers: Vec<RelativeServer>,
    /// The security schemes that an operation names.
    pub schemes: Vec<Scheme>,
    /// The client types that `x-client` declares; empty when there is one client for all.
    pub clients: Vec<ClientType>,
    /// The distinct security requirements that operations bound their client by.
    pub requirements: Vec<Requirement>,
    /// The tags with their operations, in document order.
    pub tags: Vec<Tag>,
    /// The named types, in document order; [`SchemaId`] is the index.
    pub schemas: Vec<Schema>,
    /// The response headers that the description documents, one per name.
    pub headers: Vec<Header>,
    /// How often one client may call the server (`x-rate-limit`).
    pub rate_limits: Vec<RateLimit>,
    /// Lines that the settings add to the manifest's dependencies: name, and what follows `=`.
    pub dependencies: BTreeMap<String, String>,
    /// What the runtime must bring.
    pub capabilities: Set<Capability>,
}

/// A part of the runtime that only some descriptions need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Capability {
    /// `content: application/json` of a parameter
    AsJson,
    /// `format: byte`
    Base64,
    /// `scheme: basic`
    Basic,
    /// `format: date` or `date-time`
    DateTime,
    /// `format: decimal` of a number
    Decimal,
    /// `format: decimal` of a string; needs [`Self::Decimal`]
    DecimalText,
    /// Answers of bytes
    Download,
    /// `format: epoch-millis`
    EpochMillis,
    /// `text/event-stream` answers; needs [`Self::Download`]
    Events,
    /// Response headers that are objects or JSON
    HeaderObjects,
    /// Types that are not generated, as the settings have it
    Existing,
    /// `application/x-www-form-urlencoded` bodies
    Form,
    /// Limits of what is written: `uniqueItems`, the number of an object's properties, `enum`
    JsonLimits,
    /// `x-lenient`
    Lenient,
    /// Parts of a body in JSON: with [`Self::Form`] and [`Self::Multipart`]
    Members,
    /// `multipart/form-data` bodies; needs [`Self::Upload`]
    Multipart,
    /// `multipleOf`
    MultipleOf,
    /// `x-browser-page`
    Page,
    /// `type: oauth2`
    OAuth,
    /// Properties that may be absent, null or a value
    Patch,
    /// `pattern`
    Pattern,
    /// `prefixItems`
    Tuple,
    /// `oneOf` and `anyOf`
    Union,
    /// Bodies of bytes
    Upload,
    /// `format: uuid`
    Uuid,
}

impl Api {
    /// All operations, tag by tag.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.tags.iter().flat_map(|tag| &tag.operations)
    }

    /// All pages, tag by tag.
    pub fn pages(&self) -> impl Iterator<Item = &Page> {
        self.tags.iter().flat_map(|tag| &tag.pages)
    }

    /// The named types that are made.
    pub fn types(&self) -> impl Iterator<Item = &Schema> {
        self.schemas.iter().filter(|schema| schema.needed)
    }

    /// The named type behind an id.
    pub fn schema(&self, id: SchemaId) -> &Schema {
        &self.schemas[id.0]
    }
}
