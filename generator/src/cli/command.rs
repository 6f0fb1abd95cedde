//! The command line of the program.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::files::FolderReader;
use super::job::{self, Job};
use super::sync::Ownership;
use crate::diagnostic::{Code, Example, Severity, nearest};
use crate::settings::SettingsFile;
use crate::{Layout, Options, list};

/// Reads the command line and does what it says.
///
/// The exit code is 0 when all is well, 1 when something was refused or is out of date, and 2 when
/// the command line was not understood.
pub fn run() -> ExitCode {
    let matches = command().get_matches();
    let done = match matches.subcommand() {
        Some(("generate", matches)) => generate(matches),
        Some(("check", matches)) => check(matches),
        Some(("list", matches)) => listing(matches),
        Some(("explain", matches)) => Ok(explain(matches.get_one::<String>("code"))),
        // clap lets nothing else through.
        _ => return ExitCode::from(2),
    };
    done.unwrap_or_else(|message| {
        eprintln!("error: {message}");
        ExitCode::FAILURE
    })
}

fn command() -> Command {
    Command::new(env!("CARGO_PKG_NAME"))
        .version(env!("CARGO_PKG_VERSION"))
        .about("Turns an OpenAPI description into a typed Rust client crate")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .after_help(EXAMPLES)
        .subcommands([
            described("generate", "Write the client crate of a description")
                .arg(
                    Arg::new("out")
                        .long("out")
                        .value_name("DIR")
                        .required(true)
                        .value_parser(value_parser!(PathBuf))
                        .help("The folder of the crate; files of others in it are left alone"),
                )
                .arg(
                    Arg::new("name")
                        .long("name")
                        .value_name("CRATE")
                        .value_parser(job::package)
                        .help("The name of the crate; from the description's title when not given"),
                )
                .arg(
                    flag(
                        "check",
                        "Write nothing; fail and list the files that are out of date",
                    )
                    .conflicts_with("dry-run"),
                )
                .arg(flag(
                    "dry-run",
                    "Write nothing; list the files that would be changed",
                )),
            described(
                "check",
                "Report every problem of a description, and write nothing",
            ),
            described("list", "List the operations of a description"),
            Command::new("explain")
                .about("Say what a diagnostic means and what to do")
                .arg(
                    Arg::new("code")
                        .value_name("CODE")
                        .help("The word in brackets, such as `dangling-ref`; all when not given"),
                ),
        ])
}

/// What the help of the program ends with.
const EXAMPLES: &str = "\
Examples:
  generator generate petstore.yaml --out petstore-client
  generator generate petstore.yaml --out petstore-client --config petstore.toml --check
  generator list petstore.yaml
  generator explain dangling-ref";

/// A command that reads a description.
fn described(name: &'static str, about: &'static str) -> Command {
    Command::new(name)
        .about(about)
        .arg(
            Arg::new("description")
                .value_name("FILE")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help("An OpenAPI description, YAML or JSON; its relative $refs are followed"),
        )
        .arg(
            Arg::new("root")
                .long("root")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .help("The folder that $refs may not leave; the description's own when not given"),
        )
        .arg(
            Arg::new("config")
                .long("config")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help("A TOML file of settings"),
        )
        .arg(flag(
            "deny-warnings",
            "Refuse the description for a warning, too",
        ))
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .action(ArgAction::SetTrue)
        .help(help)
}

fn generate(matches: &ArgMatches) -> Result<ExitCode, String> {
    let input = Input::of(matches)?;
    let out = path(matches, "out").ok_or("`--out` is missing")?;
    let shown = out.display().to_string();
    let name = matches.get_one::<String>("name");
    let command = input.command(&shown, name);
    let (reader, entry, mut options) = input.reading();
    options.package = name.cloned();
    let job = Job {
        command,
        reader,
        entry,
        options,
        folder: out.to_path_buf(),
        shown: shown.trim_end_matches('/').to_owned(),
        ownership: Ownership::Marked,
    };
    let outcome = if matches.get_flag("check") {
        job.check()
    } else if matches.get_flag("dry-run") {
        job.preview()
    } else {
        job.write()
    };
    Ok(outcome.print())
}

fn check(matches: &ArgMatches) -> Result<ExitCode, String> {
    let input = Input::of(matches)?;
    let (reader, entry, options) = input.reading();
    Ok(job::diagnose(&reader, &entry, &options).print())
}

