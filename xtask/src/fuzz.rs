//! `cargo xtask fuzz`: more of the mutated descriptions that `tests/fuzz.rs` generates from.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::Result;
use clap::{Arg, ArgMatches, value_parser};

/// The command line of `fuzz`.
pub fn command() -> clap::Command {
    clap::Command::new("fuzz")
        .about("Generate from mutated descriptions; none may panic or give code that is wrong")
        .arg(
            Arg::new("count")
                .long("count")
                .value_name("N")
                .default_value("20000")
                .value_parser(value_parser!(u32))
                .help("How many descriptions"),
        )
        .arg(
            Arg::new("from")
                .long("from")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .help("Start from the descriptions of this folder in place of the project's own"),
        )
        .arg(
            Arg::new("seed")
                .long("seed")
                .value_name("SEED")
                .value_parser(value_parser!(u64))
                .help("Where to begin, as an earlier run printed it"),
        )
}

/// Runs `fuzz`.
///
/// # Errors
/// Cargo can't be started.
pub fn run(root: &Path, matches: &ArgMatches) -> Result<ExitCode> {
    let mut command = Command::new(crate::cargo());
    command
        .args(["test", "--package", "tests", "--test", "fuzz"])
        .args(["--", "--nocapture"])
        .current_dir(root);
    if let Some(count) = matches.get_one::<u32>("count") {
        command.env("FUZZ_COUNT", count.to_string());
    }
    if let Some(seed) = matches.get_one::<u64>("seed") {
        command.env("FUZZ_SEED", seed.to_string());
    }
    if let Some(folder) = matches.get_one::<PathBuf>("from") {
        command.env("FUZZ_FROM", fs::canonicalize(folder)?);
    }
    let status = command.status()?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
