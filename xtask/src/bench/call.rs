//! Calls of the generated client, beside the same by hand: what `tests/benches` makes.
//!
//! Instructions and allocations are counted by Valgrind. They are the same in every run, so they
//! are compared with `tests/benches/baseline.json` in CI; times never are.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value};

use super::Bench;
use super::table::{Entry, Figure, Goal, Row, Unit};

const INSTRUCTIONS: Figure = Figure {
    title: "Instructions of a call, in-process transport",
    unit: Unit::Count,
    goal: Goal::AtMost(1.1),
};

const ALLOCATIONS: Figure = Figure {
    title: "Allocations of a call, in-process transport",
    unit: Unit::Count,
    goal: Goal::None,
};

const RATE: Figure = Figure {
    title: "Calls per second, server on the same machine",
    unit: Unit::Count,
    goal: Goal::AtLeast(0.95),
};

const DECODE: Figure = Figure {
    title: "Decoding a list of 1,000 items",
    unit: Unit::Milliseconds,
    goal: Goal::AtMost(1.0 / 0.95),
};

/// What is called, and how often in the longer run; the shorter one makes a tenth.
const CALLS: &[(&str, &str, usize)] = &[
    ("get", "GET with a query", 1000),
    ("post", "POST with a body", 1000),
    ("decode", "decoding 1,000 items", 20),
];

/// By how much a count may be above its baseline.
const SLACK: f64 = 1.05;

/// Counts the instructions and allocations of calls.
///
/// # Errors
/// There is no Valgrind, or the calls can't be built or made.
pub(super) fn counts(bench: &Bench<'_>) -> Result<Vec<Row>> {
    ensure!(
        has_valgrind(),
        "Valgrind is not installed: `apt-get install valgrind`"
    );
    build(bench.root, "call")?;
    let (mut instructions, mut allocations) = (Vec::new(), Vec::new());
    for (call, name, times) in CALLS {
        super::say(&format!("valgrind: {name}"));
        let by_hand = format!("{call}-by-hand");
        let row = |figure, tool| -> Result<Row> {
            let ours = counted(bench.root, tool, call, *times)?;
            let by_hand = counted(bench.root, tool, &by_hand, *times)?;
            let entries = [("ours", ours), ("by hand", by_hand)]
                .map(|(name, count)| Entry::new(name, Ok(vec![count])));
            Ok(Row::new(figure, name, entries.into()))
        };
        instructions.push(row(INSTRUCTIONS, Tool::Instructions)?);
        allocations.push(row(ALLOCATIONS, Tool::Allocations)?);
    }
    Ok([instructions, allocations].concat())
}

/// Compares the instructions of calls with the baseline; whether none is above it. With `accept`, the
/// baseline becomes what they are now.
///
/// # Errors
/// There is no Valgrind in CI, the baseline can't be read, or the calls can't be built or made.
pub(super) fn check(root: &Path, accept: bool) -> Result<bool> {
    if !has_valgrind() {
        let message = "Valgrind is not installed, so instructions are not counted";
        if std::env::var_os("CI").is_some() {
            bail!("{message}");
        }
        println!("skipped: {message}; `apt-get install valgrind` does");
        return Ok(true);
    }
    build(root, "call")?;
    let path = root.join("tests/benches/baseline.json");
    let baseline: Map<String, Value> = match fs::read_to_string(&path) {
        Ok(text) => serde_json::from_str(&text)?,
        Err(_) if accept => Map::new(),
        Err(error) => return Err(error).context("tests/benches/baseline.json"),
    };
    let (mut passed, mut now) = (true, Map::new());
    for (call, _, times) in CALLS {
        let count = counted(root, Tool::Instructions, call, *times)?;
        let expected = baseline
            .get(*call)
            .and_then(Value::as_f64)
            .unwrap_or_default();
        let within = count <= expected * SLACK;
        passed &= within || accept;
        let verdict = if within { "ok" } else { "MORE" };
        println!("{call}: {count:.0} instructions, baseline {expected:.0}: {verdict}");
        // Counts are integers, and written as such.
        now.insert((*call).to_owned(), format!("{count:.0}").parse()?);
    }
    if accept {
        fs::write(&path, serde_json::to_string_pretty(&now)? + "\n")?;
    } else if !passed {
        eprintln!("error: calls take more instructions; `cargo xtask bench --accept` if they must");
    }
    Ok(passed)
}

