//! References that lead nowhere, and what was probably meant by them.

use super::grammar::{ObjectKind, Shape};
use super::reference::Pending;
use super::target::{self, Broken};
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{FileId, Place, Pointer};

/// How many references of a run get a word on what was meant.
const SUGGESTIONS: usize = 100;

impl Walk<'_, '_> {
    /// Reports the references that lead nowhere.
    pub(super) fn report_pending(&mut self) {
        for (index, pending) in std::mem::take(&mut self.pending).iter().enumerate() {
            let unread = match &pending.broken {
                Broken::Pointer(file, ..) | Broken::Anchor(file, _) => self.tree.file(*file).broken,
                Broken::Text | Broken::File(_) | Broken::Cycle => false,
            };
            if !unread {
                let diagnostic = self.dangling(pending);
                // A search through all names for each of thousands of references takes minutes.
                let help = (index < SUGGESTIONS)
                    .then(|| self.suggestion(pending))
                    .flatten();
                self.report(match help {
                    Some(help) => diagnostic.help(help),
                    None => diagnostic,
                });
            }
        }
    }

    fn dangling(&self, pending: &Pending) -> Diagnostic {
        let text = &pending.text;
        let place = Place::value(pending.file, pending.pointer.clone());
        let message = match &pending.broken {
            Broken::Text => format!("`{text}` is no reference"),
            Broken::File(_) if !text.contains(['/', '#', '.']) => {
                format!("`{text}` leads nowhere: there is no component or file of this name")
            }
            Broken::File(reason) => {
                format!("`{text}` leads to a file that cannot be read: {reason}")
            }
            Broken::Anchor(_, name) => {
                format!("`{text}` leads nowhere: no schema has the `$anchor` `{name}`")
            }
            Broken::Pointer(file, at, segment) => match at.last() {
                Some(parent) => format!("`{text}` leads nowhere: `{parent}` has no `{segment}`"),
                None => format!(
                    "`{text}` leads nowhere: `{}` has no `{segment}`",
                    self.tree.file(*file).path
                ),
            },
            Broken::Cycle => format!("`{text}` leads in a circle"),
        };
        let diagnostic = Diagnostic::new(Code::DanglingRef, place, message);
        if pending.shape != Shape::Object(ObjectKind::Schema) {
            return diagnostic;
        }
        // What is no `$ref` is a value of a discriminator's `mapping`.
        let is_reference = pending.pointer.last().as_deref() == Some("$ref");
        if is_reference && target::is_undefined_schema(self.tree, pending.file, text) {
            diagnostic
                .tolerated()
                .label("any JSON value is taken in its place")
        } else if !is_reference && target::is_undefined_name(self.tree, pending.file, text) {
            diagnostic
                .tolerated()
                .label("values with this tag are kept as they are")
        } else {
            diagnostic
        }
    }

    /// What was probably meant by a reference that leads nowhere.
    fn suggestion(&self, pending: &Pending) -> Option<String> {
        let near = match &pending.broken {
            Broken::Pointer(file, at, segment) => self.key_near(*file, at, segment),
            Broken::File(_) => self.path_near(pending),
            Broken::Text | Broken::Anchor(..) | Broken::Cycle => None,
        };
        near.or_else(|| self.component_called(pending))
            .map(|near| format!("did you mean `{near}`?"))
    }

    fn key_near(&self, file: FileId, at: &Pointer, segment: &str) -> Option<String> {
        let content = self.tree.file(file);
        let mapping = content.root.find(at)?.as_mapping()?;
        let keys = mapping.iter().map(|(key, _)| key.text.as_str());
        nearest(segment, keys).map(ToOwned::to_owned)
    }

    /// The path of another reference in the same file that leads somewhere.
    fn path_near(&self, pending: &Pending) -> Option<String> {
        let path = pending.text.split('#').next()?;
        let resolved = self.resolved.get(&pending.file)?;
        let paths = resolved.keys().filter_map(|text| text.split('#').next());
        nearest(path, paths.filter(|path| !path.is_empty())).map(ToOwned::to_owned)
    }

    /// The component of the kind that was expected, in the same file, whose name is the last segment
    /// of the reference.
    fn component_called(&self, pending: &Pending) -> Option<String> {
        let Shape::Object(kind) = pending.shape else {
            return None;
        };
        let name = pending.text.rsplit(['/', '#']).next()?;
        let content = self.tree.file(pending.file);
        let components = content.root.get("components")?;
        let section = ObjectKind::Components
            .object()
            .keywords
            .iter()
            .find(|keyword| keyword.shape == Shape::Map(kind))?;
        components.get(section.name)?.get(name)?;
        let found = Pointer::root()
            .join("components")
            .join(section.name)
            .join(name);
        let is_itself = pending.pointer == found.join("$ref");
        (!is_itself).then(|| format!("#{found}"))
    }
}
