//! The words of docs: what the description says, then limits, unit and default in sentences.

use openapiv3::AdditionalProperties;

use super::enumeration::is_text;
use super::view::{Limit, SchemaRef, View};
use crate::text::code;

/// The docs of a schema at its place; `None` when there is nothing to say.
pub(super) fn words(view: &View<'_>) -> Option<String> {
    let title = view.data.title.as_deref();
    paragraphs(view.data.description.as_deref().or(title), &facts(view))
}

/// A description with sentences after it.
pub(super) fn paragraphs(description: Option<&str>, facts: &[String]) -> Option<String> {
    let description = description.map(str::trim).filter(|text| !text.is_empty());
    match (description, facts.is_empty()) {
        (None, true) => None,
        (Some(description), true) => Some(description.to_owned()),
        (None, false) => Some(facts.join(" ")),
        (Some(description), false) => {
            let end = open_fence(description).map(|fence| format!("\n{fence}"));
            let end = end.unwrap_or_default();
            Some(format!("{description}{end}\n\n{}", facts.join(" ")))
        }
    }
}

/// The fence of code that the text leaves open (CommonMark §4.5).
fn open_fence(text: &str) -> Option<&str> {
    let mut open: Option<&str> = None;
    for line in text.lines().map(str::trim_start) {
        let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'));
        let fence = mark.map_or("", |mark| {
            &line[..line.len() - line.trim_start_matches(mark).len()]
        });
        match open {
            Some(known) if fence.starts_with(known) && line.trim_end() == fence => open = None,
            None if fence.len() >= 3 => open = Some(fence),
            Some(_) | None => {}
        }
    }
    open
}

/// What the keywords say, a sentence each.
fn facts(view: &View<'_>) -> Vec<String> {
    let mut facts = Vec::new();
    if view.format == Some("epoch-millis") {
        facts.push("Milliseconds since 1970-01-01T00:00:00Z.".to_owned());
    }
    facts.extend(amount(view.min_length, view.max_length, "character"));
    let of = if view.is_object() { "entry" } else { "item" };
    facts.extend(amount(view.min_items, view.max_items, of));
    if view.unique_items {
        facts.push("No item twice.".to_owned());
    }
    facts.extend(range(view));
    facts.extend(values(view));
    for divisor in &view.multiple_of {
        facts.push(format!("A multiple of {divisor}."));
    }
    for pattern in &view.patterns {
        facts.push(format!("Matches {}.", code(pattern)));
    }
    facts.extend(of_each(view));
    match &view.data.default {
        None | Some(serde_json::Value::Null) => {}
        Some(serde_json::Value::String(text)) => facts.push(format!("Default: {}.", code(text))),
        Some(value) => facts.push(format!("Default: {}.", code(&value.to_string()))),
    }
    facts
}

/// The values of an `enum` that are no names of a type of their own.
fn values(view: &View<'_>) -> Option<String> {
    let values = view.enumeration.iter().filter(|value| !value.is_null());
    let values: Vec<_> = values.collect();
    let shown = |value: &&serde_json::Value| code(&value.to_string());
    match values.as_slice() {
        [] => None,
        [only] => Some(format!("Always {}.", shown(only))),
        [..] if is_text(view) => None,
        all => {
            let all: Vec<_> = all.iter().map(shown).collect();
            Some(format!("One of {}.", all.join(", ")))
        }
    }
}

/// What holds for every item of an array or value of a map, when it has no name of its own.
fn of_each(view: &View<'_>) -> Option<String> {
    let (what, schema) = match (view.items, view.additional) {
        (Some(items), _) => ("item", items),
        (None, Some(AdditionalProperties::Schema(values))) => ("value", values.as_ref().into()),
        (None, _) => return None,
    };
    let SchemaRef::Item(item) = schema else {
        return None;
    };
    let facts = facts(&View::of(item));
    (!facts.is_empty()).then(|| format!("Each {what}: {}", facts.join(" ")))
}

fn amount(min: Option<usize>, max: Option<usize>, of: &str) -> Option<String> {
    let many = |count: usize| match (count, of) {
        (1, _) => format!("1 {of}"),
        (_, "entry") => format!("{count} entries"),
        _ => format!("{count} {of}s"),
    };
    match (min.filter(|min| *min > 0), max) {
        (None, None) => None,
        (Some(min), None) => Some(format!("At least {}.", many(min))),
        (None, Some(max)) => Some(format!("At most {}.", many(max))),
        (Some(min), Some(max)) if min == max => Some(format!("Exactly {}.", many(max))),
        (Some(min), Some(max)) => Some(format!("Between {min} and {}.", many(max))),
    }
}

fn range(view: &View<'_>) -> Option<String> {
    let text = |limit: Limit| limit.to_string();
    let least = if view.exclusive_minimum {
        "more than"
    } else {
        "at least"
    };
    let most = if view.exclusive_maximum {
        "less than"
    } else {
        "at most"
    };
    let words = match (view.minimum.map(text), view.maximum.map(text)) {
        (None, None) => return None,
        (Some(min), None) => format!("{least} {min}"),
        (None, Some(max)) => format!("{most} {max}"),
        (Some(min), Some(max)) => format!("{least} {min} and {most} {max}"),
    };
    let (first, rest) = words.split_at(1);
    Some(format!("{}{rest}.", first.to_uppercase()))
}
