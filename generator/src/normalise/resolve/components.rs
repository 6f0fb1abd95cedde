//! The components of the normalised document: which node of which file has which name.

use std::borrow::Cow;
use std::collections::VecDeque;

use super::target::Target;
use crate::check::grammar::{ObjectKind, Shape};
use crate::map::{Map, Set};
use crate::source::{FileId, Pointer};

/// Names given so far.
#[derive(Debug, Default)]
pub(super) struct Components {
    names: Map<(ObjectKind, Target), String>,
    taken: Set<(ObjectKind, String)>,
    waiting: VecDeque<Hoisted>,
    /// The schemas that became components, in the order of discovery.
    schemas: Vec<Target>,
    /// The names of schemas that are known to become components, and stand elsewhere as well.
    shared: Map<Target, String>,
}

/// A node that becomes a component though it is none of the entry's.
#[derive(Debug)]
pub(super) struct Hoisted {
    pub(super) kind: ObjectKind,
    pub(super) name: String,
    pub(super) target: Target,
}

/// The key of the Components Object under which objects of `kind` stand; `None` for kinds that are
/// put where the `$ref` stands.
pub(super) fn section(kind: ObjectKind) -> Option<&'static str> {
    let keywords = ObjectKind::Components.object().keywords;
    keywords
        .iter()
        .find(|keyword| keyword.shape == Shape::Map(kind) && !keyword.ignored)
        .map(|keyword| keyword.name)
        .filter(|name| *name != PATH_ITEMS)
}

/// Path items are put where the `$ref` stands: 3.0 has no components of this kind.
pub(super) const PATH_ITEMS: &str = "pathItems";

impl Components {
    /// No components yet, but names for those to come.
    pub(super) fn with(shared: Map<Target, String>) -> Self {
        let names = shared.values().cloned();
        Self {
            taken: names.map(|name| (ObjectKind::Schema, name)).collect(),
            shared,
            ..Self::default()
        }
    }

    /// Whether there are schemas that stand elsewhere as well.
    pub(super) fn has_shared(&self) -> bool {
        !self.shared.is_empty()
    }

    /// Whether the schema at `target` is known to become a component.
    pub(super) fn is_shared(&self, target: &Target) -> bool {
        self.shared.contains_key(target)
    }

    /// The schemas that became components though they may stand in something else that was copied:
    /// in the entry, in another component, or in one of `inlined`.
    pub(super) fn shared(&self, inlined: &Set<Target>) -> Map<Target, String> {
        let copied = self.names.keys().map(|(_, target)| target).chain(inlined);
        let copied = copied.map(|target| (target.file, target.pointer.as_str()));
        let copied: Set<(FileId, &str)> = copied.collect();
        let is_within = |target: &Target| {
            let mut above = target.pointer.above();
            target.file == FileId::default()
                || above.any(|above| copied.contains(&(target.file, above)))
        };
        let shared = self.schemas.iter().filter(|target| is_within(target));
        let named = shared.filter_map(|target| {
            let name = self.known(ObjectKind::Schema, target)?;
            Some((target.clone(), name.to_owned()))
        });
        named.collect()
    }

    /// The component `name` is the node at `target`.
    pub(super) fn declare(&mut self, kind: ObjectKind, name: &str, target: Target) {
        self.taken.insert((kind, name.to_owned()));
        self.names
            .entry((kind, target))
            .or_insert_with(|| name.to_owned());
    }

    /// The name of the component at `target`, if it has one already.
    pub(super) fn known(&self, kind: ObjectKind, target: &Target) -> Option<&str> {
        let name = self.names.get(&(kind, target.clone()))?;
        Some(name)
    }

    /// The name of the component at `target`; a node that is none yet becomes one.
    pub(super) fn hoist(&mut self, kind: ObjectKind, target: &Target, path: &str) -> String {
        if let Some(name) = self.known(kind, target) {
            return name.to_owned();
        }
        let shared = self
            .shared
            .get(target)
            .filter(|_| kind == ObjectKind::Schema);
        let name = match shared {
            Some(name) => name.clone(),
            None => self.free_name(kind, &target.pointer, path),
        };
        if kind == ObjectKind::Schema {
            self.schemas.push(target.clone());
        }
        self.declare(kind, &name, target.clone());
        self.waiting.push_back(Hoisted {
            kind,
            name: name.clone(),
            target: target.clone(),
        });
        name
    }

    /// The next hoisted node in the order of discovery.
    pub(super) fn next(&mut self) -> Option<Hoisted> {
        self.waiting.pop_front()
    }

