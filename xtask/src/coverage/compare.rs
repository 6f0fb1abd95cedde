//! Where the description, the inventory and the table disagree.

use anyhow::Result;

use super::inventory::{Guide, Row};
use super::operation::{Files, Operation};
use super::{Coverage, GUIDES, INVENTORY, State, TABLE};
use crate::bundle::ENTRY;

/// The security scheme that an operation of a mode takes.
const SCHEMES: &[(&str, &str)] = &[
    ("user", "Authorization_Code"),
    ("client", "Client_Credentials"),
];

/// What the description and the inventory say differently, a sentence each.
pub(super) fn disagreements(coverage: &Coverage) -> Vec<String> {
    let mut found = Vec::new();
    for (index, row) in coverage.rows.iter().enumerate() {
        let place = format!("{INVENTORY}:{}: {}", row.line, shown(row));
        match coverage.state(row) {
            State::Captured(operation) => {
                let differences = differences(coverage, row, operation);
                found.extend(differences.map(|difference| format!("{place}: {difference}")));
            }
            State::Undescribed => found.push(format!("{place}: no file of spec/ describes it")),
            // What is not listed is reported below, with its place in the file.
            State::Unlisted(_) | State::Unpublished => {}
        }
        if let Some(first) = coverage.rows[..index]
            .iter()
            .find(|first| is_twin(first, row))
        {
            found.push(format!(
                "{place}: line {} is the same operation",
                first.line
            ));
        }
    }
    let unlisted = coverage.unlisted.iter();
    found.extend(unlisted.map(|operation| misplaced(operation, ENTRY, "list its path")));
    let described = coverage.listed.iter().chain(&coverage.unlisted);
    let unknown = described.filter(|operation| {
        let mut known = coverage.rows.iter().filter_map(Row::operation);
        !operation.is_page && !known.any(|known| operation.is(known))
    });
    found.extend(unknown.map(|operation| misplaced(operation, INVENTORY, "have it")));
    found
}

/// An operation that `file` does not have.
fn misplaced(operation: &Operation, file: &str, verb: &str) -> String {
    let Operation {
        method, path, id, ..
    } = operation;
    let place = &operation.file;
    format!("spec/{place}: `{method} {path}` (`{id}`): {file} does not {verb}")
}

/// The places that the guide pages name and where nothing stands.
///
/// # Errors
/// A file can't be read.
pub(super) fn nowhere(guides: &[Guide], files: &Files) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for guide in guides {
        for place in &guide.captured {
            if !files.has(place)? {
                let line = guide.line;
                found.push(format!("{GUIDES}:{line}: `{place}` leads nowhere"));
            }
        }
    }
    Ok(found)
}

/// The first line in which the table is not what it should be.
pub(super) fn difference(present: &str, wanted: &str) -> Option<String> {
    if present == wanted {
        return None;
    }
    if present.is_empty() {
        return Some(format!("{TABLE}: missing"));
    }
    let same = present.lines().zip(wanted.lines());
    let same = same
        .take_while(|(present, wanted)| present == wanted)
        .count();
    let line = |text: &str| match text.lines().nth(same) {
        Some(line) => line.to_owned(),
        None => "(the end of the file)".to_owned(),
    };
    Some(format!(
        "{TABLE}:{}: out of date\n  present: {}\n   wanted: {}",
        same + 1,
        line(present),
        line(wanted)
    ))
}

/// The operation as the inventory calls it.
fn shown(row: &Row) -> String {
    match row.operation() {
        Some((method, path)) => format!("`{method} {path}`"),
        None => format!("\"{}\"", row.title),
    }
}

/// Whether two rows are about one operation.
fn is_twin(first: &Row, second: &Row) -> bool {
    let name = |row: &Row| (row.group.clone(), row.tag.clone(), row.title.clone());
    let same = first.operation().is_some() && first.operation() == second.operation();
    same || name(first) == name(second)
}

