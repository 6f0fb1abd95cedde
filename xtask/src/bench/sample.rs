//! What running a process took.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result};
use wait4::Wait4;

/// One run of a process that succeeded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    /// Wall time, in seconds.
    pub(super) wall: f64,
    /// Processor time of the process and its children, in seconds.
    pub(super) cpu: f64,
    /// The most memory that one of them had, in MiB.
    pub(super) mebibytes: f64,
}

/// Runs `command`; what it prints goes to `log`. `Err` inside is why it failed, in one line.
///
/// # Errors
/// The command can't be started, or its log can't be written.
pub(super) fn run(mut command: Command, log: &Path) -> Result<Result<Sample, String>> {
    let output = File::create(log).with_context(|| log.display().to_string())?;
    command
        .stdin(Stdio::null())
        .stdout(output.try_clone()?)
        .stderr(output);
    let start = Instant::now();
    let mut child = command
        .spawn()
        .with_context(|| format!("`{}` can't be started", command.get_program().display()))?;
    let used = child.wait4()?;
    let wall = start.elapsed().as_secs_f64();
    if !used.status.success() {
        return Ok(Err(reason(log, used.status.code())));
    }
    let cpu = (used.rusage.utime + used.rusage.stime).as_secs_f64();
    Ok(Ok(Sample {
        wall,
        cpu,
        mebibytes: bytes(used.rusage.maxrss) / (1024.0 * 1024.0),
    }))
}

#[expect(clippy::cast_precision_loss, reason = "no process has so much memory")]
fn bytes(maxrss: u64) -> f64 {
    maxrss as f64
}

/// The line of a log that says most about why its process failed.
fn reason(log: &Path, code: Option<i32>) -> String {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let telling = ["panicked at", "error", "Error", "Exception"];
    let line = lines().find(|line| telling.iter().any(|word| line.contains(word)));
    let line = line
        .or_else(|| lines().next_back())
        .unwrap_or("it said nothing");
    let line: String = line.chars().take(160).collect();
    match code {
        Some(code) => format!("exit {code}: {line}"),
        None => format!("ended by a signal: {line}"),
    }
}
