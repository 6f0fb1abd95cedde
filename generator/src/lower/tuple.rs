//! Arrays of which the first items have schemas of their own: `prefixItems` (JSON Schema Core
//! §10.3.1.1).

use super::conjunction::Part;
use super::merged::Merged;
use super::{Hint, Lowering};
use crate::diagnostic::Reported;
use crate::ir::{
    Additional, Capability, Case, Constraints, Field, Namer, Struct, TypeRef, reserved,
};
use crate::source::At;

/// What the first items are called.
const ORDINALS: [&str; 10] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
];

impl<'a> Lowering<'a> {
    /// The struct of an array. `prefixItems` asks for no item to be there: `minItems` does.
    pub(super) fn tuple(
        &mut self,
        merged: &Merged<'a>,
        sensitive: bool,
        hint: &Hint<'_>,
    ) -> Result<Struct, Reported> {
        self.capabilities.insert(Capability::Tuple);
        let at = At::base(merged.pointer.as_str());
        let size = self.constraints(&merged.view, None, &at);
        if size.unique_items {
            self.ignored(
                &at.key("uniqueItems"),
                "whether the items of different types are unique is not checked",
                "requests are sent without this check; the server still makes it",
            );
        }
        let required = size.min_items.unwrap_or_default();
        let mut fields = Vec::new();
        let mut refused = None;
        for index in 0..merged.prefix() {
            match self.place(merged, index, required, hint) {
                Ok(field) => fields.push(field),
                Err(reported) => refused = Some(reported),
            }
        }
        for field in &mut fields {
            field.sensitive |= sensitive;
        }
        let count = fields.len();
        let additional = self.rest(merged, size.max_items, hint)?;
        let beyond = |limit: &usize| additional.is_some() && *limit > count;
        let (min, max) = (size.min_items.filter(beyond), size.max_items.filter(beyond));
        if min.is_some() || max.is_some() {
            self.capabilities.insert(Capability::JsonLimits);
        }
        refused.map_or(
            Ok(Struct {
                is_array: true,
                fields,
                additional,
                min_properties: min,
                max_properties: max,
            }),
            Err,
        )
    }

    /// The item at one place.
    fn place(
        &mut self,
        merged: &Merged<'a>,
        index: usize,
        required: usize,
        hint: &Hint<'_>,
    ) -> Result<Field, Reported> {
        let lists = merged.prefixes.iter();
        let lists = lists.filter(|(_, count)| index < *count);
        let parts: Vec<Part<'a>> = lists
            .filter_map(|(list, _)| self.private(&At::base(list.as_str()).index(index)))
            .collect();
        let word = ORDINALS.get(index).copied();
        let word = word.map_or_else(|| format!("item {}", index + 1), str::to_owned);
        let r#use = self.parts(&parts, &hint.join(&word))?;
        let mut names = Namer::new(Case::Snake, "_", reserved::RESERVED_FIELD_NAMES);
        let name = names.claim(&word, merged.pointer.clone()).name;
        Ok(r#use.field(&format!("[{index}]"), name, index < required))
    }

    /// The items after those with a place; `None` when there are none.
    fn rest(
        &mut self,
        merged: &Merged<'a>,
        max_items: Option<usize>,
        hint: &Hint<'_>,
    ) -> Result<Option<Additional>, Reported> {
        if max_items.is_some_and(|max| max <= merged.prefix()) || merged.has_no_more_items() {
            return Ok(None);
        }
        let (r#type, constraints) = match merged.items.as_slice() {
            [] => (TypeRef::Any, Constraints::default()),
            items => self.member(items, &hint.join("item"))?,
        };
        let mut names = Namer::new(Case::Snake, "_", reserved::RESERVED_FIELD_NAMES);
        Ok(Some(Additional {
            name: names.claim("rest", merged.pointer.clone()).name,
            r#type,
            constraints,
            keys: None,
        }))
    }
}
