//! The typed description: openapiv3's types, component by component and path item by path item.
//!
//! Invariants: everything is read from one `Deserializer` type, a `serde_yaml::Value` as `read` gives
//! it (each type costs seconds of compile time); a part is dropped as soon as it is typed; a part that cannot be
//! typed is reported at its smallest failing node, unless an earlier stage did, and left out.

mod convert;
mod private;
mod read;
mod refusal;
mod typing;

#[cfg(test)]
mod tests;

use indexmap::IndexMap;
use openapiv3 as oa;

use crate::check::grammar::ObjectKind;
use crate::diagnostic::{Code, Diagnostic, Reported, Sink};
use crate::map::{Map, Set};
use crate::normalise::{Normalised, Origins};
use crate::source::{At, Mapping, Node, Pointer, Value};
use typing::Typing;

/// The description in openapiv3's types. What could not be typed was reported and is not in it.
#[derive(Debug, Default)]
pub struct Document {
    /// `info`
    pub info: oa::Info,
    /// `servers`
    pub servers: Vec<oa::Server>,
    /// `tags`
    pub tags: Vec<oa::Tag>,
    /// `security`; `None` when it is absent, which is not the same as empty.
    pub security: Option<Vec<oa::SecurityRequirement>>,
    /// `paths`, by template; every path item stands in it, none is a reference.
    pub paths: IndexMap<String, oa::PathItem>,
    /// `components.schemas`
    pub schemas: IndexMap<String, oa::ReferenceOr<oa::Schema>>,
    /// `components.parameters`
    pub parameters: IndexMap<String, oa::ReferenceOr<oa::Parameter>>,
    /// `components.requestBodies`
    pub request_bodies: IndexMap<String, oa::ReferenceOr<oa::RequestBody>>,
    /// `components.responses`
    pub responses: IndexMap<String, oa::ReferenceOr<oa::Response>>,
    /// `components.headers`
    pub headers: IndexMap<String, oa::ReferenceOr<oa::Header>>,
    /// `components.securitySchemes`
    pub security_schemes: IndexMap<String, oa::ReferenceOr<oa::SecurityScheme>>,
    /// The schemas of `prefixItems`, `patternProperties` and `propertyNames`, each by its pointer.
    pub private: Map<Pointer, oa::ReferenceOr<oa::Schema>>,
    /// Extensions of the root.
    pub extensions: IndexMap<String, serde_json::Value>,
    /// The texts of the `$ref`s that lead to components which were left out: what refers to them
    /// fails without a report of its own.
    pub broken: Set<String>,
    /// Where each part comes from.
    pub origins: Origins,
}

/// Types the description.
///
/// # Errors
/// When it is no object at all; other problems are reported and left out.
pub fn read(normalised: Normalised, sink: &mut Sink) -> Result<Document, Reported> {
    let Normalised {
        mut root,
        origins,
        has_private_schemas,
    } = normalised;
    let mut typing = Typing {
        origins: &origins,
        sink,
        broken: Set::default(),
    };
    let private = if has_private_schemas {
        typing.private(&mut root)
    } else {
        Map::default()
    };
    let Value::Mapping(root) = root.value else {
        let place = origins.place(&Pointer::root());
        let sink = typing.sink;
        return Err(sink.earlier().unwrap_or_else(|| {
            let message = "the description must be an object";
            sink.error(Diagnostic::new(Code::Invalid, place, message))
        }));
    };
    let mut document = typing.document(root);
    document.broken = typing.broken;
    document.private = private;
    document.origins = origins;
    Ok(document)
}

impl Typing<'_> {
    fn document(&mut self, root: Mapping) -> Document {
        let mut document = Document::default();
        let at = At::root();
        for (key, node) in root {
            let at = at.key(&key.text);
            match key.text.as_str() {
                "info" => {
                    document.info = self.typed(ObjectKind::Info, node, &at).unwrap_or_default();
                }
                "servers" => document.servers = self.list(ObjectKind::Server, node, &at),
                "tags" => document.tags = self.list(ObjectKind::Tag, node, &at),
                "security" => {
                    document.security = Some(self.list(ObjectKind::SecurityRequirement, node, &at));
                }
                "paths" => document.paths = self.paths(node, &at),
                "components" => self.components(node, &at, &mut document),
                text if text.starts_with("x-") => {
                    if let Some(value) = self.typed(ObjectKind::OpenApi, node, &at) {
                        document.extensions.insert(key.text.clone(), value);
                    }
                }
                _ => {}
            }
        }
        document
    }

    fn paths(&mut self, node: Node, at: &At<'_>) -> IndexMap<String, oa::PathItem> {
        let items = entries(node).filter(|(template, _)| template.starts_with('/'));
        items
            .filter_map(|(template, node)| {
                let item = self.path_item(node, &at.key(&template))?;
                Some((template, item))
            })
            .collect()
    }

    fn components(&mut self, node: Node, at: &At<'_>, document: &mut Document) {
        for (section, node) in entries(node) {
            let at = at.key(&section);
            match section.as_str() {
                "schemas" => document.schemas = self.section(ObjectKind::Schema, node, &at),
                "parameters" => {
                    document.parameters = self.section(ObjectKind::Parameter, node, &at);
                }
                "requestBodies" => {
                    document.request_bodies = self.section(ObjectKind::RequestBody, node, &at);
                }
                "responses" => document.responses = self.section(ObjectKind::Response, node, &at),
                "headers" => document.headers = self.section(ObjectKind::Header, node, &at),
                "securitySchemes" => {
                    document.security_schemes = self.section(ObjectKind::SecurityScheme, node, &at);
                }
                _ => {}
            }
        }
    }
}

/// The entries of a mapping; none when it is no mapping, which *check* reported.
fn entries(node: Node) -> impl Iterator<Item = (String, Node)> {
    let mapping = match node.value {
        Value::Mapping(mapping) => mapping,
        _ => Mapping::default(),
    };
    mapping.into_iter().map(|(key, node)| (key.text, node))
}
