//! Responses.

use openapiv3 as oa;

use super::media::MediaKind;
use super::view::{SchemaRef, View};
use super::{Hint, Lowering, status};
use crate::diagnostic::Reported;
use crate::ir::{
    Capability, Case, Content, Contents, Ident, Method, Namer, Payload, Response, StatusRange,
    TypeRef,
};
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
        method: Method,
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
        let plain = plain(responses);
        for (status, key, response) in codes.chain(default) {
            let name = (plain != Some(status)).then(|| status::name(status));
            let own = name.as_ref().map(|name| hint.join(name));
            let hints = (hint, own.as_ref().unwrap_or(hint));
            match self.response(status, response, &at.key(&key), hints) {
                // RFC 9110 §9.3.2: what HEAD answers has no content; its headers are those of GET.
                Ok((mut response, _)) if method == Method::Head => {
                    response.payload = Payload::Empty;
                    lowered.push(response);
                }
                Ok((response, content)) => {
                    lowered.push(response);
                    for text in content {
                        if !accept.contains(&text) {
                            accept.push(text);
                        }
                    }
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

    /// One response, and the content types it is read from; the hints are the operation's words, and
    /// those of what this response holds.
    fn response(
        &mut self,
        status: StatusRange,
        response: &'a oa::ReferenceOr<oa::Response>,
        at: &At<'_>,
        (operation, hint): (&Hint<'_>, &Hint<'_>),
    ) -> Result<(Response, Vec<String>), Reported> {
        let components = &self.document.responses;
        let (response, pointer) = self.resolve(components, "responses", response, at)?;
        let at = At::base(pointer.as_str());
        for (name, header) in &response.headers {
            let headers = at.key("headers");
            self.header(name, header, &headers.key(name))?;
        }
        let name = status::name(status);
        let component = self.component_word(&pointer, "responses", &["Response", "Body"]);
        let hint = match &component {
            Some(word) => Hint::new(word),
            None => hint.join("response"),
        };
        let type_name = format!("{} {name}", operation.text());
        let list = at.key("content");
        let none = matches!(status, StatusRange::Code(204 | 205 | 304));
        let (payload, content) = if none && !response.content.is_empty() {
            let message = "a response of this status has no content";
            let help = "RFC 9110 §15.3.5, §15.3.6, §15.4.5: name another status, or no content";
            self.ignored(&list, message, help);
            (Payload::Empty, Vec::new())
        } else {
            self.payload(&response.content, &list, &type_name, &hint)?
        };
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

    /// What a response's content is read as, and the content types it is asked for by.
    fn payload(
        &mut self,
        content: &'a indexmap::IndexMap<String, oa::MediaType>,
        at: &At<'_>,
        name: &str,
        hint: &Hint<'_>,
    ) -> Result<(Payload, Vec<String>), Reported> {
        let types = self.media_types(content, at);
        let (mut variants, several) = (
            Namer::new(Case::UpperCamel, "Content", &["Self"]),
            types.len() > 1,
        );
        let (mut contents, mut refused) = (Vec::<Content>::new(), None);
        for (text, media) in &types {
            let at = at.key(text);
            let variant = self.content_name(&mut variants, text, &types, &at);
            let own = hint.join(variant.as_str());
            let hint = if several { &own } else { hint };
            match self.content(text, media, &at, hint) {
                Ok(payload) => contents.push(Content {
                    variant,
                    range: (*text).to_owned(),
                    payload,
                }),
                Err(reported) => refused = Some(reported),
            }
        }
        if let Some(reported) = refused {
            return Err(reported);
        }
        let accept = contents
            .iter()
            .map(|content| content.range.clone())
            .collect();
        let payload = match contents.as_slice() {
            [] => Payload::Empty,
            [first, rest @ ..] if rest.iter().all(|other| other.payload == first.payload) => {
                first.payload.clone()
            }
            _ => {
                let claim = self.operation_type_names.claim(name, at.pointer());
                Payload::ByType(Contents {
                    name: claim.name,
                    contents,
                })
            }
        };
        Ok((payload, accept))
    }

    /// What content of one type is read as.
    fn content(
        &mut self,
        text: &str,
        media: &'a oa::MediaType,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<Payload, Reported> {
        let kind = self.media_kind(text, media, at)?;
        let schema = media.schema.as_ref().map(SchemaRef::from);
        Ok(match (kind, schema) {
            (MediaKind::Json, Some(schema)) => {
                Payload::Json(self.item(schema, &at.key("schema"), hint)?)
            }
            (MediaKind::Json, None) => Payload::Json(TypeRef::Any),
            (MediaKind::Events, schema) => {
                self.capabilities
                    .extend([Capability::Events, Capability::Download]);
                let schema = match schema {
                    Some(schema) if !self.is_text(schema, &at.key("schema"))? => schema,
                    Some(_) | None => return Ok(Payload::Events(None)),
                };
                Payload::Events(Some(self.item(schema, &at.key("schema"), hint)?))
            }
            (MediaKind::Text, _) => Payload::Text,
            // Nothing says how a form is read.
            (MediaKind::Form, schema) => {
                if schema.is_some() {
                    self.handed_on(text, "text", at);
                }
                Payload::Text
            }
            (MediaKind::Binary | MediaKind::Multipart, schema) => {
                if kind == MediaKind::Multipart && schema.is_some() {
                    self.handed_on(text, "bytes", at);
                }
                self.capabilities.insert(Capability::Download);
                Payload::Binary
            }
        })
    }

    /// Whether a schema is nothing but a string: the data of an event as it comes.
    fn is_text(&mut self, schema: SchemaRef<'a>, at: &At<'_>) -> Result<bool, Reported> {
        let (schema, _) = self.schema_behind(schema, at)?;
        let view = View::of(schema);
        Ok(view.r#type == Some("string") && view.enumeration.is_empty())
    }
}

/// The response whose types are named after the operation alone: 200, or what stands for it.
fn plain(responses: &oa::Responses) -> Option<StatusRange> {
    let has = |code: &oa::StatusCode| responses.responses.contains_key(code);
    let mut codes = responses.responses.keys();
    if has(&oa::StatusCode::Code(200)) {
        Some(StatusRange::Code(200))
    } else if has(&oa::StatusCode::Range(2)) {
        Some(StatusRange::Range(2))
    } else if codes.any(|code| matches!(code, oa::StatusCode::Code(200..=299))) {
        None
    } else {
        Some(StatusRange::Default)
    }
}
