//! Tags: the values of a property that tell the branches of a union apart.

use openapiv3 as oa;
use serde_json::Value as Json;

use super::branch::Branch;
use crate::ir::{Case, Field, Namer, Scalar, Schema, SchemaKind, Struct, TypeRef, Union, reserved};
use crate::lower::Lowering;
use crate::lower::conjunction::{Conjunction, Part};
use crate::lower::merged::Merged;
use crate::lower::schema::Use;
use crate::lower::view::{SchemaRef, name_of};
use crate::map::{Map, Set};

/// What a tag of a branch rests on, from the weakest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Basis {
    /// It is the name of the component, beside what `mapping` has.
    Implied,
    /// The property can have the value.
    Values,
    /// A branch of the branch has it.
    Union,
    /// It is the name of the component.
    Name,
    /// `mapping` has it.
    Mapping,
}

/// The tags with what they rest on.
fn on(tags: impl IntoIterator<Item = String>, basis: Basis) -> Vec<(String, Basis)> {
    tags.into_iter().map(|tag| (tag, basis)).collect()
}

/// The tags of a branch, and the name of the component that it is.
#[derive(Debug)]
pub(super) struct Tags<'a> {
    pub(super) component: Option<&'a str>,
    pub(super) all: Vec<(String, Basis)>,
}

/// The tags that a branch keeps.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Settled {
    pub(super) tags: Vec<String>,
    /// One more that it is read by.
    pub(super) implied: Option<String>,
}

