//! Pages that a user's browser is sent to (`x-browser-page`).
//!
//! Servers of a page and of its path item say where the login server is to tools that don't know
//! `x-environment`; its `loginUrl` is what counts here.

use openapiv3 as oa;
use serde_json::Value as Json;

use super::operation::{Site, facts};
use super::view::SchemaRef;
use super::{Hint, Lowering};
use crate::diagnostic::{Code, Reported};
use crate::ir::{
    self, Capability, Ident, Location, Method, Namer, Page, Schema, SchemaKind, TypeRef,
};
use crate::source::{At, Pointer};

/// What a return URL's query is written in.
const FORM: &str = "application/x-www-form-urlencoded";

/// Whether an operation is a page.
pub(super) fn is_page(operation: &oa::Operation) -> bool {
    operation.extensions.get("x-browser-page") == Some(&Json::Bool(true))
}

impl<'a> Lowering<'a> {
    /// One page, with everything in it reported or done.
    pub(super) fn page(
        &mut self,
        operation: &'a oa::Operation,
        site: &Site<'_, 'a>,
        at: &At<'_>,
        names: &mut Namer<Pointer>,
    ) -> Result<Page, Reported> {
        self.capabilities.insert(Capability::Page);
        let id = operation.operation_id.clone();
        let id = id.unwrap_or_else(|| format!("{} {}", site.method.as_str(), site.path));
        let text = format!("{} page", id.replace(['{', '}'], ""));
        let name = self.claim(names, &text, at);
        let checked = self.check_page(operation, site, at);
        let hint = Hint::new(name.as_str());
        let parameters = self.page_parameters(operation, site, at, &hint);
        let returned = self.returned(&operation.responses, &at.key("responses"), &name);
        checked?;
        Ok(Page {
            id,
            name,
            summary: operation.summary.clone(),
            description: operation.description.clone(),
            evidence: facts(operation),
            deprecated: operation.deprecated,
            path: site.path.to_owned(),
            parameters: parameters?,
            returned: returned?,
        })
    }

    /// What a browser that is sent to a URL can't do.
    fn check_page(
        &mut self,
        operation: &oa::Operation,
        site: &Site<'_, 'a>,
        at: &At<'_>,
    ) -> Result<(), Reported> {
        let mut checked = Ok(());
        if site.method != Method::Get {
            let message = format!("a page is opened by GET, not by {}", site.method.as_str());
            checked = Err(self.no_page(at, message));
        }
        if operation.request_body.is_some() {
            checked = Err(self.no_page(&at.key("requestBody"), "a page takes no body"));
        }
        if operation.security.iter().any(|demand| !demand.is_empty()) {
            let message = "a page takes no credential of the client";
            checked = Err(self.no_page(&at.key("security"), message));
        }
        let login_url = |server: &oa::Server| {
            let environment = server.extensions.get("x-environment")?;
            environment.get("loginUrl").cloned()
        };
        if self
            .document
            .servers
            .iter()
            .all(|server| login_url(server).is_none())
        {
            let message = "no server says where the login server is";
            checked = Err(self.no_page(&at.key("x-browser-page"), message));
        }
        checked
    }

    fn page_parameters(
        &mut self,
        operation: &'a oa::Operation,
        site: &Site<'_, 'a>,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<Vec<ir::Parameter>, Reported> {
        let mut parameters = self.parameters(operation, site, at, hint)?;
        let is_query =
            |parameter: &ir::Parameter| matches!(parameter.location, Location::Query { .. });
        if let Some(other) = parameters.iter().find(|parameter| !is_query(parameter)) {
            let message = format!("`{}` is no query parameter, as a page has them", other.wire);
            return Err(self.no_page(&at.key("parameters"), message));
        }
        ir::Parameter::place(&mut parameters, false);
        Ok(parameters)
    }

    /// What `default` says of the return URL's query; other answers go to the browser alone.
    fn returned(
        &mut self,
        responses: &'a oa::Responses,
        at: &At<'_>,
        name: &Ident,
    ) -> Result<Option<TypeRef>, Reported> {
        if let Some(code) = responses.responses.keys().next() {
            let message = "the answer of a page goes to the browser; only `default` is read";
            return Err(self.no_page(&at.key(&code.to_string()), message));
        }
        let Some(default) = &responses.default else {
            return Ok(None);
        };
        let components = &self.document.responses;
        let (response, pointer) =
            self.resolve(components, "responses", default, &at.key("default"))?;
        let at = At::base(pointer.as_str());
        let content = at.key("content");
        let Some((text, media)) = response.content.first() else {
            return Ok(None);
        };
        if text != FORM || response.content.len() > 1 {
            let message = format!("the query of a return URL is described as `{FORM}`");
            return Err(self.no_page(&content, message));
        }
        let Some(schema) = &media.schema else {
            return Ok(None);
        };
        let at = content.key(text);
        let at = at.key("schema");
        let hint = Hint::new(name.as_str());
        let r#type = self.item(SchemaRef::from(schema), &at, &hint.join("return"))?;
        if !self.is_flat(&r#type) {
            let message = "a query is an object of scalars";
            return Err(self.no_page(&at, message));
        }
        Ok(Some(r#type))
    }

    /// Whether every value is a single one, as in a list of pairs.
    fn is_flat(&self, r#type: &TypeRef) -> bool {
        match r#type {
            TypeRef::Map(value) => self.is_single(value),
            TypeRef::Named(id) => match self.kind(*id) {
                Some(SchemaKind::Struct(object)) => {
                    let fields = object.fields.iter().map(|field| &field.r#type);
                    let additional = object
                        .additional
                        .iter()
                        .map(|additional| &additional.r#type);
                    fields
                        .chain(additional)
                        .all(|r#type| self.is_single(r#type))
                }
                Some(SchemaKind::Alias(r#type, _) | SchemaKind::Wrapper(r#type, _)) => {
                    self.is_flat(r#type)
                }
                Some(SchemaKind::Enum(_) | SchemaKind::Newtype(_) | SchemaKind::Union(_)) => false,
                None => true,
            },
            TypeRef::Scalar(_)
            | TypeRef::Any
            | TypeRef::Existing(_)
            | TypeRef::Array(_)
            | TypeRef::Nullable(_) => false,
        }
    }

    fn is_single(&self, r#type: &TypeRef) -> bool {
        match r#type {
            TypeRef::Scalar(_) | TypeRef::Any | TypeRef::Existing(_) => true,
            TypeRef::Named(id) => match self.kind(*id) {
                Some(SchemaKind::Enum(_) | SchemaKind::Newtype(_)) | None => true,
                Some(SchemaKind::Alias(r#type, _) | SchemaKind::Wrapper(r#type, _)) => {
                    self.is_single(r#type)
                }
                Some(SchemaKind::Struct(_) | SchemaKind::Union(_)) => false,
            },
            TypeRef::Array(_) | TypeRef::Map(_) | TypeRef::Nullable(_) => false,
        }
    }

    /// The type behind an id; `None` when it was refused.
    fn kind(&self, id: ir::SchemaId) -> Option<&SchemaKind> {
        self.schemas[id.0]
            .as_ref()
            .map(|schema: &Schema| &schema.kind)
    }

    fn no_page(&mut self, at: &At<'_>, message: impl Into<String>) -> Reported {
        let diagnostic = self.diagnostic(Code::Page, at, message).help(
            "with `x-browser-page`, an operation is a URL that the user's browser is sent to",
        );
        self.sink.error(diagnostic)
    }
}
