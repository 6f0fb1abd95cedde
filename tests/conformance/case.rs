//! The data of the conformance tests: what stands in a `.cases.toml`, and in `matrix.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::Deserialize;

/// A `.cases.toml`, and the description beside it.
#[derive(Debug)]
pub struct Feature {
    /// `parameter/query_form`
    pub name: String,
    /// The description's folder, and its entry file in there.
    pub folder: PathBuf,
    pub entry: String,
    pub cases: Cases,
}

/// What stands in a `.cases.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cases {
    /// How a client of the server at `url` is made; without it, `Client` is given the URL.
    pub client: Option<String>,
    #[serde(default)]
    pub case: Vec<Case>,
    #[serde(default)]
    pub description: Vec<Description>,
}

/// One case: a call that is made, or a value that is read and written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The name of the test.
    pub name: String,
    /// The cells of `matrix.toml` that it proves.
    pub cells: Vec<String>,
    /// The sentence it rests on: of OpenAPI, of an RFC, or of the project where those are silent.
    pub source: String,
    /// The call: an expression of a request, in which `client` stands.
    pub call: Option<String>,
    /// What is sent: request line, headers but `host` and `user-agent`, and the body. Without it,
    /// nothing may be sent.
    pub request: Option<String>,
    /// What is answered: status, headers, body; `204` without it.
    pub response: Option<String>,
    /// Whether the body of the answer comes byte by byte, each in a chunk of its own.
    #[serde(default)]
    pub bytewise: bool,
    /// The Rust type of a value.
    pub r#type: Option<String>,
    /// What it is read from.
    pub json: Option<String>,
    /// What is written; the same without it.
    pub written: Option<String>,
    /// A part of the error, where it can't be read.
    pub error: Option<String>,
    /// Statements that hold of `answer` (a `Result<Response<_>, Error>`) or of `value`.
    pub holds: Option<String>,
}

/// A description as a whole: what is reported of it, and what it means the same as.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// What it is about.
    pub name: String,
    /// The cells of `matrix.toml` that it proves.
    pub cells: Vec<String>,
    /// The sentence it rests on.
    pub source: String,
    /// The entry file.
    pub text: String,
    /// The name of the entry file; `main.yaml` without it.
    pub entry: Option<String>,
    /// The files beside it.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    /// Every problem that is found, in order: `error cookie-style 5:7`, with `file.yaml:` before
    /// the line where it is not the entry.
    #[serde(default)]
    pub problems: Vec<String>,
    /// Parts of the report.
    #[serde(default)]
    pub says: Vec<String>,
    /// Parts of what is generated.
    #[serde(default)]
    pub generates: Vec<String>,
    /// Another description of which the same is generated, byte for byte.
    pub same: Option<String>,
}

impl Description {
    /// The name of the entry file.
    pub fn entry(&self) -> &str {
        self.entry.as_deref().unwrap_or("main.yaml")
    }

    /// All files by name.
    pub fn all_files(&self) -> BTreeMap<String, String> {
        let mut files = self.files.clone();
        files.insert(self.entry().to_owned(), self.text.clone());
        files
    }
}

/// The folder of the conformance tests.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance")
}

/// All features, by name.
pub fn features() -> io::Result<Vec<Feature>> {
    let mut features = Vec::new();
    for object in sorted(&folder())? {
        if !object.is_dir() {
            continue;
        }
        for path in sorted(&object)? {
            let file = file_name(&path);
            if let Some(stem) = file.strip_suffix(".cases.toml") {
                let name = format!("{}/{stem}", file_name(&object));
                let text = fs::read_to_string(&path)?;
                let cases = toml::from_str(&text)
                    .map_err(|error| io::Error::other(format!("{}: {error}", path.display())))?;
                let (folder, entry) = description(&object, stem);
                features.push(Feature {
                    name,
                    folder,
                    entry,
                    cases,
                });
            }
        }
    }
    Ok(features)
}

/// The description of a feature: a file beside its cases, or `main.yaml` in a folder of its own.
fn description(object: &Path, stem: &str) -> (PathBuf, String) {
    if object.join(stem).is_dir() {
        return (object.join(stem), "main.yaml".to_owned());
    }
    let json = format!("{stem}.json");
    let entry = if object.join(&json).exists() {
        json
    } else {
        format!("{stem}.yaml")
    };
    (object.to_owned(), entry)
}

/// The cells of `matrix.toml`: `parameter/query/form/array`.
pub fn cells() -> io::Result<Vec<String>> {
    let text = fs::read_to_string(folder().join("matrix.toml"))?;
    let matrix: BTreeMap<String, Vec<String>> = toml::from_str(&text).map_err(io::Error::other)?;
    let cells = matrix.iter();
    Ok(cells
        .flat_map(|(object, cells)| cells.iter().map(move |cell| format!("{object}/{cell}")))
        .collect())
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
