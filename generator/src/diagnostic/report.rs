//! What is shown of a run's problems.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::excerpt::{Excerpt, Position};
use super::{Code, Diagnostic, Severity};
use crate::map::{Map, Set};
use crate::source::{FileId, Lines, Place, Pointer, Span, Tree};
use crate::text::visible;

/// The problems of a run, ready to be shown, in the order of the description: file by file as
/// they were read, from the first line to the last. A problem that was found twice is in it once.
#[derive(Debug, Default)]
pub struct Report {
    problems: Vec<Problem>,
}

/// One problem as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// Whether it refuses the description; a warning that is denied is an error here.
    pub severity: Severity,
    /// Which kind of problem.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// Path of the file.
    pub file: String,
    /// Line in the file, counted from 1.
    pub line: usize,
    /// Column in the line, in characters counted from 1.
    pub column: usize,
    /// JSON Pointer in the file, where one is known.
    pub pointer: Option<Pointer>,
    /// What to do.
    pub help: Option<String>,
    excerpts: Vec<Excerpt>,
}

impl Report {
    pub(super) fn new(diagnostics: Vec<Diagnostic>, deny_warnings: bool, tree: &Tree<'_>) -> Self {
        let mut found: Vec<Found> = diagnostics
            .into_iter()
            .map(|diagnostic| Found::new(diagnostic, tree))
            .collect();
        found.sort_by_key(|found| found.primary);
        let mut seen = Set::default();
        found.retain(|found| seen.insert(found.identity()));
        let mut lines = Map::default();
        let problems = found
            .into_iter()
            .map(|found| found.problem(deny_warnings, tree, &mut lines))
            .collect();
        Self { problems }
    }

    /// The report as text, one block for each problem, with an empty line between two blocks and
    /// no line break at the end; empty when there is no problem.
    pub fn render(&self) -> String {
        let blocks: Vec<String> = self.problems.iter().map(Problem::render).collect();
        blocks.join("\n\n")
    }

    /// The problems one by one.
    pub fn problems(&self) -> impl ExactSizeIterator<Item = &Problem> {
        self.problems.iter()
    }

    /// Number of errors, denied warnings among them.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// Number of warnings that are not denied.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    fn count(&self, severity: Severity) -> usize {
        let of_severity = self
            .problems
            .iter()
            .filter(|problem| problem.severity == severity);
        of_severity.count()
    }
}

impl Problem {
    /// The problem as text, as rustc shows its own.
    pub fn render(&self) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let message = visible(&self.message);
        let pointer = self
            .pointer
            .as_ref()
            .map(|pointer| visible(pointer.as_str()));
        let help = self.help.as_deref().map(visible);
        let title = level.primary_title(message.as_str()).id(self.code.name());
        let mut group = Group::with_title(title);
        for excerpt in &self.excerpts {
            group = match excerpt.position {
                Some(_) => group.element(snippet(excerpt)),
                None => group.element(Origin::path(excerpt.path.as_str())),
            };
        }
        if let Some(pointer) = &pointer {
            group = group.element(Level::NOTE.message(format!("at `{pointer}`")));
        }
        if let Some(help) = &help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        let mut text = Renderer::plain().render(&[group]);
        for excerpt in &self.excerpts {
            if let Some(Position { line, column }) = excerpt.position
                && column != excerpt.shown_column
            {
                // The renderer counts the column in the line that it is given, which was cut.
                let shown = format!("{}:{line}:{}\n", excerpt.path, excerpt.shown_column);
                text = text.replacen(&shown, &format!("{}:{line}:{column}\n", excerpt.path), 1);
            }
        }
        text
    }
}

