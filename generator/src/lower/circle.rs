//! Schemas that are put together from themselves, which says nothing of any value (JSON Schema
//! Core §9.4.1).

use openapiv3::ReferenceOr;
use openapiv3::Schema;

use super::Lowering;
use super::schema::component_pointer;
use super::view::{SchemaRef, View};
use crate::diagnostic::Code;
use crate::map::Map;
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
    /// How many components extend each other below it, in the longest row.
    Done(usize),
}

/// How many components may extend each other in a row: each has the properties of all before it,
/// so what is generated grows with the square of a longer row, which nobody writes.
pub(super) const GENERATIONS: usize = 100;

impl<'a> Lowering<'a> {
    /// Warns of the references that lead back to what they are a part of: they add nothing.
    pub(super) fn circles(&mut self) {
        for way in [Way::All, Way::One] {
            let mut states = Map::default();
            for name in self.document.schemas.keys() {
                if !states.contains_key(name.as_str()) {
                    self.circles_from(name, way, &mut states);
                }
            }
        }
    }

    fn circles_from(&mut self, name: &'a str, way: Way, states: &mut Map<&'a str, State>) {
        states.insert(name, State::Open);
        let mut stack = vec![(name, self.steps(name, way), 0)];
        while let Some((name, steps, height)) = stack.last_mut() {
            let Some(step) = steps.pop() else {
                let (name, height) = (*name, *height);
                states.insert(name, State::Done(height));
                stack.pop();
                if let Some((.., above)) = stack.last_mut() {
                    *above = (height + 1).max(*above);
                }
                if height > GENERATIONS && way == Way::All {
                    self.too_long(name, height);
                }
                continue;
            };
            match states.get(step.name) {
                // That a `$ref` alone leads to itself was reported.
                Some(State::Open) if step.pointer != component_pointer(name) => self.circle(&step),
                Some(State::Done(below)) => *height = (below + 1).max(*height),
                Some(State::Open) => {}
                None => {
                    states.insert(step.name, State::Open);
                    let next = self.steps(step.name, way);
                    stack.push((step.name, next, 0));
                }
            }
        }
    }

    /// Refuses a component that ends too long a row; those that go on with it are refused with it.
    fn too_long(&mut self, name: &'a str, height: usize) {
        self.overlong.insert(name);
        if height == GENERATIONS + 1 {
            let pointer = component_pointer(name);
            let message = format!("more than {GENERATIONS} schemas extend each other in a row");
            let diagnostic = self
                .diagnostic(Code::Unsupported, &At::base(pointer.as_str()), message)
                .label("this one extends all the others")
                .help("write the properties into fewer schemas");
            self.sink.error(diagnostic);
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
