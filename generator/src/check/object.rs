//! Rules of single objects: what one key of an object demands of another.

use super::grammar::{ObjectKind, Version};
use super::plain;
use super::schema;
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{At, Mapping, Place, Value};

/// Which words of `style` go with each `in` (3.0.3 §4.7.12.3).
const STYLES: &[(&str, &[&str])] = &[
    ("path", &["matrix", "label", "simple"]),
    (
        "query",
        &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
    ),
    ("header", &["simple"]),
    ("cookie", &["form"]),
];

/// The keys that each `type` of security scheme demands (3.0.3 §4.7.30).
const SCHEME_KEYS: &[(&str, &[&str])] = &[
    ("apiKey", &["name", "in"]),
    ("http", &["scheme"]),
    ("oauth2", &["flows"]),
    ("openIdConnect", &["openIdConnectUrl"]),
];

/// The keys that each OAuth flow demands (3.0.3 §4.7.32).
const FLOW_KEYS: &[(&str, &[&str])] = &[
    ("implicit", &["authorizationUrl"]),
    ("password", &["tokenUrl"]),
    ("clientCredentials", &["tokenUrl"]),
    ("authorizationCode", &["authorizationUrl", "tokenUrl"]),
];

/// Checks the rules of the object at `at`.
pub(super) fn check(walk: &mut Walk<'_, '_>, object: &Mapping, kind: ObjectKind, at: &At<'_>) {
    match kind {
        ObjectKind::Paths => paths(walk, object, at),
        ObjectKind::Components => components(walk, object, at),
        ObjectKind::Operation => operation(walk, object, at),
        ObjectKind::Parameter => parameter(walk, object, at),
        ObjectKind::Header => content(walk, object, kind, at),
        ObjectKind::Schema => schema::check(walk, object, at),
        ObjectKind::Discriminator => schema::discriminator(walk, object, at),
        ObjectKind::SecurityScheme => security_scheme(walk, object, at),
        ObjectKind::OAuthFlows => flows(walk, object, at),
        ObjectKind::Responses => responses(walk, object, at),
        ObjectKind::OpenApi
        | ObjectKind::Info
        | ObjectKind::Contact
        | ObjectKind::License
        | ObjectKind::Server
        | ObjectKind::ServerVariable
        | ObjectKind::PathItem
        | ObjectKind::ExternalDocs
        | ObjectKind::RequestBody
        | ObjectKind::MediaType
        | ObjectKind::Encoding
        | ObjectKind::Response
        | ObjectKind::Callback
        | ObjectKind::Example
        | ObjectKind::Link
        | ObjectKind::Tag
        | ObjectKind::Xml
        | ObjectKind::OAuthFlow
        | ObjectKind::SecurityRequirement => {}
    }
}

/// A template is compared with the path of a URL, which has no query and no fragment.
fn paths(walk: &mut Walk<'_, '_>, object: &Mapping, at: &At<'_>) {
    for (key, _) in object.iter() {
        if !key.text.starts_with('/') {
            continue;
        }
        let braces = |brace| key.text.matches(brace).count();
        if braces('{') != braces('}') {
            let message = format!("the braces of the path `{}` are not closed", key.text);
            let place = walk.at_key(&at.key(&key.text));
            let diagnostic = Diagnostic::new(Code::Tolerated, place, message);
            walk.report(diagnostic.help("write `{name}` for a parameter of the path"));
        }
        let Some(mark) = key.text.find(['?', '#']) else {
            continue;
        };
        let part = if key.text[mark..].starts_with('?') {
            "query"
        } else {
            "fragment"
        };
        let message = format!("the path `{}` has a {part}", key.text);
        let diagnostic = Diagnostic::new(Code::Tolerated, walk.at_key(&at.key(&key.text)), message);
        walk.report(diagnostic.help("describe it with parameters `in: query`"));
    }
}

