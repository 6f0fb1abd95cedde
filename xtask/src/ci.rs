//! `cargo xtask ci`: everything that is checked before a change is taken.

use std::env;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches};
use serde_json::Value;

/// One step: its name, variables of its environment, and the arguments of Cargo. An argument that
/// begins with `$` is the value of a variable, without which there is nothing to do.
struct Step {
    name: &'static str,
    variables: &'static [(&'static str, &'static str)],
    arguments: &'static [&'static str],
}

const STEPS: &[Step] = &[
    step("format", &["fmt", "--all", "--check"]),
    step("codegen", &["xtask", "codegen", "--check"]),
    step("coverage", &["xtask", "coverage", "--check"]),
    step("lint", &["xtask", "lint"]),
    step(
        "clippy",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    ),
    step(
        "features",
        &[
            "clippy",
            "--package=generated-client",
            "--no-default-features",
            "--",
            "-D",
            "warnings",
        ],
    ),
    step(
        "native-tls",
        &[
            "clippy",
            "--package=generated-client",
            "--no-default-features",
            "--features=native-tls,blocking",
            "--",
            "-D",
            "warnings",
        ],
    ),
    Step {
        name: "doc",
        variables: &[("RUSTDOCFLAGS", "-D warnings")],
        arguments: &["doc", "--workspace", "--no-deps"],
    },
    Step {
        name: "test",
        variables: &[("INSTA_UPDATE", "no")],
        arguments: &["test"],
    },
    step(
        "crate",
        &[
            "xtask",
            "codegen",
            "--spec=spec/connect.yaml",
            "--out=target/crate",
        ],
    ),
    step(
        "crate-clippy",
        &[
            "clippy",
            "--manifest-path=target/crate/Cargo.toml",
            "--target-dir=target",
            "--",
            "-D",
            "warnings",
        ],
    ),
    step("corpus", &["xtask", "corpus", "tests/corpus", "--build"]),
    step("own-corpus", &["xtask", "corpus", "$CORPUS"]),
    step(
        "capabilities",
        &[
            "xtask",
            "corpus",
            "tests/capabilities",
            "--build",
            "--every-feature",
        ],
    ),
    step(
        "native-tls-handshake",
        &[
            "test",
            "--package=generated-client",
            "--no-default-features",
            "--features=native-tls",
            "--test=native_tls",
        ],
    ),
    // What is published builds without what stands around it here.
    step(
        "package",
        &["package", "--package=generator", "--allow-dirty"],
    ),
    step("msrv", &["metadata", "--format-version", "1", "--locked"]),
    step("bench", &["xtask", "bench", "--check"]),
    step("e2e", &["xtask", "e2e"]),
];

const fn step(name: &'static str, arguments: &'static [&'static str]) -> Step {
    Step {
        name,
        variables: &[],
        arguments,
    }
}

/// The command line of `ci`.
pub fn command() -> clap::Command {
    clap::Command::new("ci")
        .about("Run everything that CI runs; each command is printed before it runs")
        .arg(
            Arg::new("skip")
                .long("skip")
                .value_name("STEP")
                .action(ArgAction::Append)
                .value_parser(PossibleValuesParser::new(
                    STEPS.iter().map(|step| step.name),
                ))
                .help("A step that was run already"),
        )
}

/// Runs the steps, also the ones after a step that fails.
///
/// # Errors
/// A command can't be started.
pub fn run(root: &Path, matches: &ArgMatches) -> Result<ExitCode> {
    let skipped: Vec<&String> = matches.get_many("skip").unwrap_or_default().collect();
    let mut failed = Vec::new();
    for step in STEPS
        .iter()
        .filter(|step| !skipped.iter().any(|name| *name == step.name))
    {
        println!("\n$ {}", step.shown());
        let start = Instant::now();
        let passed = step.run(root)?;
        let verdict = if passed { "ok" } else { "FAILED" };
        println!("{}: {verdict}, {} s", step.name, start.elapsed().as_secs());
        if !passed {
            failed.push(step);
        }
    }
    println!();
    for step in &failed {
        eprintln!("error: `{}` failed", step.shown());
    }
    Ok(if failed.is_empty() {
        println!("all steps passed");
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

impl Step {
    /// The step as it is typed into a shell.
    fn shown(&self) -> String {
        let variables = self.variables.iter();
        let mut words: Vec<String> = variables
            .map(|(name, value)| {
                let quote = if value.contains(' ') { "'" } else { "" };
                format!("{name}={quote}{value}{quote}")
            })
            .collect();
        words.push("cargo".to_owned());
        words.extend(self.arguments.iter().map(ToString::to_string));
        words.join(" ")
    }

    fn run(&self, root: &Path) -> Result<bool> {
        let mut command = Command::new(crate::cargo());
        for argument in self.arguments {
            let Some(variable) = argument.strip_prefix('$') else {
                command.arg(argument);
                continue;
            };
            let Some(value) = env::var_os(variable) else {
                println!("{variable} is not set: nothing to do");
                return Ok(true);
            };
            command.arg(value);
        }
        command
            .envs(self.variables.iter().copied())
            .current_dir(root);
        if self.name == "msrv" {
            return msrv(command);
        }
        let status = command
            .status()
            .with_context(|| format!("`{}` can't be started", self.shown()))?;
        Ok(status.success())
    }
}

/// Compares the Rust version that every crate of Cargo.lock asks for with the one we promise.
fn msrv(mut metadata: Command) -> Result<bool> {
    let output = metadata
        .output()
        .context("`cargo metadata` can't be started")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr).trim_end());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().context("no packages")?;
    let promised = promise(packages)?;
    let mut passed = true;
    for package in packages {
        let wanted = package["rust_version"].as_str();
        if wanted.is_some_and(|wanted| version(wanted) > version(promised)) {
            passed = false;
            eprintln!(
                "{} {} asks for Rust {}; we promise {promised}",
                package["name"].as_str().unwrap_or_default(),
                package["version"].as_str().unwrap_or_default(),
                wanted.unwrap_or_default(),
            );
        }
    }
    println!("{} crates work with Rust {promised}", packages.len());
    Ok(passed)
}

/// The `rust-version` of our own packages.
fn promise(packages: &[Value]) -> Result<&str> {
    let ours = packages
        .iter()
        .filter(|package| package["source"].is_null());
    let mut promised = None;
    for package in ours {
        let name = package["name"].as_str().unwrap_or_default();
        let version = package["rust_version"]
            .as_str()
            .with_context(|| format!("{name} has no `rust-version`"))?;
        let known = *promised.get_or_insert(version);
        ensure!(
            known == version,
            "{name} promises Rust {version}, others {known}"
        );
    }
    promised.context("the workspace is empty")
}

/// A version as numbers; two and three parts compare.
fn version(text: &str) -> [u32; 3] {
    let mut parts = text.split('.').map(|part| part.parse().unwrap_or(0));
    std::array::from_fn(|_| parts.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(version("1.9") < version("1.88"));
        assert!(version("1.88.1") > version("1.88"));
        assert_eq!(version("1.88"), version("1.88.0"));
    }

    #[test]
    fn steps_are_shown_as_they_are_typed() {
        let doc = STEPS.iter().find(|step| step.name == "doc").unwrap();
        let shown = "RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps";
        assert_eq!(doc.shown(), shown);
    }
}
