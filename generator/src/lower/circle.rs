//! Schemas that are put together from themselves, which says nothing of any value (JSON Schema
//! Core §9.4.1).

use std::collections::BTreeMap;

use openapiv3::ReferenceOr;
use openapiv3::Schema;

use super::Lowering;
use super::schema::component_pointer;
use super::view::{SchemaRef, View};
use crate::diagnostic::Code;
use crate::source::{At, Pointer};

/// Which of the schemas that a schema is put together from are followed.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// Those of `allOf`, and the only one of a union.
    All,
    /// Those of a union. Children that extend a union of children by `allOf` are no circle: they
    /// mean a parent.
    One,
}

/// A component that a component is put together from, and where that is said.
struct Step<'a> {
    name: &'a str,
    pointer: Pointer,
}

/// How far a component is.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Open,
    Done,
}

impl<'a> Lowering<'a> {
    /// Warns of the references that lead back to what they are a part of: they add nothing.
    pub(super) fn circles(&mut self) {
        for way in [Way::All, Way::One] {
            let mut states = BTreeMap::new();
            for name in self.document.schemas.keys() {
                if !states.contains_key(name.as_str()) {
                    self.circles_from(name, way, &mut states);
                }
            }
        }
    }

    fn circles_from(&mut self, name: &'a str, way: Way, states: &mut BTreeMap<&'a str, State>) {
        states.insert(name, State::Open);
        let mut stack = vec![(name, self.steps(name, way))];
        while let Some((name, steps)) = stack.last_mut() {
            let Some(step) = steps.pop() else {
                states.insert(name, State::Done);
                stack.pop();
                continue;
            };
            match states.get(step.name) {
                // That a `$ref` alone leads to itself was reported.
                Some(State::Open) if step.pointer != component_pointer(name) => self.circle(&step),
                Some(State::Open | State::Done) => {}
                None => {
                    states.insert(step.name, State::Open);
                    let next = self.steps(step.name, way);
                    stack.push((step.name, next));
                }
            }
        }
    }

    /// The last one first.
    fn steps(&self, name: &str, way: Way) -> Vec<Step<'a>> {
        let mut steps = Vec::new();
        if let Some(schema) = self.document.schemas.get(name) {
            let pointer = component_pointer(name);
            follow(schema, way, &At::base(pointer.as_str()), &mut steps);
        }
        steps.reverse();
        steps
    }

    fn circle(&mut self, step: &Step<'a>) {
        let message = format!("`{}` is put together from itself", step.name);
        let diagnostic = self
            .diagnostic(Code::DanglingRef, &At::base(step.pointer.as_str()), message)
            .tolerated()
            .label("this part says nothing of it, and is left out")
            .help("remove it, or refer to the schema that was meant");
        self.sink.warn(diagnostic);
    }
}

fn follow<'a>(schema: &'a ReferenceOr<Schema>, way: Way, at: &At<'_>, steps: &mut Vec<Step<'a>>) {
    let item = match SchemaRef::from(schema) {
        SchemaRef::Reference(name) => {
            let pointer = at.pointer();
            return steps.push(Step { name, pointer });
        }
        SchemaRef::Item(item) | SchemaRef::Own(item, _) => item,
    };
    let view = View::of(item);
    let lists = [
        ("allOf", view.all_of, true),
        ("oneOf", view.one_of, view.one_of.len() == 1),
        ("anyOf", view.any_of, view.any_of.len() == 1),
    ];
    for (key, parts, is_all) in lists {
        if is_all == (way == Way::All) {
            let list = at.key(key);
            for (index, part) in parts.iter().enumerate() {
                follow(part, way, &list.index(index), steps);
            }
        }
    }
}
