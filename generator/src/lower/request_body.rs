//! Request bodies.

use openapiv3 as oa;

use super::conjunction::Part;
use super::media::{MediaKind, essence};
use super::view::SchemaRef;
use super::{Hint, Lowering};
use crate::diagnostic::{Code, Reported};
use crate::ir::{
    BodyContent, BodyKind, Capability, Case, Constraints, Ident, Namer, RequestBody, TypeRef,
};
use crate::source::At;

impl<'a> Lowering<'a> {
    /// The body of a request; `None` when it has no content. `name` is the enum's, where there are
    /// several content types.
    pub(super) fn request_body(
        &mut self,
        body: &'a oa::ReferenceOr<oa::RequestBody>,
        name: &Ident,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<Option<RequestBody>, Reported> {
        let components = &self.document.request_bodies;
        let (body, pointer) = self.resolve(components, "requestBodies", body, at)?;
        let at = At::base(pointer.as_str());
        let list = at.key("content");
        let types = self.media_types(&body.content, &list);
        let place = self.document.origins.place(&at.pointer());
        // Whoever has no content at all was told so.
        if types.is_empty() && self.sink.has_error_within(&place) {
            return Ok(None);
        }
        if types.is_empty() {
            self.ignored(
                &list,
                "a request body without content is left out",
                "name its content type, such as `application/json`",
            );
            return Ok(None);
        }
        let mut variants = Namer::new(Case::UpperCamel, "Content", &["Self"]);
        let outer = hint;
        let component = self.component_word(&pointer, "requestBodies", &["Request", "Body"]);
        let hint = match &component {
            Some(word) => Hint::new(word),
            None => hint.join("request"),
        };
        let several = types.len() > 1;
        let (mut contents, mut refused) = (Vec::new(), None);
        for (text, media) in &types {
            let at = list.key(text);
            let variant = self.content_name(&mut variants, text, &types, &at);
            let own = hint.join(variant.as_str());
            let hint = if several { &own } else { &hint };
            match self.body_content(text, media, variant.clone(), &at, (outer, hint)) {
                Ok(content) => contents.push(content),
                Err(reported) => refused = Some(reported),
            }
        }
        refused.map_or(
            Ok(Some(RequestBody {
                description: body.description.clone(),
                required: body.required,
                name: name.clone(),
                contents,
            })),
            Err,
        )
    }

    /// The body in one content type.
    fn body_content(
        &mut self,
        text: &str,
        media: &'a oa::MediaType,
        variant: Ident,
        at: &At<'_>,
        (outer, hint): (&Hint<'_>, &Hint<'_>),
    ) -> Result<BodyContent, Reported> {
        let mut media_kind = self.media_kind(text, media, at)?;
        // A range whose types are not all of text leaves it to the caller which one it is.
        if media_kind == MediaKind::Text && text.contains('*') && !is_text_range(text) {
            media_kind = MediaKind::Binary;
        }
        let mut media_type = text.to_owned();
        let (kind, constraints) = match media_kind {
            MediaKind::Json => {
                let (r#type, constraints) = self.typed_body(media, at, hint)?;
                if text.contains('*') {
                    self.check_json_range(text, at);
                    "application/json".clone_into(&mut media_type);
                }
                (BodyKind::Json(r#type), constraints)
            }
            MediaKind::Form => {
                self.capabilities
                    .extend([Capability::Form, Capability::Members]);
                self.check_form(media, at)?;
                let (r#type, constraints) = self.typed_body(media, at, hint)?;
                (
                    BodyKind::Form(r#type, self.form_styles(media, at)?),
                    constraints,
                )
            }
            MediaKind::Text | MediaKind::Events => {
                // Of these ranges only, as the others are bytes.
                if text.contains('*') {
                    "text/plain".clone_into(&mut media_type);
                }
                (BodyKind::Text, Constraints::default())
            }
            MediaKind::Binary => {
                self.capabilities.insert(Capability::Upload);
                (BodyKind::Binary, Constraints::default())
            }
            MediaKind::Multipart => (self.multipart(media, at, outer)?, Constraints::default()),
        };
        Ok(BodyContent {
            variant,
            media_type,
            kind,
            constraints,
        })
    }

    /// RFC 9110 §8.3: Content-Type is a media type; no range says which one. JSON's own name is one of
    /// `*/*` and `application/*`, but none of `application/*+json`.
    fn check_json_range(&mut self, text: &str, at: &At<'_>) {
        if essence(text).ends_with("+json") {
            let diagnostic = self
                .diagnostic(
                    Code::Tolerated,
                    at,
                    format!("`{text}` does not say which type a request is of"),
                )
                .label("sent as `application/json`")
                .help("write the media type that the server takes");
            self.sink.warn(diagnostic);
        }
    }

    /// The type of a body, with the limits that are written at its place.
    fn typed_body(
        &mut self,
        media: &'a oa::MediaType,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<(TypeRef, Constraints), Reported> {
        let Some(schema) = &media.schema else {
            return Ok((TypeRef::Any, Constraints::default()));
        };
        let part = Part::new(SchemaRef::from(schema), &at.key("schema"));
        self.member(&[part], hint)
    }
}

/// Whether `text/plain` falls under a range (RFC 9110 §8.3: what is sent is no range).
fn is_text_range(range: &str) -> bool {
    matches!(essence(range).as_str(), "*/*" | "text/*")
}