/// The tags of each branch: one that several have belongs to the one with the best reason. A branch
/// that loses all of them has its name, so that it is not taken for those of others.
pub(super) fn settled(branches: &[Tags<'_>]) -> Vec<Settled> {
    let mut best: Map<&str, Basis> = Map::default();
    for (tag, basis) in branches.iter().flat_map(|branch| &branch.all) {
        let known = best.entry(tag).or_insert(*basis);
        *known = (*known).max(*basis);
    }
    let settled = branches.iter().map(|branch| {
        let own = branch.all.iter();
        let own = own.filter(|(tag, basis)| best.get(tag.as_str()) == Some(basis));
        let (implied, own): (Vec<_>, Vec<_>) = own.partition(|(_, basis)| *basis == Basis::Implied);
        let mut tags: Vec<String> = own.into_iter().map(|(tag, _)| tag.clone()).collect();
        if tags.is_empty() && !branch.all.is_empty() {
            tags = branch.component.map(str::to_owned).into_iter().collect();
        }
        let implied = implied.first().map(|(tag, _)| tag.clone());
        Settled { tags, implied }
    });
    settled.collect()
}

impl<'a> Lowering<'a> {
    /// The one string that a property can have.
    pub(in crate::lower) fn only_value(&self, parts: &[Part<'a>]) -> Option<String> {
        let mut values = self.listed(parts, |value| value.as_str().map(str::to_owned))?;
        let only = values.pop();
        only.filter(|_| values.is_empty())
    }

    /// The scalars that a property can be, when they are listed, each as the text that a tag is.
    fn known_values(&self, parts: &[Part<'a>]) -> Option<Vec<String>> {
        self.listed(parts, |value| match value {
            Json::String(text) => Some(text.clone()),
            Json::Bool(_) | Json::Number(_) => Some(value.to_string()),
            Json::Null | Json::Array(_) | Json::Object(_) => None,
        })
    }

    fn listed(
        &self,
        parts: &[Part<'a>],
        text: impl Fn(&Json) -> Option<String>,
    ) -> Option<Vec<String>> {
        let conjunction = self.expanded(&Conjunction::of(parts.iter().cloned()));
        let merged = Merged::of(&conjunction.parts).ok()??;
        let values = merged.view.enumeration.iter();
        let values: Option<Vec<_>> = values.map(text).collect();
        values.filter(|values| !values.is_empty())
    }

    /// The values of the discriminator that select a branch (OpenAPI 3.0.3 §4.7.25): those that
    /// `mapping` gives it, else those of the union that it is itself, else its name and those that
    /// the property can have in it. A value that is the name of a component stands for it "unless a
    /// mapping is present for that value" (3.0.4 §4.7.25.2), so the name is one beside `mapping` too.
    pub(super) fn branch_tags(
        &self,
        part: &Part<'a>,
        parent: Option<&'a str>,
        discriminator: &'a oa::Discriminator,
        inside: &mut Vec<&'a str>,
    ) -> Vec<(String, Basis)> {
        let component = part.reference().or(parent);
        let property = &*discriminator.property_name;
        let mapped = component.map(|name| self.mapped(name, discriminator));
        let mapped = mapped.filter(|tags| !tags.is_empty());
        if let Some(tags) = mapped {
            let mut tags = on(tags, Basis::Mapping);
            tags.extend(self.implied(part, component, property));
            return tags;
        }
        let inner = self.inner_tags(part, property, inside);
        if !inner.is_empty() {
            return on(inner, Basis::Union);
        }
        let Some(values) = self.values_of(part, property) else {
            return on(component.map(str::to_owned), Basis::Name);
        };
        let is_name = |value: &str| component == Some(value);
        let (names, others): (Vec<_>, Vec<_>) = values.into_iter().partition(|it| is_name(it));
        let mut tags = on(names, Basis::Name);
        tags.extend(on(others, Basis::Values));
        tags
    }

    /// The name of a component, where its property can have it.
    fn implied(
        &self,
        part: &Part<'a>,
        component: Option<&str>,
        property: &str,
    ) -> Option<(String, Basis)> {
        let name = component?;
        let values = self.values_of(part, property);
        let can_be = values.is_none_or(|values| values.iter().any(|value| value == name));
        can_be.then(|| (name.to_owned(), Basis::Implied))
    }

    /// The tags that a mapping gives a component: that of the union, or that of a component which it
    /// extends.
    fn mapped(&self, component: &str, discriminator: &oa::Discriminator) -> Vec<String> {
        let tags = |discriminator: &oa::Discriminator| -> Vec<String> {
            let mapping = discriminator.mapping.iter();
            let mapped = mapping.filter(|(_, target)| name_of(target) == component);
            mapped.map(|(tag, _)| tag.clone()).collect()
        };
        let own = tags(discriminator);
        if !own.is_empty() {
            return own;
        }
        let parents = self.heirs.iter();
        let parents = parents.filter(|(_, heirs)| heirs.contains(component));
        let mut parents: Vec<&str> = parents.map(|(parent, _)| *parent).collect();
        parents.sort_unstable();
        let parents = parents.into_iter();
        let parents = parents.filter_map(|parent| match self.document.schemas.get(parent)? {
            oa::ReferenceOr::Item(item) => item.schema_data.discriminator.as_ref(),
            oa::ReferenceOr::Reference { .. } => None,
        });
        let same = parents.filter(|parent| parent.property_name == discriminator.property_name);
        same.map(tags)
            .find(|tags| !tags.is_empty())
            .unwrap_or_default()
    }

    /// The tags of the branches of a branch that is a union, or has heirs, by the same property.
    fn inner_tags(
        &self,
        part: &Part<'a>,
        property: &str,
        inside: &mut Vec<&'a str>,
    ) -> Vec<String> {
        let mut inner = self.expanded(&Conjunction::of([part.clone()]));
        if let SchemaRef::Reference(name) = part.schema {
            if inside.contains(&name) {
                return Vec::new();
            }
            self.inherit(name, &mut inner);
            inside.push(name);
        }
        let mut tags = Vec::new();
        for union in &inner.unions {
            let same = |own: &&oa::Discriminator| own.property_name == property;
            let discriminator = union.discriminator.filter(same);
            for branch in &union.branches {
                // What was met before has its tags here already: heirs of heirs are heirs, too.
                if branch
                    .reference()
                    .is_some_and(|name| inside.contains(&name))
                {
                    continue;
                }
                let parent = union.parent.filter(|_| branch.pointer == union.pointer);
                let own = match discriminator {
                    Some(own) => self.branch_tags(branch, parent, own, inside),
                    None => on(
                        self.values_of(branch, property).into_iter().flatten(),
                        Basis::Values,
                    ),
                };
                tags.extend(own.into_iter().map(|(tag, _)| tag));
            }
        }
        tags
    }

    /// The values that a property of a schema can be, when they are listed.
    fn values_of(&self, part: &Part<'a>, property: &str) -> Option<Vec<String>> {
        let all = self.expanded(&Conjunction::of([part.clone()]));
        let merged = Merged::of(&all.parts).ok()??;
        self.known_values(merged.properties.get(property)?)
    }

    /// The property that tells all objects of a union apart although nothing says so: each has other
    /// known values of it.
    pub(super) fn infer_tag(&self, branches: &mut [Branch<'a>]) -> Option<String> {
        let first = branches.iter().find_map(|branch| branch.object())?;
        let required = first.required.iter().map(|(name, _)| *name);
        let mut candidates =
            required.filter_map(|name| Some((name, self.tags_by(branches, name)?)));
        let (name, tags) = candidates.next()?;
        for (branch, tags) in branches.iter_mut().zip(tags) {
            branch.tags = tags;
        }
        Some(name.to_owned())
    }

    /// The values of the property `name` by branch, when it tells all objects apart.
    fn tags_by(&self, branches: &[Branch<'a>], name: &str) -> Option<Vec<Vec<String>>> {
        let mut seen = Set::default();
        let mut objects = 0;
        let tags = branches.iter().map(|branch| {
            let Some(object) = branch.object() else {
                // A union in the union may hold objects of its own.
                return branch.merged.is_some().then(Vec::new);
            };
            objects += 1;
            object.required.iter().find(|(known, _)| *known == name)?;
            let values = self.known_values(object.properties.get(name)?)?;
            let distinct = values.iter().all(|value| seen.insert(value.clone()));
            distinct.then_some(values)
        });
        let tags: Option<Vec<_>> = tags.collect();
        tags.filter(|_| objects > 1)
    }
}

/// Lets the constructors of tagged objects write their tag, and gives them a property for it where
/// the description forgot it.
pub(in crate::lower) fn tag_fields(schemas: &mut [Schema]) {
    let mut tags: Map<(usize, String), Set<String>> = Map::default();
    for schema in &*schemas {
        let SchemaKind::Union(Union {
            tag: Some(tag),
            variants,
            ..
        }) = &schema.kind
        else {
            continue;
        };
        for variant in variants.iter().filter(|variant| !variant.tags.is_empty()) {
            if let Some(id) = named(&variant.r#type, schemas) {
                let known = tags.entry((id, tag.clone())).or_default();
                known.extend(variant.tags.iter().cloned());
            }
        }
    }
    for ((id, property), tags) in tags {
        let SchemaKind::Struct(object) = &schemas[id].kind else {
            continue;
        };
        let mut fields = object.fields.iter();
        let place = fields.position(|field| field.wire == property);
        // What is no text is the caller's to give.
        if place.is_some_and(|place| !is_text(&object.fields[place].r#type, schemas)) {
            continue;
        }
        let SchemaKind::Struct(object) = &mut schemas[id].kind else {
            continue;
        };
        let only = tags.first().filter(|_| tags.len() == 1).cloned();
        match place.map(|place| &mut object.fields[place]) {
            Some(field) => field.constant = only.or(field.constant.take()),
            None => object.fields.push(tag_field(&property, only, object)),
        }
    }
}

/// The struct that a type is, by any name.
fn named(r#type: &TypeRef, schemas: &[Schema]) -> Option<usize> {
    let TypeRef::Named(id) = r#type else {
        return None;
    };
    let mut id = *id;
    for _ in 0..schemas.len() {
        match &schemas[id.0].kind {
            SchemaKind::Alias(TypeRef::Named(next), _) => id = *next,
            SchemaKind::Struct(object) => return (!object.is_array).then_some(id.0),
            SchemaKind::Alias(..)
            | SchemaKind::Wrapper(..)
            | SchemaKind::Enum(_)
            | SchemaKind::Newtype(_)
            | SchemaKind::Union(_) => return None,
        }
    }
    None
}

/// Whether a text becomes a value of this type.
fn is_text(r#type: &TypeRef, schemas: &[Schema]) -> bool {
    let TypeRef::Named(id) = r#type else {
        return matches!(r#type, TypeRef::Any | TypeRef::Scalar(Scalar::String));
    };
    match &schemas[id.0].kind {
        SchemaKind::Enum(_) => true,
        SchemaKind::Newtype(newtype) => newtype.scalar == Scalar::String,
        SchemaKind::Alias(target, _) => target != r#type && is_text(target, schemas),
        SchemaKind::Struct(_) | SchemaKind::Union(_) | SchemaKind::Wrapper(..) => false,
    }
}

fn tag_field(property: &str, constant: Option<String>, object: &Struct) -> Field {
    let mut names = Namer::new(Case::Snake, "_", reserved::RESERVED_FIELD_NAMES);
    for field in &object.fields {
        names.claim(field.name.as_str().trim_start_matches("r#"), ());
    }
    let name = names.claim(property, ()).name;
    Field {
        constant,
        ..Use::of(TypeRef::Scalar(Scalar::String)).field(property, name, false)
    }
}
