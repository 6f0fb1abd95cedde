//! Whatever a description holds, generating from it ends in code that parses and whose names
//! resolve, or in problems with places.
//!
//! The descriptions are those of `fixtures/`, `conformance/` and `spec/`, changed at random places.
//! `cargo xtask fuzz` runs more of them; `FUZZ_SEED` repeats a run.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use fastrand::Rng;
use generator::{Options, generate};
use serde_json::{Map, Value, json};

#[path = "fuzz/names.rs"]
mod names;

/// The files of a description, the entry first.
type Files = Vec<(String, Value)>;

#[test]
fn mutated_descriptions_are_generated_or_refused() {
    let number = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let count = number("FUZZ_COUNT").unwrap_or(2_000);
    let first = number("FUZZ_SEED").unwrap_or_else(|| fastrand::u64(..=u64::MAX >> 1));
    println!("FUZZ_SEED={first} FUZZ_COUNT={count}");
    let descriptions = descriptions();
    let mut wrong = Vec::new();
    let mut generated = 0;
    for seed in first..first + count {
        let mut rng = Rng::with_seed(seed);
        let mut files = rng.choice(&descriptions).unwrap().clone();
        for _ in 0..rng.usize(1..4) {
            let index = rng.usize(..files.len());
            mutate(&mut files, index, &mut rng);
        }
        match catch_unwind(AssertUnwindSafe(|| run(&files))) {
            Ok(Ok(is_generated)) => generated += u64::from(is_generated),
            Ok(Err(reason)) => wrong.push(format!("FUZZ_SEED={seed}: {reason}")),
            Err(_) => wrong.push(format!("FUZZ_SEED={seed}: panicked")),
        }
        if wrong.len() > 10 {
            break;
        }
    }
    println!("{generated} of {count} generated");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(generated > count / 20, "nearly nothing is generated");
}

/// Whether the description is generated; `Err` is what is wrong with what came of it.
fn run(files: &Files) -> Result<bool, String> {
    let texts: BTreeMap<String, String> = files
        .iter()
        .map(|(name, value)| (name.clone(), value.to_string()))
        .collect();
    let generation = generate(&texts, &files[0].0, &Options::default());
    let Ok(output) = generation.output else {
        let problems = generation.report.errors();
        return match problems {
            0 => Err("it is refused without a reason".to_owned()),
            _ => Ok(false),
        };
    };
    names::check(&output.files)?;
    Ok(true)
}

/// The descriptions to start from.
fn descriptions() -> Vec<Files> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["fixtures/accepted", "conformance"] {
        collect(&root.join(folder), &mut paths);
    }
    paths.sort();
    let single = paths.iter().filter_map(|path| {
        let value = read(path)?;
        let is_entry = value.get("openapi").is_some();
        // A tree is one description, and begins at `main.yaml`.
        let folder = path.parent()?;
        let files = match path.file_stem()?.to_str()? {
            "main" => tree(folder, "main.yaml"),
            _ => vec![(path.file_name()?.to_str()?.to_owned(), value)],
        };
        is_entry.then_some(files)
    });
    let mut descriptions: Vec<Files> = single.collect();
    descriptions.push(tree(&root.join("../spec"), "connect.yaml"));
    descriptions
}

/// The files of a folder, the entry first.
fn tree(folder: &Path, entry: &str) -> Files {
    let mut paths = Vec::new();
    collect(folder, &mut paths);
    paths.sort_by_key(|path| (!path.ends_with(entry), path.clone()));
    let files = paths.iter().filter_map(|path| {
        let name = path.strip_prefix(folder).ok()?.to_str()?.to_owned();
        Some((name, read(path)?))
    });
    files.collect()
}

