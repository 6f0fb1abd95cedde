//! `cargo xtask bundle`: the description as one file, for tools that can't read trees of files.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Arg, ArgMatches, Command, value_parser};
use generator::bundle::{Bundle, Bundling, bundle};
use generator::cli::files::FolderReader;

/// The description's root file, as reports show it.
pub const ENTRY: &str = "spec/connect.yaml";

/// The command line of `bundle`.
pub fn command() -> Command {
    Command::new("bundle")
        .about("Write the whole description of spec/ as one self-contained YAML file")
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help("The file to write; standard output when not given"),
        )
}

/// Runs `bundle`.
///
/// # Errors
/// The file can't be written.
pub fn run(root: &Path, matches: &ArgMatches) -> Result<ExitCode> {
    let Some(bundle) = description(root) else {
        return Ok(ExitCode::FAILURE);
    };
    let yaml = bundle.yaml();
    match matches.get_one::<PathBuf>("out") {
        Some(file) => {
            fs::write(file, &yaml).with_context(|| file.display().to_string())?;
            println!("{}: {} lines", file.display(), yaml.lines().count());
        }
        None => print(&yaml).context("standard output")?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The project's description in one piece; `None` when it was refused, which was said.
pub fn description(root: &Path) -> Option<Bundle> {
    let reader = FolderReader::new(root.join("spec"), "spec");
    let Bundling { bundle, report } = bundle(&reader, ENTRY, true);
    let text = report.render();
    if !text.is_empty() {
        eprintln!("{}\n", text.trim_end());
    }
    if bundle.is_err() {
        eprintln!("error: {ENTRY} was refused");
    }
    bundle.ok()
}

fn print(text: &str) -> io::Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        // Whoever reads it has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use generator::{Options, SourceFile, generate};

    fn files(generation: generator::Generation) -> Vec<(String, String)> {
        let output = generation.output.unwrap();
        let files = output.files.into_iter();
        files
            .map(|SourceFile { path, text }| (path, text))
            .collect()
    }

    #[test]
    fn the_bundle_makes_the_same_client() {
        let root = crate::root().unwrap();
        let options = Options::default();
        let reader = FolderReader::new(root.join("spec"), "spec");
        let of_tree = files(generate(&reader, ENTRY, &options));
        let yaml = description(&root).unwrap().yaml();
        let reader = BTreeMap::from([("bundle.yaml".to_owned(), yaml)]);
        let of_bundle = files(generate(&reader, "bundle.yaml", &options));
        assert_eq!(of_tree, of_bundle);
    }
}
