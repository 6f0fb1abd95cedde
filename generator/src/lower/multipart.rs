//! Multipart bodies: a struct with a field for each property (OpenAPI 3.0.3 §4.7.14.4).

use openapiv3 as oa;

use super::media::{essence, is_json};
use super::view::{SchemaRef, View};
use super::{Hint, Lowering};
use crate::diagnostic::{Code, Reported, nearest};
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
        self.capabilities.extend([
            Capability::Members,
            Capability::Multipart,
            Capability::Upload,
        ]);
        let properties = self.form_properties(media, at)?;
        self.check_encodings(media, at)?;
        self.check_parts(media, at, &properties)?;
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
            // 3.0.3 §4.7.24.1: what is `readOnly` is not sent, and required of responses only.
            let (schema, _) =
                self.schema_behind(property.schema, &At::base(property.pointer.as_str()))?;
            if schema.schema_data.read_only {
                continue;
            }
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

    /// Warns of a schema that says more than the parts with a name.
    fn check_parts(
        &mut self,
        media: &'a oa::MediaType,
        at: &At<'_>,
        properties: &[Property<'a>],
    ) -> Result<(), Reported> {
        let Some(schema) = &media.schema else {
            return Ok(());
        };
        let is_free = properties.is_empty();
        let (schema, pointer) = self.schema_behind(SchemaRef::from(schema), &at.key("schema"))?;
        let view = View::of(schema);
        let at = At::base(pointer.as_str());
        let list = at.key("required");
        for (index, wire) in view.required.iter().enumerate() {
            let mut known = properties.iter().map(|property| property.wire);
            if !is_free && !known.any(|known| known == wire) {
                let known = properties.iter().map(|property| property.wire);
                self.no_such_property(wire, known, "no part is sent for it", &list.index(index));
            }
        }
        let is_object = view.is_object() || view.is_annotation();
        if is_free && !is_object {
            self.ignored(
                &at,
                "the caller puts the parts of this body together, not its schema",
                "name the parts under the `properties` of one object",
            );
        }
        if !is_free && matches!(view.additional, Some(oa::AdditionalProperties::Schema(_))) {
            self.ignored(
                &at.key("additionalProperties"),
                "only the parts that `properties` names are sent",
                "name the parts under `properties`, or none at all: then the caller does",
            );
        }
        Ok(())
    }

    /// Warns of branches whose properties are no parts.
    fn check_branches(&mut self, view: &View<'a>, at: &At<'_>) -> Result<(), Reported> {
        for (key, branches) in [("oneOf", view.one_of), ("anyOf", view.any_of)] {
            let list = at.key(key);
            for (index, branch) in branches.iter().enumerate() {
                let (branch, _) =
                    self.schema_behind(SchemaRef::from(branch), &list.index(index))?;
                if View::of(branch).properties.is_some() {
                    self.ignored(
                        &list,
                        "the properties of these branches are no parts",
                        "name the parts under `properties`, each that is not always there as optional",
                    );
                    break;
                }
            }
        }
        Ok(())
    }

    /// 3.0.3 §4.7.14.1: the keys of `encoding` have to be properties of the schema.
    pub(super) fn check_encodings(
        &mut self,
        media: &'a oa::MediaType,
        at: &At<'_>,
    ) -> Result<(), Reported> {
        let Some(schema) = media.schema.as_ref().filter(|_| !media.encoding.is_empty()) else {
            return Ok(());
        };
        let (schema, _) = self.schema_behind(SchemaRef::from(schema), &at.key("schema"))?;
        let view = View::of(schema);
        let has_others = !matches!(
            view.additional,
            None | Some(oa::AdditionalProperties::Any(false))
        );
        if has_others || !view.one_of.is_empty() || !view.any_of.is_empty() {
            return Ok(());
        }
        let properties = self.form_properties(media, at)?;
        let known = || properties.iter().map(|property| property.wire);
        let encoding = at.key("encoding");
        for name in media.encoding.keys() {
            if known().any(|known| known == name) || properties.is_empty() {
                continue;
            }
            let message = format!("`{name}` is no property of the schema");
            let diagnostic = self
                .diagnostic(Code::Ignored, &encoding.key(name), message)
                .label("this encoding has no effect");
            self.sink.warn(match nearest(name, known()) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic.help("write the name of a property"),
            });
        }
        Ok(())
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
        if inside.len() > 1 || view.properties.is_some() {
            self.check_branches(view, &at)?;
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
        let mut content_types = match content_type {
            Some(text) => split(text),
            None => self.default_type(property.schema, &at)?,
        };
        if let Some(encoding) = encoding {
            self.check_part_style(encoding, encoding_at);
        }
        let files = self.files(property.schema, &at, &mut Vec::new())?;
        let (kind, description, nullable) = if let Some(kind) = files {
            (kind, self.description(property.schema, &at)?, false)
        } else {
            content_types = Vec::from_iter(type_of_value(content_types));
            let view = self.single(property.schema, &at)?;
            let is_text = |text: &&String| !is_json(&essence(text));
            if let Some(text) = content_types.first().filter(is_text)
                && (view.is_object() || view.r#type == Some("array"))
            {
                let message = format!("an object or array as `{text}` in a part");
                return Err(self.unsupported(&encoding_at.key("contentType"), message));
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

    /// Encoded bytes are `application/octet-stream` where nothing else is said; the runtime knows
    /// the defaults of the others (3.0.4 §4.7.15.1.1: `format: byte`; 3.1.1 §4.8.15.1.1:
    /// `contentEncoding`).
    fn default_type(
        &mut self,
        schema: SchemaRef<'a>,
        at: &At<'_>,
    ) -> Result<Vec<String>, Reported> {
        let view = self.single(schema, at)?;
        let r#type = view
            .is_encoded()
            .then(|| "application/octet-stream".to_owned());
        Ok(Vec::from_iter(r#type))
    }

    /// What a part says: an array is a part for each of its items.
    fn single(&mut self, schema: SchemaRef<'a>, at: &At<'_>) -> Result<View<'a>, Reported> {
        let (schema, pointer) = self.schema_behind(schema, at)?;
        let view = View::of(schema);
        let (Some("array"), Some(items)) = (view.r#type, view.items) else {
            return Ok(view);
        };
        let at = At::base(pointer.as_str());
        let (item, _) = self.schema_behind(items, &at.key("items"))?;
        Ok(View::of(item))
    }

    /// 3.0.3 §4.7.15.1: `style` and its like are ignored where the body is no form. 3.1 leaves open
    /// what they make of a part.
    fn check_part_style(&mut self, encoding: &oa::Encoding, at: &At<'_>) {
        let key = match (&encoding.style, encoding.allow_reserved) {
            (Some(_), _) => "style",
            (None, true) => "allowReserved",
            (None, false) => return,
        };
        self.ignored(
            &at.key(key),
            format!("`{key}` has no effect on a part"),
            "each item of an array is a part of its own, an object is JSON; `contentType` says otherwise",
        );
    }

    /// Whether a property is a file or several: bytes, or nothing that says otherwise (3.1.1
    /// §4.8.15.1.1: without a type it is `application/octet-stream`).
    fn files(
        &mut self,
        schema: SchemaRef<'a>,
        at: &At<'_>,
        inside: &mut Vec<Pointer>,
    ) -> Result<Option<PartKind>, Reported> {
        let (schema, pointer) = self.schema_behind(schema, at)?;
        // An array of itself has no items that are files.
        if inside.contains(&pointer) {
            return Ok(None);
        }
        let view = View::of(schema);
        let is_binary =
            matches!(view.r#type, None | Some("string")) && view.format == Some("binary");
        if is_binary || view.is_annotation() && view.data.extensions.is_empty() {
            return Ok(Some(PartKind::File));
        }
        inside.push(pointer.clone());
        let is_several = self.several_files(&view, &At::base(pointer.as_str()), inside)?;
        inside.pop();
        Ok(is_several.then_some(PartKind::Files))
    }

    /// Whether a schema is an array of files, or one file or several.
    fn several_files(
        &mut self,
        view: &View<'a>,
        at: &At<'_>,
        inside: &mut Vec<Pointer>,
    ) -> Result<bool, Reported> {
        if let (Some("array"), Some(items)) = (view.r#type, view.items) {
            return Ok(self.files(items, &at.key("items"), inside)?.is_some());
        }
        for (key, branches) in [("oneOf", view.one_of), ("anyOf", view.any_of)] {
            let list = at.key(key);
            let mut all = !branches.is_empty();
            for (index, branch) in branches.iter().enumerate() {
                let files = self.files(SchemaRef::from(branch), &list.index(index), inside)?;
                all &= files.is_some();
            }
            if all {
                return Ok(true);
            }
        }
        Ok(false)
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

/// A comma-separated list of media types and ranges. A comma may stand in a quoted parameter, too
/// (RFC 9110 §5.6.4).
fn split(text: &str) -> Vec<String> {
    let (mut quoted, mut escaped) = (false, false);
    let parts = text.split(|character| {
        let was_escaped = std::mem::take(&mut escaped);
        match character {
            '\\' if quoted => escaped = !was_escaped,
            '"' if !was_escaped => quoted = !quoted,
            _ => {}
        }
        character == ',' && !quoted
    });
    parts
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The type that a value without a file is sent in: any of the list will do (3.0.3 §4.7.15.1), so
/// it is one that every value has a form in, where there is one. `None` is the default of the value.
fn type_of_value(types: Vec<String>) -> Option<String> {
    if let Some(json) = types.iter().find(|text| is_json(&essence(text))) {
        return Some(json.clone());
    }
    let ranged = |text: String| match essence(&text).as_str() {
        "*/*" => None,
        "application/*" => Some("application/json".to_owned()),
        "text/*" => Some("text/plain".to_owned()),
        _ => Some(text),
    };
    types.into_iter().next().and_then(ranged)
}