fn snippet(excerpt: &Excerpt) -> Snippet<'_, Annotation<'_>> {
    let marks = excerpt.marks.iter().map(|mark| {
        let kind = if mark.primary {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let label = Some(mark.label.as_str()).filter(|label| !label.is_empty());
        kind.span(mark.range.clone()).label(label)
    });
    Snippet::source(excerpt.source.as_str())
        .path(excerpt.path.as_str())
        .line_start(excerpt.line)
        .annotations(marks)
}

/// A diagnostic with its places found in the files.
struct Found {
    diagnostic: Diagnostic,
    primary: Span,
    secondary: Option<Span>,
    pointer: Option<Pointer>,
}

impl Found {
    fn new(diagnostic: Diagnostic, tree: &Tree<'_>) -> Self {
        let pointer = match (&diagnostic.pointer, &diagnostic.primary.place) {
            (Some(pointer), _) | (None, Place::Node { pointer, .. }) => Some(pointer),
            (None, Place::Characters(_)) => None,
        };
        let secondary = diagnostic.secondary.as_ref();
        Self {
            primary: primary(&diagnostic, tree),
            secondary: secondary.map(|label| tree.span(&label.place)),
            pointer: pointer
                .filter(|pointer| **pointer != Pointer::root())
                .cloned(),
            diagnostic,
        }
    }

    /// What makes two problems the same for a reader. The pointers may differ: an alias gives one
    /// place several.
    fn identity(&self) -> (Span, Code, String, Option<Span>, Option<String>) {
        let Diagnostic {
            code,
            message,
            help,
            ..
        } = &self.diagnostic;
        let (message, help) = (message.clone(), help.clone());
        (self.primary, *code, message, self.secondary, help)
    }

    fn problem<'t>(
        self,
        deny_warnings: bool,
        tree: &'t Tree<'_>,
        lines: &mut Map<FileId, (&'t str, Lines<'t>)>,
    ) -> Problem {
        for file in [Some(self.primary), self.secondary].into_iter().flatten() {
            let known = tree.files().get(usize::from(file.file.0));
            let (path, text) = known.map_or(("", ""), |file| (&file.path, &file.text));
            lines
                .entry(file.file)
                .or_insert_with(|| (path, Lines::new(text)));
        }
        let excerpts = self.excerpts(lines);
        let position = excerpts.first().and_then(|excerpt| excerpt.position);
        let position = position.unwrap_or(Position { line: 1, column: 1 });
        Problem {
            severity: match self.diagnostic.severity {
                Severity::Warning if !deny_warnings => Severity::Warning,
                Severity::Warning | Severity::Error => Severity::Error,
            },
            code: self.diagnostic.code,
            message: self.diagnostic.message,
            file: excerpts
                .first()
                .map(|excerpt| excerpt.path.clone())
                .unwrap_or_default(),
            line: position.line,
            column: position.column,
            pointer: self.pointer,
            help: self.diagnostic.help,
            excerpts,
        }
    }

    fn excerpts(&self, lines: &Map<FileId, (&str, Lines<'_>)>) -> Vec<Excerpt> {
        let label = self.diagnostic.primary.text.as_str();
        let second = self
            .diagnostic
            .secondary
            .as_ref()
            .map(|label| label.text.as_str());
        let second = self.secondary.zip(second);
        if let Some((span, second_label)) = second
            && span.file == self.primary.file
            && let Some((path, lines)) = lines.get(&span.file)
            && let Some(both) =
                Excerpt::of_both(path, lines, (self.primary, label), (span, second_label))
        {
            return vec![both];
        }
        [
            Some((self.primary, label, true)),
            second.map(|(span, label)| (span, label, false)),
        ]
        .into_iter()
        .flatten()
        .filter_map(|(span, label, primary)| {
            let (path, lines) = lines.get(&span.file)?;
            Some(Excerpt::of(path, lines, span, label, primary))
        })
        .collect()
    }
}

/// A place without characters, in a file read without places, is found by its pointer.
fn primary(diagnostic: &Diagnostic, tree: &Tree<'_>) -> Span {
    match (&diagnostic.primary.place, &diagnostic.pointer) {
        (Place::Characters(span), Some(pointer)) if span.start == 0 && span.end == 0 => {
            tree.span(&Place::value(span.file, pointer.clone()))
        }
        (place, _) => tree.span(place),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::diagnostic::Sink;
    use crate::source::Reader;

    type Files = BTreeMap<String, String>;

    fn files(files: &[(&str, &str)]) -> Files {
        let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        files.iter().map(owned).collect()
    }

    fn report(files: &Files, tell: impl Fn(FileId, &mut Sink)) -> Report {
        report_of(files, false, tell)
    }

    fn report_of(reader: &dyn Reader, deny: bool, tell: impl Fn(FileId, &mut Sink)) -> Report {
        let mut tree = Tree::new(reader);
        let mut sink = Sink::new(deny);
        let entry = tree.load("spec/entry.yaml", &mut sink).unwrap_or_default();
        let _ = tree.open(entry, "tags/other.yaml", &mut sink);
        tell(entry, &mut sink);
        sink.into_report(&tree)
    }

    fn pointer(text: &str) -> Pointer {
        Pointer::parse(text).unwrap()
    }

    #[test]
    fn one_place() {
        let files = files(&[("spec/entry.yaml", "paths:\n  - in: qery\n")]);
        let report = report(&files, |file, sink| {
            let place = Place::value(file, pointer("/paths/0/in"));
            let _ = sink.error(
                Diagnostic::new(
                    Code::UnknownWord,
                    place,
                    "`qery` is not a parameter location",
                )
                .label("one of `path`, `query`, `header`, `cookie`")
                .help("write `query`"),
            );
        });
        assert_eq!(
            report.render(),
            "\
error[unknown-word]: `qery` is not a parameter location
 --> spec/entry.yaml:2:9
  |
2 |   - in: qery
  |         ^^^^ one of `path`, `query`, `header`, `cookie`
  |
  = note: at `/paths/0/in`
  = help: write `query`"
        );
    }

    #[test]
    fn two_places_of_one_file() {
        let text = "get: 1\npost: 2\nput: 3\nhead: 4\nget: 5\n";
        let files = files(&[("spec/entry.yaml", text)]);
        let report = report(&files, |_, _| {});
        assert_eq!(
            report.render(),
            "\
error[duplicate-key]: the key `get` stands twice in the same mapping
 --> spec/entry.yaml:5:1
  |
1 | get: 1
  | --- the first one
...
5 | get: 5
  | ^^^ the second one
  |
  = note: at `/get`
  = help: keep one of the two, or rename one"
        );
    }

    #[test]
    fn two_places_of_two_files() {
        let files = files(&[
            ("spec/entry.yaml", "a:\n  operationId: list\n"),
            ("spec/tags/other.yaml", "\u{feff}b: {operationId: list}\r\n"),
        ]);
        let report = report(&files, |file, sink| {
            let first = Place::value(file, pointer("/a/operationId"));
            let second = Place::value(FileId(1), pointer("/b/operationId"));
            sink.warn(
                Diagnostic::new(
                    Code::DuplicateOperationId,
                    second,
                    "two operations are `list`",
                )
                .also(first, "the other one"),
            );
        });
        assert_eq!(
            report.render(),
            "\
warning[duplicate-operation-id]: two operations are `list`
 --> spec/tags/other.yaml:1:18
  |
1 | b: {operationId: list}
  |                  ^^^^
  |
 ::: spec/entry.yaml:2:16
  |
2 |   operationId: list
  |                ---- the other one
  |
  = note: at `/b/operationId`"
        );
    }

    #[test]
    fn document_order_without_repetition() {
        let files = files(&[
            ("spec/entry.yaml", "a: 1\nb: 2\n"),
            ("spec/tags/other.yaml", "{\"c\": [1, 2]}"),
        ]);
        let tell = |file: FileId, sink: &mut Sink| {
            let at = |file, text| Place::key(file, pointer(text));
            sink.warn(Diagnostic::new(
                Code::Ignored,
                at(FileId(1), "/c/1"),
                "third",
            ));
            sink.warn(Diagnostic::new(Code::Ignored, at(file, "/b"), "second"));
            let _ = sink.error(Diagnostic::new(Code::Invalid, at(file, "/a"), "first"));
            sink.warn(Diagnostic::new(Code::Ignored, at(file, "/b"), "second"));
        };
        let report = report_of(&files, false, tell);
        let found: Vec<_> = report
            .problems()
            .map(|problem| (problem.message.as_str(), problem.line, problem.column))
            .collect();
        assert_eq!(found, [("first", 1, 1), ("second", 2, 1), ("third", 1, 11)]);
        assert_eq!((report.errors(), report.warnings()), (1, 2));
        assert_eq!(report.render().matches("\n\n").count(), 2);

        let denied = report_of(&files, true, tell);
        assert_eq!((denied.errors(), denied.warnings()), (3, 0));
        assert!(denied.render().contains("\n\nerror[ignored]: second\n"));
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{{\"ä\": \"{}\", \"b\": 1}}", "x".repeat(5_000_000));
        let files = files(&[("spec/entry.yaml", &text)]);
        let report = report(&files, |file, sink| {
            let place = Place::value(file, pointer("/b"));
            sink.warn(Diagnostic::new(Code::Ignored, place, "no use"));
            let place = Place::value(file, pointer("/ä"));
            sink.warn(Diagnostic::new(Code::Ignored, place, "no use"));
        });
        let text = report.render();
        assert!(text.len() < 1_000, "{} bytes", text.len());
        assert!(text.contains(" --> spec/entry.yaml:1:7\n"), "{text}");
        assert!(text.contains(" --> spec/entry.yaml:1:5000016\n"), "{text}");
        assert!(text.contains("\n1 | ...xxx"), "{text}");
        assert!(text.contains("xxx\", \"b\": 1}\n"), "{text}");
    }

    #[test]
    fn a_file_that_cannot_be_read() {
        let report = report(&Files::new(), |_, _| {});
        assert_eq!(
            report.render(),
            "\
error[file]: the description cannot be read: there is no file of this name
--> spec/entry.yaml"
        );
    }

    #[test]
    fn a_file_with_nearly_the_name_of_another() {
        let report = report(&files(&[("spec/entry.yml", "a: 1")]), |_, _| {});
        let text = report.render();
        assert!(
            text.ends_with("= help: did you mean `spec/entry.yml`?"),
            "{text}"
        );
    }

    #[test]
    fn nothing() {
        let report = report(&files(&[("spec/entry.yaml", "a: 1")]), |_, _| {});
        assert!(report.is_empty());
        assert_eq!(report.render(), "");
    }

    #[test]
    fn a_place_outside_of_every_file_is_no_crash() {
        let report = report(&Files::new(), |_, sink| {
            let place = Place::value(FileId(7), pointer("/a"));
            sink.warn(Diagnostic::new(Code::Ignored, place, "lost"));
        });
        assert!(report.render().contains("warning[ignored]: lost"));
    }
}
