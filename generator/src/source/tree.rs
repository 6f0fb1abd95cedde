//! All files of a description that were read so far.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::{FileId, Node, Place, Pointer, ReadError, Reader, Span, Value};
use super::{json, path, yaml};
use crate::diagnostic::{Code, Diagnostic, Reported, Sink, nearest};
use crate::map::Map;
use crate::settings::{Override, Sited, missing};

/// The longest text that is read, in bytes.
const MAX_LENGTH: usize = 64 << 20;

/// The files of one description. The entry is the first; others join when a `$ref` leads to them.
pub struct Tree<'r> {
    reader: &'r dyn Reader,
    /// The folder that holds all files, as it was given, with its last `/`.
    root: String,
    /// Paths relative to `root`.
    known: Map<String, FileId>,
    files: Vec<Arc<File>>,
}

/// One file.
#[derive(Debug)]
pub struct File {
    /// Its path, as given for the entry; normalised and relative to the same place for the others.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Its content; `null` when it is broken.
    pub root: Node,
    /// Whether it could not be read or parsed. That was reported, and what points into the file is
    /// not worth a report of its own.
    pub broken: bool,
    places: Places,
}

/// Where the places of a file's values are.
enum Places {
    /// In its tree.
    There,
    /// Read from the text when the first one is asked for.
    Later(OnceLock<Option<Node>>),
}

impl<'r> Tree<'r> {
    /// An empty tree that reads its files through `reader`.
    pub fn new(reader: &'r dyn Reader) -> Self {
        Self {
            reader,
            root: String::new(),
            known: Map::default(),
            files: Vec::new(),
        }
    }

    /// Reads the entry file.
    ///
    /// # Errors
    /// It cannot be read or parsed at all.
    pub fn load(&mut self, entry: &str, sink: &mut Sink) -> Result<FileId, Reported> {
        let root = self.reader.root();
        let root = root.filter(|root| entry.starts_with(root.as_str()));
        self.root = root.unwrap_or_else(|| path::folder(entry).to_owned());
        let name = entry[self.root.len()..].to_owned();
        let loaded = self.add(name, sink);
        let id = match loaded {
            Ok(id) => id,
            Err(error) => {
                let id = self.push(File::unread(entry.to_owned()));
                let place = Place::value(id, Pointer::root());
                let message = format!("the description cannot be read: {error}");
                let diagnostic = Diagnostic::new(Code::File, place, message);
                let folder = path::folder(entry);
                return Err(
                    sink.error(match self.path_near(id, &entry[folder.len()..]) {
                        Some(name) => diagnostic.help(format!("did you mean `{folder}{name}`?")),
                        None => diagnostic,
                    }),
                );
            }
        };
        match sink.earlier() {
            Some(reported) if self.file(id).broken => Err(reported),
            Some(_) | None => Ok(id),
        }
    }

    /// Adds a file that is none of the description's, so that reports can show its text.
    pub(crate) fn attach(&mut self, path: &str, text: &str) -> FileId {
        self.push(File {
            text: text.to_owned(),
            broken: false,
            ..File::unread(path.to_owned())
        })
    }

    /// Merges the user's corrections into the files.
    pub(crate) fn correct(&mut self, overrides: &[Override], sink: &mut Sink) {
        for correction in overrides {
            if let Err((span, message, help)) = self.merge(correction, sink) {
                let diagnostic = Diagnostic::new(Code::Setting, Place::Characters(span), message);
                sink.error(match help {
                    Some(help) => diagnostic.help(help),
                    None => diagnostic,
                });
            }
        }
    }

