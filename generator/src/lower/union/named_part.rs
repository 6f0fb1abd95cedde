//! A reference with other schemas beside it that add limits only: the component keeps its name.

use crate::diagnostic::Reported;
use crate::ir::{Capability, Constraints};
use crate::lower::Lowering;
use crate::lower::conjunction::{Conjunction, Part};
use crate::lower::enumeration::is_text;
use crate::lower::merged::Merged;
use crate::lower::shape::{Failure, Shape};
use crate::lower::view::{SchemaRef, View};
use crate::map::Set;
use crate::source::At;

/// What a schema says beside a reference.
enum Beside<'a> {
    /// Nothing that the reference does not say.
    Nothing,
    /// Limits of the value.
    Limits(Box<View<'a>>),
    /// More than that.
    More,
}

impl<'a> Lowering<'a> {
    /// The reference that says all that the other parts do, but for limits of the value.
    pub(in crate::lower) fn named_part(
        &mut self,
        conjunction: &Conjunction<'a>,
    ) -> Result<Option<Shape<'a>>, Failure> {
        for part in conjunction.parts.iter().rev() {
            let SchemaRef::Reference(name) = part.schema else {
                continue;
            };
            if self.leads_back(name, &conjunction.inside) {
                continue;
            }
            let alone = Conjunction {
                inside: conjunction.inside.clone(),
                ..Conjunction::of([part.clone()])
            };
            let whole = self.expanded(&alone);
            let Ok(Some(merged)) = Merged::of(&whole.parts) else {
                continue;
            };
            let mut limits: Option<View<'a>> = None;
            let mut covers = true;
            for other in conjunction
                .parts
                .iter()
                .filter(|other| !std::ptr::eq(*other, part))
            {
                match self.beside(other, &whole, &merged) {
                    Beside::Nothing => {}
                    Beside::Limits(view) => match &mut limits {
                        None => limits = Some(*view),
                        Some(limits) => covers &= limits.narrow(&view).is_ok(),
                    },
                    Beside::More => covers = false,
                }
            }
            if covers {
                let constraints = self.added_limits(limits, &merged)?;
                return Ok(Some(Shape::Reference(name, Box::new(constraints))));
            }
        }
        Ok(None)
    }

    /// What `other` says beside a component that is `whole`.
    fn beside(&self, other: &Part<'a>, whole: &Conjunction<'a>, merged: &Merged<'a>) -> Beside<'a> {
        let holds = |part: &Part<'a>| {
            whole
                .parts
                .iter()
                .any(|known| known.pointer == part.pointer)
        };
        if holds(other) {
            return Beside::Nothing;
        }
        let SchemaRef::Own(item, word) = other.schema else {
            let expanded = self.expanded(&Conjunction::of([other.clone()]));
            let unions = whole.unions.iter().map(|union| &union.pointer);
            let unions: Set<_> = unions.collect();
            let covered = expanded.parts.iter().all(holds)
                && expanded
                    .unions
                    .iter()
                    .all(|union| unions.contains(&union.pointer));
            return if covered {
                Beside::Nothing
            } else {
                Beside::More
            };
        };
        let view = View::own(item, word);
        let same = |own: Option<&str>, known: Option<&str>| own.is_none() || own == known;
        let is_limit = same(view.r#type, merged.view.r#type)
            && same(view.format, merged.view.format)
            && view.properties.is_none()
            && view.required.is_empty()
            && view.additional.is_none()
            && view.items.is_none()
            && view.enumeration.is_empty()
            && !view.is_never()
            && !view.has_private_schemas();
        if is_limit {
            Beside::Limits(Box::new(view))
        } else {
            Beside::More
        }
    }

    fn added_limits(
        &mut self,
        limits: Option<View<'a>>,
        merged: &Merged<'a>,
    ) -> Result<Constraints, Reported> {
        let Some(limits) = limits else {
            return Ok(Constraints::default());
        };
        let at = At::base(merged.pointer.as_str());
        let collection = merged.is_object() || merged.is_array();
        let scalar = if collection || is_text(&merged.view) {
            None
        } else if merged.view.r#type.is_some() {
            Some(self.scalar(&merged.view, &at)?)
        } else {
            return Ok(Constraints::default());
        };
        let is_struct = merged.is_object() && !merged.properties.is_empty();
        let constraints = self.constraints(&limits, scalar, &at);
        if (is_struct || merged.prefix() > 0) && !constraints.is_empty() {
            self.capabilities.insert(Capability::JsonLimits);
        }
        Ok(constraints)
    }
}
