//! Objects: properties, from the schema itself and from the parts of an `allOf`.

use indexmap::IndexMap;
use indexmap::map::Entry;
use openapiv3 as oa;

use super::schema::is_sensitive;
use super::view::{SchemaRef, View};
use super::{Hint, Lowering};
use crate::diagnostic::{Code, Reported};
use crate::ir::{
    Additional, Capability, Case, Constraints, Field, Namer, Presence, Struct, TypeRef,
};
use crate::source::{At, Pointer};

/// An object with the parts of its `allOf` put together (OpenAPI 3.0.3 §4.7.24.3: a value has to
/// satisfy all of them).
#[derive(Default)]
struct Merged<'a> {
    properties: IndexMap<&'a str, Property<'a>>,
    required: Vec<(&'a str, Pointer)>,
    additional: Option<(&'a oa::AdditionalProperties, Pointer)>,
    min_properties: Option<usize>,
    max_properties: Option<usize>,
    sensitive: bool,
}

struct Property<'a> {
    schema: SchemaRef<'a>,
    pointer: Pointer,
}

impl<'a> Lowering<'a> {
    /// The struct of an object.
    pub(super) fn object(
        &mut self,
        view: &View<'a>,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<Struct, Reported> {
        let mut merged = Merged::default();
        self.merge(view, at, &mut merged, &mut Vec::new())?;
        self.undefined_required(&mut merged);
        let mut names = Namer::new(Case::Snake, "_", &["new"]);
        let mut fields = Vec::new();
        let mut refused = None;
        for (wire, property) in &merged.properties {
            match self.field(wire, property, &merged, &mut names, hint) {
                Ok(field) => fields.push(field),
                Err(reported) => refused = Some(reported),
            }
        }
        let additional = self.additional(&merged, &mut names, hint)?;
        let (min_properties, max_properties) = (merged.min_properties, merged.max_properties);
        if min_properties.is_some() || max_properties.is_some() {
            self.capabilities.insert(Capability::UniqueItems);
        }
        refused.map_or(
            Ok(Struct {
                fields,
                additional,
                min_properties,
                max_properties,
            }),
            Err,
        )
    }

    /// Puts a part and, first, the parts of its own `allOf` into `merged`.
    fn merge(
        &mut self,
        view: &View<'a>,
        at: &At<'_>,
        merged: &mut Merged<'a>,
        inside: &mut Vec<Pointer>,
    ) -> Result<(), Reported> {
        for (index, part) in view.all_of.iter().enumerate() {
            let list = at.key("allOf");
            let at = list.index(index);
            let (schema, pointer) = self.schema_behind(part.into(), &at)?;
            if inside.contains(&pointer) {
                return Err(self.unsupported(&at, "an `allOf` that contains itself"));
            }
            inside.push(pointer.clone());
            let part = View::of(schema);
            self.mergeable(&part, &At::base(pointer.as_str()))?;
            self.merge(&part, &At::base(pointer.as_str()), merged, inside)?;
            inside.pop();
        }
        merged.sensitive |= is_sensitive(view);
        let size = self.constraints(view, None, at);
        merged.min_properties = merged.min_properties.max(size.min_items);
        merged.max_properties = [merged.max_properties, size.max_items]
            .into_iter()
            .flatten()
            .min();
        merged.required.extend(
            view.required
                .iter()
                .enumerate()
                .map(|(index, name)| (name.as_str(), at.key("required").index(index).pointer())),
        );
        if let Some(additional) = view.additional {
            merged.additional = Some((additional, at.key("additionalProperties").pointer()));
        }
        for (wire, schema) in view.properties.into_iter().flatten() {
            let pointer = at.key("properties").key(wire).pointer();
            self.merge_property(
                wire,
                Property {
                    schema: schema.into(),
                    pointer,
                },
                merged,
            )?;
        }
        Ok(())
    }

    /// Refuses a part of an `allOf` that is no object.
    fn mergeable(&mut self, part: &View<'a>, at: &At<'_>) -> Result<(), Reported> {
        if !part.one_of.is_empty() {
            return Err(self.unsupported(&at.key("oneOf"), "`oneOf` inside `allOf`"));
        }
        if !part.any_of.is_empty() {
            return Err(self.unsupported(&at.key("anyOf"), "`anyOf` inside `allOf`"));
        }
        if part.is_object() || !part.all_of.is_empty() || part.is_annotation() {
            return Ok(());
        }
        Err(self.unsupported(
            at,
            "an `allOf` with several parts of which one is no object",
        ))
    }

