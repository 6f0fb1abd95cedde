//! Builds the tree from the events of a parser.
//!
//! Invariants: nothing recurses, so the depth of a file costs no stack; no tree is deeper than
//! [`MAX_DEPTH`], so what walks it may recurse; what aliases copy is bounded.

use std::borrow::Cow;

use super::anchors::{Anchors, Exhausted, MAX_COPIED};
use super::entries::Entries;
use super::scalar::resolve;
use super::{FileId, Key, Mapping, Node, Place, Pointer, Span, Value};
use crate::diagnostic::{Code, Diagnostic, Reported, Sink};

/// How deep values may be nested: as deep as `serde_json` goes, so that a file means the same in
/// both formats.
pub(super) const MAX_DEPTH: usize = 127;

/// Takes events in document order and gives the tree.
pub(super) struct Builder<'s> {
    file: FileId,
    sink: &'s mut Sink,
    frames: Vec<Frame>,
    anchors: Anchors,
    /// End of the last value seen: a block mapping ends where its last value does.
    end: u32,
    root: Option<Node>,
}

/// A scalar as it is written.
pub(super) struct Scalar<'t> {
    /// Its text, without quotes and escapes.
    pub(super) text: Cow<'t, str>,
    /// How it becomes a value.
    pub(super) style: Style,
    /// Its characters.
    pub(super) span: Span,
}

/// How a scalar becomes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// By what it looks like; as a key, `<<` merges.
    Plain,
    /// It is text.
    Quoted,
}

/// What [`Builder::open`] opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `[`
    Sequence,
    /// `{`
    Mapping,
}

/// A collection that is not closed yet.
struct Frame {
    start: u32,
    anchor: usize,
    content: Content,
}

enum Content {
    Sequence(Vec<Node>),
    Mapping(Entries),
}

/// `Err` when the rest of the file is not worth reading; why was reported.
pub(super) type Step = Result<(), Reported>;

impl<'s> Builder<'s> {
    /// A builder for the tree of `file`; problems that don't stop it go to the sink.
    pub(super) fn new(file: FileId, sink: &'s mut Sink) -> Self {
        Self {
            file,
            sink,
            frames: Vec::new(),
            anchors: Anchors::default(),
            end: 0,
            root: None,
        }
    }

    /// The whole tree; `None` when there was no value.
    pub(super) fn finish(self) -> Option<Node> {
        self.root
    }

    /// A scalar: a key where a mapping waits for one, a value elsewhere. `anchor` 0 is none.
    pub(super) fn scalar(&mut self, scalar: Scalar<'_>, anchor: usize) -> Step {
        let Scalar { text, style, span } = scalar;
        self.end = span.end;
        if self.waits_for_key() {
            if anchor != 0 {
                let node = Node::new(span, Value::String(text.clone().into_owned()));
                self.remember(anchor, &node, &text)?;
            }
            self.key(span, text.into_owned(), style == Style::Plain);
            return Ok(());
        }
        let written = (anchor != 0).then(|| text.clone().into_owned());
        let value = match style {
            Style::Plain => resolve(&text),
            Style::Quoted => Value::String(text.into_owned()),
        };
        let node = Node::new(span, value);
        if let Some(written) = written {
            self.remember(anchor, &node, &written)?;
        }
        self.put(node);
        Ok(())
    }

    /// The start of a collection. `anchor` 0 is none.
    pub(super) fn open(&mut self, kind: Kind, span: Span, anchor: usize) -> Step {
        if self.waits_for_key() {
            return Err(self.no_key(span));
        }
        if self.frames.len() >= MAX_DEPTH {
            return Err(self.refuse(span, nested_too_deeply()));
        }
        self.end = span.end;
        self.frames.push(Frame {
            start: span.start,
            anchor,
            content: match kind {
                Kind::Sequence => Content::Sequence(Vec::new()),
                Kind::Mapping => Content::Mapping(Entries::default()),
            },
        });
        Ok(())
    }

    /// The end of the collection opened last; `bracket` is the character that closes it, if one does.
    pub(super) fn close(&mut self, bracket: Option<Span>) -> Step {
        let Some(frame) = self.frames.pop() else {
            return Ok(());
        };
        self.end = bracket.map_or(self.end, |bracket| bracket.end.max(self.end));
        let value = match frame.content {
            Content::Sequence(items) => Value::Sequence(items),
            Content::Mapping(entries) => Value::Mapping(self.merged(entries)),
        };
        let node = Node::new(self.span(frame.start, self.end), value);
        if frame.anchor != 0 {
            self.remember(frame.anchor, &node, "")?;
        }
        self.put(node);
        Ok(())
    }

