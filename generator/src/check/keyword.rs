//! Keys that are no keywords, not yet or no longer keywords, or keywords without effect.

use super::grammar::{Keyword, ObjectKind, Pattern, Version, Versions};
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{At, Key, Mapping, Node, Value};

/// The kinds of objects whose keywords are recognised where they stand by mistake.
const FAMILIAR: &[ObjectKind] = &[
    ObjectKind::OpenApi,
    ObjectKind::PathItem,
    ObjectKind::Operation,
    ObjectKind::Parameter,
    ObjectKind::Response,
    ObjectKind::MediaType,
    ObjectKind::Schema,
    ObjectKind::Components,
];

/// Keywords of Swagger 2.0, and what OpenAPI 3 writes in place of them.
const RETIRED: &[(ObjectKind, &[&str], &str)] = &[
    (
        ObjectKind::OpenApi,
        &["host", "basePath", "schemes"],
        "write `servers: [{url: https://example.com/v1}]`, as since OpenAPI 3.0",
    ),
    (
        ObjectKind::OpenApi,
        &["definitions"],
        "schemas stand under `components`, `schemas` since OpenAPI 3.0",
    ),
    (
        ObjectKind::OpenApi,
        &["securityDefinitions"],
        "they stand under `components`, `securitySchemes` since OpenAPI 3.0",
    ),
    (
        ObjectKind::OpenApi,
        &["parameters", "responses"],
        "they stand under `components` since OpenAPI 3.0",
    ),
    (
        ObjectKind::OpenApi,
        &["consumes", "produces"],
        "each body names its media types in `content` since OpenAPI 3.0",
    ),
    (
        ObjectKind::Operation,
        &["consumes", "produces"],
        "each body names its media types in `content` since OpenAPI 3.0",
    ),
    (
        ObjectKind::Response,
        &["schema", "examples"],
        "write `content: {application/json: {schema: …}}`, as since OpenAPI 3.0",
    ),
    (
        ObjectKind::RequestBody,
        &["schema"],
        "write `content: {application/json: {schema: …}}`",
    ),
    (
        ObjectKind::Parameter,
        &["collectionFormat"],
        "write `style` and `explode`, as since OpenAPI 3.0",
    ),
    (
        ObjectKind::SecurityScheme,
        &["flow", "authorizationUrl", "tokenUrl", "scopes"],
        "write `flows: {clientCredentials: {tokenUrl: …, scopes: {}}}`, as since OpenAPI 3.0",
    ),
];

impl Walk<'_, '_> {
    /// Warns that a keyword has no effect on the generated client.
    pub(super) fn ignored_keyword(&mut self, keyword: &Keyword, value: &Node, at: &At<'_>) {
        if value.as_mapping().is_some_and(Mapping::is_empty) || value.value == Value::Null {
            return;
        }
        // These only qualify a keyword beside them that is reported itself.
        if matches!(
            keyword.name,
            "then" | "else" | "minContains" | "maxContains"
        ) {
            return;
        }
        let message = format!("`{}` is ignored", keyword.name);
        let label = match keyword.name {
            "callbacks" | "webhooks" => "requests that the client receives are not generated",
            "links" => "links between operations are not generated",
            "xml" => "bodies in XML are not generated",
            _ => "values are not checked against this",
        };
        let place = self.at_key(at);
        self.report(Diagnostic::new(Code::Ignored, place, message).label(label));
    }

    /// Warns of a keyword of the other version of OpenAPI, which is read as that version means it.
    pub(super) fn foreign_keyword(&mut self, keyword: &Keyword, at: &At<'_>) {
        let name = keyword.name;
        let message = match keyword.versions {
            Versions::Until31 => format!("`{name}` is a keyword of OpenAPI 3.0, not of 3.1"),
            Versions::All | Versions::Since31 => {
                format!("`{name}` is a keyword of OpenAPI 3.1, not of 3.0")
            }
        };
        let diagnostic = Diagnostic::new(Code::Tolerated, self.at_key(at), message);
        self.report(match name {
            "nullable" => diagnostic.help("add `\"null\"` to the words of `type`"),
            "const" => diagnostic.help("write an `enum` of one value"),
            "examples" => diagnostic.help("write one `example`"),
            _ if self.version == Version::V30 => {
                diagnostic.help("write `openapi: 3.1.0` if the description is meant as 3.1")
            }
            _ => diagnostic,
        });
    }

