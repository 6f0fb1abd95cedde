//! `cargo xtask lint`: the description before linters and validators that nobody here wrote.
//!
//! Redocly and Spectral read the files as they are, with the rules that stand beside them; they also
//! hold every `example` against its schema. openapi-spec-validator follows no path item into another
//! file, so it reads the bundle beside the root.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::bundle::{self, ENTRY};
use crate::tools::{Node, Python};

/// Where the bundle is put.
const BUNDLE: &str = "target/bundle.yaml";

/// The command line of `lint`.
pub fn command() -> clap::Command {
    clap::Command::new("lint")
        .about("Check spec/ with Redocly, Spectral and openapi-spec-validator")
        .after_help("Needs Node.js with npm and Python 3.11 or later with pip.")
}

/// One tool and what it is run on.
struct Check {
    shown: String,
    command: Command,
}

/// Runs `lint`: every check, also the ones after one that fails.
///
/// # Errors
/// A tool can't be installed or started, or the bundle can't be written.
pub fn run(root: &Path) -> Result<ExitCode> {
    let Some(description) = bundle::description(root) else {
        return Ok(ExitCode::FAILURE);
    };
    let file = root.join(BUNDLE);
    fs::create_dir_all(root.join("target"))
        .and_then(|()| fs::write(&file, description.yaml()))
        .with_context(|| file.display().to_string())?;
    let node = Node::install(root)?;
    let python = Python::install(root)?;
    let checks = [
        redocly(&node),
        spectral(&node),
        validator(&python, ENTRY),
        validator(&python, BUNDLE),
    ];
    let mut failed = Vec::new();
    for mut check in checks {
        println!("$ {}", check.shown);
        if !check.run(root)? {
            failed.push(check.shown);
        }
    }
    for shown in &failed {
        eprintln!("error: `{shown}` failed");
    }
    Ok(if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn redocly(node: &Node) -> Check {
    let arguments = ["lint", ENTRY, "--config", "spec/redocly.yaml"];
    let mut command = node.command(&[], "node_modules/@redocly/cli/bin/cli.js");
    command
        .args(arguments)
        .env("REDOCLY_TELEMETRY", "off")
        .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    check("redocly", &arguments, command)
}

fn spectral(node: &Node) -> Check {
    let arguments = [
        "lint",
        ENTRY,
        "--ruleset",
        "spec/.spectral.yaml",
        "--fail-severity",
        "warn",
    ];
    let mut command = node.command(&[], "node_modules/@stoplight/spectral-cli/dist/index.js");
    command.args(arguments);
    check("spectral", &arguments, command)
}

fn validator(python: &Python, file: &str) -> Check {
    let mut command = python.command("openapi_spec_validator");
    command.arg(file);
    check("openapi-spec-validator", &[file], command)
}

fn check(tool: &str, arguments: &[&str], command: Command) -> Check {
    Check {
        shown: format!("{tool} {}", arguments.join(" ")),
        command,
    }
}

impl Check {
    /// Whether the tool is content; what it says is shown only when it is not.
    fn run(&mut self, root: &Path) -> Result<bool> {
        let start = Instant::now();
        let output = self
            .command
            .current_dir(root)
            .output()
            .with_context(|| format!("`{}` can't be started", self.shown))?;
        if output.status.success() {
            println!("ok, {} s", start.elapsed().as_secs());
            return Ok(true);
        }
        for said in [output.stdout, output.stderr] {
            let said = String::from_utf8_lossy(&said);
            if !said.trim().is_empty() {
                eprintln!("{}\n", said.trim());
            }
        }
        Ok(false)
    }
}