    /// A `*name`: the anchored value once more, with the places of the anchor.
    pub(super) fn alias(&mut self, anchor: usize, span: Span) -> Step {
        let Some(height) = self.anchors.height(anchor) else {
            return Err(self.refuse(span, "an alias cannot stand inside the value it stands for"));
        };
        if self.frames.len() + height > MAX_DEPTH {
            return Err(self.refuse(span, nested_too_deeply()));
        }
        self.end = span.end;
        match self.anchors.copy(anchor) {
            Err(Exhausted) => Err(self.exhausted(span)),
            Ok((node, _)) if !self.waits_for_key() => {
                self.put(node);
                Ok(())
            }
            Ok((_, text)) if height == 0 => {
                self.key(span, text, false);
                Ok(())
            }
            Ok(_) => Err(self.no_key(span)),
        }
    }

    /// A place of this file.
    pub(super) fn span(&self, start: u32, end: u32) -> Span {
        Span {
            file: self.file,
            start,
            end,
        }
    }

    /// A problem of the text at the value that is being read.
    pub(super) fn problem(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::Syntax, Place::Characters(span), message).at(self.pointer())
    }

    /// Reports a problem.
    pub(super) fn report(&mut self, problem: Diagnostic) -> Reported {
        self.sink.error(problem)
    }

    fn refuse(&mut self, span: Span, message: impl Into<String>) -> Reported {
        let problem = self.problem(span, message);
        self.report(problem)
    }

    fn no_key(&mut self, span: Span) -> Reported {
        let problem = self
            .problem(span, "a mapping or sequence cannot be a key")
            .help("put a text that begins with `{` or `[` in quotes");
        self.report(problem)
    }

    fn waits_for_key(&self) -> bool {
        match self.frames.last().map(|frame| &frame.content) {
            Some(Content::Mapping(entries)) => entries.key().is_none(),
            Some(Content::Sequence(_)) | None => false,
        }
    }

    fn key(&mut self, span: Span, text: String, plain: bool) {
        if let Some(Content::Mapping(entries)) = self.content() {
            let merging = plain && text == "<<";
            entries.begin(Key { span, text }, merging);
        }
    }

    fn content(&mut self) -> Option<&mut Content> {
        self.frames.last_mut().map(|frame| &mut frame.content)
    }

    /// A finished value goes into the collection that is open, or is the whole tree.
    fn put(&mut self, node: Node) {
        let entries = match self.content() {
            Some(Content::Mapping(entries)) => entries,
            Some(Content::Sequence(items)) => return items.push(node),
            None => return self.root = Some(node),
        };
        if let Err((first, second)) = entries.put(node) {
            self.duplicate(&first, second);
        }
    }

    fn duplicate(&mut self, first: &Key, second: Span) {
        let text = &first.text;
        let problem = Diagnostic::new(
            Code::DuplicateKey,
            Place::Characters(second),
            format!("the key `{text}` stands twice in the same mapping"),
        )
        .label("the second one")
        .also(Place::Characters(first.span), "the first one")
        .at(self.pointer().join(text))
        .help("keep one of the two, or rename one");
        let _ = self.report(problem);
    }

    fn remember(&mut self, anchor: usize, node: &Node, text: &str) -> Step {
        match self.anchors.remember(anchor, node, text) {
            Ok(()) => Ok(()),
            Err(Exhausted) => Err(self.exhausted(node.span)),
        }
    }

    fn exhausted(&mut self, span: Span) -> Reported {
        let problem = self
            .problem(span, "aliases repeat more than can be read")
            .label(format!("more than {MAX_COPIED} values are copied here"))
            .help("write a schema once under `components` and refer to it by `$ref`");
        self.report(problem)
    }

    fn merged(&mut self, entries: Entries) -> Mapping {
        let (mapping, refused) = entries.finish();
        for (key, kind) in refused {
            let problem = self
                .problem(key, format!("`<<` merges mappings, and this is {kind}"))
                .help("give it an alias of a mapping, or write `\"<<\"` for a key of that name");
            let _ = self.report(problem);
        }
        mapping
    }

    /// The place of the value that is being read.
    fn pointer(&self) -> Pointer {
        let mut pointer = Pointer::root();
        for frame in &self.frames {
            match &frame.content {
                Content::Sequence(items) => pointer = pointer.join(&items.len().to_string()),
                Content::Mapping(entries) => {
                    if let Some(key) = entries.key() {
                        pointer = pointer.join(&key.text);
                    }
                }
            }
        }
        pointer
    }
}

/// What is said of a value below [`MAX_DEPTH`].
pub(super) fn nested_too_deeply() -> String {
    format!("nested more than {MAX_DEPTH} levels deep")
}
