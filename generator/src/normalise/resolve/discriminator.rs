//! Discriminators: the values of `mapping` are references too, or bare names of schemas.

use super::components::section;
use super::target::{Missing, Target};
use super::{Resolver, Spot, new_key, put};
use crate::check::grammar::ObjectKind;
use crate::check::target;
use crate::source::{FileId, Mapping, Node, Pointer, Reference, Value};

impl Resolver<'_, '_> {
    /// Makes every value of a Discriminator Object's `mapping` lead to a component; a schema that
    /// is not there has no place in it.
    pub(super) fn mapping(&mut self, discriminator: &mut Node, spot: Spot<'_>) {
        let from = spot.from.key("mapping");
        let Some(mapping) = mapping_mut(discriminator) else {
            return;
        };
        let mut undefined = Vec::new();
        for (key, value) in mapping.iter_mut() {
            let Some(text) = value.as_str() else {
                continue;
            };
            match self.mapped(spot.file, text) {
                Ok(target) => value.value = Value::String(self.reference_to(&target)),
                Err(Missing::Nothing)
                    if target::is_undefined_name(self.targets.tree, spot.file, text) =>
                {
                    undefined.push(key.text.clone());
                }
                Err(missing) => {
                    let at = from.key(&key.text);
                    self.report(missing, spot.file, &at, value);
                }
            }
        }
        for tag in undefined {
            mapping.remove(&tag);
        }
    }

    /// What one value of `mapping` means. A value that is both a name and a relative path is a name
    /// (3.0.4 §4.7.25.3).
    fn mapped(&self, file: FileId, text: &str) -> Result<Target, Missing> {
        let schemas = Pointer::root().join("components").join("schemas");
        let named = [FileId::default(), file]
            .into_iter()
            .find_map(|file| self.targets.locate(file, &schemas.join(text)));
        match named {
            Some(target) => self.targets.settle(target, ObjectKind::Schema),
            None => self.targets.follow(file, text, ObjectKind::Schema),
        }
    }

    fn reference_to(&mut self, target: &Target) -> String {
        let file = self.targets.tree.file(target.file);
        let name = self
            .components
            .hoist(ObjectKind::Schema, target, &file.path);
        let section = section(ObjectKind::Schema).unwrap_or_default();
        format!("#/components/{section}/{name}")
    }
}

/// Writes down what a schema without a full `mapping` implies: the value is the name of the
/// schema (3.0.3 §4.7.25), as its author calls it. It may have got another name here.
pub(super) fn implied_mapping(source: &Node, copy: &mut Node) {
    let implied: Vec<(String, Node)> = ["oneOf", "anyOf"]
        .into_iter()
        .filter_map(|key| {
            Some((
                source.get(key)?.as_sequence()?,
                copy.get(key)?.as_sequence()?,
            ))
        })
        .flat_map(|(sources, copies)| sources.iter().zip(copies))
        .filter_map(|(source, copy)| {
            let name = implied_name(source)?;
            let link = copy.get("$ref")?;
            (!link.as_str()?.ends_with(&format!("/{name}"))).then(|| (name, link.clone()))
        })
        .collect();
    if implied.is_empty() {
        return;
    }
    let Value::Mapping(schema) = &mut copy.value else {
        return;
    };
    let Some(discriminator) = schema.get_mut("discriminator") else {
        return;
    };
    for (name, link) in implied {
        imply(discriminator, &name, link);
    }
}

/// Adds `name: link` to the mapping, unless it says something about either.
fn imply(discriminator: &mut Node, name: &str, link: Node) {
    let span = discriminator.span;
    if mapping_mut(discriminator).is_none()
        && let Value::Mapping(discriminator) = &mut discriminator.value
    {
        let empty = Node::new(span, Value::Mapping(Mapping::default()));
        discriminator.remove("mapping");
        put(discriminator, new_key(span, "mapping"), empty);
    }
    let Some(mapping) = mapping_mut(discriminator) else {
        return;
    };
    if mapping.get(name).is_none() && mapping.iter().all(|(_, value)| *value != link) {
        put(mapping, new_key(span, name), link);
    }
}

fn mapping_mut(discriminator: &mut Node) -> Option<&mut Mapping> {
    let Value::Mapping(discriminator) = &mut discriminator.value else {
        return None;
    };
    match &mut discriminator.get_mut("mapping")?.value {
        Value::Mapping(mapping) => Some(mapping),
        _ => None,
    }
}

/// The name by which the author of a reference calls its target.
fn implied_name(reference: &Node) -> Option<String> {
    Reference::parse(reference.get("$ref")?.as_str()?)?
        .pointer
        .last()
}
