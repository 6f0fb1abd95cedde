//! One run of the generator from a file to a folder, with what there is to say about it.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use super::files::{self, FolderReader};
use super::sync::{self, Action, Change, Ownership, SyncError};
use crate::diagnostic::Report;
use crate::settings::SettingsFile;
use crate::{Options, Output, generate};

pub use crate::settings::package;

/// What is generated from what.
#[derive(Clone, Debug)]
pub struct Job {
    /// The files of the description.
    pub reader: FolderReader,
    /// The entry file, as the reader knows it.
    pub entry: String,
    /// What the caller decides about the crate.
    pub options: Options,
    /// The folder of the crate.
    pub folder: PathBuf,
    /// What messages call that folder.
    pub shown: String,
    /// Which files in it may be written over.
    pub ownership: Ownership,
    /// The command that brings the crate up to date, for the message that it is not.
    pub command: String,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The generator's report of the description; empty when there is nothing to say.
    pub report: String,
    /// A summary, or why the run was refused; lines without a newline at the end.
    pub verdict: Result<String, String>,
    /// The files of the description.
    pub read: Vec<String>,
}

impl Outcome {
    /// Prints the outcome as a program does, and gives its exit code.
    pub fn print(&self) -> ExitCode {
        if !self.report.is_empty() {
            eprintln!("{}\n", self.report.trim_end());
        }
        match &self.verdict {
            Ok(summary) => {
                println!("{summary}");
                ExitCode::SUCCESS
            }
            Err(refusal) => {
                eprintln!("{refusal}");
                ExitCode::FAILURE
            }
        }
    }
}

/// Reports every problem of a description, those of generating included, and writes nothing.
pub fn diagnose(reader: &FolderReader, entry: &str, options: &Options) -> Outcome {
    let generation = generate(reader, entry, options);
    let verdict = match &generation.output {
        Err(_) => Err(format!(
            "error: {} in {entry}",
            number(generation.report.errors(), "problem")
        )),
        Ok(output) => {
            let counts = Counts::of(output, &generation.report);
            Ok(format!("{entry}: {}", counts.contents()))
        }
    };
    Outcome {
        report: generation.report.render(),
        verdict,
        read: generation.read,
    }
}

/// Reads a settings file.
///
/// # Errors
/// It can't be read.
pub fn settings(path: &Path) -> Result<SettingsFile, String> {
    let shown = path.display().to_string();
    match files::text(path) {
        Ok(text) => Ok(SettingsFile { path: shown, text }),
        Err(error) => Err(format!("the settings `{shown}` cannot be read: {error}")),
    }
}

impl Job {
    /// Generates the crate and brings its folder up to date.
    pub fn write(&self) -> Outcome {
        self.run(|counts, plan, milliseconds| {
            plan.apply().map_err(|error| self.blocked(&error))?;
            Ok(self.written(counts, plan.changes(), milliseconds))
        })
    }

    /// Generates the crate and compares its folder with it; writes nothing.
    pub fn check(&self) -> Outcome {
        self.run(|counts, plan, milliseconds| match plan.changes() {
            [] => Ok(format!(
                "{}: {}; {} is up to date, {milliseconds} ms",
                self.entry,
                counts.contents(),
                self.shown
            )),
            changes => Err(self.stale(changes)),
        })
    }

    /// Generates the crate and tells what [`Self::write`] would change; writes nothing.
    pub fn preview(&self) -> Outcome {
        self.run(|counts, plan, milliseconds| {
            let mut text = String::new();
            for change in plan.changes() {
                let what = match change.action {
                    Action::Create(_) => "create",
                    Action::Replace(..) => "change",
                    Action::Delete => "delete",
                };
                let _ = writeln!(text, "would {what} {}/{}", self.shown, change.path);
            }
            let _ = write!(
                text,
                "{}: {}; {} of {} in {} would change, {milliseconds} ms",
                self.entry,
                counts.contents(),
                plan.changes().len(),
                number(counts.files, "file"),
                self.shown,
            );
            Ok(text)
        })
    }

    fn run(
        &self,
        finish: impl FnOnce(&Counts, &sync::Plan, u128) -> Result<String, String>,
    ) -> Outcome {
        let start = Instant::now();
        let generation = generate(&self.reader, &self.entry, &self.options);
        let report = generation.report.render();
        let read = generation.read;
        let verdict = match generation.output {
            Err(_) => Err(self.refused(&generation.report)),
            Ok(output) => {
                let counts = Counts::of(&output, &generation.report);
                sync::plan(&self.folder, output.files, self.ownership)
                    .map_err(|error| self.blocked(&error))
                    .and_then(|plan| finish(&counts, &plan, start.elapsed().as_millis()))
            }
        };
        Outcome {
            report,
            verdict,
            read,
        }
    }

    fn written(&self, counts: &Counts, changes: &[Change], milliseconds: u128) -> String {
        let mut text = String::new();
        for change in changes {
            if change.action == Action::Delete {
                let _ = writeln!(text, "deleted {}/{}", self.shown, change.path);
            }
        }
        let _ = write!(
            text,
            "{}: {}; {} of {} in {} changed, {milliseconds} ms",
            self.entry,
            counts.contents(),
            changes.len(),
            number(counts.files, "file"),
            self.shown,
        );
        text
    }

    fn refused(&self, report: &Report) -> String {
        format!(
            "error: {} in {}; nothing was written",
            number(report.errors(), "problem"),
            self.entry
        )
    }

    fn stale(&self, changes: &[Change]) -> String {
        let mut text = String::new();
        for change in changes {
            let path = format!("{}/{}", self.shown, change.path);
            let _ = match &change.action {
                Action::Create(_) => writeln!(text, "{path}: missing"),
                Action::Delete => writeln!(text, "{path}: not generated any more"),
                Action::Replace(_, difference) => writeln!(
                    text,
                    "{path}:{}: differs\n  present: {}\n   wanted: {}",
                    difference.line,
                    difference.present.as_deref().unwrap_or(END),
                    difference.wanted.as_deref().unwrap_or(END),
                ),
            };
        }
        let _ = write!(
            text,
            "error: {} of {} out of date with {}; run `{}`",
            number(changes.len(), "file"),
            self.shown,
            self.entry,
            self.command
        );
        text
    }

    fn blocked(&self, error: &SyncError) -> String {
        let SyncError::Blocked(files) = error else {
            return format!("error: {error}");
        };
        let mut text = String::new();
        for (path, reason) in files {
            let _ = writeln!(text, "{}/{path}: {reason}", self.shown);
        }
        let _ = write!(
            text,
            "error: {} in the way; nothing was written\n\
             help: choose another folder, or move what stands there away",
            match files.len() {
                1 => "1 file is".to_owned(),
                count => format!("{count} files are"),
            }
        );
        text
    }
}

/// What stands for a line after the last one.
const END: &str = "(the end of the file)";

struct Counts {
    operations: usize,
    pages: usize,
    types: usize,
    warnings: usize,
    files: usize,
}

impl Counts {
    fn of(output: &Output, report: &Report) -> Self {
        Self {
            operations: output.operations,
            pages: output.pages,
            types: output.types,
            warnings: report.warnings(),
            files: output.files.len(),
        }
    }

    fn contents(&self) -> String {
        let mut contents = vec![number(self.operations, "operation")];
        if self.pages > 0 {
            contents.push(number(self.pages, "page"));
        }
        contents.push(number(self.types, "type"));
        if self.warnings > 0 {
            contents.push(number(self.warnings, "warning"));
        }
        contents.join(", ")
    }
}

fn number(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}
