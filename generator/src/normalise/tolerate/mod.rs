//! What real publishers write against the specification → what they mean.
//!
//! *check* warned of it, or reported it as an error where nothing can be meant; then the part in
//! question is taken out, so that the stages after this one can look at the rest.

mod fit;
mod schema;

#[cfg(test)]
mod tests;

use super::Origins;
use super::walk::{Visit, set, walk};
use crate::check::grammar::ObjectKind;
use crate::diagnostic::Sink;
use crate::source::{Mapping, Node, Span, Value};

/// An object, a key of it, and the value where there is none.
type Default = (ObjectKind, &'static str, fn() -> Value);

/// What the typed model demands and a description may do without.
const DEFAULTS: &[Default] = &[
    (ObjectKind::OpenApi, "paths", empty),
    (ObjectKind::Operation, "responses", empty),
    (ObjectKind::Response, "description", blank),
    (ObjectKind::Info, "title", || text("API")),
    (ObjectKind::Info, "version", blank),
    (ObjectKind::OAuthFlow, "authorizationUrl", blank),
    (ObjectKind::OAuthFlow, "tokenUrl", blank),
    (ObjectKind::OAuthFlow, "scopes", empty),
];

/// Gives every object the form that the specification demands.
pub(super) fn tolerate(root: &mut Node, origins: &Origins, sink: &mut Sink) {
    walk(root, &mut |visit| {
        let Visit {
            kind,
            keyword,
            node,
            at,
        } = visit;
        let span = node.span;
        // Nothing under a name is an empty object: `application/json:`.
        if node.value == Value::Null && keyword.is_none() {
            node.value = empty();
        }
        let Value::Mapping(object) = &mut node.value else {
            return;
        };
        if kind == ObjectKind::SecurityRequirement {
            scopes(object);
        }
        fit::fit(kind, object, at, origins, sink);
        unusable(object);
        for (_, key, value) in DEFAULTS.iter().filter(|(owner, ..)| *owner == kind) {
            default(object, key, span, value());
        }
        if matches!(kind, ObjectKind::Parameter | ObjectKind::Header) {
            parameter(object, span);
        } else if kind == ObjectKind::SecurityScheme {
            security_scheme(object, span);
        } else if kind == ObjectKind::Encoding {
            encoding(object, span);
        } else if kind == ObjectKind::Schema {
            schema::schema(object, span);
        }
    });
}

/// A scheme without scopes is still demanded (3.0.3 §4.7.31.1): `oauth2: null` means `oauth2: []`.
fn scopes(requirement: &mut Mapping) {
    for (_, scopes) in requirement.iter_mut() {
        if scopes.value == Value::Null {
            scopes.value = Value::Sequence(Vec::new());
        }
    }
}

/// Leaves out what says nothing without a key that it lacks; its absence was reported.
fn unusable(object: &mut Mapping) {
    needs(object, "externalDocs", "url");
    needs(object, "discriminator", "propertyName");
    needs(object, "license", "name");
}

fn needs(object: &mut Mapping, key: &str, needed: &str) {
    if object
        .get(key)
        .is_some_and(|node| node.as_mapping().is_some() && node.get(needed).is_none())
    {
        object.remove(key);
    }
}

/// Exactly one of `schema` and `content` (3.0.3 §4.7.12.2), and `required: true` in a path
/// (§4.7.12.1).
fn parameter(object: &mut Mapping, span: Span) {
    match (
        object.get("schema").is_some(),
        object.get("content").is_some(),
    ) {
        (true, true) => {
            object.remove("content");
        }
        (false, false) => {
            let mut schema = Mapping::default();
            set(&mut schema, "type", span, text("string"));
            set(object, "schema", span, Value::Mapping(schema));
        }
        (true, false) | (false, true) => {}
    }
    if object.get("in").and_then(Node::as_str) == Some("path") {
        set(object, "required", span, Value::Boolean(true));
    }
}

/// Where tokens come from, when it is not said.
fn security_scheme(object: &mut Mapping, span: Span) {
    match object.get("type").and_then(Node::as_str) {
        Some("oauth2") => default(object, "flows", span, empty()),
        Some("openIdConnect") => default(object, "openIdConnectUrl", span, blank()),
        _ => {}
    }
}

/// `explode` is true by default where the style is `form` (3.0.3 §4.7.15.1), which the typed model
/// does not know.
fn encoding(object: &mut Mapping, span: Span) {
    let style = object.get("style").and_then(Node::as_str);
    let explode = style.is_none_or(|style| style == "form");
    default(object, "explode", span, Value::Boolean(explode));
}

/// Adds a key that is not there.
fn default(object: &mut Mapping, key: &str, span: Span, value: Value) {
    if object.get(key).is_none() {
        set(object, key, span, value);
    }
}

fn empty() -> Value {
    Value::Mapping(Mapping::default())
}

fn blank() -> Value {
    text("")
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}