fn listing(matches: &ArgMatches) -> Result<ExitCode, String> {
    let input = Input::of(matches)?;
    let (reader, entry, options) = input.reading();
    let listing = list(&reader, &entry, &options);
    let report = listing.report.render();
    if !report.is_empty() {
        eprintln!("{}\n", report.trim_end());
    }
    let Ok(operations) = listing.operations else {
        return Ok(ExitCode::FAILURE);
    };
    let longest = operations
        .iter()
        .map(|operation| operation.path.len())
        .max();
    let width = longest.unwrap_or_default();
    let ids = operations.iter().map(|operation| operation.id.as_deref());
    let longest = ids.map(|id| id.unwrap_or("-").len()).max();
    let id_width = longest.unwrap_or_default();
    for operation in operations {
        let id = operation.id.as_deref().unwrap_or("-");
        let line = format!(
            "{:7} {:width$}  {id:id_width$}  {}",
            operation.method,
            operation.path,
            operation.tags.join(", ")
        );
        println!("{}", line.trim_end());
    }
    Ok(ExitCode::SUCCESS)
}

fn explain(name: Option<&String>) -> ExitCode {
    let Some(name) = name else {
        for code in Code::ALL {
            println!("{}: {}", code.name(), code.summary());
        }
        return ExitCode::SUCCESS;
    };
    let code = Code::ALL.iter().find(|code| code.name() == name);
    let Some(code) = code else {
        let names = Code::ALL.iter().map(|code| code.name());
        match nearest(name, names) {
            Some(known) => eprintln!("error: no diagnostic `{name}`; did you mean `{known}`?"),
            None => eprintln!("error: no diagnostic `{name}`; `explain` alone lists all"),
        }
        return ExitCode::from(2);
    };
    let severity = match code.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let (name, summary) = (code.name(), code.summary());
    println!(
        "{severity}[{name}]: {summary}\n\n{}\n",
        filled(code.explanation())
    );
    let Example { wrong, right } = code.example();
    println!(
        "wrong:\n\n{}\n\nright:\n\n{}",
        indented(wrong),
        indented(right)
    );
    ExitCode::SUCCESS
}

/// The words in lines of at most 80 characters.
fn filled(words: &str) -> String {
    let mut text = String::new();
    let mut length = 0;
    for word in words.split(' ') {
        let width = word.chars().count();
        if length > 0 && length + 1 + width > 80 {
            text.push('\n');
            length = 0;
        } else if length > 0 {
            text.push(' ');
            length += 1;
        }
        text.push_str(word);
        length += width;
    }
    text
}

fn indented(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("    {line}")).collect();
    lines.join("\n")
}

/// What the commands that read a description are given.
struct Input {
    reader: FolderReader,
    entry: String,
    description: String,
    root: Option<String>,
    config: Option<String>,
    settings: Option<SettingsFile>,
    deny_warnings: bool,
}

impl Input {
    fn of(matches: &ArgMatches) -> Result<Self, String> {
        let description = path(matches, "description").ok_or("there is no description")?;
        let root = path(matches, "root");
        let (reader, entry) = match root {
            Some(root) => FolderReader::within(root, description)?,
            None => FolderReader::beside(description),
        };
        let config = path(matches, "config");
        let settings = config.map(job::settings).transpose()?;
        Ok(Self {
            reader,
            entry,
            description: description.display().to_string(),
            root: root.map(|root| root.display().to_string()),
            config: config.map(|config| config.display().to_string()),
            settings,
            deny_warnings: matches.get_flag("deny-warnings"),
        })
    }

    /// What a run of the generator needs.
    fn reading(self) -> (FolderReader, String, Options) {
        let options = Options {
            package: None,
            layout: Layout::Crate,
            deny_warnings: self.deny_warnings,
            settings: self.settings,
        };
        (self.reader, self.entry, options)
    }

    /// The command that brings the crate up to date.
    fn command(&self, out: &str, name: Option<&String>) -> String {
        let program = env!("CARGO_PKG_NAME");
        let mut command = format!("{program} generate {} --out {out}", self.description);
        for (option, value) in [
            ("--name", name),
            ("--root", self.root.as_ref()),
            ("--config", self.config.as_ref()),
        ] {
            if let Some(value) = value {
                command.extend([" ", option, " ", value]);
            }
        }
        command
    }
}

fn path<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a Path> {
    matches.get_one::<PathBuf>(name).map(PathBuf::as_path)
}

#[cfg(test)]
mod tests {
    use super::{Input, command};

    #[test]
    fn the_command_that_brings_a_crate_up_to_date_names_what_was_given() {
        let given = "generator generate api/all.yaml --out pets --name pets --root . ";
        let matches = command().get_matches_from(given.split_whitespace());
        let (_, generate) = matches.subcommand().unwrap();
        let input = Input::of(generate).unwrap();
        assert_eq!(
            input.command("pets", generate.get_one("name")),
            given.trim_end()
        );
    }
}
