//! `oneOf` and `anyOf`: a value that is one of several types.
//!
//! What stands beside the union holds for each branch, so each is lowered together with it.

mod branch;
mod discriminator;
mod heirs;
mod named_part;
mod tag;

pub(super) use heirs::heirs;
pub(super) use tag::tag_fields;

use openapiv3 as oa;

use self::branch::{Branch, Strings};
use self::tag::{Tags, settled};
use super::conjunction::{Alternatives, Conjunction, Part};
use super::enumeration::{is_single, is_text};
use super::merged::{Conflict, Merged};
use super::schema::Use;
use super::shape::{Failure, Lowered, Shape};
use super::view::{SchemaRef, View};
use super::{Hint, Lowering};
use crate::ir::{
    Capability, Case, Constraints, Ident, Namer, Scalar, SchemaKind, TypeRef, Union, UnionVariant,
};
use crate::source::{At, Pointer};

/// More unions than this of one value are not told apart.
const MANY: usize = 32;

/// More unions than this in one are not told apart, since levels that meet each other twice multiply;
/// published descriptions have less than sixty.
const NESTED: usize = 200;

impl<'a> Lowering<'a> {
    /// The union of a conjunction that has one; plain when its branches come to the same type.
    pub(in crate::lower) fn union(
        &mut self,
        conjunction: &Conjunction<'a>,
        hint: &Hint<'_>,
    ) -> Result<Lowered, Failure> {
        let mut rest = conjunction.clone();
        let union = rest.unions.remove(0);
        let others = rest.unions.iter().map(|union| union.branches.len());
        let (outer, nested) = self.unions;
        self.unions.1 = if outer == 0 { 0 } else { nested + 1 };
        if self.unions.1 > NESTED || others.product::<usize>() > MANY {
            return self.without_unions(&rest, union, hint);
        }
        self.unions.0 += 1;
        let lowered = self.told_apart(&rest, union, hint);
        self.unions.0 = outer;
        lowered
    }

