//! What keywords make of a value: the shape of its type.

use super::conjunction::{Conjunction, Notes, Part};
use super::enumeration::is_text;
use super::merged::{Conflict, Further, Merged};
use super::view::SchemaRef;
use super::{Hint, Lowering};
use crate::diagnostic::Reported;
use crate::ir::{Constraints, SchemaKind, TypeRef};
use crate::source::{At, Pointer};

/// What keywords make of a value.
pub(super) enum Shape<'a> {
    /// A component, with limits that are added to its own.
    Reference(&'a str, Box<Constraints>),
    /// Properties.
    Struct(Box<Merged<'a>>),
    /// Further properties only.
    Map(Box<Merged<'a>>),
    Array(Box<Merged<'a>>),
    /// Items of which the first have types of their own.
    Tuple(Box<Merged<'a>>),
    /// Strings of which some are known.
    Enum(Box<Merged<'a>>),
    /// Other values of which some are known.
    Values(Box<Merged<'a>>),
    Scalar(Box<Merged<'a>>),
    /// One of several schemas, beside others that hold as well.
    Union(Box<Conjunction<'a>>),
    /// Nothing is said of it.
    Any,
}

/// What a shape became.
pub(super) enum Lowered {
    /// A type that needs a name.
    Kind(SchemaKind),
    /// A type that needs none.
    Plain(TypeRef, Constraints),
}

/// Why a schema became nothing.
pub(super) enum Failure {
    /// No value satisfies it.
    Never(Conflict),
    Reported(Reported),
}

impl From<Reported> for Failure {
    fn from(reported: Reported) -> Self {
        Self::Reported(reported)
    }
}

impl<'a> Lowering<'a> {
    /// What the keywords of a conjunction make of the value.
    pub(super) fn shape(&mut self, mut conjunction: Conjunction<'a>) -> Result<Shape<'a>, Failure> {
        self.without_groups(&mut conjunction);
        if conjunction.unions.is_empty() {
            match conjunction.parts.as_slice() {
                [] => return Ok(Shape::Any),
                [part] => {
                    if let SchemaRef::Reference(name) = part.schema {
                        if !self.leads_back(name, &conjunction.inside) {
                            return Ok(Shape::Reference(name, Box::default()));
                        }
                        conjunction = self.expanded(&conjunction);
                    }
                }
                [..] => {
                    if let Some(shape) = self.named_part(&conjunction)? {
                        return Ok(shape);
                    }
                    let references = conjunction.parts.iter().filter_map(Part::reference);
                    self.extended.extend(references);
                    conjunction = self.expanded(&conjunction);
                    self.without_groups(&mut conjunction);
                }
            }
        }
        if !conjunction.unions.is_empty() {
            return Ok(Shape::Union(Box::new(conjunction)));
        }
        match Merged::of(&conjunction.parts).map_err(Failure::Never)? {
            Some(merged) => Ok(shape_of(merged)),
            None => Ok(Shape::Any),
        }
    }

    /// The types of a shape, without a name for the outermost.
    pub(super) fn lowered(
        &mut self,
        shape: Shape<'a>,
        notes: &Notes,
        hint: &Hint<'_>,
    ) -> Result<Lowered, Failure> {
        Ok(match shape {
            Shape::Reference(reference, constraints) => {
                let pointer = Pointer::root();
                let r#use = self.reference(reference, &At::base(pointer.as_str()))?;
                Lowered::Plain(r#use.r#type, *constraints)
            }
            Shape::Struct(merged) => Lowered::Kind(SchemaKind::Struct(self.object(
                &merged,
                notes.sensitive,
                hint,
            )?)),
            Shape::Enum(merged) => Lowered::Kind(SchemaKind::Enum(self.string_enum(&merged))),
            Shape::Values(merged) => {
                let (r#type, constraints) = self.values(&merged)?;
                Lowered::Plain(r#type, constraints)
            }
            Shape::Scalar(merged) => {
                if let Some(existing) = self.replaced_format(&merged.view) {
                    return Ok(Lowered::Plain(existing, Constraints::default()));
                }
                let at = At::base(merged.pointer.as_str());
                let scalar = self.scalar(&merged.view, &at)?;
                let constraints = self.constraints(&merged.view, Some(scalar), &at);
                Lowered::Plain(TypeRef::Scalar(scalar), constraints)
            }
            Shape::Tuple(merged) => Lowered::Kind(SchemaKind::Struct(self.tuple(
                &merged,
                notes.sensitive,
                hint,
            )?)),
            Shape::Map(merged) => {
                let further = self.further(&merged, &hint.join("value"))?;
                let member = further.map_or_else(anything, |(member, _)| member);
                let keys = self.key_limits(&merged)?.of_each();
                self.collection(&merged, TypeRef::Map, member, keys)
            }
            Shape::Array(merged) => {
                let member = match merged.items.as_slice() {
                    [] => anything(),
                    items => self.member(items, &hint.join("item"))?,
                };
                self.collection(&merged, TypeRef::Array, member, None)
            }
            Shape::Union(conjunction) => self.union(&conjunction, hint)?,
            Shape::Any => Lowered::Plain(TypeRef::Any, Constraints::default()),
        })
    }

    /// An array or a map.
    fn collection(
        &mut self,
        merged: &Merged<'a>,
        of: fn(Box<TypeRef>) -> TypeRef,
        (member, each): (TypeRef, Constraints),
        keys: Option<Box<Constraints>>,
    ) -> Lowered {
        let at = At::base(merged.pointer.as_str());
        let mut constraints = self.constraints(&merged.view, None, &at);
        constraints.each = each.of_each();
        constraints.keys = keys;
        Lowered::Plain(of(Box::new(member)), constraints)
    }
}

fn anything() -> (TypeRef, Constraints) {
    (TypeRef::Any, Constraints::default())
}

/// What merged keywords make of the value.
fn shape_of(merged: Merged<'_>) -> Shape<'_> {
    let merged = Box::new(merged);
    if is_text(&merged.view) {
        Shape::Enum(merged)
    } else if !merged.view.enumeration.is_empty() {
        Shape::Values(merged)
    } else if merged.is_object() {
        let has_fields = !merged.properties.is_empty() || !merged.required.is_empty();
        let is_closed =
            matches!(merged.further, Some(Further::None(_))) && merged.patterns.is_empty();
        if has_fields || is_closed {
            Shape::Struct(merged)
        } else {
            Shape::Map(merged)
        }
    } else if merged.is_array() && merged.prefix() > 0 {
        Shape::Tuple(merged)
    } else if merged.is_array() {
        Shape::Array(merged)
    } else if merged.view.is_annotation() {
        Shape::Any
    } else {
        Shape::Scalar(merged)
    }
}
