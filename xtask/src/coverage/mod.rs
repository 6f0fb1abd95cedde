//! `cargo xtask coverage`: how much of the documented API `spec/` describes, as `spec/COVERAGE.md`.

mod compare;
mod inventory;
mod operation;
mod table;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::bundle;
use inventory::{Guide, Row};
use operation::{Files, Group, Operation};

/// The command that mends the table.
const COMMAND: &str = "cargo xtask coverage";
/// The table, below the top folder.
const TABLE: &str = "spec/COVERAGE.md";
/// The operations of the documentation.
const INVENTORY: &str = "spec/inventory.tsv";
/// Its other pages.
const GUIDES: &str = "spec/guides.tsv";

/// What is documented and what is described.
#[derive(Debug, Default)]
struct Coverage {
    rows: Vec<Row>,
    guides: Vec<Guide>,
    groups: Vec<Group>,
    /// The operations that the root lists.
    listed: Vec<Operation>,
    /// The operations that a file describes and the root does not list.
    unlisted: Vec<Operation>,
}

/// How far a documented operation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State<'a> {
    /// It is described.
    Captured(&'a Operation),
    /// A file describes it, and the root does not list it.
    Unlisted(&'a Operation),
    /// Method and path are known, and no file describes it.
    Undescribed,
    /// No source shows method and path.
    Unpublished,
}

/// The command line of `coverage`.
pub fn command() -> Command {
    Command::new("coverage")
        .about("Write spec/COVERAGE.md: which documented operations and pages spec/ describes")
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Write nothing; fail when spec/, the inventory and the table disagree"),
        )
}

/// Runs `coverage`: writes the table, or compares it, and says what disagrees.
///
/// # Errors
/// A file can't be read or written.
pub fn run(root: &Path, matches: &ArgMatches) -> Result<ExitCode> {
    let Some(bundle) = bundle::description(root) else {
        return Ok(ExitCode::FAILURE);
    };
    let files = Files::of(root)?;
    let listed = operation::listed(&bundle);
    let coverage = Coverage {
        rows: inventory::rows(&read(root, INVENTORY)?).context(INVENTORY)?,
        guides: inventory::guides(&read(root, GUIDES)?).context(GUIDES)?,
        groups: operation::groups(&bundle),
        unlisted: files.unlisted(&listed)?,
        listed,
    };
    let mut disagreements = compare::disagreements(&coverage);
    disagreements.extend(compare::nowhere(&coverage.guides, &files)?);
    let wanted = table::markdown(&coverage);
    let present = fs::read_to_string(root.join(TABLE)).unwrap_or_default();
    let difference = compare::difference(&present, &wanted);
    let is_check = matches.get_flag("check");
    if difference.is_some() && !is_check {
        fs::write(root.join(TABLE), &wanted).context(TABLE)?;
    }
    let difference = difference.filter(|_| is_check);
    if disagreements.is_empty() && difference.is_none() {
        println!("{TABLE}: {}", table::summary(&coverage));
        return Ok(ExitCode::SUCCESS);
    }
    complain(&disagreements, difference.as_deref());
    Ok(ExitCode::FAILURE)
}

fn complain(disagreements: &[String], difference: Option<&str>) {
    for line in disagreements.iter().map(String::as_str).chain(difference) {
        eprintln!("{line}");
    }
    let count = match disagreements.len() {
        1 => "1 disagreement".to_owned(),
        count => format!("{count} disagreements"),
    };
    if !disagreements.is_empty() {
        eprintln!(
            "error: {count} between the description and the inventory; mend one of them, then run \
             `{COMMAND}`"
        );
    }
    if difference.is_some() {
        eprintln!("error: {TABLE} is out of date; run `{COMMAND}`");
    }
}

fn read(root: &Path, path: &str) -> Result<String> {
    fs::read_to_string(root.join(path)).context(path.to_owned())
}

impl Coverage {
    /// How far `row` has come.
    fn state(&self, row: &Row) -> State<'_> {
        let Some(known) = row.operation() else {
            return State::Unpublished;
        };
        let find =
            |operations: &'_ [Operation]| operations.iter().position(|found| found.is(known));
        match (find(&self.listed), find(&self.unlisted)) {
            (Some(index), _) => State::Captured(&self.listed[index]),
            (None, Some(index)) => State::Unlisted(&self.unlisted[index]),
            (None, None) => State::Undescribed,
        }
    }

    /// The pages of the login server.
    fn pages(&self) -> impl Iterator<Item = &Operation> {
        self.listed.iter().filter(|operation| operation.is_page)
    }
}
