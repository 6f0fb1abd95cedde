//! Our vendor extensions: where each may stand and what it holds. Those of others are not ours to
//! judge.

use super::grammar::ObjectKind;
use super::plain::listed;
use super::walk::Walk;
use super::wrong_type;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{At, Mapping, Node, Place, Value};

/// The prefix of the keys that only later stages write.
const PRIVATE: &str = "x-31-";

/// One of our extensions.
struct Extension {
    name: &'static str,
    /// The kinds of objects that may have it.
    places: &'static [ObjectKind],
    content: Content,
    /// Whether others use the name too: what has another form is theirs.
    is_common: bool,
}

/// What an extension holds.
#[derive(Clone, Copy)]
enum Content {
    Anything,
    Boolean,
    Text,
    Texts,
    /// A string, or an object for people to read.
    Note,
    Word(&'static [&'static str]),
    /// The name of a client type.
    Client,
    /// An object with these strings, the first of which it must have.
    Strings(&'static [&'static str]),
    /// An object with these integers.
    Integers(&'static [&'static str]),
    /// Text for values of the schema's `enum`.
    ValueTexts,
    /// An array of `{name, tags}`.
    TagGroups,
}

const EXTENSIONS: &[Extension] = &[
    ours("x-client", &[ObjectKind::SecurityScheme], Content::Client),
    ours(
        "x-environment",
        &[ObjectKind::Server],
        Content::Strings(&["name", "loginUrl"]),
    ),
    ours("x-browser-page", &[ObjectKind::Operation], Content::Boolean),
    ours("x-evidence", &[ObjectKind::Operation], Content::Note),
    ours("x-lifecycle", &[ObjectKind::Operation], Content::Text).common(),
    ours("x-idempotent", &[ObjectKind::Operation], Content::Boolean).common(),
    ours(
        "x-sensitive",
        &[ObjectKind::Schema, ObjectKind::Parameter],
        Content::Boolean,
    )
    .common(),
    ours(
        "x-lenient",
        &[ObjectKind::Schema],
        Content::Word(&["number-or-string", "one-or-many"]),
    ),
    ours("x-known-values", &[ObjectKind::Schema], Content::Texts),
    ours(
        "x-published-example",
        &[ObjectKind::MediaType],
        Content::Anything,
    ),
    ours(
        "x-enum-descriptions",
        &[ObjectKind::Schema],
        Content::ValueTexts,
    )
    .common(),
    ours(
        "x-rate-limit",
        &[ObjectKind::OpenApi],
        Content::Integers(&["perSecond", "perMinute"]),
    )
    .common(),
    ours("x-tagGroups", &[ObjectKind::OpenApi], Content::TagGroups).common(),
];

const fn ours(name: &'static str, places: &'static [ObjectKind], content: Content) -> Extension {
    Extension {
        name,
        places,
        content,
        is_common: false,
    }
}

impl Extension {
    const fn common(mut self) -> Self {
        self.is_common = true;
        self
    }
}

/// Checks the extension `key` of `object`.
pub(super) fn check(
    walk: &mut Walk<'_, '_>,
    object: &Mapping,
    kind: ObjectKind,
    key: &str,
    node: &Node,
    at: &At<'_>,
) {
    let Some(extension) = EXTENSIONS.iter().find(|it| it.name == key) else {
        return foreign(walk, key, at);
    };
    let mut found = Vec::new();
    if extension.places.contains(&kind) {
        let content = content(walk, object, extension.content, node, at, &mut found);
        if let Err(expected) = content {
            found.push(refusal(walk, key, node, &expected, at));
        }
    } else {
        let places: Vec<&str> = extension.places.iter().map(|it| it.object().name).collect();
        let message = format!("`{key}` does not belong into the {}", kind.object().name);
        let help = format!("it belongs into the {}", places.join(" or the "));
        let place = walk.at_key(at);
        found.push(Diagnostic::new(Code::Extension, place, message).help(help));
    }
    for diagnostic in found {
        walk.report(if extension.is_common {
            diagnostic
                .tolerated()
                .label("ignored, as an extension of somebody else")
        } else {
            diagnostic
        });
    }
}

/// Extensions of others pass, unless one is ours with a typing error, or of the private dialect.
fn foreign(walk: &mut Walk<'_, '_>, key: &str, at: &At<'_>) {
    if key.starts_with(PRIVATE) {
        let message = format!("`{key}` is for the generator's own use");
        let place = walk.at_key(at);
        return walk.report(Diagnostic::new(Code::Extension, place, message).help("leave it out"));
    }
    if let Some(near) = EXTENSIONS
        .iter()
        .map(|it| it.name)
        .find(|name| is_slip(key, name))
    {
        let message = format!("unknown extension `{key}`");
        let place = walk.at_key(at);
        walk.report(
            Diagnostic::new(Code::UnknownKey, place, message)
                .help(format!("did you mean `{near}`?")),
        );
    }
}

/// Whether two words differ by one slip: a letter more, less, other, or two swapped. Extensions have
/// names of all kinds, so likeness alone says little.
fn is_slip(word: &str, known: &str) -> bool {
    if word.len().abs_diff(known.len()) > 1 {
        return false;
    }
    let same = |(a, b): &(char, char)| a.eq_ignore_ascii_case(b);
    let head = word.chars().zip(known.chars()).take_while(same).count();
    let tail = word.chars().rev().zip(known.chars().rev());
    let tail = tail.take_while(same).count();
    let rest = |text: &str| text.chars().count().saturating_sub(head + tail);
    let swapped = || {
        let pair = |text: &str| -> Vec<char> {
            let mut pair: Vec<char> = text.chars().skip(head).take(2).collect();
            pair.sort_unstable();
            pair
        };
        rest(word) == 2 && rest(known) == 2 && pair(word) == pair(known)
    };
    rest(word) <= 1 && rest(known) <= 1 || swapped()
}

