//! Keys that an object has to have and lacks.

use super::grammar::{Need, ObjectKind, Version};
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{At, Key, Mapping};

/// What to write for a key, where more can be said than its name.
const EXAMPLES: &[(&str, &str)] = &[
    (
        "authorizationUrl",
        "authorizationUrl: https://example.com/authorize",
    ),
    (
        "content",
        "content: {application/json: {schema: {type: object}}}",
    ),
    ("description", "description: OK"),
    (
        "flows",
        "flows: {clientCredentials: {tokenUrl: https://example.com/token, scopes: {}}}",
    ),
    ("info", "info: {title: Pets, version: \"1.0\"}"),
    ("name", "name: limit"),
    (
        "openIdConnectUrl",
        "openIdConnectUrl: https://example.com/.well-known/openid-configuration",
    ),
    ("paths", "paths: {}"),
    ("propertyName", "propertyName: kind"),
    ("responses", "responses: {\"200\": {description: OK}}"),
    ("scheme", "scheme: bearer"),
    ("scopes", "scopes: {}"),
    ("title", "title: Pets"),
    ("tokenUrl", "tokenUrl: https://example.com/token"),
    ("url", "url: https://example.com/v1"),
    ("version", "version: \"1.0\""),
];

impl Walk<'_, '_> {
    /// Reports the keys that `mapping` lacks. One that is there with a typing error is reported at
    /// that key, taken out of `unknown`, and its value checked as what it was meant to be.
    pub(super) fn missing_keys(
        &mut self,
        mapping: &Mapping,
        kind: ObjectKind,
        unknown: &mut Vec<&Key>,
        at: &At<'_>,
    ) {
        for keyword in kind.object().keywords {
            let code = match keyword.need {
                Need::Optional => continue,
                Need::Until31 if self.version == Version::V31 => continue,
                Need::Expected => Code::Tolerated,
                Need::Until31 | Need::Required => Code::MissingKey,
            };
            if mapping.get(keyword.name).is_some() {
                continue;
            }
            let near = unknown.iter().position(|key| {
                nearest(&key.text, kind.object().keywords.iter().map(|it| it.name))
                    == Some(keyword.name)
            });
            let typo = near.map(|index| unknown.remove(index).text.as_str());
            self.missing_key(code, kind, keyword.name, typo, at);
            if let Some(typo) = typo
                && let Some(value) = mapping.get(typo)
            {
                self.value(value, keyword.shape, &at.key(typo));
            }
        }
    }

    /// Reports that the object at `at` lacks `key`, which may stand there as `typo`.
    pub(super) fn missing_key(
        &mut self,
        code: Code,
        kind: ObjectKind,
        key: &str,
        typo: Option<&str>,
        at: &At<'_>,
    ) {
        let object = kind.object().name;
        let message = format!("`{key}` is missing in this {object}");
        let place = match typo {
            Some(typo) => self.at_key(&at.key(typo)),
            None => self.at_value(at),
        };
        let diagnostic = Diagnostic::new(code, place, message).label(format!("needs `{key}`"));
        let help = match typo {
            Some(typo) => Some(format!("did you mean `{key}` by `{typo}`?")),
            None => example(kind, key),
        };
        self.report(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }
}

fn example(kind: ObjectKind, key: &str) -> Option<String> {
    match (kind, key) {
        (ObjectKind::Parameter, "in") => {
            Some("write `in: query`, `in: path`, `in: header` or `in: cookie`".to_owned())
        }
        (ObjectKind::SecurityScheme, "in") => {
            Some("write `in: header`, `in: query` or `in: cookie`".to_owned())
        }
        (ObjectKind::SecurityScheme, "name") => {
            Some("write the header, query parameter or cookie: `name: X-Api-Key`".to_owned())
        }
        _ => {
            let (_, example) = EXAMPLES.iter().find(|(name, _)| *name == key)?;
            Some(format!("write, for instance, `{example}`"))
        }
    }
}