/// Names of components are `^[a-zA-Z0-9._-]+$` (3.0.3 §4.7.7.1).
fn components(walk: &mut Walk<'_, '_>, object: &Mapping, at: &At<'_>) {
    for (section, named) in object.iter() {
        let Some(names) = named.as_mapping() else {
            continue;
        };
        if section.text.starts_with("x-") {
            continue;
        }
        let below = at.key(&section.text);
        let odd = |name: &str| {
            name.is_empty()
                || !name.chars().all(|letter| {
                    letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-')
                })
        };
        for (name, _) in names
            .iter()
            .filter(|(name, _)| odd(&name.text) && name.text != "$ref")
        {
            let message = format!("`{}` is no name of a component", name.text);
            let place = walk.at_key(&below.key(&name.text));
            let diagnostic = Diagnostic::new(Code::Tolerated, place, message);
            walk.report(diagnostic.help("write it with letters, digits, `.`, `_` and `-`"));
        }
    }
}

/// `operationId`s are unique among all operations (3.0.3 §4.7.10.1).
fn operation(walk: &mut Walk<'_, '_>, object: &Mapping, at: &At<'_>) {
    let Some(id) = object.get("operationId").and_then(|node| node.as_str()) else {
        return;
    };
    let here = (walk.file, at.pointer());
    let Some((file, pointer)) = walk.operations.get(id).cloned() else {
        walk.operations.insert(id.to_owned(), here);
        return;
    };
    if here == (file, pointer.clone()) {
        return;
    }
    let message = format!("the `operationId` `{id}` stands at two operations");
    let first = Place::value(file, pointer.join("operationId"));
    walk.report(
        Diagnostic::new(
            Code::DuplicateOperationId,
            walk.at_value(&at.key("operationId")),
            message,
        )
        .label("the second one")
        .also(first, "the first one")
        .help("give each operation an `operationId` of its own"),
    );
}

/// At least one response is described (3.0.3 §4.7.16).
fn responses(walk: &mut Walk<'_, '_>, object: &Mapping, at: &At<'_>) {
    if object.iter().all(|(key, _)| key.text.starts_with("x-")) {
        let diagnostic = Diagnostic::new(
            Code::Tolerated,
            walk.at_value(at),
            "no response is described",
        );
        walk.report(
            diagnostic
                .label("any success is taken, and its body left alone")
                .help("write, for instance, `\"200\": {description: OK}`"),
        );
    }
}

fn parameter(walk: &mut Walk<'_, '_>, object: &Mapping, at: &At<'_>) {
    let location = object.get("in").and_then(|node| node.as_str());
    content(walk, object, ObjectKind::Parameter, at);
    if location == Some("path") && !matches!(value(object, "required"), Some(Value::Boolean(true)))
    {
        let place = match object.get("required") {
            Some(_) => walk.at_value(&at.key("required")),
            None => walk.at_value(&at.key("in")),
        };
        let message = "a path parameter is always required";
        let diagnostic = Diagnostic::new(Code::Tolerated, place, message);
        walk.report(diagnostic.help("write `required: true`"));
    }
    style(walk, object, location, at);
}

fn style(walk: &mut Walk<'_, '_>, object: &Mapping, location: Option<&str>, at: &At<'_>) {
    let style = object.get("style").and_then(|node| node.as_str());
    let all = STYLES.iter().flat_map(|(_, styles)| styles.iter());
    let (Some(location), Some(style)) = (location, style) else {
        return;
    };
    let Some((_, allowed)) = STYLES.iter().find(|(name, _)| *name == location) else {
        return;
    };
    if allowed.contains(&style) || !all.into_iter().any(|known| *known == style) {
        return;
    }
    let message = format!("the style `{style}` is not for parameters in `{location}`");
    let help = format!("write {}", plain::listed(allowed).replace(", ", " or "));
    let place = walk.at_value(&at.key("style"));
    walk.report(Diagnostic::new(Code::UnknownWord, place, message).help(help));
}

