//! `cargo xtask codegen`: from a description to a client.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Error, Result};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use generator::cli::files::FolderReader;
use generator::cli::sync::Ownership;
use generator::cli::{Job, job};
use generator::{Layout, Options};

/// The command line of `codegen`.
pub fn command() -> Command {
    Command::new("codegen")
        .about("Generate generated-client from spec/, or a crate from any OpenAPI description")
        .override_usage(
            "cargo xtask codegen [--check]\n       \
             cargo xtask codegen --spec FILE --out DIR [--root DIR] [--name CRATE] [--check]",
        )
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Write nothing; fail and list the files that are out of date"),
        )
        .arg(
            Arg::new("spec")
                .long("spec")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .requires("out")
                .help("An OpenAPI description, YAML or JSON; its relative $refs are followed"),
        )
        .arg(
            Arg::new("root")
                .long("root")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .requires("spec")
                .help("The folder that $refs may not leave; the description's own when not given"),
        )
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .requires("spec")
                .help("The folder of the crate to write; files of others in it are left alone"),
        )
        .arg(
            Arg::new("name")
                .long("name")
                .value_name("CRATE")
                .value_parser(job::package)
                .requires("spec")
                .help("The name of the crate; from the description's title when not given"),
        )
}

/// Runs `codegen`.
///
/// # Errors
/// When the description is not in the folder that `--root` names; whatever else is wrong is said and
/// becomes the exit code.
pub fn run(root: &Path, matches: &ArgMatches) -> Result<ExitCode> {
    let job = match (
        matches.get_one::<PathBuf>("spec"),
        matches.get_one::<PathBuf>("out"),
    ) {
        (Some(spec), Some(out)) => {
            any(spec, out, matches.get_one("root"), matches.get_one("name"))?
        }
        _ => workspace(root),
    };
    let outcome = if matches.get_flag("check") {
        job.check()
    } else {
        job.write()
    };
    Ok(outcome.print())
}

/// The project's own client: `spec/connect.yaml` → `generated-client`.
pub fn workspace(root: &Path) -> Job {
    Job {
        reader: FolderReader::new(root.join("spec"), "spec"),
        entry: "spec/connect.yaml".to_owned(),
        options: Options {
            package: None,
            layout: Layout::Sources,
            deny_warnings: true,
            settings: None,
        },
        folder: root.join("generated-client"),
        shown: "generated-client".to_owned(),
        ownership: Ownership::Folders,
        command: "cargo xtask codegen".to_owned(),
    }
}

/// A complete crate from any description.
fn any(spec: &Path, out: &Path, root: Option<&PathBuf>, name: Option<&String>) -> Result<Job> {
    let (reader, entry) = match root {
        Some(root) => FolderReader::within(root, spec).map_err(Error::msg)?,
        None => FolderReader::beside(spec),
    };
    let shown = out.display().to_string();
    let mut command = vec![
        "cargo xtask codegen --spec".to_owned(),
        spec.display().to_string(),
        "--out".to_owned(),
        shown.clone(),
    ];
    if let Some(root) = root {
        command.extend(["--root".to_owned(), root.display().to_string()]);
    }
    if let Some(name) = name {
        command.extend(["--name".to_owned(), name.clone()]);
    }
    Ok(Job {
        reader,
        entry,
        options: Options {
            package: name.cloned(),
            layout: Layout::Crate,
            deny_warnings: false,
            settings: None,
        },
        folder: out.to_path_buf(),
        shown: shown.trim_end_matches('/').to_owned(),
        ownership: Ownership::Marked,
        command: command.join(" "),
    })
}
