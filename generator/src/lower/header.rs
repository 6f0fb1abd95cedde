//! Response headers: one accessor for each name.

use openapiv3 as oa;

use super::view::SchemaRef;
use super::{Lowering, docs};
use crate::diagnostic::Reported;
use crate::ir::{Header, Scalar};
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
        let scalar = match &header.format {
            oa::ParameterSchemaOrContent::Schema(schema) => {
                self.header_scalar(SchemaRef::from(schema), &at.key("schema"))?
            }
            oa::ParameterSchemaOrContent::Content(_) => Scalar::String,
        };
        let key = wire.to_ascii_lowercase();
        if let Some(known) = self.headers.get_mut(&key) {
            if known.scalar != scalar {
                known.scalar = Scalar::String;
            }
            return Ok(());
        }
        let claim = self.header_names.claim(wire, pointer.clone());
        let name = self.claimed(wire, &at, claim);
        let description = docs::paragraphs(header.description.as_deref(), &[]);
        self.headers.insert(
            key,
            Header {
                wire: wire.to_owned(),
                name,
                description,
                scalar,
            },
        );
        Ok(())
    }

    /// What the text of a header is read as; lists, objects and `content` stay text.
    fn header_scalar(&mut self, schema: SchemaRef<'a>, at: &At<'_>) -> Result<Scalar, Reported> {
        let (schema, pointer) = self.schema_behind(schema, at)?;
        let view = super::view::View::of(schema);
        let at = At::base(pointer.as_str());
        let known = matches!(
            view.r#type,
            Some("boolean" | "integer" | "number" | "string")
        );
        if !known || !view.enumeration.is_empty() {
            return Ok(Scalar::String);
        }
        self.scalar(&view, &at)
    }
}
