//! OpenAPI 3.1 → our dialect of 3.0.
//!
//! 3.1 words are read alike in files of either version. Each rule is a function of one schema; one
//! that moves a node says so to the origins.

#[cfg(test)]
mod tests;

use super::Origins;
use super::walk::{Visit, set, type_of, walk};
use crate::check::grammar::ObjectKind;
use crate::source::{At, Mapping, Node, Span, Value};

/// Keywords that 3.0 has no word for.
const PRIVATE: &[(&str, &str)] = &[
    ("patternProperties", "x-31-patternProperties"),
    ("prefixItems", "x-31-prefixItems"),
    ("propertyNames", "x-31-propertyNames"),
];

/// Gives every object its 3.0 form; whether a keyword of [`PRIVATE`] is among what it has now.
pub(super) fn shape(root: &mut Node, origins: &mut Origins) -> bool {
    let mut has_private = false;
    walk(root, &mut |visit| {
        if visit.kind == ObjectKind::Schema {
            has_private |= schema(visit, origins);
        } else if visit.kind == ObjectKind::SecurityScheme {
            security_scheme(visit.node);
        } else if visit.kind == ObjectKind::Header {
            header(visit.node);
        }
    });
    has_private
}

fn schema(visit: Visit<'_>, origins: &mut Origins) -> bool {
    let Visit {
        keyword, node, at, ..
    } = visit;
    if let Value::Boolean(anything) = node.value {
        // 3.0 has these two only for `additionalProperties` (3.0.3 §4.7.24.1).
        if keyword != Some("additionalProperties") {
            node.value = Value::Mapping(boolean(anything, node.span));
        }
        return false;
    }
    let span = node.span;
    let Value::Mapping(schema) = &mut node.value else {
        return false;
    };
    let schema = &mut Rule {
        schema,
        origins,
        at,
        span,
    };
    types(schema);
    constant(schema);
    for union in ["oneOf", "anyOf"] {
        null_branch(schema, union);
    }
    exclusive(schema, "minimum", "exclusiveMinimum", |limit, bound| {
        limit >= bound
    });
    exclusive(schema, "maximum", "exclusiveMaximum", |limit, bound| {
        limit <= bound
    });
    examples(schema);
    content(schema);
    let mut has_private = false;
    for (keyword, private) in PRIVATE {
        has_private |= schema.schema.get(keyword).is_some();
        schema.rename(keyword, private);
    }
    has_private
}

/// A schema and what its rules need.
struct Rule<'a> {
    schema: &'a mut Mapping,
    origins: &'a mut Origins,
    at: &'a At<'a>,
    span: Span,
}

impl Rule<'_> {
    fn set(&mut self, key: &str, value: Value) {
        set(self.schema, key, self.span, value);
    }

    /// Puts what stands under `key` under `new`.
    fn rename(&mut self, key: &str, new: &str) {
        if let Some((_, node)) = self.schema.remove(key) {
            self.moved(key, new);
            self.schema.remove(new);
            self.set(new, node.value);
        }
    }

    fn moved(&mut self, key: &str, new: &str) {
        let (from, to) = (self.at.key(key).pointer(), self.at.key(new).pointer());
        self.origins.moved(&from, &to);
    }
}

/// `true` and `false` as schemas (JSON Schema 2020-12 §4.3.2).
fn boolean(anything: bool, span: Span) -> Mapping {
    let mut schema = Mapping::default();
    if !anything {
        set(&mut schema, "x-31-never", span, Value::Boolean(true));
    }
    schema
}

/// `type: [string, "null"]`, `type: "null"`; several other words stay together.
fn types(rule: &mut Rule<'_>) {
    let mut words: Vec<Node> = match rule.schema.get("type").map(|node| &node.value) {
        Some(Value::Sequence(words)) if !words.is_empty() => words.clone(),
        Some(Value::String(word)) if word == "null" => Vec::new(),
        Some(Value::Null) => Vec::new(),
        _ => return,
    };
    let before = words.len();
    words.retain(|word| word.as_str() != Some("null"));
    let nullable = words.len() < before || words.is_empty();
    let is_number = words.iter().any(|word| word.as_str() == Some("number"));
    words.retain(|word| !(is_number && word.as_str() == Some("integer")));
    words.dedup();
    if nullable {
        rule.set("nullable", Value::Boolean(true));
    }
    match (words.pop(), words.is_empty()) {
        (None, _) => {
            rule.schema.remove("type");
            let null = Node::new(rule.span, Value::Null);
            rule.moved("type", "enum");
            rule.set("enum", Value::Sequence(vec![null]));
        }
        (Some(word), true) => rule.set("type", word.value),
        (Some(word), false) => {
            words.push(word);
            rule.set("type", Value::Sequence(words));
            rule.rename("type", "x-31-type");
        }
    }
}

/// `const` (JSON Schema 2020-12 validation §6.1.3): an `enum` of one value.
fn constant(rule: &mut Rule<'_>) {
    match rule.schema.get("const").map(|node| &node.value) {
        None => return,
        Some(Value::Mapping(_) | Value::Sequence(_)) => {
            rule.rename("const", "x-31-const");
            return;
        }
        Some(_) => {}
    }
    let Some((_, value)) = rule.schema.remove("const") else {
        return;
    };
    if value.value == Value::Null {
        rule.set("nullable", Value::Boolean(true));
    }
    rule.moved("const", "enum");
    rule.set("enum", Value::Sequence(vec![value]));
}