fn read(path: &Path) -> Option<Value> {
    let extension = path.extension()?.to_str()?;
    ["yaml", "json"].contains(&extension).then_some(())?;
    serde_yaml::from_str(&fs::read_to_string(path).ok()?).ok()
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

/// Changes one value of one file.
fn mutate(files: &mut Files, index: usize, rng: &mut Rng) {
    let donor = any(&files[rng.usize(..files.len())].1, rng).clone();
    let target = place(&mut files[index].1, rng);
    match rng.u8(..9) {
        0 => *target = Value::Null,
        1 => *target = donor,
        2 => *target = hostile(rng),
        3 => {
            if let Value::Object(entries) = target {
                let keys: Vec<String> = entries.keys().cloned().collect();
                if let Some(key) = rng.choice(keys) {
                    entries.remove(&key);
                }
            }
        }
        4 => rename(target, rng),
        5 => {
            let mut deep = std::mem::take(target);
            for _ in 0..rng.usize(1..40) {
                deep = match rng.u8(..3) {
                    0 => json!({ "type": "array", "items": deep }),
                    1 => json!({ "type": "object", "properties": { "a": deep } }),
                    _ => json!({ "allOf": [deep] }),
                };
            }
            *target = deep;
        }
        6 => retype(target, rng),
        7 => {
            let Value::Object(entries) = target else {
                return;
            };
            let words = [
                "$ref",
                "nullable",
                "oneOf",
                "anyOf",
                "allOf",
                "enum",
                "const",
                "default",
                "type",
                "format",
                "items",
                "properties",
                "required",
                "additionalProperties",
                "discriminator",
                "x-sensitive",
                "readOnly",
                "style",
                "explode",
                "in",
                "name",
            ];
            let key = rng.choice(words).unwrap_or_default();
            entries.insert(key.to_owned(), donor);
        }
        _ => {
            if let Value::Array(items) = target {
                items.push(donor);
            } else if let Some(reference) = target.get_mut("$ref") {
                *reference = json!(rng.choice(REFERENCES));
            }
        }
    }
}

const REFERENCES: [&str; 6] = [
    "#",
    "#/paths",
    "#/components/schemas/Missing",
    "../outside.yaml",
    "main.yaml#/components",
    "https://example.com/a.yaml",
];

/// A value somewhere in `root`.
fn place<'v>(root: &'v mut Value, rng: &mut Rng) -> &'v mut Value {
    let children = match root {
        Value::Object(entries) => entries.len(),
        Value::Array(items) => items.len(),
        _ => 0,
    };
    if children == 0 || rng.u8(..8) == 0 {
        return root;
    }
    let index = rng.usize(..children);
    let child = match root {
        Value::Object(entries) => entries.values_mut().nth(index),
        Value::Array(items) => items.get_mut(index),
        _ => None,
    };
    place(child.unwrap(), rng)
}

fn any<'v>(root: &'v Value, rng: &mut Rng) -> &'v Value {
    let children: Vec<&Value> = match root {
        Value::Object(entries) => entries.values().collect(),
        Value::Array(items) => items.iter().collect(),
        _ => Vec::new(),
    };
    match rng.choice(children) {
        Some(child) if rng.u8(..5) > 0 => any(child, rng),
        _ => root,
    }
}

fn rename(target: &mut Value, rng: &mut Rng) {
    let Value::Object(entries) = target else {
        return;
    };
    let index = rng.usize(..entries.len().max(1));
    let name = text(rng);
    let renamed: Map<String, Value> = std::mem::take(entries)
        .into_iter()
        .enumerate()
        .map(|(at, (key, value))| (if at == index { name.clone() } else { key }, value))
        .collect();
    *entries = renamed;
}

fn retype(target: &mut Value, rng: &mut Rng) {
    *target = match target {
        Value::String(_) if rng.bool() => json!(text(rng)),
        Value::Number(_) => json!(target.to_string()),
        Value::Array(items) => json!({ "0": items.first() }),
        Value::Object(entries) => Value::Array(entries.values().cloned().collect()),
        _ => json!([target.clone()]),
    };
}

fn hostile(rng: &mut Rng) -> Value {
    match rng.u8(..7) {
        0 => json!(-1),
        1 => json!(u64::MAX),
        2 => json!(1e300),
        3 => json!(true),
        4 => json!([]),
        5 => json!({}),
        _ => json!(text(rng)),
    }
}

/// Text that must stay text wherever it stands.
fn text(rng: &mut Rng) -> String {
    let texts = [
        "",
        " ",
        "\"",
        "*/ fn main() {} /*",
        "`",
        "{}",
        "\n# A\n```\nlet x;\n```",
        "\u{202e}",
        "self",
        "Self",
        "type",
        "r#fn",
        "a-b",
        "a_b",
        "AB",
        "ab",
        "1",
        "-",
        "é",
        "日本",
        "\\",
        "//!",
        "Option",
        "Vec",
        "String",
        "Error",
        "Client",
        "Unknown",
        "new",
        "send",
        "with",
        "Result",
        "#[x]",
        "$ref",
        "properties",
        "\u{0}",
        "]]",
        "{a",
        "}{",
        "%2F",
        "object",
        "array",
        "string",
    ];
    rng.choice(texts).unwrap_or_default().to_owned()
}