    /// Warns of a key that follows the pattern of its object in a way of its own: `4xx` for `4XX`.
    pub(super) fn odd_key(&mut self, pattern: Pattern, key: &str, at: &At<'_>) {
        if pattern == Pattern::Status && key.ends_with("xx") && self.is_first("status", key) {
            let message = format!("the range `{key}` is written in small letters");
            let diagnostic = Diagnostic::new(Code::Tolerated, self.at_key(at), message)
                .label("shown once for this key");
            self.report(diagnostic.help(format!("write `{}`", key.to_uppercase())));
        }
    }

    /// Reports a key that the object does not know.
    pub(super) fn unknown_key(
        &mut self,
        mapping: &Mapping,
        kind: ObjectKind,
        key: &Key,
        at: &At<'_>,
    ) {
        let object = kind.object();
        let key = key.text.as_str();
        let (code, message) = match object.others {
            Some((Pattern::Path, _)) => (
                Code::PathKey,
                format!("the path `{key}` does not begin with `/`"),
            ),
            Some((Pattern::Status, _)) => (
                Code::StatusKey,
                format!("`{key}` is no status code, range of status codes or `default`"),
            ),
            _ => (
                Code::UnknownKey,
                format!("unknown keyword `{key}` in this {}", object.name),
            ),
        };
        let known = object.keywords.iter().map(|keyword| keyword.name);
        let absent = known.filter(|name| mapping.get(name).is_none());
        let help = match code {
            Code::StatusKey => status_help(key),
            _ => retired(kind, key)
                .or_else(|| nearest(key, absent).map(|name| format!("did you mean `{name}`?")))
                .or_else(|| elsewhere(kind, key))
                .or_else(|| (code == Code::PathKey).then(|| format!("write `/{key}`"))),
        };
        let diagnostic = Diagnostic::new(code, self.at_key(at), message);
        self.report(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }
}

fn status_help(key: &str) -> Option<String> {
    let digits: String = key
        .chars()
        .map(|character| match character {
            'O' | 'o' => '0',
            'I' | 'l' => '1',
            'x' => 'X',
            other => other,
        })
        .collect();
    if Pattern::Status.matches(&digits) {
        return Some(format!("did you mean `{digits}`?"));
    }
    nearest(key, ["default"])
        .map(|name| format!("did you mean `{name}`?"))
        .or_else(|| elsewhere(ObjectKind::Responses, key))
        .or_else(|| Some("write a status such as `\"200\"`, `4XX` or `default`".to_owned()))
}

/// What OpenAPI 3 writes in place of a keyword of Swagger 2.0.
fn retired(kind: ObjectKind, key: &str) -> Option<String> {
    let (.., help) = RETIRED
        .iter()
        .find(|(owner, keys, _)| *owner == kind && keys.contains(&key))?;
    Some((*help).to_owned())
}

/// Says where a keyword belongs that is unknown where it stands.
fn elsewhere(kind: ObjectKind, key: &str) -> Option<String> {
    let owner = FAMILIAR
        .iter()
        .find(|owner| **owner != kind && owner.keyword(key).is_some())?;
    let name = owner.object().name;
    if *owner == ObjectKind::Schema && kind.keyword("schema").is_some() {
        return Some(format!(
            "`{key}` is a keyword of the {name}: put it below `schema`"
        ));
    }
    Some(format!(
        "`{key}` is a keyword of the {name}; is it indented as it is meant?"
    ))
}
