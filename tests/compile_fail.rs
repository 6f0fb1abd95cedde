//! What the types of the client refuse, and in which words the compiler says so.
//!
//! The words are those of the compiler that CI uses; with another one the cases only have to fail.
//! When they change, run `TRYBUILD=overwrite cargo test -p tests --test compile_fail` and review
//! `git diff tests/compile_fail`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use trybuild::TestCases;

/// Tells the process that [`run_copies`] starts from the one that starts it.
const COPIES: &str = "--copies";

fn main() {
    if env::args().any(|argument| argument == COPIES) {
        TestCases::new().compile_fail(copies().join("*.rs"));
    } else if compiler().starts_with(&format!("rustc {} ", ci_compiler())) {
        TestCases::new().compile_fail("compile_fail/*.rs");
    } else {
        run_copies();
    }
}

/// Runs copies of the cases in a process of its own, so that what this compiler says about them is
/// kept apart.
fn run_copies() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("compile_fail");
    let copies = copies();
    // What an earlier run left there.
    let _ = fs::remove_dir_all(&copies);
    fs::create_dir_all(&copies).unwrap();
    for case in fs::read_dir(root).unwrap() {
        let case = case.unwrap();
        if case
            .path()
            .extension()
            .is_some_and(|extension| extension == "rs")
        {
            fs::copy(case.path(), copies.join(case.file_name())).unwrap();
        }
    }
    let output = Command::new(env::current_exe().unwrap())
        .arg(COPIES)
        .env("TRYBUILD", "overwrite")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}

fn copies() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile_fail")
}

/// `rustc 1.95.0 (…)`
fn compiler() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The version that the workflow names.
fn ci_compiler() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let workflow = fs::read_to_string(root.join(".github/workflows/ci.yml")).unwrap();
    let (_, version) = workflow.split_once("RUSTUP_TOOLCHAIN: ").unwrap();
    version.lines().next().unwrap().to_owned()
}