    fn told_apart(
        &mut self,
        rest: &Conjunction<'a>,
        union: Alternatives<'a>,
        hint: &Hint<'_>,
    ) -> Result<Lowered, Failure> {
        let mut conflict = None;
        let mut branches = self.branches(rest, &union, &mut conflict);
        self.without_doubtful(&mut branches);
        merge_strings(&mut branches);
        let tag = match union.discriminator {
            Some(discriminator) => Some(discriminator.property_name.clone()),
            None => self.infer_tag(&mut branches),
        };
        branch::name(&mut branches);
        if branches.len() == 1
            && let Some(only) = branches.pop()
        {
            return self.only(&only, hint);
        }
        let variants = self.variants(branches, hint, &mut conflict)?;
        match (variants.as_slice(), conflict) {
            ([], Some(conflict)) => Err(Failure::Never(conflict)),
            ([], None) => Ok(Lowered::Plain(TypeRef::Any, Constraints::default())),
            ([_], _) => Ok(variants.into_iter().next().map_or(
                Lowered::Plain(TypeRef::Any, Constraints::default()),
                |(variant, _)| Lowered::Plain(variant.r#type, variant.constraints),
            )),
            ([..], _) => {
                let mut order: Vec<usize> = (0..variants.len()).collect();
                order.sort_by_key(|index| variants[*index].1);
                let variants = variants.into_iter().map(|(variant, _)| variant).collect();
                self.capabilities.insert(Capability::Union);
                Ok(Lowered::Kind(SchemaKind::Union(Union {
                    tag,
                    variants,
                    order,
                })))
            }
        }
    }

    /// The variants, each with the rank in which it is tried.
    fn variants(
        &mut self,
        branches: Vec<Branch<'a>>,
        hint: &Hint<'_>,
        conflict: &mut Option<Conflict>,
    ) -> Result<Vec<(UnionVariant, u8)>, Failure> {
        let mut names = Namer::new(Case::UpperCamel, "Value", &["Unknown"]);
        let mut variants: Vec<(UnionVariant, u8)> = Vec::new();
        for branch in branches {
            let rank = branch::rank(&branch);
            let hint = hint.join(&branch.word);
            let r#use = match self.variant(&branch, &hint) {
                Ok(r#use) => r#use,
                // What nothing satisfies is no branch.
                Err(Failure::Never(never)) => {
                    *conflict = Some(never);
                    continue;
                }
                Err(failure) => return Err(failure),
            };
            let mut known = variants.iter_mut().map(|(variant, _)| variant);
            if let Some(known) = known.find(|known| known.r#type == r#use.r#type) {
                known.tags.extend(branch.tags);
                known.constraints = either(&known.constraints, r#use.constraints);
                continue;
            }
            let variant = UnionVariant {
                name: self.variant_name(&mut names, &branch),
                description: r#use.description,
                r#type: r#use.r#type,
                boxed: false,
                constraints: r#use.constraints,
                tags: branch.tags,
                implied: branch.implied,
            };
            variants.push((variant, rank));
        }
        Ok(variants)
    }

    /// The name that the settings give to a branch, or its own; a warning says when that was taken.
    fn variant_name(&mut self, names: &mut Namer<Pointer>, branch: &Branch<'a>) -> Ident {
        let text = match &branch.rival {
            Some((text, rival)) => (text.as_str(), Some(rival.clone())),
            None => (branch.word.as_str(), None),
        };
        let at = At::base(branch.pointer.as_str());
        self.claim_once(names, &branch.word, text, &at)
    }

    fn variant(&mut self, branch: &Branch<'a>, hint: &Hint<'_>) -> Result<Use, Failure> {
        let Some(merged) = branch.merged.as_ref().filter(|_| branch.joined) else {
            return self.conjunction(branch.conjunction.clone(), &branch.pointer, hint);
        };
        if is_single(&merged.view) {
            return Ok(Use::of(TypeRef::Scalar(Scalar::String)));
        }
        let (id, ident) = self.inline(&branch.pointer, hint);
        let values = Lowered::Kind(SchemaKind::Enum(self.string_enum(merged)));
        let (notes, at) = (&branch.conjunction.notes, At::base(branch.pointer.as_str()));
        Ok(self.fill(id, ident, notes, values, &at))
    }

    /// A union of one branch is that branch, with the name of the union.
    fn only(&mut self, branch: &Branch<'a>, hint: &Hint<'_>) -> Result<Lowered, Failure> {
        let is_component = branch
            .conjunction
            .parts
            .iter()
            .any(|part| part.reference().is_some());
        let values = branch.merged.as_ref().filter(|merged| {
            is_text(&merged.view) && !is_single(&merged.view) && (branch.joined || !is_component)
        });
        if let Some(values) = values {
            return Ok(Lowered::Kind(SchemaKind::Enum(self.string_enum(values))));
        }
        let r#use = self.variant(branch, hint)?;
        Ok(Lowered::Plain(r#use.r#type, r#use.constraints))
    }

    /// Every branch with what stands beside it; without those that nothing satisfies.
    fn branches(
        &mut self,
        rest: &Conjunction<'a>,
        union: &Alternatives<'a>,
        conflict: &mut Option<Conflict>,
    ) -> Vec<Branch<'a>> {
        let mut branches = Vec::new();
        let mut tags = Vec::new();
        for part in &union.branches {
            // Null is no branch: it makes the union nullable.
            if self.is_null(part.schema) {
                continue;
            }
            let mut conjunction = rest.clone();
            conjunction.notes = Conjunction::of([part.clone()]).notes;
            conjunction.notes.nullable = false;
            conjunction.notes.sensitive |= rest.notes.sensitive;
            conjunction.add(part.clone());
            let expanded = self.expanded(&conjunction);
            let merged = match Merged::of(&expanded.parts) {
                Ok(merged) => merged.filter(|_| expanded.unions.is_empty()),
                Err(never) => {
                    *conflict = Some(never);
                    continue;
                }
            };
            let parent = union.parent.filter(|_| part.pointer == union.pointer);
            let word = match parent {
                Some(_) => "base".to_owned(),
                None => self.word(part, merged.as_ref()),
            };
            let mut inside = Vec::from_iter(union.parent);
            let all = union.discriminator.map_or_else(Vec::new, |own| {
                self.branch_tags(part, parent, own, &mut inside)
            });
            let component = part.reference().or(parent);
            tags.push(Tags { component, all });
            branches.push(Branch {
                pointer: part.pointer.clone(),
                conjunction,
                merged,
                word,
                rival: None,
                tags: Vec::new(),
                implied: None,
                joined: false,
            });
        }
        for (branch, settled) in branches.iter_mut().zip(settled(&tags)) {
            branch.tags = settled.tags;
            branch.implied = settled.implied;
        }
        if let Some(discriminator) = union.discriminator {
            self.check_discriminator(discriminator, union, &branches);
        }
        branches
    }

    /// Takes out the branches with a property that nothing satisfies, if that leaves any.
    fn without_doubtful(&self, branches: &mut Vec<Branch<'a>>) {
        let holds = |parts: &Vec<Part<'a>>| {
            let all = self.expanded(&Conjunction::of(parts.iter().cloned()));
            Merged::of(&all.parts).is_ok()
        };
        let is_sure = |branch: &Branch<'a>| match branch.object() {
            Some(object) => object
                .properties
                .values()
                .filter(|parts| parts.len() > 1)
                .all(holds),
            None => true,
        };
        let sure: Vec<bool> = branches.iter().map(is_sure).collect();
        if sure.contains(&true) {
            let mut sure = sure.into_iter();
            branches.retain(|_| sure.next().unwrap_or(true));
        }
    }

    /// Too many combinations to tell apart: what they have in common, and everything else as it is.
    fn without_unions(
        &mut self,
        rest: &Conjunction<'a>,
        union: Alternatives<'a>,
        hint: &Hint<'_>,
    ) -> Result<Lowered, Failure> {
        let at = At::base(union.pointer.as_str());
        self.ignored(
            &at,
            "this union beside other unions is not told apart",
            "the properties beside it are read; those of its branches are kept as they are",
        );
        let mut rest = rest.clone();
        rest.unions.clear();
        let notes = rest.notes.clone();
        let shape = self.shape(rest)?;
        Ok(match shape {
            Shape::Struct(mut merged) => {
                merged.open(union.pointer);
                self.lowered(Shape::Struct(merged), &notes, hint)?
            }
            Shape::Reference(..)
            | Shape::Map(_)
            | Shape::Array(_)
            | Shape::Tuple(_)
            | Shape::Enum(_)
            | Shape::Values(_)
            | Shape::Scalar(_)
            | Shape::Union(_)
            | Shape::Any => Lowered::Plain(TypeRef::Any, Constraints::default()),
        })
    }

    /// Takes out the unions that only demand groups of properties: they change no type.
    pub(in crate::lower) fn without_groups(&mut self, conjunction: &mut Conjunction<'a>) {
        let is_group = |part: &Part<'a>| match part.schema {
            SchemaRef::Item(item) => {
                let view = View::of(item);
                let only_required = !view.required.is_empty()
                    && view.properties.is_none()
                    && view.additional.is_none()
                    && view.all_of.is_empty()
                    && view.one_of.is_empty()
                    && view.any_of.is_empty();
                only_required || matches!(item.schema_kind, oa::SchemaKind::Not { .. })
            }
            SchemaRef::Reference(_) | SchemaRef::Own(..) => false,
        };
        let (groups, unions): (Vec<_>, Vec<_>) = std::mem::take(&mut conjunction.unions)
            .into_iter()
            .partition(|union| union.branches.iter().all(is_group));
        conjunction.unions = unions;
        for group in groups {
            self.ignored(
                &At::base(group.pointer.as_str()),
                "which properties must stand together is not checked",
                "requests are sent without this check; the server still makes it",
            );
        }
    }
}