/// Checks what an extension holds; `Err` says what belongs there.
fn content(
    walk: &Walk<'_, '_>,
    object: &Mapping,
    content: Content,
    node: &Node,
    at: &At<'_>,
    found: &mut Vec<Diagnostic>,
) -> Result<(), String> {
    let fits = |fits: bool, expected: &str| {
        if fits {
            Ok(())
        } else {
            Err(expected.to_owned())
        }
    };
    let text = node.as_str();
    match content {
        Content::Anything => Ok(()),
        Content::Boolean => fits(matches!(node.value, Value::Boolean(_)), "`true` or `false`"),
        Content::Text => fits(text.is_some(), "a string"),
        Content::Texts => {
            let items = node.as_sequence().unwrap_or_default();
            let all = items.iter().all(|item| item.as_str().is_some());
            fits(all && node.as_sequence().is_some(), "an array of strings")
        }
        Content::Note => fits(
            text.is_some() || node.as_mapping().is_some(),
            "a string or an object",
        ),
        Content::Word(words) => fits(
            text.is_some_and(|word| words.contains(&word)),
            &listed(words).replace(", ", " or "),
        ),
        Content::Client => fits(
            text.is_some_and(is_client),
            "the name of a type in upper camel case that ends in `Client`",
        ),
        Content::Strings(names) => {
            members(walk, node, names, "a string", at, found)?;
            let lacks = names.first().filter(|first| node.get(first).is_none());
            lacks.map_or(Ok(()), |first| Err(format!("an object with `{first}`")))
        }
        Content::Integers(names) => {
            members(walk, node, names, "an integer of at least 1", at, found)
        }
        Content::ValueTexts => value_texts(walk, object, node, at, found),
        Content::TagGroups => fits(node.as_sequence().is_some(), "an array of objects"),
    }
}

/// `UserClient`, say.
fn is_client(name: &str) -> bool {
    name.len() > "Client".len()
        && name.ends_with("Client")
        && name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric())
}

/// Checks the members of an object all of which are optional.
fn members(
    walk: &Walk<'_, '_>,
    node: &Node,
    names: &[&str],
    expected: &str,
    at: &At<'_>,
    found: &mut Vec<Diagnostic>,
) -> Result<(), String> {
    let mapping = node.as_mapping().ok_or_else(|| "an object".to_owned())?;
    for (key, value) in mapping.iter() {
        let below = at.key(&key.text);
        if !names.contains(&key.text.as_str()) {
            let message = format!("unknown key `{}`", key.text);
            let help = match nearest(&key.text, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys are {}", listed(names)),
            };
            let place = walk.at_key(&below);
            found.push(Diagnostic::new(Code::Extension, place, message).help(help));
            continue;
        }
        let fits = match &value.value {
            Value::String(_) => expected == "a string",
            Value::Integer(number) => expected != "a string" && *number >= 1,
            _ => false,
        };
        if !fits {
            found.push(refusal(walk, &key.text, value, expected, &below));
        }
    }
    Ok(())
}

/// The keys are values of the schema: in `enum`, or in `x-known-values`.
fn value_texts(
    walk: &Walk<'_, '_>,
    object: &Mapping,
    node: &Node,
    at: &At<'_>,
    found: &mut Vec<Diagnostic>,
) -> Result<(), String> {
    let texts = node.as_mapping().ok_or_else(|| "an object".to_owned())?;
    let values: Vec<String> = ["enum", "x-known-values"]
        .into_iter()
        .filter_map(|key| object.get(key).and_then(Node::as_sequence))
        .flatten()
        .filter_map(|value| match &value.value {
            Value::String(text) => Some(text.clone()),
            Value::Integer(number) => Some(number.to_string()),
            Value::Boolean(word) => Some(word.to_string()),
            Value::Float(number) => Some(number.to_string()),
            Value::Null => Some("null".to_owned()),
            Value::Sequence(_) | Value::Mapping(_) => None,
        })
        .collect();
    for (key, text) in texts.iter() {
        let below = at.key(&key.text);
        if text.as_str().is_none() {
            found.push(refusal(walk, &key.text, text, "a string", &below));
        }
        if !values.contains(&key.text) {
            let message = format!("`{}` is no value of this schema", key.text);
            let place = walk.at_key(&below);
            let diagnostic = Diagnostic::new(Code::Extension, place, message);
            found.push(
                match nearest(&key.text, values.iter().map(String::as_str)) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                    None => diagnostic.help("describe values of `enum` or `x-known-values`"),
                },
            );
        }
    }
    Ok(())
}

fn refusal(walk: &Walk<'_, '_>, key: &str, node: &Node, expected: &str, at: &At<'_>) -> Diagnostic {
    let found = match &node.value {
        Value::String(text) => format!("`{text}`"),
        _ => wrong_type::found(node, expected),
    };
    let place: Place = walk.at_value(at);
    let message = format!("`{key}` must be {expected}, not {found}");
    let diagnostic = Diagnostic::new(Code::Extension, place, message);
    match wrong_type::repair(
        node,
        walk.tree.written(node).as_deref(),
        expected,
        walk.is_json(),
    ) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}
