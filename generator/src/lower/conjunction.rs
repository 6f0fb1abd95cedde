//! Schemas that must all hold: `allOf` and what stands beside it (OpenAPI 3.0.3 §4.7.24.3, JSON
//! Schema Core §10.2.1.1), and the parts that describe one property.

use openapiv3 as oa;

use super::schema::{component_pointer, is_lenient, is_sensitive};
use super::view::{SchemaRef, View};
use super::{Lowering, docs};
use crate::source::{At, Pointer};

/// One schema, with its place.
#[derive(Clone, Debug)]
pub(super) struct Part<'a> {
    pub schema: SchemaRef<'a>,
    pub pointer: Pointer,
}

/// Schemas that must all hold, as far as they can be told without following references.
#[derive(Clone, Debug, Default)]
pub(super) struct Conjunction<'a> {
    /// References, and keywords of schemas themselves, without those that say nothing of the value.
    pub parts: Vec<Part<'a>>,
    /// Each of these must hold too.
    pub unions: Vec<Alternatives<'a>>,
    /// The components that are being put together here.
    pub inside: Vec<&'a str>,
    /// What is said beside the value itself.
    pub notes: Notes,
}

/// `oneOf`, `anyOf`, or the words of a `type` with several.
#[derive(Clone, Debug)]
pub(super) struct Alternatives<'a> {
    pub branches: Vec<Part<'a>>,
    pub discriminator: Option<&'a oa::Discriminator>,
    pub pointer: Pointer,
    /// The component whose heirs these are; it is the last branch itself.
    pub parent: Option<&'a str>,
}

/// Annotations, the outer ones before the inner.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes {
    pub nullable: bool,
    pub sensitive: bool,
    pub lenient: bool,
    pub deprecated: bool,
    pub read_only: bool,
    pub write_only: bool,
    pub words: Option<String>,
}

impl<'a> Part<'a> {
    pub(super) fn new(schema: impl Into<SchemaRef<'a>>, at: &At<'_>) -> Self {
        Self {
            schema: schema.into(),
            pointer: at.pointer(),
        }
    }

    /// The component that it is a reference to.
    pub(super) fn reference(&self) -> Option<&'a str> {
        match self.schema {
            SchemaRef::Reference(name) => Some(name),
            SchemaRef::Item(_) | SchemaRef::Own(..) => None,
        }
    }

    /// Whether it is a reference to one of these components.
    fn is_one_of(&self, names: &[&str]) -> bool {
        self.reference().is_some_and(|name| names.contains(&name))
    }
}

impl<'a> Conjunction<'a> {
    /// The schemas that are put together here.
    pub(super) fn pointers(&self) -> impl Iterator<Item = &Pointer> {
        let parts = self.parts.iter().map(|part| &part.pointer);
        parts.chain(self.unions.iter().map(|union| &union.pointer))
    }

    /// What the parts say together.
    pub(super) fn of(parts: impl IntoIterator<Item = Part<'a>>) -> Self {
        let mut conjunction = Self::default();
        let mut nullable = true;
        for part in parts {
            nullable &= conjunction.add(part);
        }
        conjunction.notes.nullable = nullable;
        conjunction
    }

    /// Adds a part: what its `allOf` holds first, for what stands beside it is more special.
    /// Whether null satisfies it, as far as it says so itself.
    pub(super) fn add(&mut self, part: Part<'a>) -> bool {
        let item = match part.schema {
            SchemaRef::Item(item) => item,
            SchemaRef::Reference(_) | SchemaRef::Own(..) => {
                self.push(part);
                return false;
            }
        };
        let view = View::of(item);
        let at = At::base(part.pointer.as_str());
        let mut nullable = !view.all_of.is_empty();
        for (index, schema) in view.all_of.iter().enumerate() {
            nullable &= self.add(Part::new(schema, &at.key("allOf").index(index)));
        }
        nullable |= view.is_nullable();
        self.notes.add(&view);
        let discriminator = view.data.discriminator.as_ref();
        for (key, branches) in [("oneOf", view.one_of), ("anyOf", view.any_of)] {
            let list = at.key(key);
            let branches = branches.iter().enumerate();
            let branches: Vec<_> = branches
                .map(|(index, branch)| Part::new(branch, &list.index(index)))
                .collect();
            self.unite(branches, discriminator, &list);
        }
        if let Some(words) = view.words() {
            let branches = words.into_iter().map(|word| Part {
                schema: SchemaRef::Own(item, Some(word)),
                pointer: part.pointer.clone(),
            });
            let branches = branches.collect();
            self.unite(branches, None, &at.key("type"));
        } else {
            self.push(Part {
                schema: SchemaRef::Own(item, None),
                pointer: part.pointer,
            });
        }
        nullable
    }

