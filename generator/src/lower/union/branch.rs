//! One branch of a union: what it is named by, and when it is tried.

use indexmap::map::Entry;
use openapiv3 as oa;

use crate::ir::{Case, Ident};
use crate::lower::Lowering;
use crate::lower::conjunction::{Conjunction, Part};
use crate::lower::enumeration::is_text;
use crate::lower::merged::{Further, Merged};
use crate::lower::view::{SchemaRef, View, name_of};
use crate::map::Map;
use crate::source::Pointer;

/// One branch, with what stands beside the union.
pub(super) struct Branch<'a> {
    /// Where it stands.
    pub(super) pointer: Pointer,
    /// All that holds of it.
    pub(super) conjunction: Conjunction<'a>,
    /// Its keywords, as far as it is no union itself.
    pub(super) merged: Option<Merged<'a>>,
    /// What the variant is named by.
    pub(super) word: String,
    /// What it would be named by, and the branch that has that name.
    pub(super) rival: Option<(String, Pointer)>,
    /// The values of the discriminator that select it.
    pub(super) tags: Vec<String>,
    /// One more, beside those that `mapping` has.
    pub(super) implied: Option<String>,
    /// Whether its known values are those of several branches.
    pub(super) joined: bool,
}

/// A string without a form of its own.
#[derive(PartialEq)]
pub(super) enum Strings {
    /// Any text.
    Any,
    /// Some values are known.
    Known,
}

impl<'a> Lowering<'a> {
    /// What a variant is named by: the component, its title, what only it can be, or its type.
    pub(super) fn word(&self, part: &Part<'a>, merged: Option<&Merged<'a>>) -> String {
        let item = match part.schema {
            SchemaRef::Reference(name) => return name.to_owned(),
            SchemaRef::Own(_, Some(word)) => return word.to_owned(),
            SchemaRef::Item(item) | SchemaRef::Own(item, None) => item,
        };
        let view = View::of(item);
        if let Some(title) = &view.data.title
            && (1..40).contains(&title.len())
        {
            return title.clone();
        }
        if let [oa::ReferenceOr::Reference { reference }] = view.all_of {
            return name_of(reference).to_owned();
        }
        let Some(merged) = merged else {
            return "value".to_owned();
        };
        if merged.is_object() {
            let tag = merged.required.iter().find_map(|(name, _)| {
                let parts = merged.properties.get(name)?;
                self.only_value(parts)
            });
            return tag.unwrap_or_else(|| "object".to_owned());
        }
        if merged.is_array() {
            return match merged.items.as_slice() {
                [item] => {
                    let all = self.expanded(&Conjunction::of([item.clone()]));
                    let merged = Merged::of(&all.parts).ok().flatten();
                    format!("{} array", self.word(item, merged.as_ref()))
                }
                _ => "array".to_owned(),
            };
        }
        match (merged.view.r#type, merged.view.format) {
            (Some("string"), Some(format @ ("date" | "date-time" | "uuid"))) => format.to_owned(),
            (Some(word), _) => word.to_owned(),
            (None, _) => "value".to_owned(),
        }
    }
}

impl<'a> Branch<'a> {
    /// Its keywords, if it is an object.
    pub(super) fn object(&self) -> Option<&Merged<'a>> {
        self.merged.as_ref().filter(|merged| merged.is_object())
    }

    /// Whether it is a string without a form of its own, and whether some values are known.
    pub(super) fn text(&self) -> Option<Strings> {
        let view = &self.merged.as_ref()?.view;
        if is_text(view) {
            return Some(Strings::Known);
        }
        let has_form = matches!(view.format, Some("date" | "date-time" | "uuid" | "byte"));
        (view.r#type == Some("string") && view.enumeration.is_empty() && !has_form)
            .then_some(Strings::Any)
    }
}

/// Which branch is tried before which: the one that takes less, for another may take it too.
pub(super) fn rank(branch: &Branch<'_>) -> u8 {
    let Some(merged) = &branch.merged else {
        // A union, or anything.
        return if branch.conjunction.unions.is_empty() && branch.conjunction.parts.is_empty() {
            9
        } else {
            3
        };
    };
    if merged.is_object() {
        return match (&merged.further, merged.properties.is_empty()) {
            (_, false) => 0,
            (Some(Further::Schemas(_)), true) => 4,
            (Some(Further::Any(_) | Further::None(_)) | None, true) => 5,
        };
    }
    match (branch.text(), merged.view.r#type, merged.view.format) {
        (Some(Strings::Any), ..) => 7,
        (Some(Strings::Known), ..) => 6,
        (None, Some("string"), Some("byte")) => 2,
        (None, Some("number"), _) => 1,
        (None, Some(_), _) => 0,
        (None, None, _) => 8,
    }
}

/// Whether a word is that of a type, which is no name.
fn is_type(word: &str) -> bool {
    const TYPES: [&str; 7] = [
        "array", "boolean", "integer", "number", "object", "string", "value",
    ];
    let word = word.strip_suffix(" array").unwrap_or(word);
    TYPES.contains(&word)
}

/// Gives every branch a word of its own.
pub(super) fn name(branches: &mut [Branch<'_>]) {
    let arrays = branches
        .iter()
        .filter(|branch| branch.word.ends_with(" array"));
    if arrays.count() == 1 {
        for branch in branches.iter_mut() {
            if branch.word.ends_with(" array") {
                "array".clone_into(&mut branch.word);
            }
        }
    }
    let mut names: Map<Ident, (Pointer, usize)> = Map::default();
    for branch in branches {
        match names.entry(Ident::new(&branch.word, Case::UpperCamel)) {
            Entry::Vacant(free) => {
                free.insert((branch.pointer.clone(), 1));
            }
            Entry::Occupied(mut taken) => {
                let (rival, number) = taken.get_mut();
                *number += 1;
                let numbered = format!("{} {number}", branch.word);
                let word = std::mem::replace(&mut branch.word, numbered);
                // Who writes no name expects none.
                branch.rival = (!is_type(&word)).then(|| (word, rival.clone()));
            }
        }
    }
}
