//! `cargo xtask bench`: what generating, compiling and calling costs, beside the peers and the same
//! by hand.
//!
//! Whoever is compared runs in turn with the others, several times. What counts are the ratios:
//! a machine that does other things at the same time slows all of them down.

mod build;
mod call;
mod generation;
mod peer;
mod sample;
mod subject;
mod table;
mod tokens;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs, thread};

use anyhow::{Context, Result, ensure};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, value_parser};
use serde_json::json;

use peer::Generator;
use subject::Subjects;
use table::Row;

/// Measures something.
type Measure = fn(&Bench<'_>) -> Result<Vec<Row>>;

/// What is measured, in the order of the table. Memory comes first: the peak of a process is at least
/// that of the one that started it, and what follows takes much.
const FIGURES: &[(&str, Measure)] = &[
    ("generation", generation::generation),
    ("growth", generation::growth),
    ("code", generation::code),
    ("check", build::check),
    ("release", build::release),
    ("hello", build::hello),
    ("codegen", build::codegen),
    ("counts", call::counts),
    ("calls", call::rate),
    ("decode", call::decode),
];

/// What a run measures.
struct Bench<'a> {
    root: &'a Path,
    /// Where it writes.
    work: PathBuf,
    subjects: Subjects,
    /// Ours, then the peers.
    generators: Vec<Generator>,
    rounds: usize,
}

/// Tells what is run.
fn say(text: &str) {
    eprintln!("$ {text}");
}

/// The command line of `bench`.
pub fn command() -> clap::Command {
    let path = |name: &'static str| Arg::new(name).value_parser(value_parser!(PathBuf));
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    clap::Command::new("bench")
        .about("Measure what generating, compiling and calling costs, beside others")
        .after_help(install())
        .args([
            path("description")
                .value_name("FILE")
                .action(ArgAction::Append)
                .help("Descriptions to generate from; one is made when there are none"),
            path("corpus")
                .long("corpus")
                .value_name("DIR")
                .help("A folder of well-known descriptions, each measured for what it is good for"),
            flag("peers").help("Measure other generators, too; those that are installed"),
            path("tools")
                .long("tools")
                .value_name("DIR")
                .requires("peers")
                .help("Where the other generators are; on the path when not given"),
            Arg::new("only")
                .long("only")
                .value_name("FIGURE")
                .action(ArgAction::Append)
                .value_delimiter(',')
                .value_parser(PossibleValuesParser::new(FIGURES.iter().map(|it| it.0)))
                .help("Measure only this"),
            Arg::new("rounds")
                .long("rounds")
                .default_value("5")
                .value_parser(value_parser!(u8).range(1..))
                .help("How often everybody generates; what takes long is done less often"),
            path("out")
                .long("out")
                .value_name("FILE")
                .help("Write the table to FILE, and all values to FILE with the extension `json`"),
            flag("check").help("Only compare the instructions of calls with the baseline"),
            flag("accept").help("Make the instructions of calls the baseline"),
        ])
}

/// How the other generators are installed.
fn install() -> String {
    let mut text =
        "Other generators are not installed by this command. With these they are:".to_owned();
    for kind in peer::PEERS {
        // Writing to a string succeeds.
        let _ = write!(text, "\n  {}", kind.install);
    }
    text
}

/// Runs `bench`.
///
/// # Errors
/// A description can't be read, a process can't be started, or a file can't be written.
pub fn run(root: &Path, matches: &ArgMatches) -> Result<ExitCode> {
    if matches.get_flag("check") || matches.get_flag("accept") {
        let passed = call::check(root, matches.get_flag("accept"))?;
        return Ok(if passed {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
    let work = target(root).join("bench");
    fs::create_dir_all(&work)?;
    let files: Vec<PathBuf> = matches
        .get_many("description")
        .unwrap_or_default()
        .cloned()
        .collect();
    let mut generators = vec![Generator::ours(root)?];
    let mut missing = Vec::new();
    if matches.get_flag("peers") {
        let (peers, without) = Generator::peers(matches.get_one("tools").map(PathBuf::as_path));
        generators.extend(peers);
        missing = without;
    }
    let bench = Bench {
        root,
        subjects: Subjects::new(&files, matches.get_one("corpus"), &work)?,
        work,
        generators,
        rounds: usize::from(*matches.get_one::<u8>("rounds").context("no rounds")?),
    };
    let only: Vec<&String> = matches.get_many("only").unwrap_or_default().collect();
    let wanted = |name: &str| only.is_empty() || only.iter().any(|only| *only == name);
    let mut rows = Vec::new();
    for (_, figure) in FIGURES.iter().filter(|(name, _)| wanted(name)) {
        rows.extend(figure(&bench)?);
    }
    let text = format!("{}{}", heading(root, &missing)?, table::markdown(&rows));
    println!("{text}");
    if let Some(out) = matches.get_one::<PathBuf>("out") {
        let values = json!({ "machine": machine()?, "rows": table::as_json(&rows) });
        fs::write(out, text).with_context(|| out.display().to_string())?;
        let values = serde_json::to_string_pretty(&values)? + "\n";
        fs::write(out.with_extension("json"), values)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What was measured where.
fn heading(root: &Path, missing: &[String]) -> Result<String> {
    let commit = Command::new("git")
        .args(["rev-parse", "--short", "HEAD"])
        .current_dir(root)
        .output();
    let commit = commit.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    let arguments: Vec<String> = env::args().skip(1).collect();
    let mut text = format!(
        "`cargo xtask {}` at {}; {}.\n\nMedian (least–most) of the rounds, which everybody runs in turn. \
         The ratio is ours to the best of the others that succeeds.\n",
        arguments.join(" "),
        commit.unwrap_or_default(),
        machine()?,
    );
    for missing in missing {
        // Writing to a string succeeds.
        let _ = write!(text, "\nNot measured: {missing}\n");
    }
    Ok(text)
}

/// The machine, and the compiler.
fn machine() -> Result<String> {
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processors
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let model = model
        .unwrap_or(env::consts::ARCH)
        .trim_start_matches([' ', '\t', ':']);
    let rustc = Command::new("rustc").arg("--version").output()?;
    let rustc = String::from_utf8_lossy(&rustc.stdout);
    let count = thread::available_parallelism()?;
    Ok(format!(
        "{model}, {count} processors, {}, {}",
        env::consts::OS,
        rustc.trim()
    ))
}

/// Runs Cargo, which has to succeed.
fn cargo(root: &Path, arguments: &[&str]) -> Result<()> {
    let shown = arguments.join(" ");
    eprintln!("$ cargo {shown}");
    let status = Command::new(crate::cargo())
        .args(arguments)
        .current_dir(root)
        .status()?;
    ensure!(status.success(), "`cargo {shown}` failed");
    Ok(())
}

/// Where Cargo builds.
fn target(root: &Path) -> PathBuf {
    let chosen = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    root.join(chosen.unwrap_or_else(|| PathBuf::from("target")))
}
