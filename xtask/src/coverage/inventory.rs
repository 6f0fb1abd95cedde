//! What the documentation lists: `spec/inventory.tsv`, its operations, and `spec/guides.tsv`, its
//! other pages.

use std::fmt;

use anyhow::{Context, Result, ensure};

/// An operation of the documentation's navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Line in the file, counted from 1.
    pub(super) line: usize,
    /// The navigation's group.
    pub(super) group: String,
    /// The section within the group, which is the operation's tag.
    pub(super) tag: String,
    /// The title.
    pub(super) title: String,
    /// The method, where a source shows it.
    pub(super) method: Option<String>,
    /// The path, where a source shows it.
    pub(super) path: Option<String>,
    /// Whose credentials it takes: `user` or `client`.
    pub(super) mode: Option<String>,
    /// How much is known of it.
    pub(super) grade: Grade,
    /// The kinds of sources.
    pub(super) evidence: Vec<String>,
}

/// A page of the documentation that is no operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Guide {
    /// Line in the file, counted from 1.
    pub(super) line: usize,
    /// Its title.
    pub(super) page: String,
    /// Its URL, or what else it is known from.
    pub(super) source: String,
    /// Where its facts are: files of `spec/`, with a pointer after `#`.
    pub(super) captured: Vec<String>,
    /// What of it is not there; empty when all of it is.
    pub(super) missing: String,
}

/// How much the sources show of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grade {
    /// The tables of its fields.
    Full,
    /// Bodies by example.
    Examples,
    /// Method and path.
    Path,
    /// The title.
    Name,
}

impl Grade {
    /// All of them, the best first.
    pub(super) const ALL: [Self; 4] = [Self::Full, Self::Examples, Self::Path, Self::Name];

    /// The word for it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Examples => "examples",
            Self::Path => "path",
            Self::Name => "name",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Row {
    /// Method and path, where both are known.
    pub(super) fn operation(&self) -> Option<(&str, &str)> {
        self.method.as_deref().zip(self.path.as_deref())
    }
}

/// Reads `inventory.tsv`.
///
/// # Errors
/// A line is not what the header promises.
pub(super) fn rows(text: &str) -> Result<Vec<Row>> {
    let header = "group\ttitle\tmethod\tpath\tmode\tgrade\tevidence";
    cells(text, header, row)
}

/// Reads `guides.tsv`.
///
/// # Errors
/// A line is not what the header promises.
pub(super) fn guides(text: &str) -> Result<Vec<Guide>> {
    cells(text, "page\tsource\tcaptured\tmissing", guide)
}

fn row(line: usize, [group, title, method, path, mode, grade, evidence]: [&str; 7]) -> Result<Row> {
    let (group, tag) = group
        .split_once(" / ")
        .with_context(|| format!("`{group}` is not `group / tag`"))?;
    let grade = Grade::ALL.into_iter().find(|known| known.word() == grade);
    ensure!(
        matches!(mode, "user" | "client" | ""),
        "`{mode}` is no mode; `user` and `client` are"
    );
    let row = Row {
        line,
        group: group.to_owned(),
        tag: tag.to_owned(),
        title: title.to_owned(),
        method: known(method),
        path: known(path),
        mode: known(mode),
        grade: grade.context("the grade is none of `full`, `examples`, `path`, `name`")?,
        evidence: list(evidence),
    };
    ensure!(
        row.path.is_none() || row.method.is_some(),
        "a path stands without its method"
    );
    ensure!(
        row.path.is_none() || row.grade != Grade::Name,
        "the grade is `name`, though the path is known"
    );
    Ok(row)
}

#[expect(clippy::unnecessary_wraps, reason = "readers of lines may fail")]
fn guide(line: usize, [page, source, captured, missing]: [&str; 4]) -> Result<Guide> {
    Ok(Guide {
        line,
        page: page.to_owned(),
        source: source.to_owned(),
        captured: list(captured),
        missing: missing.to_owned(),
    })
}

fn known(cell: &str) -> Option<String> {
    (!cell.is_empty()).then(|| cell.to_owned())
}

fn list(cell: &str) -> Vec<String> {
    cell.split_terminator(',').map(str::to_owned).collect()
}

/// Reads the lines after the header, each as one `T`.
fn cells<const N: usize, T>(
    text: &str,
    header: &str,
    read: impl Fn(usize, [&str; N]) -> Result<T>,
) -> Result<Vec<T>> {
    let mut lines = text.lines().zip(1..);
    ensure!(
        lines.next().is_some_and(|(first, _)| first == header),
        "the first line is not `{}`",
        header.replace('\t', " | ")
    );
    lines
        .map(|(text, line)| {
            let cells: Vec<&str> = text.split('\t').collect();
            let count = cells.len();
            let cells: Result<[&str; N], _> = cells.try_into();
            cells
                .ok()
                .with_context(|| format!("{count} cells instead of {N}"))
                .and_then(|cells| read(line, cells))
                .with_context(|| format!("line {line}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "group\ttitle\tmethod\tpath\tmode\tgrade\tevidence\n";

    fn refusal(line: &str) -> String {
        format!("{:#}", rows(&format!("{HEADER}{line}\n")).unwrap_err())
    }

    #[test]
    fn a_row_has_what_is_known() {
        let text = format!("{HEADER}A / B/C\tList d\tGET\t\tuser\tname\tnavigation,redoc\n");
        let row = rows(&text).unwrap().remove(0);
        assert_eq!((row.line, &*row.group, &*row.tag), (2, "A", "B/C"));
        assert_eq!(
            (row.method.as_deref(), row.path.as_deref()),
            (Some("GET"), None)
        );
        assert_eq!(row.operation(), None);
        assert_eq!(row.evidence, ["navigation", "redoc"]);
    }

    #[test]
    fn mistakes_name_their_line() {
        for (line, said) in [
            ("A / B\tt", "line 2: 2 cells instead of 7"),
            (
                "A\tt\t\t\tuser\tname\tredoc",
                "line 2: `A` is not `group / tag`",
            ),
            (
                "A / B\tt\t\t\tboth\tname\tredoc",
                "line 2: `both` is no mode",
            ),
            (
                "A / B\tt\t\t\tuser\tall\tredoc",
                "line 2: the grade is none of",
            ),
            (
                "A / B\tt\t\t/a\tuser\tpath\tredoc",
                "line 2: a path stands without",
            ),
            (
                "A / B\tt\tGET\t/a\tuser\tname\tredoc",
                "line 2: the grade is `name`",
            ),
        ] {
            let refusal = refusal(line);
            assert!(refusal.starts_with(said), "{refusal}");
        }
        assert!(guides("page\n").is_err());
    }
}
