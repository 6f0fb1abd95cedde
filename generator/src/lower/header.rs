//! Response headers: one accessor for each name.

use openapiv3 as oa;

use super::enumeration::is_text;
use super::view::{SchemaRef, View};
use super::{Lowering, docs};
use crate::diagnostic::Reported;
use crate::ir::{Header, Scalar, TypeRef};
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
        let r#type = match &header.format {
            oa::ParameterSchemaOrContent::Schema(schema) => {
                self.header_type(SchemaRef::from(schema), &at.key("schema"))?
            }
            oa::ParameterSchemaOrContent::Content(_) => TEXT,
        };
        let key = wire.to_ascii_lowercase();
        if let Some(known) = self.headers.get_mut(&key) {
            if known.r#type != r#type {
                known.r#type = TEXT;
            }
            return Ok(());
        }
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
            },
        );
        Ok(())
    }

    /// What the text of a header is read as: an array of single values as the list that `simple`
    /// makes of it (3.0.3 §4.7.12.2); objects and `content` stay text.
    fn header_type(&mut self, schema: SchemaRef<'a>, at: &At<'_>) -> Result<TypeRef, Reported> {
        let (behind, pointer) = self.schema_behind(schema, at)?;
        let view = View::of(behind);
        if view.r#type != Some("array") {
            return self.header_item(schema, at);
        }
        let Some(items) = view.items else {
            return Ok(TEXT);
        };
        let list = At::base(pointer.as_str());
        let (item, _) = self.schema_behind(items, &list.key("items"))?;
        let item = View::of(item);
        if item.r#type == Some("array") || item.is_object() {
            return Ok(TEXT);
        }
        let item = self.header_item(items, &list.key("items"))?;
        Ok(TypeRef::Array(Box::new(item)))
    }

    /// A single value. An enum without a name of its own is text.
    fn header_item(&mut self, schema: SchemaRef<'a>, at: &At<'_>) -> Result<TypeRef, Reported> {
        let (behind, pointer) = self.schema_behind(schema, at)?;
        let view = View::of(behind);
        if is_text(&view) {
            let SchemaRef::Reference(name) = schema else {
                return Ok(TEXT);
            };
            // A type that is not generated may be read from JSON only.
            if self.replaced_schema(&At::base(pointer.as_str())).is_some() {
                return Ok(TEXT);
            }
            return Ok(self.reference(name, at)?.r#type);
        }
        match view.r#type {
            Some("boolean" | "integer" | "number" | "string") => {
                let scalar = self.scalar(&view, &At::base(pointer.as_str()))?;
                Ok(TypeRef::Scalar(scalar))
            }
            Some(_) | None => Ok(TEXT),
        }
    }
}

const TEXT: TypeRef = TypeRef::Scalar(Scalar::String);
