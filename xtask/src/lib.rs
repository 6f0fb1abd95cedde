//! The project's commands, one file for each: `cargo xtask <command>`.
//!
//! This crate depends on the generator and never on what it generates, so that `codegen` repairs
//! a client that does not compile. What links the client is a binary or a test of `tests/`; the
//! commands run it as a process.

pub mod bench;
pub mod bundle;
pub mod ci;
pub mod codegen;
pub mod corpus;
pub mod coverage;
pub mod e2e;
pub mod fuzz;
pub mod lint;
mod tools;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Command;

/// Reads the command line and runs the command it names.
///
/// The exit code is 0 when all is well, 1 when something was refused or is out of date, and 2 when
/// the command line was not understood.
///
/// # Errors
/// What kept the command from doing its work.
pub fn run() -> Result<ExitCode> {
    let matches = command().get_matches();
    match matches.subcommand() {
        Some(("codegen", matches)) => codegen::run(&root()?, matches),
        Some(("coverage", matches)) => coverage::run(&root()?, matches),
        Some(("bundle", matches)) => bundle::run(&root()?, matches),
        Some(("corpus", matches)) => corpus::run(&root()?, matches),
        Some(("fuzz", matches)) => fuzz::run(&root()?, matches),
        Some(("bench", matches)) => bench::run(&root()?, matches),
        Some(("lint", _)) => lint::run(&root()?),
        Some(("e2e", _)) => e2e::run(&root()?),
        Some(("ci", matches)) => ci::run(&root()?, matches),
        // clap lets nothing else through.
        _ => Ok(ExitCode::from(2)),
    }
}

fn command() -> Command {
    Command::new("cargo xtask")
        .bin_name("cargo xtask")
        .about("The project's commands")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommands([
            codegen::command(),
            coverage::command(),
            bundle::command(),
            corpus::command(),
            fuzz::command(),
            bench::command(),
            lint::command(),
            e2e::command(),
            ci::command(),
        ])
}

/// Cargo, the one that runs us.
fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"))
}

/// The top folder of the project.
fn root() -> Result<PathBuf> {
    // Cargo sets it for what it runs; what was compiled in serves a binary that is started directly.
    let package = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let root = package.parent().context("xtask stands in no folder")?;
    Ok(root.to_path_buf())
}
