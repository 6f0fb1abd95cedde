//! Properties without a name of their own: `additionalProperties`, `patternProperties` and
//! `propertyNames` (JSON Schema Core §10.3.2).

use super::conjunction::{Alternatives, Conjunction, Part};
use super::merged::{Further, Merged};
use super::schema::member;
use super::shape::Failure;
use super::{Hint, Lowering};
use crate::diagnostic::Reported;
use crate::ir::{Capability, Constraints, Scalar, TypeRef};
use crate::source::{At, Pointer};

/// What each value is, with its limits.
type Member = (TypeRef, Constraints);

impl<'a> Lowering<'a> {
    /// A schema under a private key.
    pub(super) fn private(&self, at: &At<'_>) -> Option<Part<'a>> {
        let schema = self.document.private.get(&at.pointer())?;
        Some(Part::new(schema, at))
    }

    /// What further properties hold, when the description says so, and where it does.
    pub(super) fn further(
        &mut self,
        merged: &Merged<'a>,
        hint: &Hint<'_>,
    ) -> Result<Option<(Member, Pointer)>, Reported> {
        if let Some((_, pointer)) = merged.patterns.first() {
            return Ok(Some((self.by_pattern(merged, hint)?, pointer.clone())));
        }
        Ok(match &merged.further {
            None | Some(Further::None(_)) => None,
            Some(Further::Any(pointer)) => Some((anything(), pointer.clone())),
            Some(Further::Schemas(parts)) => match parts.first() {
                Some(first) => Some((self.member(parts, hint)?, first.pointer.clone())),
                None => None,
            },
        })
    }

    /// Which pattern a name matches is not told apart: values are of all that any of them can be.
    fn by_pattern(&mut self, merged: &Merged<'a>, hint: &Hint<'_>) -> Result<Member, Reported> {
        let patterns = merged.patterns.iter();
        let mut branches: Vec<Part<'a>> = patterns
            .filter_map(|(_, pointer)| self.private(&At::base(pointer.as_str())))
            .collect();
        let pointer = branches.first().map(|part| part.pointer.clone());
        let pointer = pointer.unwrap_or_default();
        match &merged.further {
            Some(Further::None(_)) => {}
            Some(Further::Schemas(parts)) => branches.extend(parts.iter().cloned()),
            None | Some(Further::Any(_)) => {
                self.ignored(
                    &At::base(pointer.as_str()),
                    "values by `patternProperties` are read and written as any JSON",
                    "names without a match may have any value: \
                     `additionalProperties: false` says that there are none",
                );
                return Ok(anything());
            }
        }
        let mut known: Vec<Part<'a>> = Vec::new();
        for branch in branches {
            if known.iter().all(|part| part.schema != branch.schema) {
                known.push(branch);
            }
        }
        if let [_] = known.as_slice() {
            return self.member(&known, hint);
        }
        let mut any_of = Conjunction::default();
        any_of.unions.push(Alternatives {
            branches: known,
            discriminator: None,
            pointer: pointer.clone(),
            parent: None,
        });
        match self.conjunction(any_of, &pointer, hint) {
            Ok(r#use) => Ok(member(r#use)),
            Err(Failure::Reported(reported)) => Err(reported),
            Err(Failure::Never(_)) => Ok(anything()),
        }
    }

    /// The limits of the names of further properties, which are strings (JSON Schema Core
    /// §10.3.2.4). Where no other is allowed, each matches one of the patterns (§10.3.2.3).
    pub(super) fn key_limits(&mut self, merged: &Merged<'a>) -> Result<Constraints, Reported> {
        let mut limits = Constraints::default();
        for pointer in &merged.names {
            let at = At::base(pointer.as_str());
            let Some(part) = self.private(&at) else {
                continue;
            };
            let narrower = self.name_limits(&part, &at)?;
            limits.min_length = limits.min_length.max(narrower.min_length);
            let lengths = limits.max_length.into_iter().chain(narrower.max_length);
            limits.max_length = lengths.min();
            limits.patterns.extend(narrower.patterns);
            if !narrower.values.is_empty() {
                limits.values = narrower.values;
            }
        }
        if let (Some(Further::None(_)), false) = (&merged.further, merged.patterns.is_empty()) {
            let patterns = merged.patterns.iter();
            let patterns = patterns.map(|(pattern, pointer)| {
                let translated = self.pattern(pattern, &At::base(pointer.as_str()))?;
                Some(format!("(?:{translated})"))
            });
            let patterns: Option<Vec<_>> = patterns.collect();
            limits
                .patterns
                .extend(patterns.map(|all| match all.as_slice() {
                    [only] => only[3..only.len() - 1].to_owned(),
                    _ => all.join("|"),
                }));
        }
        Ok(limits)
    }

    fn name_limits(&mut self, part: &Part<'a>, at: &At<'_>) -> Result<Constraints, Reported> {
        let (schema, pointer) = self.schema_behind(part.schema, at)?;
        let view = super::view::View::of(schema);
        let own = At::base(pointer.as_str());
        let combines = [view.all_of, view.one_of, view.any_of];
        if combines.iter().any(|list| !list.is_empty()) {
            self.ignored(
                &own,
                "this limit of the names of properties is not checked",
                "only `pattern`, `minLength`, `maxLength` and `enum` are",
            );
        }
        let mut limits = self.constraints(&view, Some(Scalar::String), &own);
        let values = view.enumeration.iter().filter(|value| value.is_string());
        limits.values = values.map(ToString::to_string).collect();
        if !limits.values.is_empty() {
            self.capabilities.insert(Capability::JsonLimits);
        }
        Ok(limits)
    }
}

fn anything() -> Member {
    (TypeRef::Any, Constraints::default())
}
