//! Response headers: one accessor for each name.

use openapiv3 as oa;
use serde_json::Value as Json;

use super::enumeration::is_text;
use super::media::MediaKind;
use super::style::ValueKind;
use super::view::{SchemaRef, View};
use super::{Hint, Lowering, docs};
use crate::diagnostic::Reported;
use crate::ir::{Capability, Header, HeaderForm, Scalar, TypeRef};
use crate::source::At;

impl<'a> Lowering<'a> {
    /// Takes up a documented header. One that differs between responses is read as text.
    pub(super) fn header(
        &mut self,
        wire: &str,
        header: &'a oa::ReferenceOr<oa::Header>,
        at: &At<'_>,
    ) -> Result<(), Reported> {
        // 3.0.3 §4.7.17: a response header named `Content-Type` shall be ignored.
        if wire.eq_ignore_ascii_case("content-type") {
            return Ok(());
        }
        let components = &self.document.headers;
        let (header, pointer) = self.resolve(components, "headers", header, at)?;
        let at = At::base(pointer.as_str());
        let explode = header.extensions.get("x-31-explode") == Some(&Json::Bool(true));
        let key = wire.to_ascii_lowercase();
        if self.header_sources.get(&key) == Some(&(&header.format, explode)) {
            return Ok(());
        }
        if let Some(known) = self.headers.get_mut(&key)
            && known.form != HeaderForm::Simple
        {
            (known.r#type, known.form) = TEXT;
            return Ok(());
        }
        let (r#type, form) = match &header.format {
            oa::ParameterSchemaOrContent::Schema(schema) => {
                self.header_type(wire, SchemaRef::from(schema), explode, &at.key("schema"))?
            }
            oa::ParameterSchemaOrContent::Content(content) => {
                self.header_content(wire, content, &at.key("content"))?
            }
        };
        if let Some(known) = self.headers.get_mut(&key) {
            if known.r#type != r#type {
                (known.r#type, known.form) = TEXT;
            }
            return Ok(());
        }
        self.header_sources
            .insert(key.clone(), (&header.format, explode));
        let mut names = std::mem::take(&mut self.header_names);
        let name = self.claim(&mut names, wire, &at);
        self.header_names = names;
        let description = docs::paragraphs(header.description.as_deref(), &[]);
        self.headers.insert(
            key,
            Header {
                wire: wire.to_owned(),
                name,
                description,
                r#type,
                form,
            },
        );
        Ok(())
    }

    /// What the text of a header is read as (3.0.3 §4.7.12.2): an array of single values as the
    /// list that `simple` makes of it, an object of single values as one.
    fn header_type(
        &mut self,
        wire: &str,
        schema: SchemaRef<'a>,
        explode: bool,
        at: &At<'_>,
    ) -> Result<(TypeRef, HeaderForm), Reported> {
        let (behind, pointer) = self.schema_behind(schema, at)?;
        let view = View::of(behind);
        let here = At::base(pointer.as_str());
        let kind = self.value_kind(schema, at)?;
        // A type that is not generated may be read from JSON only.
        if self.replaced_schema(&here).is_some() {
            return Ok(TEXT);
        }
        match (view.r#type, view.items) {
            (Some("array"), None) => return Ok(TEXT),
            (Some("array"), Some(items)) if kind == ValueKind::Flat => {
                let item = self.header_item(items, &here.key("items"))?;
                return Ok((TypeRef::Array(Box::new(item)), HeaderForm::Simple));
            }
            _ if view.is_object() && kind == ValueKind::Flat => {
                let word = format!("{wire} header");
                let r#use = self.schema(schema, at, &Hint::new(&word))?;
                self.capabilities.insert(Capability::HeaderObjects);
                return Ok((r#use.r#type, HeaderForm::Object { explode }));
            }
            _ => {}
        }
        if kind == ValueKind::Nested || kind == ValueKind::Unknown && !view.is_annotation() {
            self.ignored(
                at,
                format!("the header `{wire}` is handed on as text, not by its schema"),
                "describe it as a single value, or as an array or object of such",
            );
        }
        Ok((self.header_item(schema, at)?, HeaderForm::Simple))
    }

    /// What a header with a media type is read as.
    fn header_content(
        &mut self,
        wire: &str,
        content: &'a oa::Content,
        at: &At<'_>,
    ) -> Result<(TypeRef, HeaderForm), Reported> {
        let types = self.media_types(content, at);
        // 3.0.3 §4.7.12.2: "The map MUST only contain one entry."
        let [(text, media)] = types.as_slice() else {
            return Ok(TEXT);
        };
        let at = at.key(text);
        if self.media_kind(text, media, &at)? != MediaKind::Json {
            return Ok(TEXT);
        }
        self.capabilities.insert(Capability::HeaderObjects);
        let word = format!("{wire} header");
        let r#type = match &media.schema {
            Some(schema) => self.item(schema.into(), &at.key("schema"), &Hint::new(&word))?,
            None => TypeRef::Any,
        };
        Ok((r#type, HeaderForm::Json))
    }

    /// A single value. An enum without a name of its own is text.
    fn header_item(&mut self, schema: SchemaRef<'a>, at: &At<'_>) -> Result<TypeRef, Reported> {
        let (behind, pointer) = self.schema_behind(schema, at)?;
        let view = View::of(behind);
        if is_text(&view) {
            let SchemaRef::Reference(name) = schema else {
                return Ok(TEXT.0);
            };
            // A type that is not generated may be read from JSON only.
            if self.replaced_schema(&At::base(pointer.as_str())).is_some() {
                return Ok(TEXT.0);
            }
            return Ok(self.reference(name, at)?.r#type);
        }
        match view.r#type {
            Some("boolean" | "integer" | "number" | "string") => {
                let scalar = self.scalar(&view, &At::base(pointer.as_str()))?;
                Ok(TypeRef::Scalar(scalar))
            }
            Some(_) | None => Ok(TEXT.0),
        }
    }
}

const TEXT: (TypeRef, HeaderForm) = (TypeRef::Scalar(Scalar::String), HeaderForm::Simple);
