//! The operations that the settings ask for, and what they reach; the rest is taken out.

use super::Normalised;
use crate::check::grammar::METHODS;
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::map::{Map, Set};
use crate::settings::{Selector, Sited, operations};
use crate::source::{Mapping, Node, Place, Value};

/// Leaves in the description what `selectors` ask for; everything when there are none.
pub(crate) fn select(normalised: &mut Normalised, selectors: &[Sited<Selector>], sink: &mut Sink) {
    if selectors.is_empty() {
        return;
    }
    for Sited { value, span } in selectors {
        let mut known = operations(&normalised.root);
        if known.any(|(path, method, operation)| value.selects(method, path, operation)) {
            continue;
        }
        let help = value.nearest(&normalised.root).unwrap_or_else(|| {
            "selectors are `tag:NAME`, an `operationId`, or `METHOD /path` as it stands in the \
             description"
                .to_owned()
        });
        let message = format!("no operation is `{value}`");
        let diagnostic = Diagnostic::new(Code::Setting, Place::Characters(*span), message);
        sink.error(diagnostic.help(help));
    }
    let paths = entries_mut(&mut normalised.root, "paths");
    for (path, item) in paths.into_iter().flat_map(Mapping::iter_mut) {
        let Value::Mapping(item) = &mut item.value else {
            continue;
        };
        for method in METHODS {
            let selects = |operation| {
                let mut selectors = selectors.iter();
                selectors.any(|selector| selector.value.selects(method, &path.text, operation))
            };
            if item
                .get(method)
                .is_some_and(|operation| !selects(operation))
            {
                item.remove(method);
            }
        }
    }
    prune(&mut normalised.root);
}

/// Takes out the components that no operation reaches. Security schemes are named without `$ref`s
/// and stay.
fn prune(root: &mut Node) {
    let mut reached = Set::default();
    let mut work = Vec::new();
    if let Some(paths) = root.get("paths") {
        references(paths, &mut work);
    }
    loop {
        while let Some(reference) = work.pop() {
            if let Some(target) = target(root, &reference)
                && reached.insert(reference)
            {
                references(target, &mut work);
            }
        }
        heirs(root, &reached, &mut work);
        if work.is_empty() {
            break;
        }
    }
    let mut kept: Map<&str, Set<&str>> = Map::default();
    for reference in &reached {
        if let Some((kind, name)) = parts(reference) {
            kept.entry(kind).or_default().insert(name);
        }
    }
    let Some(components) = entries_mut(root, "components") else {
        return;
    };
    for (kind, entries) in components.iter_mut() {
        let Value::Mapping(entries) = &mut entries.value else {
            continue;
        };
        if kind.text == "securitySchemes" {
            continue;
        }
        let kept = kept.get(kind.text.as_str());
        let unreached: Vec<String> = entries
            .iter()
            .map(|(name, _)| name.text.clone())
            .filter(|name| kept.is_none_or(|kept| !kept.contains(name.as_str())))
            .collect();
        for name in unreached {
            entries.remove(&name);
        }
    }
}

/// The schemas that a discriminator of a reached schema can lead to, being made of it by `allOf`
/// (3.0.3 §4.7.25).
fn heirs(root: &Node, reached: &Set<String>, work: &mut Vec<String>) {
    let schemas = root.get("components").and_then(|it| it.get("schemas"));
    for (name, schema) in schemas
        .and_then(Node::as_mapping)
        .into_iter()
        .flat_map(Mapping::iter)
    {
        let reference = format!("{COMPONENTS}schemas/{}", name.text);
        let parts = schema.get("allOf").and_then(Node::as_sequence);
        let mut parts = parts
            .into_iter()
            .flatten()
            .filter_map(|part| part.get("$ref")?.as_str());
        let is_heir = parts.any(|part| {
            let parent = target(root, part).filter(|_| reached.contains(part));
            parent.is_some_and(|parent| parent.get("discriminator").is_some())
        });
        if is_heir && !reached.contains(&reference) {
            work.push(reference);
        }
    }
}

/// The references in a node: `$ref`s, and the values of a discriminator's mapping. Text of examples
/// that looks like one keeps a component too many, which harms nobody.
fn references(node: &Node, found: &mut Vec<String>) {
    match &node.value {
        Value::Mapping(mapping) => {
            for (_, value) in mapping.iter() {
                references(value, found);
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| references(item, found)),
        Value::String(text) if text.starts_with(COMPONENTS) => found.push(text.clone()),
        _ => {}
    }
}

const COMPONENTS: &str = "#/components/";

/// Kind and name of the component that a reference leads to.
fn parts(reference: &str) -> Option<(&str, &str)> {
    reference.strip_prefix(COMPONENTS)?.split_once('/')
}

fn target<'a>(root: &'a Node, reference: &str) -> Option<&'a Node> {
    let (kind, name) = parts(reference)?;
    root.get("components")?.get(kind)?.get(name)
}

fn entries_mut<'a>(root: &'a mut Node, key: &str) -> Option<&'a mut Mapping> {
    let Value::Mapping(root) = &mut root.value else {
        return None;
    };
    match &mut root.get_mut(key)?.value {
        Value::Mapping(entries) => Some(entries),
        _ => None,
    }
}
