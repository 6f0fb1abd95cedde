//! Building: the generated crates, a program that depends on our client, and codegen itself.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::Bench;
use super::generation::completed;
use super::sample::{self, Sample};
use super::subject::About;
use super::table::{Entry, Figure, Goal, Row, Unit};

const CHECK: Figure = Figure {
    title: "`cargo check` of the generated crate, dependencies warm, processor time",
    unit: Unit::Seconds,
    goal: Goal::AtMost(0.5),
};

const CHECK_WALL: Figure = Figure {
    title: "`cargo check` of the generated crate, dependencies warm, wall time",
    ..CHECK
};

const RELEASE: Figure = Figure {
    title: "`cargo build --release` of the generated crate, dependencies warm, processor time",
    unit: Unit::Seconds,
    goal: Goal::AtMost(0.7),
};

const RELEASE_WALL: Figure = Figure {
    title: "`cargo build --release` of the generated crate, dependencies warm, wall time",
    ..RELEASE
};

const RLIB: Figure = Figure {
    title: "Size of the optimised rlib",
    unit: Unit::Mebibytes,
    goal: Goal::AtMost(0.7),
};

const HELLO: Figure = Figure {
    title: "Cold `cargo build` of a hello world on our client, and on reqwest with serde, processor time",
    unit: Unit::Seconds,
    goal: Goal::AtMost(1.0),
};

const CODEGEN: Figure = Figure {
    title: "`cargo xtask codegen`",
    unit: Unit::Seconds,
    goal: Goal::None,
};

/// Checks the generated crates.
///
/// # Errors
/// A process can't be started, or a file can't be written.
pub(super) fn check(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let (cpu, wall, _) = crates(bench, About::Check, &["check"], [CHECK, CHECK_WALL])?;
    Ok([cpu, wall].concat())
}

/// Builds the generated crates optimised.
///
/// # Errors
/// A process can't be started, or a file can't be written.
pub(super) fn release(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let arguments = ["build", "--release"];
    let figures = [RELEASE, RELEASE_WALL];
    let (cpu, wall, rlibs) = crates(bench, About::Release, &arguments, figures)?;
    Ok([cpu, wall, rlibs].concat())
}

/// Processor time, wall time and size of what is built of the generated crates, in turn.
fn crates(
    bench: &Bench<'_>,
    about: About,
    arguments: &[&str],
    [cpu_figure, wall_figure]: [Figure; 2],
) -> Result<(Vec<Row>, Vec<Row>, Vec<Row>)> {
    let (mut cpu, mut wall, mut rlibs) = (Vec::new(), Vec::new(), Vec::new());
    for subject in bench.subjects.about(about)? {
        let mut built: Vec<Built> = Vec::new();
        for generator in &bench.generators {
            let folder = completed(bench, generator, &subject)?;
            built.push(Built::new(
                bench,
                generator.name.clone(),
                folder,
                arguments,
            )?);
        }
        for _ in 0..bench.rounds.min(3) {
            for built in &mut built {
                built.again(bench, arguments)?;
            }
        }
        let row = |figure: Figure, value: &dyn Fn(&Built) -> Result<Vec<f64>, String>| {
            let entries = built
                .iter()
                .map(|built| Entry::new(&built.name, value(built)));
            Row::new(figure, &subject.name, entries.collect())
        };
        let taken = |value: fn(&Sample) -> f64| {
            move |built: &Built| {
                let samples = built.samples.clone()?;
                Ok(samples.iter().map(value).collect())
            }
        };
        cpu.push(row(cpu_figure, &taken(|sample| sample.cpu)));
        wall.push(row(wall_figure, &taken(|sample| sample.wall)));
        if let About::Release = about {
            rlibs.push(row(RLIB, &|built| built.rlib(bench).map(|size| vec![size])));
        }
    }
    Ok((cpu, wall, rlibs))
}

/// A generated crate whose dependencies are built.
struct Built {
    name: String,
    folder: PathBuf,
    samples: Result<Vec<Sample>, String>,
}

impl Built {
    /// Builds everything once, so that its dependencies are there.
    fn new(
        bench: &Bench<'_>,
        name: String,
        folder: Result<PathBuf, String>,
        arguments: &[&str],
    ) -> Result<Self> {
        let mut built = Self {
            name,
            folder: PathBuf::new(),
            samples: Ok(Vec::new()),
        };
        match folder {
            Ok(folder) => {
                built.folder = folder;
                built.again(bench, arguments)?;
                built.samples = built.samples.map(|_| Vec::new());
            }
            Err(reason) => built.samples = Err(format!("not generated: {reason}")),
        }
        Ok(built)
    }

    /// Builds the crate itself once more, unless it failed before.
    fn again(&mut self, bench: &Bench<'_>, arguments: &[&str]) -> Result<()> {
        let Ok(samples) = &mut self.samples else {
            return Ok(());
        };
        super::say(&format!("cargo {}: {}", arguments.join(" "), self.name));
        touch(&self.folder.join("src").join("lib.rs"))?;
        let mut command = Command::new(crate::cargo());
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", target(bench))
            .env("CARGO_INCREMENTAL", "0");
        match sample::run(command, &self.folder.with_extension("build.log"))? {
            Ok(sample) => samples.push(sample),
            Err(reason) => self.samples = Err(format!("does not build: {reason}")),
        }
        Ok(())
    }

