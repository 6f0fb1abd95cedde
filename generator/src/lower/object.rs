//! Objects: properties, from one schema or from several that must all hold.

use super::conjunction::Part;
use super::merged::{Further, Merged};
use super::{Hint, Lowering};
use crate::diagnostic::{Code, Reported, nearest};
use crate::ir::{
    Additional, Capability, Case, Constraints, Field, Namer, Presence, Scalar, Struct, TypeRef,
    reserved,
};
use crate::source::{At, Pointer};

impl<'a> Lowering<'a> {
    /// The struct of an object.
    pub(super) fn object(
        &mut self,
        merged: &Merged<'a>,
        sensitive: bool,
        hint: &Hint<'_>,
    ) -> Result<Struct, Reported> {
        let mut names = Namer::new(Case::Snake, "_", reserved::RESERVED_FIELD_NAMES);
        let places = merged.properties.iter().filter_map(|(wire, parts)| {
            let part = parts.first()?;
            Some((*wire, part.pointer.clone()))
        });
        self.keep(&mut names, places);
        let mut fields = Vec::new();
        let mut refused = None;
        for (wire, parts) in &merged.properties {
            let required = merged.required.iter().any(|(name, _)| name == wire);
            match self.field((wire, parts), required, &mut names, hint) {
                Ok(field) => fields.push(field),
                Err(reported) => refused = Some(reported),
            }
        }
        self.undefined_required(merged, &mut names, &mut fields, hint)?;
        for field in &mut fields {
            field.sensitive |= sensitive;
        }
        let additional = self.additional(merged, &mut names, hint)?;
        let size = self.constraints(&merged.view, None, &At::base(merged.pointer.as_str()));
        if size.min_items.is_some() || size.max_items.is_some() {
            self.capabilities.insert(Capability::JsonLimits);
        }
        refused.map_or(
            Ok(Struct {
                is_array: false,
                fields,
                additional,
                min_properties: size.min_items,
                max_properties: size.max_items,
            }),
            Err,
        )
    }

    /// A required property that nothing defines is one of the further properties.
    fn undefined_required(
        &mut self,
        merged: &Merged<'a>,
        names: &mut Namer<Pointer>,
        fields: &mut Vec<Field>,
        hint: &Hint<'_>,
    ) -> Result<(), Reported> {
        for (wire, pointer) in &merged.required {
            if fields.iter().any(|field| field.wire == *wire)
                || merged.properties.contains_key(wire)
            {
                continue;
            }
            let at = At::base(pointer.as_str());
            let known = merged.properties.keys().copied();
            self.no_such_property(wire, known, "taken as any value", &at);
            let name = self.claim(names, wire, &at);
            let r#use = match &merged.further {
                Some(Further::Schemas(parts)) if merged.patterns.is_empty() => {
                    self.parts(parts, &hint.join("value"))?
                }
                Some(Further::Schemas(_) | Further::Any(_) | Further::None(_)) | None => {
                    super::schema::Use::of(TypeRef::Any)
                }
            };
            fields.push(r#use.field(wire, name, true));
        }
        Ok(())
    }

    /// Warns of a required property that is defined nowhere.
    pub(super) fn no_such_property<'n>(
        &mut self,
        wire: &str,
        known: impl Iterator<Item = &'n str>,
        outcome: &'static str,
        at: &At<'_>,
    ) {
        let message = format!("`{wire}` is required, but no property has this name");
        let help = match nearest(wire, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "define it under `properties`, or correct the name".to_owned(),
        };
        if self.warned.insert((at.pointer(), Code::RequiredProperty)) {
            let diagnostic = self
                .diagnostic(Code::RequiredProperty, at, message)
                .label(outcome)
                .help(help);
            self.sink.warn(diagnostic);
        }
    }

    fn field(
        &mut self,
        (wire, parts): (&str, &[Part<'a>]),
        required: bool,
        names: &mut Namer<Pointer>,
        hint: &Hint<'_>,
    ) -> Result<Field, Reported> {
        let pointer = parts
            .first()
            .map_or_else(Pointer::root, |part| part.pointer.clone());
        let at = At::base(pointer.as_str());
        let name = self.claim(names, wire, &at);
        let r#use = self.parts(parts, &hint.join(wire))?;
        let is_text = matches!(
            r#use.r#type,
            TypeRef::Named(_) | TypeRef::Scalar(Scalar::String)
        );
        let constant = (required && is_text && !r#use.nullable).then(|| self.only_value(parts));
        let mut field = r#use.field(wire, name, required);
        if let Some(constant) = constant.flatten() {
            field.constant = Some(constant);
            field.constraints = Constraints::default();
        }
        Ok(field)
    }

    /// What properties beside the named ones hold, when the description says so.
    fn additional(
        &mut self,
        merged: &Merged<'a>,
        names: &mut Namer<Pointer>,
        hint: &Hint<'_>,
    ) -> Result<Option<Additional>, Reported> {
        let Some(((r#type, constraints), pointer)) = self.further(merged, &hint.join("value"))?
        else {
            return Ok(None);
        };
        let at = At::base(pointer.as_str());
        Ok(Some(Additional {
            name: self.claim(names, "additionalProperties", &at),
            r#type,
            constraints,
            keys: self.key_limits(merged)?.of_each(),
        }))
    }
}

/// `required` and `nullable` are independent (OpenAPI 3.0.3 §4.7.24); JSON's null is among the
/// values of a type that holds anything.
pub(super) fn presence(required: bool, nullable: bool, r#type: &TypeRef) -> Presence {
    match (required, nullable && *r#type != TypeRef::Any) {
        (true, false) => Presence::Required,
        (false, false) => Presence::Optional,
        (true, true) => Presence::Nullable,
        (false, true) => Presence::OptionalNullable,
    }
}