/// Parameters and headers have either `schema` or `content` (3.0.3 §4.7.12.2).
fn content(walk: &mut Walk<'_, '_>, object: &Mapping, kind: ObjectKind, at: &At<'_>) {
    match (object.get("schema"), object.get("content")) {
        (Some(_), Some(_)) => {
            let message = "`content` stands beside `schema`, where only one of them may be";
            let place = walk.at_key(&at.key("content"));
            walk.report(
                Diagnostic::new(Code::Tolerated, place, message).help("the `schema` is taken"),
            );
        }
        (None, None) => {
            let mut keys = object.iter().map(|(key, _)| key.text.as_str());
            let beside = keys.find(|key| is_beside_schema(object, kind, key));
            let name = kind.object().name;
            let (place, message, help) = match beside {
                Some(key) => (
                    walk.at_key(&at.key(key)),
                    format!("`{key}` stands in the {name} itself, not in its `schema`"),
                    format!("write `schema:`, and `{key}` below it"),
                ),
                None => (
                    walk.at_key(at),
                    format!("this {name} has neither `schema` nor `content`"),
                    "write `schema: {type: string}`".to_owned(),
                ),
            };
            let diagnostic = Diagnostic::new(Code::Tolerated, place, message);
            walk.report(diagnostic.label("taken as text").help(help));
        }
        (Some(_), None) | (None, Some(_)) => {}
    }
}

/// Whether `key` describes the value of a parameter or header beside the `schema` it belongs into, as
/// Swagger 2.0 had it; reported in one with the lack of a `schema`.
pub(super) fn is_beside_schema(object: &Mapping, kind: ObjectKind, key: &str) -> bool {
    matches!(kind, ObjectKind::Parameter | ObjectKind::Header)
        && object.get("schema").is_none()
        && object.get("content").is_none()
        && kind.keyword(key).is_none()
        && ObjectKind::Schema.keyword(key).is_some()
}

fn security_scheme(walk: &mut Walk<'_, '_>, object: &Mapping, at: &At<'_>) {
    let Some(Value::String(kind)) = value(object, "type") else {
        return;
    };
    if kind == "mutualTLS" && walk.version == Version::V30 {
        let message = "`mutualTLS` is a feature of OpenAPI 3.1, not of 3.0";
        let place = walk.at_value(&at.key("type"));
        walk.report(Diagnostic::new(Code::Tolerated, place, message));
    }
    demanded(
        walk,
        object,
        SCHEME_KEYS,
        kind,
        ObjectKind::SecurityScheme,
        at,
    );
}

fn flows(walk: &mut Walk<'_, '_>, object: &Mapping, at: &At<'_>) {
    for (name, flow) in object.iter() {
        if let Some(flow) = flow.as_mapping() {
            let below = at.key(&name.text);
            demanded(
                walk,
                flow,
                FLOW_KEYS,
                &name.text,
                ObjectKind::OAuthFlow,
                &below,
            );
        }
    }
}

/// Reports the keys that the row of `word` names and `object` lacks. A client that is given its
/// token can do without those that say how to get one.
fn demanded(
    walk: &mut Walk<'_, '_>,
    object: &Mapping,
    rows: &[(&str, &[&'static str])],
    word: &str,
    kind: ObjectKind,
    at: &At<'_>,
) {
    let row = rows.iter().find(|(name, _)| *name == word);
    for key in row.into_iter().flat_map(|(_, keys)| keys.iter()) {
        if object.get(key).is_none() {
            let is_for_login = matches!(word, "oauth2" | "openIdConnect");
            let code = if is_for_login || kind == ObjectKind::OAuthFlow {
                Code::Tolerated
            } else {
                Code::MissingKey
            };
            walk.missing_key(code, kind, key, None, at);
        }
    }
}

/// The value under `key`.
pub(super) fn value<'m>(object: &'m Mapping, key: &str) -> Option<&'m Value> {
    object.get(key).map(|node| &node.value)
}