/// What one of two branches of the same type asks for: values of both lists, where both have one.
fn either(one: &Constraints, mut other: Constraints) -> Constraints {
    if one.values.is_empty() || other.values.is_empty() {
        return Constraints::default();
    }
    let mut values = one.values.clone();
    values.append(&mut other.values);
    Constraints {
        values,
        ..Constraints::default()
    }
}

/// Strings of which some are known hold all others too: one branch for all of them.
fn merge_strings(branches: &mut Vec<Branch<'_>>) {
    let is = |branch: &Branch<'_>, strings| branch.text() == Some(strings);
    let all = branches.len();
    if branches.iter().any(|branch| is(branch, Strings::Known)) {
        branches.retain(|branch| !is(branch, Strings::Any));
    }
    let is_open = branches.len() < all;
    let mut known = branches
        .iter_mut()
        .filter(|branch| is(branch, Strings::Known));
    let Some(first) = known.next() else {
        return;
    };
    let mut joined: Vec<_> = known.filter_map(|branch| branch.merged.take()).collect();
    // One known value among all strings is no limit of them.
    let is_alone = first
        .merged
        .as_ref()
        .is_some_and(|merged| is_single(&merged.view));
    let is_inline = first
        .conjunction
        .parts
        .iter()
        .all(|part| part.reference().is_none());
    if is_open && is_alone && is_inline && joined.is_empty() {
        first.joined = true;
        "string".clone_into(&mut first.word);
    }
    if let (Some(merged), false) = (&mut first.merged, joined.is_empty()) {
        let values = joined
            .iter_mut()
            .flat_map(|other| std::mem::take(&mut other.view.enumeration));
        merged.view.enumeration.extend(values);
        first.joined = true;
        "string".clone_into(&mut first.word);
        branches.retain(|branch| branch.merged.is_some() || !branch.conjunction.unions.is_empty());
    }
}
