//! The walls between the parts of the project, as ARCHITECTURE.md describes them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// OpenAPI's objects, each of which is a file in every stage from the IR on.
const OBJECTS: [&str; 6] = [
    "operation",
    "parameter",
    "request_body",
    "response",
    "schema",
    "security",
];

#[test]
fn openapiv3_is_known_to_document_and_lower_only() {
    let allowed = ["document/", "lower/"];
    refuse("generator/src", &allowed, &["openapiv3"]);
}

#[test]
fn tokens_are_known_to_render_and_format_only() {
    let allowed = ["render/", "format.rs", "format/"];
    let words = ["quote!", "quote::", "syn::", "usesyn;", "proc_macro2"];
    refuse("generator/src", &allowed, &words);
}

#[test]
fn the_generator_is_pure_outside_of_its_commands() {
    let allowed = ["cli/", "main.rs"];
    let modules = ["fs", "env", "process", "time", "net", "thread"];
    let mut found = Vec::new();
    for source in sources("generator/src", &allowed) {
        let used = std_modules(&source.code);
        let threads = &*source.path == "thread.rs";
        let impure = modules
            .iter()
            .filter(|module| used.contains(**module) && !(threads && **module == "thread"));
        found.extend(impure.map(|module| format!("{}: std::{module}", source.path)));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn nothing_in_the_generator_loses_the_order() {
    refuse("generator/src", &[], &["HashMap", "HashSet"]);
}

#[test]
fn nothing_panics() {
    let words = [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "todo!(",
        "unimplemented!(",
    ];
    for folder in [
        "generator/src",
        "generator/runtime",
        "generated-client/src",
        "xtask/src",
    ] {
        refuse(folder, &[], &words);
    }
}

#[test]
fn the_runtime_knows_no_api() {
    refuse(
        "generator/runtime",
        &[],
        &["Mediaconnect", "mediaconnect", "generated_client"],
    );
}

#[test]
fn generated_files_allow_nothing_but_deprecated_items() {
    let found: Vec<String> = sources("generated-client/src/generated", &[])
        .into_iter()
        .filter(|source| {
            source
                .code
                .replace("allow(deprecated)", "")
                .contains("allow(")
        })
        .map(|source| source.path)
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn an_object_has_the_same_file_name_in_every_stage() {
    let mut missing = Vec::new();
    for stage in ["ir", "lower", "render"] {
        let folder = root().join("generator/src").join(stage);
        for object in OBJECTS {
            if !folder.join(object).is_dir() && !folder.join(format!("{object}.rs")).is_file() {
                missing.push(format!("generator/src/{stage}/{object}.rs"));
            }
        }
    }
    for object in OBJECTS {
        let fixtures = format!("tests/fixtures/accepted/{object}");
        if !root().join(&fixtures).is_dir() {
            missing.push(fixtures);
        }
    }
    assert!(missing.is_empty(), "missing:\n{}", missing.join("\n"));
}

#[test]
fn numbers_and_order_of_json_stay_the_clients_own() {
    let tree = tree(&[
        "--workspace",
        "--edges",
        "all,features",
        "--invert",
        "serde_json",
    ]);
    for feature in ["arbitrary_precision", "preserve_order"] {
        // It would change what the client decodes, whoever asks for it.
        assert!(
            !tree.contains(feature),
            "serde_json has `{feature}`:\n{tree}"
        );
    }
}

#[test]
fn the_commands_never_link_the_client() {
    let tree = tree(&["--package", "xtask", "--edges", "all"]);
    assert!(tree.contains("generator"), "{tree}");
    assert!(!tree.contains("generated-client"), "{tree}");
}

/// The answer of `cargo tree`, from what the build has downloaded already.
fn tree(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--prefix", "none"])
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    let problem = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{problem}");
    String::from_utf8(output.stdout).unwrap()
}

/// A source file, its path relative to the folder that was asked for.
struct Source {
    path: String,
    /// The code without white space, comments and tests.
    code: String,
}

/// Fails for the files of `folder` that contain one of `words`, those in `allowed` excepted.
#[track_caller]
fn refuse(folder: &str, allowed: &[&str], words: &[&str]) {
    let mut found = Vec::new();
    for source in sources(folder, allowed) {
        let words = words.iter().filter(|word| source.code.contains(**word));
        found.extend(words.map(|word| format!("{folder}/{}: `{word}`", source.path)));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn sources(folder: &str, allowed: &[&str]) -> Vec<Source> {
    let folder = root().join(folder);
    let mut files = Vec::new();
    collect(&folder, &mut files);
    let mut sources = Vec::new();
    for file in files {
        let path = file.strip_prefix(&folder).unwrap();
        let path = path.to_str().unwrap().replace('\\', "/");
        let tests = path == "tests.rs" || path.ends_with("/tests.rs") || path.contains("tests/");
        if tests || allowed.iter().any(|allowed| path.starts_with(allowed)) {
            continue;
        }
        let code = code(&fs::read_to_string(&file).unwrap());
        sources.push(Source { path, code });
    }
    assert!(!sources.is_empty(), "{} has no sources", folder.display());
    sources
}

fn code(text: &str) -> String {
    // Tests stand at the end of a file, or in one of their own.
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let text = text
        .split("#[cfg(test)]\npub(crate) mod tests")
        .next()
        .unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(str::split_whitespace).collect()
}

/// The modules of std that the code names, one by one or in a group.
fn std_modules(code: &str) -> BTreeSet<String> {
    let mut modules = BTreeSet::new();
    for rest in code.split("std::").skip(1) {
        let group = match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap(),
            None => rest,
        };
        for item in group.split(',') {
            let end = item.find(|character: char| !character.is_alphanumeric());
            modules.insert(item[..end.unwrap_or(item.len())].to_owned());
            if !rest.starts_with('{') {
                break;
            }
        }
    }
    modules
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn root() -> PathBuf {
    fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap()
}
