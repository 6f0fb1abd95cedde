//! What the generator makes of small descriptions, against snapshots.
//!
//! A case is a file:
//!
//! - `fixtures/accepted/<object>/<feature>.yaml` is generated; the snapshot is its code.
//! - `fixtures/rejected/<diagnostic>.yaml`, or `<diagnostic>.<mistake>.yaml` where there are several,
//!   is refused for the diagnostic it is named after, warnings counting as errors; the snapshot is
//!   the report.
//!
//! A case of several files is a folder with a `main.yaml`.
//!
//! When a test here fails, the difference is printed above the message. To accept it, run
//! `INSTA_UPDATE=always cargo test -p tests --test snapshots` and review what `git diff` shows of
//! `tests/snapshots`. Delete the snapshot of a fixture you delete.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use generator::cli::files::FolderReader;
use generator::diagnostic::Code;
use generator::{Generation, Layout, Options, SourceFile, generate};

#[test]
fn accepted() {
    let mut wrong = Vec::new();
    insta::glob!("fixtures/accepted/*/{*,*/main}.{yaml,json}", |path| {
        check(path, accept(path), &mut wrong);
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn rejected() {
    let mut wrong = Vec::new();
    insta::glob!("fixtures/rejected/{*,*/main}.{yaml,json}", |path| {
        check(path, reject(path), &mut wrong);
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What no description brings about as long as the earlier stages do their work: the safety net
/// under them is tested where it hangs. Settings are no part of a description.
const UNREACHABLE: [Code; 2] = [Code::Invalid, Code::Setting];

#[test]
fn every_diagnostic_has_a_fixture() {
    let fixtures: BTreeSet<String> = fixtures().iter().map(|name| code(name)).collect();
    let missing: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !UNREACHABLE.contains(code))
        .map(|code| code.name())
        .filter(|name| !fixtures.contains(*name))
        .collect();
    assert!(
        missing.is_empty(),
        "no tests/fixtures/rejected/<diagnostic>.yaml for: {}",
        missing.join(", ")
    );
}

#[test]
fn every_fixture_has_a_snapshot_and_every_snapshot_a_fixture() {
    let fixtures = fixtures();
    let snapshots = snapshots();
    let without_snapshot: Vec<_> = fixtures.difference(&snapshots).collect();
    let without_fixture: Vec<_> = snapshots.difference(&fixtures).collect();
    assert!(
        without_snapshot.is_empty(),
        "fixtures without snapshot: {without_snapshot:?}; run `INSTA_UPDATE=always cargo test`"
    );
    assert!(
        without_fixture.is_empty(),
        "snapshots without fixture, to be deleted: {without_fixture:?}"
    );
}

/// Compares what became of a fixture with its snapshot; notes in `wrong` what none is kept of.
fn check(fixture: &Path, result: Result<String, String>, wrong: &mut Vec<String>) {
    let text = match result {
        Ok(text) => text,
        Err(reason) => return wrong.push(reason),
    };
    let name = name(fixture);
    let (folder, name) = name.rsplit_once('/').unwrap();
    insta::with_settings!({
        snapshot_path => format!("snapshots/{folder}"),
        snapshot_suffix => "",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

/// The warnings and the generated code.
fn accept(fixture: &Path) -> Result<String, String> {
    let generation = run(fixture, false);
    let mut text = generation.report.render();
    let Ok(output) = generation.output else {
        return Err(format!("{} is refused:\n{text}", fixture.display()));
    };
    let name = name(fixture);
    let object = name.split('/').nth(1).unwrap();
    let files = output.files.iter();
    for file in files.filter(|file| is_of_interest(file, object)) {
        if !text.is_empty() {
            text.push('\n');
        }
        let (_, code) = file.text.split_once('\n').unwrap();
        text.extend(["//// ", &file.path, "\n", code.trim_start()]);
    }
    Ok(text)
}

/// The report, which names the diagnostic of the fixture's name.
fn reject(fixture: &Path) -> Result<String, String> {
    let generation = run(fixture, true);
    let report = generation.report.render();
    let shown = fixture.display();
    if generation.output.is_ok() {
        return Err(format!("{shown} is accepted"));
    }
    let code = code(&name(fixture));
    if !report.contains(&format!("[{code}]")) {
        return Err(format!(
            "{shown} is refused, but not for `{code}`:\n{report}"
        ));
    }
    Ok(report)
}

/// The diagnostic that a fixture is about, by its name.
fn code(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap();
    file.split('.').next().unwrap().to_owned()
}

fn run(fixture: &Path, deny_warnings: bool) -> Generation {
    let reader = FolderReader::new(fixture.parent().unwrap(), "");
    let options = Options {
        package: None,
        layout: Layout::Sources,
        deny_warnings,
        settings: None,
    };
    let entry = fixture.file_name().unwrap().to_str().unwrap();
    generate(&reader, entry, &options)
}

/// Whether a file shows what a fixture of `object` is about: the runtime and the lists of modules are
/// the same everywhere, clients and servers nearly so.
fn is_of_interest(file: &SourceFile, object: &str) -> bool {
    match file.path.strip_prefix("src/generated/") {
        Some("clients.rs") => object == "security",
        Some("servers.rs") => object == "server",
        Some(path) => !path.ends_with("mod.rs"),
        None => false,
    }
}

/// The names of all fixtures: `accepted/<object>/<feature>` and `rejected/<diagnostic>`.
fn fixtures() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let entries = files.iter().filter(|file| {
        // What stands beside a `main.yaml` belongs to it.
        let depth = file.strip_prefix(&root).unwrap().components().count();
        let deep = if file.starts_with(root.join("accepted")) {
            3
        } else {
            2
        };
        depth == deep || file.file_stem().is_some_and(|stem| stem == "main")
    });
    entries.map(|file| name(file)).collect()
}

fn snapshots() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files
        .iter()
        .filter(|file| {
            file.extension()
                .is_some_and(|extension| extension == "snap")
        })
        .map(|file| segments(file.with_extension("").strip_prefix(&root).unwrap()))
        .collect()
}

/// The path of a fixture in `fixtures/`, without its last extension and `main`.
fn name(fixture: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let root = fs::canonicalize(root).unwrap();
    let fixture = fs::canonicalize(fixture).unwrap().with_extension("");
    let name = segments(fixture.strip_prefix(root).unwrap());
    name.strip_suffix("/main").unwrap_or(&name).to_owned()
}

fn segments(path: &Path) -> String {
    let segments: Vec<_> = path
        .iter()
        .map(|segment| segment.to_str().unwrap())
        .collect();
    segments.join("/")
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