/// What the inventory and the description say differently about one operation.
fn differences(
    coverage: &Coverage,
    row: &Row,
    operation: &Operation,
) -> impl Iterator<Item = String> {
    let group = coverage
        .groups
        .iter()
        .find(|group| group.tags.contains(&operation.tag))
        .map(|group| group.name.clone());
    let scheme = SCHEMES
        .iter()
        .find(|(mode, _)| row.mode.as_deref() == Some(mode))
        .map(|(_, scheme)| (*scheme).to_owned());
    let schemes = operation.schemes.join("`, `");
    let said = [
        (
            "grade",
            row.grade.word(),
            "x-evidence",
            operation.grade.clone(),
        ),
        ("title", &row.title, "summary", operation.title.clone()),
        ("tag", &row.tag, "tags", operation.tag.clone()),
        (
            "group",
            &row.group,
            "x-tagGroups",
            group.unwrap_or_default(),
        ),
    ];
    let mut found: Vec<String> = said
        .iter()
        .filter(|(_, documented, _, described)| documented != described)
        .map(|(what, documented, key, described)| {
            format!(
                "{what} `{documented}`; `{key}` in spec/{} says `{described}`",
                operation.file
            )
        })
        .collect();
    if scheme.is_none_or(|scheme| !operation.schemes.contains(&scheme)) {
        let mode = row.mode.as_deref().unwrap_or_default();
        let file = &operation.file;
        found.push(format!(
            "mode `{mode}`; `security` in spec/{file} says `{schemes}`"
        ));
    }
    found.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::inventory;
    use crate::coverage::operation::Group;

    const INVENTORY_TEXT: &str = "\
group\ttitle\tmethod\tpath\tmode\tgrade\tevidence
G / T\tList a\tGET\t/a\tuser\tfull\tredoc
G / T\tList b\tGET\t\tuser\tname\tnavigation
";

    fn list_a() -> Operation {
        Operation {
            method: "GET".to_owned(),
            path: "/a".to_owned(),
            id: "listA".to_owned(),
            title: "List a".to_owned(),
            tag: "T".to_owned(),
            schemes: vec!["Authorization_Code".to_owned()],
            grade: "full".to_owned(),
            sources: Vec::new(),
            is_page: false,
            file: "t.yaml".to_owned(),
        }
    }

    fn coverage(text: &str, listed: Vec<Operation>, unlisted: Vec<Operation>) -> Coverage {
        Coverage {
            rows: inventory::rows(text).unwrap(),
            guides: Vec::new(),
            groups: vec![Group {
                name: "G".to_owned(),
                tags: vec!["T".to_owned()],
            }],
            listed,
            unlisted,
        }
    }

    fn found(listed: Vec<Operation>, unlisted: Vec<Operation>) -> Vec<String> {
        disagreements(&coverage(INVENTORY_TEXT, listed, unlisted))
    }

    const PLACE: &str = "spec/inventory.tsv:2: `GET /a`: ";

    #[test]
    fn agreement_is_silent() {
        assert_eq!(found(vec![list_a()], Vec::new()), [""; 0]);
    }

    #[test]
    fn what_is_known_has_to_be_listed() {
        let said = found(Vec::new(), Vec::new());
        assert_eq!(said, [format!("{PLACE}no file of spec/ describes it")]);

        let unlisted = || vec![list_a()];
        let said = found(Vec::new(), unlisted());
        let wanted = "spec/t.yaml: `GET /a` (`listA`): spec/connect.yaml does not list its path";
        assert_eq!(said, [wanted]);

        let page = Operation {
            path: "/login".to_owned(),
            is_page: true,
            ..list_a()
        };
        let said = found(vec![list_a()], vec![page]);
        let place = "spec/t.yaml: `GET /login` (`listA`): ";
        assert_eq!(
            said,
            [format!("{place}spec/connect.yaml does not list its path")]
        );
    }

    #[test]
    fn what_is_described_has_to_be_documented() {
        let more = |is_page| Operation {
            path: "/more".to_owned(),
            is_page,
            ..list_a()
        };
        let wanted = "spec/t.yaml: `GET /more` (`listA`): spec/inventory.tsv does not have it";
        assert_eq!(found(vec![list_a(), more(false)], Vec::new()), [wanted]);
        assert_eq!(found(vec![list_a(), more(true)], Vec::new()), [""; 0]);
    }

    #[test]
    fn what_both_say_has_to_be_the_same() {
        let other = Operation {
            grade: "path".to_owned(),
            title: "List".to_owned(),
            tag: "S".to_owned(),
            schemes: vec!["Client_Credentials".to_owned()],
            ..list_a()
        };
        let said = found(vec![other], Vec::new());
        let wanted = [
            "grade `full`; `x-evidence` in spec/t.yaml says `path`",
            "title `List a`; `summary` in spec/t.yaml says `List`",
            "tag `T`; `tags` in spec/t.yaml says `S`",
            "group `G`; `x-tagGroups` in spec/t.yaml says ``",
            "mode `user`; `security` in spec/t.yaml says `Client_Credentials`",
        ];
        assert_eq!(said, wanted.map(|wanted| format!("{PLACE}{wanted}")));
    }

    #[test]
    fn an_operation_has_one_row() {
        let twice = format!("{INVENTORY_TEXT}G / T\tList c\tGET\t/a\tuser\tfull\tredoc\n");
        let said = disagreements(&coverage(&twice, vec![list_a()], Vec::new()));
        let place = "spec/inventory.tsv:4: `GET /a`: ";
        assert_eq!(
            said,
            [
                format!("{place}title `List c`; `summary` in spec/t.yaml says `List a`"),
                format!("{place}line 2 is the same operation"),
            ]
        );
    }

    #[test]
    fn the_first_difference_of_the_table() {
        assert_eq!(difference("a\n", "a\n"), None);
        let missing = difference("", "a\n").unwrap();
        assert_eq!(missing, "spec/COVERAGE.md: missing");
        let shorter = difference("a\n", "a\nb\n").unwrap();
        assert!(
            shorter.contains(":2: out of date\n  present: (the end"),
            "{shorter}"
        );
        assert!(shorter.ends_with("wanted: b"), "{shorter}");
    }
}
