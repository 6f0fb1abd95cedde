//! What several schemas say of one value, keyword by keyword.

use openapiv3 as oa;
use serde_json::Value as Json;

use super::conjunction::Part;
use super::view::{SchemaRef, View};
use crate::map::Map;
use crate::source::{At, Pointer};

/// The keywords of schemas that must all hold.
#[derive(Clone, Debug)]
pub(super) struct Merged<'a> {
    /// The keywords of scalars, counts and values, and the annotations of the last schema.
    pub view: View<'a>,
    /// Where the last schema stands.
    pub pointer: Pointer,
    /// The schemas of each property.
    pub properties: Map<&'a str, Vec<Part<'a>>>,
    /// The required properties, each with the place that demands it.
    pub required: Vec<(&'a str, Pointer)>,
    /// The schemas of every item.
    pub items: Vec<Part<'a>>,
    /// The lists of schemas of the first items (`prefixItems`), each with its length.
    pub prefixes: Vec<(Pointer, usize)>,
    /// The patterns of names, each with the place of its schema (`patternProperties`).
    pub patterns: Vec<(&'a str, Pointer)>,
    /// The schemas of names (`propertyNames`).
    pub names: Vec<Pointer>,
    /// What is said of further properties, if anything.
    pub further: Option<Further<'a>>,
}

/// `additionalProperties`
#[derive(Clone, Debug)]
pub(super) enum Further<'a> {
    /// `false`
    None(Pointer),
    /// `true`
    Any(Pointer),
    /// The schemas of each value.
    Schemas(Vec<Part<'a>>),
}

/// Why nothing satisfies all of the schemas.
#[derive(Clone, Debug)]
pub(super) struct Conflict {
    pub keyword: &'static str,
    pub first: Pointer,
    pub second: Pointer,
}

impl<'a> Merged<'a> {
    /// The keywords of `parts`, none of which is a reference; `None` when there is no part.
    pub(super) fn of(parts: &[Part<'a>]) -> Result<Option<Self>, Conflict> {
        let mut merged: Option<Self> = None;
        for part in parts {
            let (SchemaRef::Own(item, _) | SchemaRef::Item(item)) = part.schema else {
                continue;
            };
            let word = match part.schema {
                SchemaRef::Own(_, word) => word,
                SchemaRef::Item(_) | SchemaRef::Reference(_) => None,
            };
            let view = View::own(item, word);
            let conflict = |keyword, first: &Pointer| Conflict {
                keyword,
                first: first.clone(),
                second: part.pointer.clone(),
            };
            if view.is_never() {
                return Err(conflict("false", &part.pointer));
            }
            match &mut merged {
                None => merged = Some(Self::single(view, part)),
                Some(merged) => merged
                    .narrow(view, part)
                    .map_err(|keyword| conflict(keyword, &merged.pointer))?,
            }
        }
        Ok(merged)
    }

    fn single(view: View<'a>, part: &Part<'a>) -> Self {
        let mut merged = Self {
            view: view.clone(),
            pointer: part.pointer.clone(),
            properties: Map::default(),
            required: Vec::new(),
            items: Vec::new(),
            prefixes: Vec::new(),
            patterns: Vec::new(),
            names: Vec::new(),
            further: None,
        };
        merged.take(&view, part);
        merged
    }

    fn narrow(&mut self, view: View<'a>, part: &Part<'a>) -> Result<(), &'static str> {
        self.view.narrow(&view)?;
        if !view.enumeration.is_empty() || self.view.enumeration.is_empty() {
            self.view.data = view.data;
        }
        self.take(&view, part);
        self.pointer = part.pointer.clone();
        Ok(())
    }

    /// Takes over the schemas below a schema.
    fn take(&mut self, view: &View<'a>, part: &Part<'a>) {
        let at = At::base(part.pointer.as_str());
        let list = at.key("properties");
        for (name, schema) in view.properties.into_iter().flatten() {
            let part = Part::new(schema, &list.key(name));
            self.properties.entry(name).or_default().push(part);
        }
        self.take_private(view.data, &at);
        let list = at.key("required");
        let required = view.required.iter().enumerate();
        self.required
            .extend(required.map(|(index, name)| (name.as_str(), list.index(index).pointer())));
        self.items
            .extend(view.items.map(|items| Part::new(items, &at.key("items"))));
        if let Some(further) = view.additional {
            self.further(further, &at.key("additionalProperties"));
        }
    }

    /// The schemas that openapiv3 has no place for.
    fn take_private(&mut self, data: &'a oa::SchemaData, at: &At<'_>) {
        for (key, value) in &data.extensions {
            let list = at.key(key);
            match (key.as_str(), value) {
                ("x-31-prefixItems", Json::Array(items)) => {
                    self.prefixes.push((list.pointer(), items.len()));
                }
                ("x-31-patternProperties", Json::Object(schemas)) => {
                    let patterns = schemas.keys();
                    let patterns =
                        patterns.map(|pattern| (pattern.as_str(), list.key(pattern).pointer()));
                    self.patterns.extend(patterns);
                }
                ("x-31-propertyNames", _) => self.names.push(list.pointer()),
                _ => {}
            }
        }
    }

    fn further(&mut self, additional: &'a oa::AdditionalProperties, at: &At<'_>) {
        let known = self.further.take();
        self.further = Some(match (known, additional) {
            (Some(Further::None(pointer)), _) => Further::None(pointer),
            (_, oa::AdditionalProperties::Any(false)) => Further::None(at.pointer()),
            (Some(Further::Schemas(mut parts)), oa::AdditionalProperties::Schema(schema)) => {
                parts.push(Part::new(schema.as_ref(), at));
                Further::Schemas(parts)
            }
            (_, oa::AdditionalProperties::Schema(schema)) => {
                Further::Schemas(vec![Part::new(schema.as_ref(), at)])
            }
            (Some(known), oa::AdditionalProperties::Any(true)) => known,
            (None, oa::AdditionalProperties::Any(true)) => Further::Any(at.pointer()),
        });
    }

    /// Keeps properties that have no name, unless something is said of them.
    pub(super) fn open(&mut self, pointer: Pointer) {
        self.further.get_or_insert(Further::Any(pointer));
    }

    /// Whether it describes an object, by its `type` or by its keywords.
    pub(super) fn is_object(&self) -> bool {
        match self.view.r#type {
            Some(word) => word == "object",
            None => {
                !self.properties.is_empty()
                    || !self.required.is_empty()
                    || self.further.is_some()
                    || !self.patterns.is_empty()
            }
        }
    }

    /// Whether it describes an array.
    pub(super) fn is_array(&self) -> bool {
        match self.view.r#type {
            Some(word) => word == "array",
            None => !self.items.is_empty() || self.prefix() > 0,
        }
    }

    /// How many items have a schema of their own.
    pub(super) fn prefix(&self) -> usize {
        let counts = self.prefixes.iter().map(|(_, count)| *count);
        counts.max().unwrap_or_default()
    }

    /// Whether nothing satisfies the schema of the other items.
    pub(super) fn has_no_more_items(&self) -> bool {
        self.items.iter().any(|part| match part.schema {
            SchemaRef::Item(item) | SchemaRef::Own(item, _) => View::of(item).is_never(),
            SchemaRef::Reference(_) => false,
        })
    }
}
