//! `enum` and `const`: strings of which some values are known, and other values.

use serde_json::Value as Json;

use super::Lowering;
use super::merged::Merged;
use super::view::View;
use crate::diagnostic::Reported;
use crate::ir::{self, Capability, Case, Constraints, Namer, Scalar, TypeRef};
use crate::map::Set;
use crate::source::At;

impl<'a> Lowering<'a> {
    /// The known values of a string, those of `x-known-values` after those of `enum`.
    pub(super) fn string_enum(&mut self, merged: &Merged<'a>) -> ir::Enum {
        let at = At::base(merged.pointer.as_str());
        let view = &merged.view;
        let extensions = &view.data.extensions;
        let known = extensions.get("x-known-values").and_then(Json::as_array);
        let meanings = extensions
            .get("x-enum-descriptions")
            .and_then(Json::as_object);
        let documented = view.enumeration.iter().enumerate();
        let documented = documented.map(|(index, value)| (index, value, "enum"));
        let seen = known.into_iter().flatten().enumerate();
        let seen = seen.map(|(index, value)| (index, value, "x-known-values"));
        let mut names = Namer::new(Case::UpperCamel, "Value", &["Unknown"]);
        let list = at.key("enum");
        let texts = view.enumeration.iter().enumerate();
        let texts =
            texts.filter_map(|(index, value)| Some((value.as_str()?, list.index(index).pointer())));
        self.keep(&mut names, texts);
        let mut variants: Vec<ir::Variant> = Vec::new();
        let mut wires = Set::default();
        for (index, value, key) in documented.chain(seen) {
            let Some(wire) = value.as_str() else {
                continue;
            };
            if !wires.insert(wire) {
                continue;
            }
            let list = at.key(key);
            let at = list.index(index);
            let name = self.claim(&mut names, wire, &at);
            let meaning = meanings.and_then(|meanings| meanings.get(wire)?.as_str());
            let description = match (meaning, key) {
                (Some(meaning), _) => Some(meaning.to_owned()),
                (None, "enum") => None,
                (None, _) => Some("Seen in an example only.".to_owned()),
            };
            variants.push(ir::Variant {
                name,
                wire: wire.to_owned(),
                description,
            });
        }
        ir::Enum { variants }
    }

    /// Values that are not all strings: their type, and what a request may contain of it.
    pub(super) fn values(
        &mut self,
        merged: &Merged<'a>,
    ) -> Result<(TypeRef, Constraints), Reported> {
        let at = At::base(merged.pointer.as_str());
        let view = &merged.view;
        let values = view.enumeration.iter().filter(|value| !value.is_null());
        let mut values: Vec<_> = values.map(ToString::to_string).collect();
        if values.is_empty() {
            values.extend(view.enumeration.first().map(ToString::to_string));
        }
        let (r#type, mut constraints) = match view.r#type {
            Some("boolean" | "integer" | "number") => {
                let scalar = self.scalar(view, &at)?;
                let constraints = self.constraints(view, Some(scalar), &at);
                (TypeRef::Scalar(scalar), constraints)
            }
            _ if is_text(view) => (TypeRef::Scalar(Scalar::String), Constraints::default()),
            Some(_) | None => (TypeRef::Any, Constraints::default()),
        };
        if !values.is_empty() {
            self.capabilities.insert(Capability::JsonLimits);
        }
        constraints.values = values;
        Ok((r#type, constraints))
    }
}

/// Whether there is one string, and no other was ever seen.
pub(super) fn is_single(view: &View<'_>) -> bool {
    let mut strings = view.enumeration.iter().filter(|value| value.is_string());
    strings.next().is_some()
        && strings.next().is_none()
        && !view.data.extensions.contains_key("x-known-values")
}

/// Whether all values are strings, so that they can be named.
pub(super) fn is_text(view: &View<'_>) -> bool {
    matches!(view.r#type, None | Some("string"))
        && view
            .enumeration
            .iter()
            .all(|value| value.is_string() || value.is_null())
        && (view.enumeration.iter().any(Json::is_string)
            || view.data.extensions.contains_key("x-known-values"))
}