    /// A name that no other component of `kind` has: from the pointer, then with the file's name,
    /// then with its folder's, then with a number.
    fn free_name(&self, kind: ObjectKind, pointer: &Pointer, path: &str) -> String {
        let file = file_words(path);
        let mut name = pointer_name(pointer, file.first().map_or("document", |file| file));
        for word in &file {
            if !self.is_taken(kind, &name) {
                return name;
            }
            if !name.ends_with(word) {
                name = format!("{name}_{word}");
            }
        }
        let mut candidate = name.clone();
        let mut number = 2_u32;
        while self.is_taken(kind, &candidate) {
            candidate = format!("{name}_{number}");
            number += 1;
        }
        candidate
    }

    fn is_taken(&self, kind: ObjectKind, name: &str) -> bool {
        self.taken.contains(&(kind, name.to_owned()))
    }
}

/// The file's name without extension, then its folders, nearest first.
fn file_words(path: &str) -> Vec<String> {
    let mut words = path.rsplit('/');
    let file = words.next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    std::iter::once(stem)
        .chain(words)
        .map(plain)
        .filter(|word| !word.is_empty())
        .collect()
}

/// Keys that say how a schema is used, not what it is.
const STRUCTURE: &[&str] = &[
    "properties",
    "schema",
    "content",
    "responses",
    "schemas",
    "paths",
    "patternProperties",
    "application/json",
];

/// The name that a pointer suggests.
fn pointer_name(pointer: &Pointer, file: &str) -> String {
    let segments: Vec<String> = pointer.segments().map(Cow::into_owned).collect();
    let mut words: &[String] = &segments;
    let mut lead = None;
    if let Some(place) = words
        .iter()
        .rposition(|word| word == "definitions" || word == "$defs")
        .filter(|place| place + 1 < words.len())
    {
        words = &words[place + 1..];
    } else if words.len() > 2 && words[0] == "components" {
        words = &words[2..];
    } else if words.len() > 1 && (STRUCTURE.contains(&words[0].as_str()) || words[0] == "allOf") {
        lead = (words[0] != "paths").then(|| file.to_owned());
    }
    let name: Vec<String> = lead
        .into_iter()
        .chain(
            words
                .iter()
                .enumerate()
                .filter(|(place, word)| {
                    *place + 1 == words.len() && *place == 0 || !STRUCTURE.contains(&word.as_str())
                })
                .map(|(place, word)| match word.as_str() {
                    "items" if place > 0 => "item".to_owned(),
                    word => plain(word),
                }),
        )
        .filter(|word| !word.is_empty())
        .collect();
    if name.is_empty() {
        file.to_owned()
    } else {
        name.join("_")
    }
}

/// `text` with everything but letters, digits, `.` and `-` made `_`, and none of it at the ends.
fn plain(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|character| match character {
            '.' | '-' => character,
            _ if character.is_alphanumeric() => character,
            _ => '_',
        })
        .collect();
    text.trim_matches(|character: char| !character.is_alphanumeric())
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(pointer: &str, path: &str) -> String {
        Components::default().free_name(ObjectKind::Schema, &Pointer::parse(pointer).unwrap(), path)
    }

    #[test]
    fn names_come_from_what_the_pointer_says() {
        assert_eq!(name("/components/schemas/Pet", "a.yaml"), "Pet");
        assert_eq!(name("/components/schemas/A/properties/b", "a.yaml"), "A_b");
        assert_eq!(name("/components/schemas/A/items", "a.yaml"), "A_item");
        assert_eq!(name("/definitions/X", "a.yaml"), "X");
        assert_eq!(name("", "models/ssh-key.v2.yml"), "ssh-key.v2");
        assert_eq!(name("/not_found", "shared/responses.yml"), "not_found");
        assert_eq!(name("/properties/owner", "models/pet.yml"), "pet_owner");
        assert_eq!(
            name(
                "/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema",
                "a.yaml"
            ),
            "pets__id_get_200"
        );
    }

    #[test]
    fn a_taken_name_gets_the_name_of_the_file_then_of_the_folder() {
        let mut components = Components::default();
        let names: Vec<String> = ["a/pet.yml", "b/pet.yml", "c/b/pet.yml", "d/b/pet.yml"]
            .iter()
            .enumerate()
            .map(|(number, path)| {
                let target = Target {
                    file: crate::source::FileId(u16::try_from(number).unwrap()),
                    pointer: Pointer::root(),
                };
                components.hoist(ObjectKind::Schema, &target, path)
            })
            .collect();
        assert_eq!(names, ["pet", "pet_b", "pet_b_c", "pet_b_d"]);
    }
}