    /// Merges one correction; or what is wrong with it, and what to do.
    fn merge(
        &mut self,
        correction: &Override,
        sink: &mut Sink,
    ) -> Result<(), (Span, String, Option<String>)> {
        let Sited { value: at, span } = &correction.at;
        let id = match &at.path {
            None => FileId::default(),
            Some(path) => self
                .open(FileId::default(), path, sink)
                .map_err(|error| (*span, format!("`{path}` cannot be read: {error}"), None))?,
        };
        let absent = || (*span, "the file is in use".to_owned(), None);
        let file = self.files.get_mut(usize::from(id.0));
        let root = &mut file.and_then(Arc::get_mut).ok_or_else(absent)?.root;
        if root.find(&at.pointer).is_none() {
            let (message, help) = missing(root, at);
            return Err((*span, message, help));
        }
        let node = root.descend(at.pointer.segments()).ok_or_else(absent)?;
        let Some(entries) = node.as_mapping() else {
            let message = format!(
                "{} stands here, and only objects are overridden",
                node.kind()
            );
            let help = "name the object around it, and set the key in there";
            return Err((*span, message, Some(help.to_owned())));
        };
        for key in &correction.remove {
            if entries.get(&key.value).is_none() {
                let known = entries.iter().map(|(known, _)| known.text.as_str());
                let help = nearest(&key.value, known);
                let help = help.map(|near| format!("did you mean `{near}`?"));
                let message = format!("there is no `{}` to remove", key.value);
                return Err((key.span, message, help));
            }
        }
        let mut merge = correction.set.clone();
        for key in &correction.remove {
            merge[&key.value] = serde_json::Value::Null;
        }
        node.merge(&merge);
        Ok(())
    }

    /// The file at `path`, relative to the folder of `from`; read when it is not here yet. The same
    /// file by different spellings is one.
    ///
    /// Problems of its text go to the sink, and the file is [`File::broken`] when nothing of it
    /// can be used; why it can't be read at all is the caller's to report, who knows the `$ref`.
    ///
    /// # Errors
    /// It cannot be read, or lies outside the entry's folder, or is a URL.
    pub fn open(&mut self, from: FileId, path: &str, sink: &mut Sink) -> Result<FileId, ReadError> {
        let path = self.resolve(from, path)?;
        match self.known.get(&path) {
            Some(id) => Ok(*id),
            None => self.add(path, sink),
        }
    }

    /// The file that [`Self::open`] read before under this or another spelling.
    pub fn known(&self, from: FileId, path: &str) -> Option<FileId> {
        let path = self.resolve(from, path).ok()?;
        self.known.get(&path).copied()
    }

    /// What was probably meant by a path that leads to no file, as seen from `from`: each of its
    /// segments that is not there is taken for the name nearest to it.
    pub fn path_near(&self, from: FileId, path: &str) -> Option<String> {
        let file = self.files.get(usize::from(from.0))?;
        let mut folder = path::folder(&file.path).to_owned();
        let mut meant = Vec::new();
        for segment in path.split('/') {
            let names = self.reader.names(&folder);
            let is_there =
                matches!(segment, "" | "." | "..") || names.iter().any(|name| name == segment);
            let name = if is_there {
                segment
            } else {
                nearest(segment, names.iter().map(String::as_str))?
            };
            meant.push(name.to_owned());
            folder.extend([name, "/"]);
        }
        let meant = meant.join("/");
        (meant != path).then_some(meant)
    }

    /// The file behind an id that this tree gave.
    pub fn file(&self, id: FileId) -> Arc<File> {
        Arc::clone(&self.files[usize::from(id.0)])
    }

    /// A number or a boolean as it is written; `None` for other values.
    pub fn written(&self, node: &Node) -> Option<String> {
        let written = match &node.value {
            Value::Integer(number) => number.to_string(),
            Value::Boolean(word) => word.to_string(),
            Value::Float(number) => format!("{number:?}"),
            Value::Null | Value::String(_) | Value::Sequence(_) | Value::Mapping(_) => return None,
        };
        let (start, end) = (node.span.start as usize, node.span.end as usize);
        // `1.10` is not `1.1`, and `0x1F` is not `31`.
        if end.saturating_sub(start) == written.len() || start >= end {
            return Some(written);
        }
        let text = &self.file(node.span.file).text;
        Some(text.chars().skip(start).take(end - start).collect())
    }

