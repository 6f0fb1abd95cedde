//! What a `$ref` means: one node of one file, however it is spelled.

use std::cell::RefCell;
use std::rc::Rc;

use super::sibling;
use crate::check::grammar::{ObjectKind, Shape, Version};
use crate::check::target::{self, Broken};
use crate::map::{Map, Set};
use crate::source::{FileId, Pointer, Tree};

/// A node of a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Target {
    pub(super) file: FileId,
    pub(super) pointer: Pointer,
}

/// Why a `$ref` has no target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// Nothing stands there.
    Nothing,
    /// It stands in a file that is broken, which was reported.
    Unread,
    /// It contains too much, or stands too deep.
    Endless,
    /// References that only lead to each other.
    Cycle(Rc<Set<Target>>),
}

/// Finds targets; never opens a file.
pub(super) struct Targets<'t, 'r> {
    pub(super) tree: &'t Tree<'r>,
    pub(super) version: Version,
    /// Where references to references led: each is followed once, however long the way is.
    settled: RefCell<Map<(ObjectKind, Target), Result<Target, Missing>>>,
}

impl<'t, 'r> Targets<'t, 'r> {
    pub(super) fn new(tree: &'t Tree<'r>, version: Version) -> Self {
        Self {
            tree,
            version,
            settled: RefCell::default(),
        }
    }

    /// The node that `text` in `file` leads to; it may be a reference itself.
    pub(super) fn step(&self, file: FileId, text: &str) -> Result<Target, Missing> {
        match target::resolve(self.tree, file, text) {
            Ok((file, _)) if self.tree.file(file).broken => Err(Missing::Unread),
            Ok((file, pointer)) => Ok(Target { file, pointer }),
            Err(Broken::Pointer(file, ..) | Broken::Anchor(file, _))
                if self.tree.file(file).broken =>
            {
                Err(Missing::Unread)
            }
            Err(_) => Err(Missing::Nothing),
        }
    }

    /// The node that a pointer leads to, through containers that are references.
    pub(super) fn locate(&self, file: FileId, pointer: &Pointer) -> Option<Target> {
        let text = format!("#{}", pointer.as_str().replace('%', "%25"));
        self.step(file, &text).ok()
    }

    /// The object that `text` in `file` leads to, through references to references.
    pub(super) fn follow(
        &self,
        file: FileId,
        text: &str,
        kind: ObjectKind,
    ) -> Result<Target, Missing> {
        let target = self.step(file, text)?;
        self.settle(target, kind)
    }

    /// The object that `target` leads to, if it is a reference.
    pub(super) fn settle(&self, mut target: Target, kind: ObjectKind) -> Result<Target, Missing> {
        let mut seen = Set::default();
        let end = loop {
            let Some(text) = self.pure_reference(&target, kind) else {
                break Ok(target);
            };
            if let Some(known) = self.settled.borrow().get(&(kind, target.clone())) {
                break known.clone();
            }
            if !seen.insert(target.clone()) {
                break Err(Missing::Cycle(Rc::new(seen.clone())));
            }
            target = match self.step(target.file, &text) {
                Ok(next) => next,
                Err(Missing::Nothing) if self.is_undefined(target.file, &text, kind) => {
                    break Ok(target);
                }
                Err(missing) => break Err(missing),
            };
        };
        let way = seen.into_iter().map(|passed| ((kind, passed), end.clone()));
        self.settled.borrow_mut().extend(way);
        end
    }

    /// Whether `text` names a schema that is not there and that any JSON value stands for.
    pub(super) fn is_undefined(&self, file: FileId, text: &str, kind: ObjectKind) -> bool {
        kind == ObjectKind::Schema && target::is_undefined_schema(self.tree, file, text)
    }

    /// The `$ref` at `target` when it says nothing but where to look.
    pub(super) fn pure_reference(&self, target: &Target, kind: ObjectKind) -> Option<String> {
        let file = self.tree.file(target.file);
        let node = file.root.find(&target.pointer)?;
        let text = Shape::Object(kind).reference(node)?.as_str()?;
        let says_more =
            sibling::any(self.version, kind, node) || sibling::overrides(self.version, kind, node);
        (!says_more).then(|| text.to_owned())
    }
}
