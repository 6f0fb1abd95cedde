//! What is wrong with a Discriminator Object.

use openapiv3 as oa;

use super::branch::Branch;
use crate::diagnostic::Code;
use crate::lower::Lowering;
use crate::lower::conjunction::Alternatives;
use crate::lower::view::name_of;
use crate::source::At;

impl<'a> Lowering<'a> {
    /// Warns of tags that select nothing, and of branches without the property that they stand in
    /// (OpenAPI 3.0.4 §4.7.25: it has to be defined, and required).
    pub(super) fn check_discriminator(
        &mut self,
        discriminator: &'a oa::Discriminator,
        union: &Alternatives<'a>,
        branches: &[Branch<'a>],
    ) {
        let pointer = union.pointer.as_str();
        let owner = match (union.parent, pointer.rsplit_once('/')) {
            (None, Some((owner, _))) => owner,
            (Some(_), _) | (None, None) => pointer,
        };
        let at = At::base(owner);
        let at = at.key("discriminator");
        if !self.warned.insert((at.pointer(), Code::Tolerated)) {
            return;
        }
        let is_known = |tag: &String| branches.iter().any(|branch| branch.tags.contains(tag));
        for (tag, target) in &discriminator.mapping {
            // What leads nowhere was reported.
            let is_there = self.document.schemas.contains_key(name_of(target));
            if is_there && !is_known(tag) {
                self.no_branch(name_of(target), union.parent, &at.key("mapping").key(tag));
            }
        }
        let property = &*discriminator.property_name;
        // Those that extend a schema have its properties.
        let own = branches
            .iter()
            .filter(|branch| union.parent.is_none() || branch.pointer == union.pointer);
        let objects: Option<Vec<_>> = own.map(|it| Some((it, it.object()?))).collect();
        let objects = objects.unwrap_or_default();
        let lacking = objects
            .iter()
            .filter(|(_, object)| !object.properties.contains_key(property))
            .map(|(branch, _)| format!("`{}`", union.parent.unwrap_or(&branch.word)));
        let lacking: Vec<_> = lacking.collect();
        if !lacking.is_empty() {
            self.no_property(property, &lacking, branches.len(), &at);
        }
    }

    fn no_branch(&mut self, target: &str, parent: Option<&str>, at: &At<'_>) {
        let (message, help) = match parent {
            Some(parent) => (
                format!("`{target}` does not extend `{parent}`"),
                format!("let `{target}` have an `allOf` with a `$ref` to `{parent}`"),
            ),
            None => (
                format!("`{target}` is no branch of this union"),
                "add a `$ref` to it, or remove its tag".to_owned(),
            ),
        };
        let diagnostic = self
            .diagnostic(Code::Tolerated, at, message)
            .label("values with this tag are kept as they are")
            .help(help);
        self.sink.warn(diagnostic);
    }

    fn no_property(&mut self, property: &str, lacking: &[String], all: usize, at: &At<'_>) {
        let message = match lacking {
            [_, _, ..] if lacking.len() == all => {
                format!("no branch has the property `{property}` that tells them apart")
            }
            [.., last] if lacking.len() > 1 => format!(
                "{} and {last} have no property `{property}`, which tells the branches apart",
                lacking[..lacking.len() - 1].join(", ")
            ),
            _ => format!(
                "{} has no property `{property}`, which tells the branches apart",
                lacking.join(", ")
            ),
        };
        let diagnostic = self
            .diagnostic(Code::Tolerated, &at.key("propertyName"), message)
            .label("taken for a property of each that holds its tag")
            .help(format!(
                "write `{property}: {{type: string}}` under the `properties` of each, and `{property}` under `required`"
            ));
        self.sink.warn(diagnostic);
    }
}