    /// The characters of a place; files that were read without places are read again for it, once.
    ///
    /// For a scalar these are its own characters. For a mapping or a sequence it is the key that
    /// leads to it, since a caret under forty lines shows nothing; where no key leads to it (an
    /// item, the root), it is the first key in it.
    pub fn span(&self, place: &Place) -> Span {
        match place {
            Place::Characters(span) => *span,
            Place::Node {
                file,
                pointer,
                part,
            } => {
                let known = self.files.get(usize::from(file.0));
                known
                    .and_then(|known| Some(known.places(*file)?.shown(pointer, *part)))
                    .unwrap_or(Span {
                        file: *file,
                        ..Span::default()
                    })
            }
        }
    }

    /// The paths of the files as the entry sees them, by [`FileId`].
    pub(crate) fn paths(&self) -> Vec<String> {
        let entry = self.files.first().map_or("", |entry| &entry.path);
        let folder = path::folder(entry);
        let paths = self
            .files
            .iter()
            .map(|file| match file.path.strip_prefix(folder) {
                Some(path) => path.to_owned(),
                None => path::relative(folder, &file.path),
            });
        paths.collect()
    }

    /// The paths of the description's own files.
    pub(crate) fn description(&self) -> Vec<String> {
        let own = self.known.values();
        let own = own.filter_map(|id| self.files.get(usize::from(id.0)));
        let mut paths: Vec<_> = own.map(|file| file.path.clone()).collect();
        paths.sort_unstable();
        paths
    }

    /// The files in the order in which they joined.
    pub(crate) fn files(&self) -> &[Arc<File>] {
        &self.files
    }

    fn resolve(&self, from: FileId, path: &str) -> Result<String, ReadError> {
        let from = self.files.get(usize::from(from.0));
        let from = from.and_then(|file| file.path.strip_prefix(&self.root));
        path::resolve(path::folder(from.unwrap_or_default()), path)
    }

    /// Reads the file at a path relative to the root.
    fn add(&mut self, path: String, sink: &mut Sink) -> Result<FileId, ReadError> {
        let full = format!("{}{path}", self.root);
        let id = u16::try_from(self.files.len()).map(FileId);
        let id = id.map_err(|_| ReadError("the description has more than 65536 files".into()))?;
        let text = self.reader.read(&full)?;
        let file = File::parse(full, text, id, sink);
        self.known.insert(path, id);
        Ok(self.push(file))
    }

    fn push(&mut self, file: File) -> FileId {
        let id = FileId(u16::try_from(self.files.len()).unwrap_or(u16::MAX));
        self.files.push(Arc::new(file));
        id
    }
}

impl File {
    fn unread(path: String) -> Self {
        Self {
            path,
            text: String::new(),
            root: Node::new(Span::default(), Value::Null),
            broken: true,
            places: Places::There,
        }
    }

    fn parse(path: String, text: String, id: FileId, sink: &mut Sink) -> Self {
        let parsed = if text.len() > MAX_LENGTH {
            Err(sink.error(too_long(id)))
        } else if let Some(byte) = text.find('\0') {
            Err(sink.error(no_text(&text[..byte], id)))
        } else {
            parse(&path, &text, id, sink)
        };
        match parsed {
            Ok((root, places)) => Self {
                path,
                text,
                root,
                broken: false,
                places,
            },
            Err(_) => Self {
                text,
                ..Self::unread(path)
            },
        }
    }

    /// The tree with places; `None` when the text has none.
    fn places(&self, id: FileId) -> Option<&Node> {
        match &self.places {
            Places::There => Some(&self.root),
            Places::Later(places) => places
                .get_or_init(|| {
                    // Duplicate keys were reported when the file was read first.
                    json::read_places(&self.text, id, &mut Sink::new(false))
                })
                .as_ref(),
        }
    }
}

