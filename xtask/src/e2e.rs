//! `cargo xtask e2e`: the generated client against servers that nobody here wrote.
//!
//! Prism serves `spec/` and refuses what breaks it; the calls are those of the binary `e2e` of
//! `tests/`. Tokens are granted to the binary `e2e-oauth` by a certified server, and by one that
//! fails as it is told. The servers are installed from the lockfile in `tests/tools`.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::tools::Node;

/// How long a server may take until it listens; Prism reads all of the description before.
const START: Duration = Duration::from_secs(60);

/// The command line of `e2e`.
pub fn command() -> clap::Command {
    clap::Command::new("e2e").about(
        "Call every operation, and ask for tokens, on servers of others (needs Node.js and npm)",
    )
}

/// Runs `e2e`.
///
/// # Errors
/// A server can't be installed or started, or the calls can't be built.
pub fn run(root: &Path) -> Result<ExitCode> {
    let tools = Node::install(root)?;
    let bins = [
        "--quiet",
        "--package",
        "tests",
        "--bin",
        "e2e",
        "--bin",
        "e2e-oauth",
    ];
    let built = cargo(root, "build").args(bins).status()?;
    ensure!(built.success(), "the calls of tests/e2e don't build");

    let prism = Served::start(root, &tools, &PRISM)?;
    let called = calls(root, "e2e", &[prism])?;
    let strict = Served::start(root, &tools, &STRICT)?;
    let faulty = Served::start(root, &tools, &FAULTY)?;
    let logged_in = calls(root, "e2e-oauth", &[strict, faulty])?;
    Ok(if called && logged_in {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Runs a binary of tests/ against servers, whose logs stay where it fails.
fn calls(root: &Path, bin: &str, servers: &[Served]) -> Result<bool> {
    let mut run = cargo(root, "run");
    run.args(["--quiet", "--package", "tests", "--bin", bin, "--"]);
    run.args(servers.iter().map(Served::url));
    if run.status()?.success() {
        return Ok(true);
    }
    for server in servers {
        eprintln!(
            "error: calls failed; {} said:\n{}",
            server.tool.name,
            server.said()
        );
    }
    Ok(false)
}

/// A server that is run for the calls.
struct Tool {
    name: &'static str,
    /// Its script, below `tests/tools`.
    script: &'static str,
    /// What stands before its port, and what after it.
    arguments: (&'static [&'static str], &'static [&'static str]),
}

const PRISM: Tool = Tool {
    name: "prism",
    script: "node_modules/@stoplight/prism-cli/dist/index.js",
    arguments: (
        &["mock", "--errors", "--host", "127.0.0.1", "--port"],
        &["spec/connect.yaml"],
    ),
};

const STRICT: Tool = Tool {
    name: "oidc-provider",
    script: "oidc-provider.mjs",
    arguments: (&[], &[]),
};

const FAULTY: Tool = Tool {
    name: "oauth2-mock-server",
    script: "oauth2-mock-server.mjs",
    arguments: (&[], &[]),
};

fn cargo(root: &Path, subcommand: &str) -> Command {
    let mut command = Command::new(crate::cargo());
    command.arg(subcommand).current_dir(root);
    command
}

/// A running server; stopped when it is dropped.
struct Served {
    tool: &'static Tool,
    process: Child,
    port: u16,
    log: PathBuf,
}

impl Served {
    fn start(root: &Path, tools: &Node, tool: &'static Tool) -> Result<Self> {
        let port = free_port()?;
        let log = std::env::temp_dir().join(format!("{}-{port}.log", tool.name));
        let output = File::create(&log).with_context(|| log.display().to_string())?;
        let (before, after) = tool.arguments;
        println!(
            "$ {} {} {port} {}",
            tool.name,
            before.join(" "),
            after.join(" ")
        );
        // Node runs the server in its own process, so ending that one leaves none behind.
        let process = tools
            .command(&["exit-with-parent.cjs"], tool.script)
            .args(before)
            .arg(port.to_string())
            .args(after)
            .current_dir(root)
            .stdin(Stdio::piped())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .context("`node` can't be started; install Node.js 20.19 or later")?;
        let mut server = Self {
            tool,
            process,
            port,
            log,
        };
        server.wait()?;
        Ok(server)
    }

    /// Waits until the server listens.
    fn wait(&mut self) -> Result<()> {
        let (start, name) = (Instant::now(), self.tool.name);
        loop {
            if let Some(status) = self.process.try_wait()? {
                bail!("{name} ended with {status}:\n{}", self.said());
            }
            if TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() {
                return Ok(());
            }
            if start.elapsed() > START {
                let limit = START.as_secs();
                bail!("{name} does not listen after {limit} s:\n{}", self.said());
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

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_file(&self.log);
    }
}

/// A port that is free now.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no port is free")?;
    Ok(listener.local_addr()?.port())
}
