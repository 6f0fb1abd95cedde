//! Multipart bodies: a struct with a field for each property (OpenAPI 3.0.3 §4.7.14.4).

use openapiv3 as oa;

use super::view::{SchemaRef, View};
use super::{Hint, Lowering};
use crate::diagnostic::Reported;
use crate::ir::{BodyKind, Capability, Case, MultipartForm, Namer, Part, PartKind};
use crate::source::{At, Pointer};

/// A property of the body.
struct Property<'a> {
    wire: &'a str,
    schema: SchemaRef<'a>,
    pointer: Pointer,
    required: bool,
}

impl<'a> Lowering<'a> {
    /// The body; one whose schema names no properties is put together by the caller.
    pub(super) fn multipart(
        &mut self,
        media: &'a oa::MediaType,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<BodyKind, Reported> {
        self.capabilities
            .extend([Capability::Multipart, Capability::Upload]);
        let properties = self.form_properties(media, at)?;
        if properties.is_empty() {
            return Ok(BodyKind::Multipart(None));
        }
        let text = format!("{} form", hint.text());
        let name = self.operation_type_names.claim(&text, at.pointer()).name;
        let mut names = Namer::new(Case::Snake, "_", &["new"]);
        let (mut parts, mut refused) = (Vec::new(), None);
        let hint = Hint::new(name.as_str());
        let encodings = at.key("encoding");
        for property in properties {
            let encoding = media.encoding.get(property.wire);
            let at = encodings.key(property.wire);
            match self.part(&property, encoding, &at, &mut names, &hint) {
                Ok(part) => parts.push(part),
                Err(reported) => refused = Some(reported),
            }
        }
        refused.map_or(
            Ok(BodyKind::Multipart(Some(MultipartForm { name, parts }))),
            Err,
        )
    }

    fn form_properties(
        &mut self,
        media: &'a oa::MediaType,
        at: &At<'_>,
    ) -> Result<Vec<Property<'a>>, Reported> {
        let Some(schema) = &media.schema else {
            return Ok(Vec::new());
        };
        let (schema, pointer) = self.schema_behind(SchemaRef::from(schema), &at.key("schema"))?;
        let (mut properties, mut inside) = (Vec::new(), vec![pointer]);
        self.collect(&View::of(schema), &mut properties, &mut inside)?;
        Ok(properties)
    }

    /// Puts the properties of the parts of an `allOf`, then its own, into `properties`; the first
    /// schema of a property counts. The last of `inside` is where the schema stands.
    fn collect(
        &mut self,
        view: &View<'a>,
        properties: &mut Vec<Property<'a>>,
        inside: &mut Vec<Pointer>,
    ) -> Result<(), Reported> {
        let here = inside.last().cloned().unwrap_or_default();
        let at = At::base(here.as_str());
        let list = at.key("allOf");
        for (index, part) in view.all_of.iter().enumerate() {
            let at = list.index(index);
            let (schema, pointer) = self.schema_behind(SchemaRef::from(part), &at)?;
            if inside.contains(&pointer) {
                return Err(self.unsupported(&at, "an `allOf` that contains itself"));
            }
            inside.push(pointer);
            self.collect(&View::of(schema), properties, inside)?;
            inside.pop();
        }
        let list = at.key("properties");
        for (wire, schema) in view.properties.into_iter().flatten() {
            if !properties.iter().any(|known| known.wire == wire) {
                properties.push(Property {
                    wire,
                    schema: SchemaRef::from(schema),
                    pointer: list.key(wire).pointer(),
                    required: false,
                });
            }
        }
        for property in properties.iter_mut() {
            property.required |= view.required.iter().any(|wire| wire == property.wire);
        }
        Ok(())
    }

    fn part(
        &mut self,
        property: &Property<'a>,
        encoding: Option<&'a oa::Encoding>,
        encoding_at: &At<'_>,
        names: &mut Namer<Pointer>,
        hint: &Hint<'_>,
    ) -> Result<Part, Reported> {
        let at = At::base(property.pointer.as_str());
        let name = self.claim(names, property.wire, &at);
        let content_type = encoding.and_then(|encoding| encoding.content_type.as_deref());
        let content_types = content_type.map(split).unwrap_or_default();
        let files = self.files(property.schema, &at)?;
        let (kind, description, nullable) = if let Some(kind) = files {
            (kind, self.description(property.schema, &at)?, false)
        } else {
            if content_types.len() > 1 || content_types.iter().any(|it| it.contains('*')) {
                let at = encoding_at.key("contentType");
                let what = "a choice of content types for a value that is no file";
                return Err(self.unsupported(&at, what));
            }
            let r#use = self.schema(property.schema, &at, &hint.join(property.wire))?;
            let kind = PartKind::Value(r#use.r#type, Box::new(r#use.constraints));
            (kind, r#use.description, r#use.nullable)
        };
        Ok(Part {
            wire: property.wire.to_owned(),
            name,
            description,
            required: property.required && !nullable,
            kind,
            content_types,
            has_headers: encoding.is_some_and(|encoding| {
                // 3.0.3 §4.7.15.1: `Content-Type` is described apart and ignored here.
                let mut headers = encoding.headers.keys();
                headers.any(|name| !name.eq_ignore_ascii_case("content-type"))
            }),
        })
    }

    /// Whether a property is a file or several: bytes, or nothing that says otherwise (3.1.1
    /// §4.8.15.1.1: without a type it is `application/octet-stream`).
    fn files(&mut self, schema: SchemaRef<'a>, at: &At<'_>) -> Result<Option<PartKind>, Reported> {
        let (schema, pointer) = self.schema_behind(schema, at)?;
        let view = View::of(schema);
        let at = At::base(pointer.as_str());
        if matches!(view.r#type, None | Some("string")) && view.format == Some("binary") {
            return Ok(Some(PartKind::File));
        }
        if view.is_annotation() && view.data.extensions.is_empty() {
            return Ok(Some(PartKind::File));
        }
        if let (Some("array"), Some(items)) = (view.r#type, view.items) {
            let inner = self.files(items, &at.key("items"))?;
            return Ok(inner.map(|_| PartKind::Files));
        }
        // One file or several: several.
        for (key, branches) in [("oneOf", view.one_of), ("anyOf", view.any_of)] {
            let list = at.key(key);
            let mut all = !branches.is_empty();
            for (index, branch) in branches.iter().enumerate() {
                let files = self.files(SchemaRef::from(branch), &list.index(index))?;
                all &= files.is_some();
            }
            if all {
                return Ok(Some(PartKind::Files));
            }
        }
        Ok(None)
    }

    fn description(
        &mut self,
        schema: SchemaRef<'a>,
        at: &At<'_>,
    ) -> Result<Option<String>, Reported> {
        let (schema, _) = self.schema_behind(schema, at)?;
        Ok(super::docs::words(&View::of(schema)))
    }
}

/// A comma-separated list of media types and ranges.
fn split(text: &str) -> Vec<String> {
    let parts = text.split(',').map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}
