//! Media types: what content of a type is read as or written from.
//!
//! JSON and forms are typed; other text and bytes are handed on as they are, because OpenAPI says
//! how a schema is written in no other media type (3.0.3 §4.7.14).

use indexmap::IndexMap;
use openapiv3 as oa;

use super::Lowering;
use super::view::{SchemaRef, View};
use crate::diagnostic::{Code, Reported};
use crate::ir::{Ident, Namer};
use crate::source::{At, Pointer};

/// What content of a media type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MediaKind {
    /// JSON, of the schema's type.
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/form-data`
    Multipart,
    /// `text/event-stream`
    Events,
    /// Text.
    Text,
    /// Bytes.
    Binary,
}

/// Types of text outside of `text/*`, `+xml` and `+yaml`.
const TEXTS: &[&str] = &[
    "application/ecmascript",
    "application/graphql",
    "application/javascript",
    "application/jwt",
    "application/openapi",
    "application/sdp",
    "application/sql",
    "application/toml",
    "application/x-javascript",
    "application/x-yaml",
    "application/xml",
    "application/yaml",
];

/// Types of bytes, whatever their schema is.
const BYTES: &[&str] = &[
    "application/octet-stream",
    "application/pdf",
    "application/zip",
];
const BYTE_FAMILIES: &[&str] = &["audio", "font", "image", "model", "multipart", "video"];

/// What the schema of content says of its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `format: binary`
    Binary,
    /// A string that encodes bytes.
    Encoded,
    /// A string with limits or values of its own.
    Limited,
    /// Any other string.
    Text,
    /// Everything else that has a type.
    Structured,
    /// Nothing is said.
    Unknown,
}

impl<'a> Lowering<'a> {
    /// The media types of `content`; keys that are none say nothing and are left out.
    pub(super) fn media_types(
        &mut self,
        content: &'a IndexMap<String, oa::MediaType>,
        at: &At<'_>,
    ) -> Vec<(&'a str, &'a oa::MediaType)> {
        let mut types = Vec::new();
        for (text, media) in content {
            let name = essence(text);
            let is_type = name.split_once('/').is_some_and(|(family, subtype)| {
                !family.is_empty() && !subtype.is_empty() && !name.contains(char::is_whitespace)
            });
            if is_type && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
                types.push((text.as_str(), media));
                continue;
            }
            let diagnostic = self
                .diagnostic(
                    Code::Tolerated,
                    &at.key(text),
                    format!("`{text}` is no media type"),
                )
                .label("left out")
                .help("write a media type such as `application/json`");
            self.sink.warn(diagnostic);
        }
        types
    }

    /// What content of one media type among `all` is called; a warning says when that was taken.
    pub(super) fn content_name(
        &mut self,
        names: &mut Namer<Pointer>,
        text: &str,
        all: &[(&str, &oa::MediaType)],
        at: &At<'_>,
    ) -> Ident {
        self.claim_once(names, &variant_text(text, all), (text, None), at)
    }

    /// What content of the media type `text` is.
    pub(super) fn media_kind(
        &mut self,
        text: &str,
        media: &'a oa::MediaType,
        at: &At<'_>,
    ) -> Result<MediaKind, Reported> {
        let name = essence(text);
        let (family, subtype) = name.split_once('/').unwrap_or((&name, ""));
        let form = self.form_of(media, at)?;
        let kind = match (name.as_str(), form) {
            ("application/x-www-form-urlencoded", _) => MediaKind::Form,
            ("multipart/form-data", _) => MediaKind::Multipart,
            ("text/event-stream", _) => MediaKind::Events,
            (_, Form::Binary) => MediaKind::Binary,
            _ if is_json(&name) => MediaKind::Json,
            _ if BYTES.contains(&name.as_str()) || BYTE_FAMILIES.contains(&family) => {
                MediaKind::Binary
            }
            ("*/*" | "application/*", Form::Structured) => MediaKind::Json,
            _ if family == "text" || is_text(&name, subtype) => MediaKind::Text,
            (_, Form::Limited | Form::Text | Form::Encoded) => MediaKind::Text,
            (_, Form::Structured | Form::Unknown) => MediaKind::Binary,
        };
        if form == Form::Encoded && matches!(kind, MediaKind::Text | MediaKind::Binary) {
            self.ignored(
                &at.key("schema"),
                format!("content of `{text}` is neither encoded nor decoded"),
                "leave the encoding out where bytes are sent as they are; otherwise it is the caller's",
            );
        }
        if matches!(form, Form::Structured | Form::Limited) && kind == MediaKind::Text {
            self.handed_on(text, "text", at);
        }
        if form == Form::Structured && kind == MediaKind::Binary {
            self.handed_on(text, "bytes", at);
        }
        Ok(kind)
    }

    /// Warns of a schema that decides nothing.
    pub(super) fn handed_on(&mut self, text: &str, what: &str, at: &At<'_>) {
        self.ignored(
            &at.key("schema"),
            format!("content of `{text}` is handed on as {what}, not by its schema"),
            "OpenAPI says how values of a schema stand in JSON, and in forms that are sent",
        );
    }

    fn form_of(&mut self, media: &'a oa::MediaType, at: &At<'_>) -> Result<Form, Reported> {
        let Some(schema) = &media.schema else {
            return Ok(Form::Unknown);
        };
        let (schema, _) = self.schema_behind(SchemaRef::from(schema), &at.key("schema"))?;
        let view = View::of(schema);
        Ok(match (view.r#type, view.format) {
            (Some("string") | None, Some("binary")) => Form::Binary,
            (Some("string"), _) if view.is_encoded() => Form::Encoded,
            (Some("string"), _) if view.is_limited_text() => Form::Limited,
            (Some("string"), _) => Form::Text,
            _ if view.is_annotation() && view.data.extensions.is_empty() => Form::Unknown,
            _ => Form::Structured,
        })
    }
}

/// A media type without its parameters, in lower case.
pub(super) fn essence(text: &str) -> String {
    let name = text.split(';').next().unwrap_or_default();
    name.trim().to_ascii_lowercase()
}

/// `application/json`, and the types of RFC 6839 §3.1 that end in `+json`.
pub(super) fn is_json(name: &str) -> bool {
    matches!(name, "application/json" | "text/json") || name.ends_with("+json")
}

fn is_text(name: &str, subtype: &str) -> bool {
    TEXTS.contains(&name) || subtype.ends_with("+xml") || subtype.ends_with("+yaml")
}

/// What content of a media type is called among `all`: by its parameters, too, where they are what
/// tells it apart.
fn variant_text(text: &str, all: &[(&str, &oa::MediaType)]) -> String {
    let name = essence(text);
    let alike = all.iter().filter(|(other, _)| essence(other) == name);
    let parameters = match text.split_once(';') {
        Some((_, parameters)) if alike.count() > 1 => format!(" {parameters}"),
        Some(_) | None => String::new(),
    };
    let word = match name.as_str() {
        "application/json" => "json",
        "application/*+json" => "other json",
        "text/json" => "text json",
        "application/x-www-form-urlencoded" => "form",
        "multipart/form-data" => "multipart",
        "application/octet-stream" => "binary",
        "text/plain" => "text",
        "text/event-stream" => "events",
        "*/*" => "other",
        _ => match name.split_once('/') {
            Some((family, "*")) => family,
            Some((_, subtype)) => {
                let subtype = subtype.trim_start_matches("x-");
                subtype.trim_start_matches("vnd.")
            }
            None => &name,
        },
    };
    format!("{word}{parameters}")
}
