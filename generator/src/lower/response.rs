//! Responses.

use openapiv3 as oa;

use super::request_body::is_json;
use super::view::SchemaRef;
use super::{Hint, Lowering, status};
use crate::diagnostic::Reported;
use crate::ir::{Case, Ident, Payload, Response, StatusRange, TypeRef};
use crate::source::At;

/// The responses of an operation.
pub(super) struct Responses {
    pub responses: Vec<Response>,
    /// The content types that are read, as the `Accept` header has them.
    pub accept: Option<String>,
}

impl<'a> Lowering<'a> {
    /// All documented responses, in document order, `default` last.
    pub(super) fn responses(
        &mut self,
        responses: &'a oa::Responses,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<Responses, Reported> {
        let codes = responses.responses.iter().map(|(code, response)| {
            let status = match code {
                oa::StatusCode::Code(code) => StatusRange::Code(*code),
                oa::StatusCode::Range(digit) => {
                    StatusRange::Range(u8::try_from(*digit).unwrap_or_default())
                }
            };
            (status, code.to_string(), response)
        });
        let default = responses.default.as_ref();
        let default =
            default.map(|response| (StatusRange::Default, "default".to_owned(), response));
        let (mut lowered, mut accept, mut refused) = (Vec::new(), Vec::<String>::new(), None);
        for (status, key, response) in codes.chain(default) {
            match self.response(status, response, &at.key(&key), hint) {
                Ok((response, content)) => {
                    lowered.push(response);
                    accept.extend(content.filter(|text| !accept.contains(text)));
                }
                Err(reported) => refused = Some(reported),
            }
        }
        let accept = (!accept.is_empty()).then(|| accept.join(", "));
        refused.map_or(
            Ok(Responses {
                responses: lowered,
                accept,
            }),
            Err,
        )
    }

    /// One response, and the content type it is read from.
    fn response(
        &mut self,
        status: StatusRange,
        response: &'a oa::ReferenceOr<oa::Response>,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<(Response, Option<String>), Reported> {
        let components = &self.document.responses;
        let (response, pointer) = self.resolve(components, "responses", response, at)?;
        let at = At::base(pointer.as_str());
        for (name, header) in &response.headers {
            let headers = at.key("headers");
            self.header(name, header, &headers.key(name))?;
        }
        let name = status::name(status);
        let success = matches!(
            status,
            StatusRange::Code(200) | StatusRange::Range(2) | StatusRange::Default
        );
        let named = hint.join(&name);
        let hint = if success { hint } else { &named };
        let (payload, content) = self.payload(
            &response.content,
            &at.key("content"),
            &hint.join("response"),
        )?;
        let description = response.description.clone();
        let variant = Ident::new(&name, Case::UpperCamel);
        Ok((
            Response {
                variant,
                status,
                description,
                payload,
            },
            content,
        ))
    }

    /// What a response's content is read as.
    fn payload(
        &mut self,
        content: &'a indexmap::IndexMap<String, oa::MediaType>,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<(Payload, Option<String>), Reported> {
        let mut types = content.iter();
        let Some((text, media)) = types.next() else {
            return Ok((Payload::Empty, None));
        };
        if types.next().is_some() {
            return Err(self.unsupported(at, "a response with several content types"));
        }
        let at = at.key(text);
        let essence = text
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let accept = Some(text.clone());
        if essence == "text/plain" {
            return Ok((Payload::Text, accept));
        }
        if !is_json(&essence) {
            return Err(self.unsupported(&at, format!("the response content type `{text}`")));
        }
        let r#type = match &media.schema {
            Some(schema) => self.item(SchemaRef::from(schema), &at.key("schema"), hint)?,
            None => TypeRef::Any,
        };
        Ok((Payload::Json(r#type), accept))
    }
}