    fn unite(
        &mut self,
        branches: Vec<Part<'a>>,
        discriminator: Option<&'a oa::Discriminator>,
        at: &At<'_>,
    ) {
        match branches.as_slice() {
            [] => {}
            [_] => {
                for branch in branches {
                    self.add(branch);
                }
            }
            [..] => self.unions.push(Alternatives {
                branches,
                discriminator,
                pointer: at.pointer(),
                parent: None,
            }),
        }
    }

    fn push(&mut self, part: Part<'a>) {
        let is_new = self.parts.iter().all(|known| known.schema != part.schema);
        let says_something = match part.schema {
            SchemaRef::Own(item, word) => !View::own(item, word).is_annotation(),
            SchemaRef::Reference(_) | SchemaRef::Item(_) => true,
        };
        if is_new && says_something {
            self.parts.push(part);
        }
    }
}

impl<'a> Lowering<'a> {
    /// The conjunction with every reference replaced by what it leads to, but for those that lead
    /// back into it: they add nothing.
    pub(super) fn expanded(&self, conjunction: &Conjunction<'a>) -> Conjunction<'a> {
        let mut expanded = Conjunction {
            unions: Vec::new(),
            inside: conjunction.inside.clone(),
            notes: conjunction.notes.clone(),
            ..Conjunction::default()
        };
        for part in &conjunction.parts {
            self.expand(part.clone(), &mut expanded);
        }
        let own = conjunction.unions.iter().cloned();
        expanded.unions.extend(own);
        // A union of which one branch is being put together here holds.
        let inside = std::mem::take(&mut expanded.inside);
        expanded.unions.retain(|union| {
            !union
                .branches
                .iter()
                .any(|branch| branch.is_one_of(&inside))
        });
        expanded.inside = inside;
        expanded
    }

    fn expand(&self, part: Part<'a>, into: &mut Conjunction<'a>) {
        let SchemaRef::Reference(name) = part.schema else {
            into.add(part);
            return;
        };
        let Some(next) = self.document.schemas.get(name) else {
            return;
        };
        if into.inside.contains(&name) || self.overlong.contains(name) {
            return;
        }
        into.inside.push(name);
        let mut inner = Conjunction::of([Part {
            schema: next.into(),
            pointer: component_pointer(name),
        }]);
        let unions = std::mem::take(&mut inner.unions);
        for part in inner.parts {
            self.expand(part, into);
        }
        into.unions.extend(unions);
    }

    /// Whether the component `name` is a union of which one of `inside` is a branch.
    pub(super) fn leads_back(&self, name: &str, inside: &[&'a str]) -> bool {
        let Some(oa::ReferenceOr::Item(item)) = self.document.schemas.get(name) else {
            return false;
        };
        let view = View::of(item);
        let branches = view.one_of.iter().chain(view.any_of);
        let mut branches = branches.map(|branch| Part::new(branch, &At::root()));
        let heirs = self.heirs.get(name).into_iter().flatten();
        branches.any(|branch| branch.is_one_of(inside))
            || (view.data.discriminator.is_some()
                && heirs.into_iter().any(|heir| inside.contains(heir)))
    }
}

impl Notes {
    fn add(&mut self, view: &View<'_>) {
        self.sensitive |= is_sensitive(view);
        self.lenient |= is_lenient(view);
        self.deprecated |= view.data.deprecated;
        self.read_only |= view.data.read_only;
        self.write_only |= view.data.write_only;
        if let Some(words) = docs::words(view) {
            self.words = Some(words);
        }
    }
}