    /// The size of what was built, in MiB: the newest library of the crate's name.
    fn rlib(&self, bench: &Bench<'_>) -> Result<f64, String> {
        self.samples.as_ref().map_err(Clone::clone)?;
        let manifest = fs::read_to_string(self.folder.join("Cargo.toml"));
        let manifest = manifest.map_err(|error| error.to_string())?;
        let name = manifest
            .lines()
            .find_map(|line| line.trim().strip_prefix("name = "));
        let name = name.unwrap_or_default().trim_matches('"').replace('-', "_");
        let file = target(bench)
            .join("release")
            .join(format!("lib{name}.rlib"));
        // All crates have the same name; the one that was asked for last is linked there.
        let status = Command::new(crate::cargo())
            .args(["build", "--release", "--quiet"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", target(bench))
            .env("CARGO_INCREMENTAL", "0")
            .status();
        status.map_err(|error| error.to_string())?;
        let length = fs::metadata(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        Ok(mebibytes(length.len()))
    }
}

#[expect(clippy::cast_precision_loss, reason = "no file is so large")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / (1024.0 * 1024.0)
}

/// Where generated crates are built, so that they share their dependencies.
fn target(bench: &Bench<'_>) -> PathBuf {
    bench.work.join("build")
}

/// Makes a file newer than what was built of it.
fn touch(path: &Path) -> Result<()> {
    let text = fs::read(path).with_context(|| path.display().to_string())?;
    fs::write(path, text)?;
    Ok(())
}

/// Builds two programs from nothing: one on our client, and one on what it would take by hand.
///
/// # Errors
/// A process can't be started, or a file can't be written.
pub(super) fn hello(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let client = bench.root.join("generated-client");
    let programs = [
        (
            "on our client",
            format!(
                "generated-client = {{ path = {:?} }}\n",
                client.display().to_string()
            ),
            "    let connect = generated_client::Connect::builder(
        generated_client::Server::Norway, \"id\", \"secret\",
    ).build();
    println!(\"{}\", connect.is_ok());\n",
        ),
        (
            "on reqwest",
            "reqwest = { version = \"0.13\", features = [\"json\"] }\n\
             serde = { version = \"1\", features = [\"derive\"] }\n"
                .to_owned(),
            "    let client = reqwest::Client::builder().build();
    println!(\"{}\", client.is_ok());\n",
        ),
    ];
    let mut entries = Vec::new();
    for (name, dependencies, body) in programs {
        let folder = bench.work.join("hello").join(name.replace(' ', "-"));
        fs::create_dir_all(folder.join("src"))?;
        let package = "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
        let manifest = format!("{package}\n[workspace]\n\n[dependencies]\n{dependencies}");
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::write(
            folder.join("src/main.rs"),
            format!("fn main() {{\n{body}}}\n"),
        )?;
        fs::copy(bench.root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        entries.push((name, folder, Ok(Vec::new())));
    }
    for _ in 0..bench.rounds.min(2) {
        for (name, folder, samples) in &mut entries {
            super::say(&format!("cargo build: hello world {name}"));
            let cold = folder.join("target");
            let _ = fs::remove_dir_all(&cold);
            let mut command = Command::new(crate::cargo());
            command
                .arg("build")
                .current_dir(&*folder)
                .env("CARGO_TARGET_DIR", &cold);
            collect(samples, sample::run(command, &folder.join("build.log"))?);
        }
    }
    let entries = entries
        .into_iter()
        .map(|(name, _, samples)| Entry::new(name, samples));
    Ok(vec![Row::new(HELLO, "Connect", entries.collect())])
}

/// Adds the processor time of a run.
fn collect(samples: &mut Result<Vec<f64>, String>, sample: Result<Sample, String>) {
    match (&mut *samples, sample) {
        (Ok(values), Ok(sample)) => values.push(sample.cpu),
        (_, Err(reason)) => *samples = Err(reason),
        (Err(_), Ok(_)) => {}
    }
}

/// Runs codegen from nothing, and again when everything is built.
///
/// # Errors
/// A process can't be started, or a file can't be written.
pub(super) fn codegen(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let folder = bench.work.join("codegen");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let log = folder.join("codegen.log");
    let (mut cold, mut warm, mut within) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=bench.rounds {
        super::say("cargo xtask codegen");
        let mut command = Command::new(crate::cargo());
        command
            .args(["xtask", "codegen", "--check"])
            .current_dir(bench.root)
            // What Cargo set for this process is not what a shell has.
            .env_remove("CARGO_MANIFEST_DIR")
            .env("CARGO_TARGET_DIR", folder.join("target"));
        if let Ok(sample) = sample::run(command, &log)? {
            if round == 0 { &mut cold } else { &mut warm }.push(sample.wall);
            within.extend(milliseconds(&fs::read_to_string(&log)?));
        }
    }
    let row = |name, goal, values: Vec<f64>| {
        let values = if values.is_empty() {
            Err(format!("see {}", log.display()))
        } else {
            Ok(values)
        };
        Row::new(
            Figure { goal, ..CODEGEN },
            name,
            vec![Entry::new("ours", values)],
        )
    };
    Ok(vec![
        row("cold, wall time", Goal::Below(60.0), cold),
        row("warm, wall time", Goal::Below(1.0), warm),
        row("of which generation", Goal::Below(0.05), within),
    ])
}

/// What codegen says that it took, in seconds.
fn milliseconds(text: &str) -> Option<f64> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let position = words.iter().rposition(|word| *word == "ms")?;
    let number: f64 = words[position.checked_sub(1)?].parse().ok()?;
    Some(number / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codegen_tells_its_time() {
        let text = "connect.yaml: 90 operations; 120 of 120 files are up to date, 34 ms\n";
        assert_eq!(milliseconds(text), Some(0.034));
    }
}