/// JSON by its name or its first character, YAML otherwise. A YAML text may begin with `{` too.
fn parse(path: &str, text: &str, id: FileId, sink: &mut Sink) -> Result<(Node, Places), Reported> {
    let content = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is = |known: &str| extension.eq_ignore_ascii_case(known);
    // What a `description` may refer to.
    if is("md") || is("txt") {
        return Ok((prose(text, id), Places::There));
    }
    let named = is("json");
    if content.is_empty() || !(named || content.starts_with('{')) {
        return Ok((yaml::read(text, id, sink)?, Places::There));
    }
    match json::read(text, id) {
        Ok(read) if read.duplicates => {
            let root = json::read_places(text, id, sink).unwrap_or(read.root);
            Ok((root, Places::There))
        }
        Ok(read) => Ok((read.root, Places::Later(OnceLock::new()))),
        // Valid all the same: JSON's numbers have no end (RFC 8259 §6).
        Err(error) if json::is_beyond_float(&error) => {
            Ok((yaml::read(text, id, sink)?, Places::There))
        }
        Err(error) if named => Err(sink.error(json::refusal(&error, text, id))),
        Err(_) => Ok((yaml::read(text, id, sink)?, Places::There)),
    }
}

/// A file that is text and nothing else.
fn prose(text: &str, file: FileId) -> Node {
    let span = Span {
        file,
        end: u32::try_from(text.chars().count()).unwrap_or(u32::MAX),
        ..Span::default()
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Node::new(span, Value::String(text.to_owned()))
}

fn too_long(file: FileId) -> Diagnostic {
    let place = Place::Characters(Span {
        file,
        ..Span::default()
    });
    let message = format!("the file is longer than {} MiB", MAX_LENGTH >> 20);
    Diagnostic::new(Code::Syntax, place, message)
}

/// A NUL ends a text for the reader of YAML, which would drop what follows without a word.
fn no_text(before: &str, file: FileId) -> Diagnostic {
    let start = u32::try_from(before.chars().count()).unwrap_or(u32::MAX);
    let end = start + 1;
    let place = Place::Characters(Span { file, start, end });
    Diagnostic::new(Code::Syntax, place, "a NUL character, which no text holds")
        .help("remove it; where it follows every character, save the file as UTF-8")
}

impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::There => "There",
            Self::Later(_) => "Later",
        })
    }
}