/// A branch of a union that only takes `null` makes the whole nullable; a union of one schema is
/// that schema.
fn null_branch(rule: &mut Rule<'_>, union: &str) {
    let Some(Value::Sequence(branches)) = rule.schema.get_mut(union).map(|node| &mut node.value)
    else {
        return;
    };
    let all = std::mem::take(branches);
    let is_union = all.iter().any(|branch| !is_null(branch));
    let has_null = all.iter().any(is_null);
    let at = rule.at.key(union);
    for (index, branch) in all.into_iter().enumerate() {
        if is_union && is_null(&branch) {
            continue;
        }
        if index != branches.len() {
            let (from, to) = (at.index(index), at.index(branches.len()));
            rule.origins.moved(&from.pointer(), &to.pointer());
        }
        branches.push(branch);
    }
    let is_single = branches.len() == 1;
    if !is_union || !has_null {
        return;
    }
    rule.set("nullable", Value::Boolean(true));
    if is_single && rule.schema.get("allOf").is_none() {
        rule.rename(union, "allOf");
    }
}

/// Whether only `null` satisfies the schema, in the form that this pass gives to it.
fn is_null(schema: &Node) -> bool {
    matches!(
        schema.get("enum").and_then(Node::as_sequence),
        Some([Node {
            value: Value::Null,
            ..
        }])
    )
}

/// A numeric `exclusiveMinimum` (JSON Schema 2020-12 validation §6.2.5) → the boolean of 3.0; the
/// narrower of two limits stays.
fn exclusive(
    rule: &mut Rule<'_>,
    inclusive: &str,
    exclusive: &str,
    is_narrower: fn(f64, f64) -> bool,
) {
    let Some(limit) = rule.schema.get(exclusive).and_then(number) else {
        return;
    };
    let bound = rule.schema.get(inclusive).and_then(number);
    if bound.is_none_or(|bound| is_narrower(limit, bound)) {
        rule.rename(exclusive, inclusive);
        rule.set(exclusive, Value::Boolean(true));
    } else {
        rule.schema.remove(exclusive);
    }
}

/// The number, for comparing only.
#[expect(
    clippy::cast_precision_loss,
    reason = "the number itself is kept as it is"
)]
pub(super) fn number(node: &Node) -> Option<f64> {
    match node.value {
        Value::Integer(integer) => Some(integer as f64),
        Value::Float(float) => Some(float),
        _ => None,
    }
}

/// `examples`, an array in 3.1: its first value becomes `example`.
fn examples(rule: &mut Rule<'_>) {
    let Some((_, examples)) = rule.schema.remove("examples") else {
        return;
    };
    if rule.schema.get("example").is_some() {
        return;
    }
    if let Value::Sequence(items) = examples.value
        && let Some(first) = items.into_iter().next()
    {
        let from = rule.at.key("examples").index(0).pointer();
        rule.origins.moved(&from, &rule.at.key("example").pointer());
        rule.set("example", first.value);
    }
}

/// Binary data: 3.1 says with `contentEncoding` and `contentMediaType` what 3.0 says with the
/// formats `byte` and `binary` (3.1.1 §4.4.5).
fn content(rule: &mut Rule<'_>) {
    rule.schema.remove("contentSchema");
    let media_type = rule.schema.remove("contentMediaType").map(|(_, node)| node);
    let encoding = rule.schema.get("contentEncoding").and_then(Node::as_str);
    let format = match (
        encoding.map(str::to_ascii_lowercase).as_deref(),
        &media_type,
    ) {
        (Some("base64"), _) => "byte",
        (Some("binary" | "7bit" | "8bit") | None, Some(media_type))
            if media_type.as_str().is_some_and(is_binary) =>
        {
            "binary"
        }
        (Some("binary" | "7bit" | "8bit"), _) => {
            rule.schema.remove("contentEncoding");
            return;
        }
        (Some(_), _) => {
            rule.rename("contentEncoding", "x-31-contentEncoding");
            return;
        }
        (None, _) => return,
    };
    rule.schema.remove("contentEncoding");
    if rule.schema.get("type").is_none() {
        rule.set("type", Value::String("string".to_owned()));
    }
    if rule.schema.get("format").is_none() && type_of(rule.schema) == Some("string") {
        rule.set("format", Value::String(format.to_owned()));
    }
}

/// Whether content of this media type is bytes and not text.
fn is_binary(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let is_text = essence.starts_with("text/")
        || essence.ends_with("json")
        || essence.ends_with("xml")
        || essence.ends_with("yaml")
        || essence == "application/x-www-form-urlencoded";
    !is_text
}

/// `mutualTLS` came with 3.1 (§4.8.27.1).
fn security_scheme(node: &mut Node) {
    let span = node.span;
    if let Value::Mapping(scheme) = &mut node.value
        && type_of(scheme) == Some("mutualTLS")
    {
        set(scheme, "type", span, Value::String("http".to_owned()));
        set(scheme, "scheme", span, Value::String("mutual".to_owned()));
        set(scheme, "x-31-mutualTLS", span, Value::Boolean(true));
    }
}

/// openapiv3 knows no `explode` of a header (3.0.3 §4.7.21: it has what a parameter has).
fn header(node: &mut Node) {
    if let Value::Mapping(header) = &mut node.value
        && let Some((_, explode)) = header.remove("explode")
    {
        set(header, "x-31-explode", explode.span, explode.value);
    }
}