    /// Adds a property; one that is there already has to say the same.
    fn merge_property(
        &mut self,
        wire: &'a str,
        property: Property<'a>,
        merged: &mut Merged<'a>,
    ) -> Result<(), Reported> {
        let says_nothing = |schema| match schema {
            SchemaRef::Reference(_) => false,
            SchemaRef::Item(item) => View::of(item).is_annotation(),
        };
        match merged.properties.entry(wire) {
            Entry::Vacant(free) => {
                free.insert(property);
            }
            Entry::Occupied(mut known) if says_nothing(known.get().schema) => {
                known.insert(property);
            }
            Entry::Occupied(known) if known.get().schema == property.schema => {}
            Entry::Occupied(_) if says_nothing(property.schema) => {}
            Entry::Occupied(known) => {
                let at = At::base(property.pointer.as_str());
                let first = self.document.origins.place(&known.get().pointer);
                let message = format!("two parts of an `allOf` describe `{wire}` differently");
                let diagnostic = self
                    .diagnostic(Code::AllOfConflict, &at, message)
                    .label("here")
                    .also(first, "and here")
                    .help("give the property one schema, in one of the parts");
                return Err(self.sink.error(diagnostic));
            }
        }
        Ok(())
    }

    /// A required property that no part defines may hold anything.
    fn undefined_required(&mut self, merged: &mut Merged<'a>) {
        let undefined: Vec<_> = merged
            .required
            .iter()
            .filter(|(name, _)| !merged.properties.contains_key(name))
            .cloned()
            .collect();
        for (name, pointer) in undefined {
            let diagnostic = self
                .diagnostic(
                    Code::RequiredProperty,
                    &At::base(pointer.as_str()),
                    format!("`{name}` is required, but no property has this name"),
                )
                .help("define it under `properties`, or correct the name");
            self.sink.warn(diagnostic);
            merged.properties.insert(
                name,
                Property {
                    schema: ANYTHING,
                    pointer,
                },
            );
        }
    }

    fn field(
        &mut self,
        wire: &str,
        property: &Property<'a>,
        merged: &Merged<'a>,
        names: &mut Namer<Pointer>,
        hint: &Hint<'_>,
    ) -> Result<Field, Reported> {
        let at = At::base(property.pointer.as_str());
        let claim = names.claim(wire, property.pointer.clone());
        let name = self.claimed(wire, &at, claim);
        let r#use = if property.schema == ANYTHING {
            super::schema::Use::of(TypeRef::Any)
        } else {
            self.schema(property.schema, &at, &hint.join(wire))?
        };
        let required = merged.required.iter().any(|(name, _)| *name == wire);
        Ok(Field {
            wire: wire.to_owned(),
            name,
            description: r#use.description,
            deprecated: r#use.deprecated,
            presence: presence(required, r#use.nullable, &r#use.r#type),
            r#type: r#use.r#type,
            boxed: false,
            sensitive: r#use.sensitive || merged.sensitive,
            lenient: r#use.lenient,
            constraints: r#use.constraints,
        })
    }

    /// What properties beside the named ones hold, when the description says so.
    fn additional(
        &mut self,
        merged: &Merged<'a>,
        names: &mut Namer<Pointer>,
        hint: &Hint<'_>,
    ) -> Result<Option<Additional>, Reported> {
        let Some((additional, pointer)) = &merged.additional else {
            return Ok(None);
        };
        let at = At::base(pointer.as_str());
        let (r#type, constraints) = match additional {
            oa::AdditionalProperties::Any(false) => return Ok(None),
            oa::AdditionalProperties::Any(true) => (TypeRef::Any, Constraints::default()),
            oa::AdditionalProperties::Schema(schema) => {
                self.member(schema.as_ref().into(), &at, &hint.join("value"))?
            }
        };
        let claim = names.claim("additionalProperties", pointer.clone());
        Ok(Some(Additional {
            name: self.claimed("additionalProperties", &at, claim),
            r#type,
            constraints,
        }))
    }
}

/// The one part of an `allOf` that says what the value is, when nothing beside it does.
pub(super) fn single_part<'a>(view: &View<'a>, at: &At<'_>) -> Option<(SchemaRef<'a>, Pointer)> {
    if view.is_object() || !view.enumeration.is_empty() {
        return None;
    }
    let list = at.key("allOf");
    let mut parts = view
        .all_of
        .iter()
        .enumerate()
        .filter(|(_, part)| match part {
            oa::ReferenceOr::Reference { .. } => true,
            oa::ReferenceOr::Item(item) => !View::of(item).is_annotation(),
        });
    let (index, part) = parts.next()?;
    parts
        .next()
        .is_none()
        .then(|| (part.into(), list.index(index).pointer()))
}

/// Stands for a property that is named but not described; no `$ref` reads like it.
const ANYTHING: SchemaRef<'static> = SchemaRef::Reference("");

/// `required` and `nullable` are independent (OpenAPI 3.0.3 §4.7.24); JSON's null is among the
/// values of a type that holds anything.
fn presence(required: bool, nullable: bool, r#type: &TypeRef) -> Presence {
    match (required, nullable && *r#type != TypeRef::Any) {
        (true, false) => Presence::Required,
        (false, false) => Presence::Optional,
        (true, true) => Presence::Nullable,
        (false, true) => Presence::OptionalNullable,
    }
}
