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
            Broken::File(_) if text.starts_with("/components/") => {
                format!("`{text}` leads nowhere: a pointer into this file begins with `#`")
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

    /// What to write in place of a reference that leads nowhere.
    fn suggestion(&self, pending: &Pending) -> Option<String> {
        let near = match &pending.broken {
            Broken::Pointer(file, at, segment) => self.pointer_near(pending, *file, at, segment),
            Broken::File(_) => self.path_near(pending),
            Broken::Text | Broken::Anchor(..) | Broken::Cycle => None,
        };
        near.or_else(|| self.component_called(pending))
            .map(|near| format!("did you mean `{near}`?"))
            .or_else(|| definition(pending))
    }

    /// The reference with the nearest key in place of the one that is not there.
    fn pointer_near(
        &self,
        pending: &Pending,
        file: FileId,
        at: &Pointer,
        segment: &str,
    ) -> Option<String> {
        let content = self.tree.file(file);
        let mapping = content.root.find(at)?.as_mapping()?;
        let keys = mapping.iter().map(|(key, _)| key.text.as_str());
        let near = nearest(segment, keys)?;
        let (path, pointer) = pending.text.split_once('#')?;
        let asked = Pointer::parse(pointer)?;
        let rest = asked.segments().skip(at.segments().count() + 1);
        let meant = rest.fold(at.join(near), |meant, segment| meant.join(&segment));
        let is_there = content.root.find(&meant).is_some() && asked.strip_prefix(at).is_some();
        Some(if is_there {
            format!("{path}#{meant}")
        } else {
            near.to_owned()
        })
    }

    /// The reference with the path of a file that is there, or of another reference that leads
    /// somewhere.
    fn path_near(&self, pending: &Pending) -> Option<String> {
        let path = pending.text.split('#').next()?;
        let rest = &pending.text[path.len()..];
        if !path.contains(['/', '.']) && rest.is_empty() {
            return self.component_near(pending, path);
        }
        if let Some(meant) = self.tree.path_near(pending.file, path) {
            return Some(format!("{meant}{rest}"));
        }
        let resolved = self.resolved.get(&pending.file)?;
        let paths = resolved.keys().filter_map(|text| text.split('#').next());
        let near = nearest(path, paths.filter(|path| !path.is_empty()))?;
        (near != path).then(|| format!("{near}{rest}"))
    }

    /// The component whose name is nearest to a word that stands alone.
    fn component_near(&self, pending: &Pending, word: &str) -> Option<String> {
        let content = self.tree.file(pending.file);
        let section = section(pending.shape)?;
        let named = content.root.get("components")?.get(section)?.as_mapping()?;
        let near = nearest(word, named.iter().map(|(name, _)| name.text.as_str()))?;
        let component = Pointer::root().join("components").join(section).join(near);
        Some(format!("#{component}"))
    }

    /// The component of the kind that was expected, in the same file, whose name is the last segment
    /// of the reference.
    pub(super) fn component_called(&self, pending: &Pending) -> Option<String> {
        let section = section(pending.shape)?;
        let name = pending.text.rsplit(['/', '#']).next()?;
        let content = self.tree.file(pending.file);
        content.root.get("components")?.get(section)?.get(name)?;
        let found = Pointer::root().join("components").join(section).join(name);
        let is_itself = pending.pointer == found.join("$ref");
        (!is_itself).then(|| format!("#{found}"))
    }
}

/// The key of `components` that holds objects of this shape.
fn section(shape: Shape) -> Option<&'static str> {
    let Shape::Object(kind) = shape else {
        return None;
    };
    let sections = ObjectKind::Components.object().keywords;
    let section = sections.iter().find(|it| it.shape == Shape::Map(kind))?;
    Some(section.name)
}

/// Where to define a component that nothing like it is there for.
fn definition(pending: &Pending) -> Option<String> {
    let name = pending.text.strip_prefix("#/components/")?;
    let (section, name) = name.split_once('/')?;
    let is_name = !name.is_empty() && !name.contains('/');
    (is_name && self::section(pending.shape) == Some(section)).then(|| {
        format!("define `{name}` under `components`, `{section}`, or refer to one that is there")
    })
}