impl fmt::Debug for Tree<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let paths = self.files.iter().map(|file| &file.path);
        f.debug_list().entries(paths).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn files(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        files.iter().map(owned).collect()
    }

    fn pointer(text: &str) -> Pointer {
        Pointer::parse(text).unwrap()
    }

    #[test]
    fn one_file_by_several_spellings() {
        let files = files(&[
            ("spec/entry.yaml", "a: 1"),
            ("spec/tags/b c.yaml", "b: 1"),
            ("spec/d.json", "{\"d\": 1}"),
        ]);
        let mut tree = Tree::new(&files);
        let mut sink = Sink::new(true);
        let entry = tree.load("spec/entry.yaml", &mut sink).unwrap();
        assert_eq!(tree.known(entry, "tags/b c.yaml"), None);
        let tags = tree.open(entry, "tags/b%20c.yaml", &mut sink).unwrap();
        let data = tree.open(tags, "../d.json", &mut sink).unwrap();
        assert_eq!((entry, tags, data), (FileId(0), FileId(1), FileId(2)));
        for (from, path, id) in [
            (entry, "./tags/../tags/b c.yaml", tags),
            (tags, "b c.yaml", tags),
            (tags, "../entry.yaml", entry),
            (data, "entry.yaml", entry),
            (tags, "../tags/../d.json", data),
        ] {
            assert_eq!(tree.open(from, path, &mut sink).unwrap(), id, "{path}");
            assert_eq!(tree.known(from, path), Some(id), "{path}");
        }
        assert_eq!(tree.file(tags).path, "spec/tags/b c.yaml");
        assert_eq!(tree.files().len(), 3);
        assert!(sink.verdict().is_ok());
    }

    #[test]
    fn files_that_are_not_opened() {
        let files = files(&[("spec/entry.yaml", "a: 1"), ("other.yaml", "b: 1")]);
        let mut tree = Tree::new(&files);
        let mut sink = Sink::new(true);
        let entry = tree.load("spec/entry.yaml", &mut sink).unwrap();
        for (path, said) in [
            ("../other.yaml", "outside"),
            ("https://example.com/other.yaml", "relative path"),
            ("missing.yaml", "no file"),
        ] {
            let error = tree.open(entry, path, &mut sink).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
        assert!(sink.verdict().is_ok());
    }

    #[test]
    fn a_broken_file_is_reported_once() {
        let files = files(&[("entry.yaml", "a: 1"), ("b.json", "{,}")]);
        let mut tree = Tree::new(&files);
        let mut sink = Sink::new(false);
        let entry = tree.load("entry.yaml", &mut sink).unwrap();
        let broken = tree.open(entry, "b.json", &mut sink).unwrap();
        assert_eq!(tree.open(entry, "./b.json", &mut sink).unwrap(), broken);
        assert!(tree.file(broken).broken);
        assert_eq!(sink.diagnostics().len(), 1);
        assert!(Tree::new(&files).load("b.json", &mut sink).is_err());
    }

    #[test]
    fn a_flow_mapping_is_yaml_unless_the_name_says_json() {
        let files = files(&[
            ("a.yaml", " {a: 1}"),
            ("a.JSON", "{a: 1}"),
            ("b", "{\"a\": 1}"),
        ]);
        for (path, broken) in [("a.yaml", false), ("a.JSON", true), ("b", false)] {
            let mut sink = Sink::new(false);
            assert_eq!(
                Tree::new(&files).load(path, &mut sink).is_err(),
                broken,
                "{path}"
            );
        }
    }

    #[test]
    fn json_duplicates_have_both_places() {
        let files = files(&[("a.json", "{\"a\": {\"b\": 1, \"b\": 2}}")]);
        let mut tree = Tree::new(&files);
        let mut sink = Sink::new(false);
        let id = tree.load("a.json", &mut sink).unwrap();
        let value = tree.file(id).root.find(&pointer("/a/b")).cloned();
        assert_eq!(value.unwrap().value, Value::Integer(1));
        let report = sink.into_report(&tree);
        let text = report.render();
        assert!(text.contains("--> a.json:1:16\n"), "{text}");
        assert!(text.contains("at `/a/b`"), "{text}");
        assert!(text.contains("---     ^^^ the second one"), "{text}");
    }

    #[test]
    fn characters_of_places() {
        let yaml = "top:\n  list:\n    - name: x\n      none:\n    - [1, 2]\n  1: |\n    text\n";
        let json =
            "{\"top\": {\"list\": [{\"name\": \"x\", \"none\": null}, [1, 2]], \"1\": \"text\"}}";
        for (path, text) in [("a.yaml", yaml), ("a.json", json)] {
            let files = files(&[(path, text)]);
            let mut tree = Tree::new(&files);
            let id = tree.load(path, &mut Sink::new(false)).unwrap();
            let shown = |place: &Place| {
                let Span { start, end, .. } = tree.span(place);
                let length = (end - start) as usize;
                let shown: String = text.chars().skip(start as usize).take(length).collect();
                shown.replace('"', "")
            };
            let value = |text: &str| shown(&Place::value(id, pointer(text)));
            assert_eq!(value("/top/list/0/name"), "x");
            assert_eq!(value("/top/list/0"), "name");
            assert_eq!(value("/top/list/1"), "[1, 2]");
            assert_eq!(value("/top/list/1/1"), "2");
            assert_eq!(value("/top/list/01"), "list");
            assert_eq!(value("/top/list"), "list");
            assert_eq!(value(""), "top");
            assert_eq!(value("/top/missing/b"), "top");
            let none = if path == "a.yaml" { "none" } else { "null" };
            assert_eq!(value("/top/list/0/none"), none);
            assert_eq!(shown(&Place::key(id, pointer("/top/list/0/name"))), "name");
            assert_eq!(shown(&Place::key(id, pointer("/top/1"))), "1");
            assert_eq!(
                shown(&Place::key(id, pointer("/top/list/0/missing"))),
                "name"
            );
        }
    }
}
