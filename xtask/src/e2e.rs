//! `cargo xtask e2e`: the generated client against a server that nobody here wrote.
//!
//! Prism serves `spec/` and refuses what breaks it; the calls are those of the binary `e2e` of
//! `tests/`. Prism is installed from the lockfile in `tests/tools`.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::tools::Node;

/// How long Prism may take until it listens; it reads all of the description before.
const START: Duration = Duration::from_secs(60);

/// The command line of `e2e`.
pub fn command() -> clap::Command {
    clap::Command::new("e2e")
        .about("Call every operation of the generated client against Prism (needs Node.js and npm)")
}

/// Runs `e2e`.
///
/// # Errors
/// Prism can't be installed or started, or the calls can't be built.
pub fn run(root: &Path) -> Result<ExitCode> {
    let tools = Node::install(root)?;
    let calls = ["--quiet", "--package", "tests", "--bin", "e2e"];
    let built = cargo(root, "build").args(calls).status()?;
    ensure!(built.success(), "the calls of tests/e2e don't build");

    let mut prism = Prism::start(root, &tools)?;
    let mut run = cargo(root, "run");
    run.args(calls).args(["--", &prism.url()]);
    let status = run.status()?;
    if status.success() {
        return Ok(ExitCode::SUCCESS);
    }
    prism.keep_log = true;
    eprintln!(
        "error: calls failed; Prism's log is {}",
        prism.log.display()
    );
    Ok(ExitCode::FAILURE)
}

fn cargo(root: &Path, subcommand: &str) -> Command {
    let mut command = Command::new(crate::cargo());
    command.arg(subcommand).current_dir(root);
    command
}

/// A running Prism; stopped when it is dropped.
struct Prism {
    process: Child,
    port: u16,
    log: PathBuf,
    keep_log: bool,
}

impl Prism {
    fn start(root: &Path, tools: &Node) -> Result<Self> {
        let port = free_port()?;
        let log = std::env::temp_dir().join(format!("prism-{port}.log"));
        let output = File::create(&log).with_context(|| log.display().to_string())?;
        println!("$ prism mock --errors --port {port} spec/connect.yaml");
        // Node runs Prism in its own process, so ending that one leaves none behind.
        let process = tools
            .command(
                &["exit-with-parent.cjs"],
                "@stoplight/prism-cli/dist/index.js",
            )
            .args(["mock", "--errors", "--host", "127.0.0.1", "--port"])
            .arg(port.to_string())
            .arg("spec/connect.yaml")
            .current_dir(root)
            .stdin(Stdio::piped())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .context("`node` can't be started; install Node.js 20.19 or later")?;
        let mut prism = Self {
            process,
            port,
            log,
            keep_log: false,
        };
        prism.wait()?;
        Ok(prism)
    }

    /// Waits until Prism listens.
    fn wait(&mut self) -> Result<()> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait()? {
                bail!("Prism ended with {status}:\n{}", self.said());
            }
            if TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() {
                return Ok(());
            }
            if start.elapsed() > START {
                bail!(
                    "Prism does not listen after {} s:\n{}",
                    START.as_secs(),
                    self.said()
                );
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
        if !self.keep_log {
            let _ = fs::remove_file(&self.log);
        }
    }
}

/// A port that is free now.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no port is free")?;
    Ok(listener.local_addr()?.port())
}
