//! The generator in the build script of a crate.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::files::FolderReader;
use super::job::{self, Job};
use super::sync::Ownership;
use crate::{Layout, Options};

/// Writes the client of `description` into the build script's `OUT_DIR`, to a folder with the name
/// of the description's file, and tells Cargo which files it depends on.
///
/// Paths are relative to the folder of the crate's `Cargo.toml`. The client is included at the root
/// of the crate, with its edition 2024 and the `[features]` and `[dependencies]` of the manifest that
/// `generator generate` writes:
///
/// ```text
/// include!(concat!(env!("OUT_DIR"), "/petstore/client.rs"));
/// ```
///
/// What is wrong with the description or the settings is printed as the program prints it, and the
/// exit code is not 0; Cargo shows both.
///
/// ```no_run
/// // build.rs
/// use std::process::ExitCode;
///
/// fn main() -> ExitCode {
///     generator::cli::build_script("petstore.yaml", Some("petstore.toml"))
/// }
/// ```
pub fn build_script(description: &str, settings: Option<&str>) -> ExitCode {
    match job(Path::new(description), settings.map(Path::new)) {
        Ok(job) => {
            let outcome = job.write();
            let files = outcome.read.iter().map(String::as_str).chain(settings);
            for file in files {
                println!("cargo::rerun-if-changed={file}");
            }
            outcome.print()
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn job(description: &Path, settings: Option<&Path>) -> Result<Job, String> {
    let out = env::var_os("OUT_DIR").ok_or("`OUT_DIR` is not set: this runs in a build script")?;
    let name = description.file_stem().unwrap_or_default();
    let (reader, entry) = FolderReader::beside(description);
    Ok(Job {
        reader,
        entry,
        options: Options {
            layout: Layout::Included,
            settings: settings.map(job::settings).transpose()?,
            ..Options::default()
        },
        folder: PathBuf::from(out).join(name),
        shown: name.to_string_lossy().into_owned(),
        ownership: Ownership::Folders,
        command: "cargo build".to_owned(),
    })
}
