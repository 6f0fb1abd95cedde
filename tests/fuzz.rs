//! Whatever a description holds, generating from it ends in code that parses and whose names
//! resolve, or in problems with places.
//!
//! The descriptions are those of `fixtures/`, `conformance/` and `spec/`, changed at random places,
//! as single files and as trees, as 3.0 and as 3.1, as YAML and as JSON. `cargo xtask fuzz` runs more
//! of them; `FUZZ_SEED` repeats a run, and `FUZZ_FROM` names a folder of more descriptions.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;
use std::{env, fs, process, thread};

use fastrand::Rng;
use generator::{Options, generate};
use serde_json::{Value, json};

#[path = "fuzz/mutate.rs"]
mod mutate;
#[path = "fuzz/names.rs"]
mod names;

/// The files of a description, the entry first.
type Files = Vec<(String, Value)>;

/// What a description takes that hangs.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn mutated_descriptions_are_generated_or_refused() {
    let number = |name: &str| env::var(name).ok()?.parse::<u64>().ok();
    let count = number("FUZZ_COUNT").unwrap_or(2_000);
    let first = number("FUZZ_SEED").unwrap_or_else(|| fastrand::u64(..=u64::MAX >> 1));
    println!("FUZZ_SEED={first} FUZZ_COUNT={count}");
    let descriptions = descriptions();
    let watch = watch();
    let under_way = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz.seed");
    let mut wrong = Vec::new();
    let mut generated = 0;
    for seed in first..first + count {
        watch.send(seed).unwrap();
        // For the run that ends without a word, when the stack is exhausted.
        fs::write(&under_way, format!("FUZZ_SEED={seed} FUZZ_COUNT=1")).unwrap();
        let mut rng = Rng::with_seed(seed);
        let texts = mutant(&descriptions, &mut rng);
        match catch_unwind(AssertUnwindSafe(|| run(&texts))) {
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

#[test]
fn no_description_takes_a_name_that_its_files_import() {
    let mut wrong = Vec::new();
    for files in descriptions() {
        let names: Vec<String> = imported(&files).into_iter().flatten().collect();
        // Every operation has each of the names once.
        for shift in 0..names.len() {
            let mut files = files.clone();
            let entry = &mut files[0].1;
            for name in &names {
                entry["components"]["schemas"][name] = json!({ "type": "string", "enum": ["a"] });
            }
            let turned = names.iter().cycle().skip(shift);
            for (operation, name) in operations(entry).into_iter().zip(turned.take(names.len())) {
                operation["operationId"] = json!(name);
            }
            let texts = files.iter();
            let texts: Vec<_> = texts
                .map(|(name, value)| (name.clone(), value.to_string()))
                .collect();
            if let Err(reason) = run(&texts) {
                wrong.push(format!("{}: {reason}", files[0].0));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The names that the files generated from a description import, where it is generated.
fn imported(files: &Files) -> Option<BTreeSet<String>> {
    let texts = files
        .iter()
        .map(|(name, value)| (name.clone(), value.to_string()));
    let texts: BTreeMap<String, String> = texts.collect();
    let output = generate(&texts, &files[0].0, &Options::default())
        .output
        .ok()?;
    let generated = output
        .files
        .iter()
        .filter(|file| file.path.starts_with("src/generated/"));
    let parsed = generated.filter_map(|file| syn::parse_file(&file.text).ok());
    let names = parsed.flat_map(|file| names::imports(&file.items));
    Some(
        names
            .filter(|name| name.starts_with(char::is_uppercase))
            .collect(),
    )
}

/// The operations of a description.
fn operations(entry: &mut Value) -> Vec<&mut Value> {
    let paths = entry.get_mut("paths").and_then(Value::as_object_mut);
    let items = paths.into_iter().flat_map(|paths| paths.values_mut());
    let operations = items
        .filter_map(Value::as_object_mut)
        .flat_map(|item| item.values_mut());
    operations
        .filter(|operation| operation.get("responses").is_some())
        .collect()
}

/// Ends a run that makes no progress.
fn watch() -> Sender<u64> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut under_way = 0;
        loop {
            match receiver.recv_timeout(PATIENCE) {
                Ok(seed) => under_way = seed,
                Err(RecvTimeoutError::Timeout) => {
                    eprintln!("FUZZ_SEED={under_way} FUZZ_COUNT=1: no end after {PATIENCE:?}");
                    process::exit(1);
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    });
    sender
}

/// The texts of a changed description, the entry first.
fn mutant(descriptions: &[Files], rng: &mut Rng) -> Vec<(String, String)> {
    let mut files = rng.choice(descriptions).unwrap().clone();
    if rng.u8(..4) == 0 {
        mutate::split(&mut files);
    }
    if rng.u8(..3) == 0 {
        mutate::version(&mut files, rng);
    }
    for _ in 0..rng.usize(1..4) {
        mutate::values(&mut files, rng);
    }
    let texts = files.iter().map(|(name, value)| {
        let text = if rng.bool() {
            value.to_string()
        } else {
            serde_yaml::to_string(value).unwrap()
        };
        (name.clone(), text)
    });
    let mut texts: Vec<(String, String)> = texts.collect();
    if rng.u8(..5) == 0 {
        let index = rng.usize(..texts.len());
        mutate::text(&mut texts[index].1, rng);
    }
    texts
}

/// Whether the description is generated; `Err` is what is wrong with what came of it.
fn run(texts: &[(String, String)]) -> Result<bool, String> {
    let files: BTreeMap<String, String> = texts.iter().cloned().collect();
    let generation = generate(&files, &texts[0].0, &Options::default());
    let report = &generation.report;
    if let Some(problem) = report.problems().find(|problem| problem.file.is_empty()) {
        return Err(format!("a problem without place: {}", problem.message));
    }
    if report.render().is_empty() && !report.is_empty() {
        return Err("the report shows nothing".to_owned());
    }
    let Ok(output) = &generation.output else {
        return match report.errors() {
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
    if let Some(folder) = env::var_os("FUZZ_FROM") {
        let mut more = Vec::new();
        collect(Path::new(&folder), &mut more);
        more.sort();
        let values = more.iter().filter_map(|path| {
            let value = read(path)?;
            Some(vec![(path.file_name()?.to_str()?.to_owned(), value)])
        });
        descriptions = values.collect();
    }
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