/// Builds a binary of tests/benches, optimised as a user's would be.
fn build(root: &Path, bin: &str) -> Result<()> {
    super::cargo(
        root,
        &[
            "build",
            "--profile=bench",
            "--package=benches",
            "--bin",
            bin,
        ],
    )
}

fn program(root: &Path, bin: &str) -> PathBuf {
    let file = format!("{bin}{}", std::env::consts::EXE_SUFFIX);
    super::target(root).join("release").join(file)
}

fn has_valgrind() -> bool {
    let output = Command::new("valgrind").arg("--version").output();
    output.is_ok_and(|output| output.status.success())
}

/// What Valgrind counts.
#[derive(Clone, Copy)]
enum Tool {
    Instructions,
    Allocations,
}

/// What one call takes: the difference of two runs, which start and end in the same way.
fn counted(root: &Path, tool: Tool, call: &str, times: usize) -> Result<f64> {
    let few = times / 10;
    let (less, more) = (run(root, tool, call, few)?, run(root, tool, call, times)?);
    Ok((more - less) / f64::from(u32::try_from(times - few)?))
}

/// What a run takes.
fn run(root: &Path, tool: Tool, call: &str, times: usize) -> Result<f64> {
    let (name, line) = match tool {
        Tool::Instructions => ("callgrind", "Collected : "),
        Tool::Allocations => ("dhat", " in "),
    };
    let output = Command::new("valgrind")
        .arg(format!("--tool={name}"))
        .arg(format!("--{name}-out-file=/dev/null"))
        .arg(program(root, "call"))
        .args([call, &times.to_string()])
        .output()
        .context("`valgrind` can't be started")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(
        output.status.success(),
        "{call} failed under Valgrind:\n{said}"
    );
    // `Collected : 123`, `Total:     1,234 bytes in 56 blocks`
    let mut lines = said.lines().filter_map(|text| text.split_once(line));
    let number = lines.next().and_then(|(_, rest)| rest.split(' ').next());
    let number = number.with_context(|| format!("Valgrind does not count:\n{said}"))?;
    Ok(number.replace(',', "").parse()?)
}

/// Measures calls per second.
///
/// # Errors
/// The calls can't be built or made.
pub(super) fn rate(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let rounds = [("1", "one connection"), ("64", "64 at once")];
    compared(bench, "load", "reqwest by hand", RATE, &rounds)
}

/// Measures how long it takes to decode a list.
///
/// # Errors
/// The program can't be built or run.
pub(super) fn decode(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let forms = [
        ("text", "a text"),
        ("body", "the body of an answer, with all of the call"),
    ];
    let by_hand = "serde_json on a plain struct";
    compared(bench, "decode", by_hand, DECODE, &forms)
}

/// What a program says of both, which it runs in turns: what else the machine does falls on both.
fn compared(
    bench: &Bench<'_>,
    bin: &str,
    by_hand: &str,
    figure: Figure,
    rows: &[(&str, &str)],
) -> Result<Vec<Row>> {
    build(bench.root, bin)?;
    super::say(figure.title);
    let output = Command::new(program(bench.root, bin)).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "`{bin}` failed:\n{said}");
    let report: Value = serde_json::from_slice(&output.stdout)?;
    let values = |key: &str, who: &str| {
        let values = report[key][who].as_array().into_iter().flatten();
        Ok(values.filter_map(Value::as_f64).collect())
    };
    let rows = rows.iter().map(|(key, name)| {
        let entries = vec![
            Entry::new("ours", values(key, "generated")),
            Entry::new(by_hand, values(key, "by_hand")),
        ];
        Row::new(figure, name, entries)
    });
    Ok(rows.collect())
}
