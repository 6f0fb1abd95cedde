//! Request bodies.

use openapiv3 as oa;

use super::view::SchemaRef;
use super::{Hint, Lowering};
use crate::diagnostic::Reported;
use crate::ir::{Capability, Constraints, MediaType, RequestBody, TypeRef};
use crate::source::At;

impl<'a> Lowering<'a> {
    /// The body of a request.
    pub(super) fn request_body(
        &mut self,
        body: &'a oa::ReferenceOr<oa::RequestBody>,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<RequestBody, Reported> {
        let components = &self.document.request_bodies;
        let (body, pointer) = self.resolve(components, "requestBodies", body, at)?;
        let at = At::base(pointer.as_str());
        let list = at.key("content");
        let mut content = body.content.iter();
        let Some((text, media)) = content.next() else {
            return Err(self.unsupported(&list, "a request body without content"));
        };
        if content.next().is_some() {
            return Err(self.unsupported(&list, "a request body with several content types"));
        }
        let at = list.key(text);
        let media_type = self.media_type(text, media, &at)?;
        let r#use = match &media.schema {
            Some(schema) => Some(self.schema(
                SchemaRef::from(schema),
                &at.key("schema"),
                &hint.join("request"),
            )?),
            None => None,
        };
        let (r#type, constraints) = r#use.map_or((TypeRef::Any, Constraints::default()), |r#use| {
            (r#use.r#type, r#use.constraints)
        });
        Ok(RequestBody {
            description: body.description.clone(),
            required: body.required,
            media_type,
            r#type,
            constraints,
        })
    }

    fn media_type(
        &mut self,
        text: &str,
        media: &oa::MediaType,
        at: &At<'_>,
    ) -> Result<MediaType, Reported> {
        if !media.encoding.is_empty() {
            return Err(self.unsupported(&at.key("encoding"), "`encoding`"));
        }
        let essence = text
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        if is_json(&essence) {
            return Ok(MediaType::Json(text.to_owned()));
        }
        if essence == "application/x-www-form-urlencoded" {
            self.capabilities.insert(Capability::Form);
            return Ok(MediaType::Form);
        }
        Err(self.unsupported(at, format!("the request content type `{text}`")))
    }
}

/// `application/json`, and the types of RFC 6839 §3.1 that end in `+json`.
pub(super) fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json")
}
