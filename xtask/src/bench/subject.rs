//! The descriptions that are measured.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// A description on the disk.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    /// Its file name.
    pub(super) name: String,
    pub(super) path: PathBuf,
}

/// Which descriptions of the corpus a figure is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    /// Large ones, to generate from.
    Generation,
    /// Ones to check the crates of.
    Check,
    /// The one to build optimised.
    Release,
}

/// The descriptions of the corpus, and what they are for.
const CORPUS: &[(&str, &[About])] = &[
    ("stripe.yaml", &[About::Generation, About::Check]),
    ("plaid.yaml", &[About::Generation]),
    ("openai-3.1.yaml", &[About::Generation]),
    (
        "github-progenitor-sample.json",
        &[About::Generation, About::Check],
    ),
    ("nexus-sample.json", &[About::Check, About::Release]),
];

/// How many operations the description has that is made where none is given.
const MADE: usize = 200;

/// The descriptions to measure.
pub(super) enum Subjects {
    /// These, for every figure.
    Given(Vec<Subject>),
    /// Those in a folder that bear the names of the corpus.
    Corpus(PathBuf),
}

impl Subjects {
    /// The files that were given, those of a corpus, or one that is made in `work`.
    ///
    /// # Errors
    /// A description can't be read or written.
    pub(super) fn new(files: &[PathBuf], corpus: Option<&PathBuf>, work: &Path) -> Result<Self> {
        match corpus {
            Some(corpus) if files.is_empty() => Ok(Self::Corpus(corpus.clone())),
            Some(_) | None if files.is_empty() => Ok(Self::Given(vec![Subject::made(MADE, work)?])),
            Some(_) | None => {
                let subjects = files.iter().map(|path| Subject::at(path.clone()));
                Ok(Self::Given(subjects.collect::<Result<_>>()?))
            }
        }
    }

    /// Those that a figure is about.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn about(&self, about: About) -> Result<Vec<Subject>> {
        match self {
            Self::Given(subjects) => Ok(subjects.clone()),
            Self::Corpus(folder) => {
                let wanted = CORPUS
                    .iter()
                    .filter(|(_, figures)| figures.contains(&about));
                let paths = wanted.map(|(name, _)| folder.join(name));
                let there = paths.filter(|path| path.is_file());
                let subjects: Vec<_> = there.map(Subject::at).collect::<Result<_>>()?;
                let folder = folder.display();
                ensure!(
                    !subjects.is_empty(),
                    "{folder} has no description to measure"
                );
                Ok(subjects)
            }
        }
    }
}

impl Subject {
    fn at(path: PathBuf) -> Result<Self> {
        let name = path.file_name().context("a description has a name")?;
        let name = name.to_string_lossy().into_owned();
        Ok(Self { name, path })
    }

    /// How many operations it has.
    ///
    /// # Errors
    /// It stands in no folder.
    pub(super) fn operations(&self) -> Result<usize> {
        let folder = self.path.parent();
        let folder = folder.context("a description stands in a folder")?;
        let reader = generator::cli::files::FolderReader::new(folder, "");
        let listing = generator::list(&reader, &self.name, &generator::Options::default());
        Ok(listing.operations.map_or(0, |operations| operations.len()))
    }

    /// A description that has so many operations, written to `work`.
    ///
    /// # Errors
    /// It can't be written.
    pub(super) fn made(operations: usize, work: &Path) -> Result<Self> {
        let name = format!("made-{operations}.yaml");
        let path = work.join(&name);
        fs::write(&path, description(operations)).with_context(|| path.display().to_string())?;
        Ok(Self { name, path })
    }
}

/// A description of `operations` operations, each with parameters, a body and types of its own, ten
/// to a tag.
fn description(operations: usize) -> String {
    let mut paths = String::new();
    let mut schemas = String::new();
    for index in 0..operations {
        let tag = index / 10;
        // Writing to a string succeeds.
        let _ = write!(
            paths,
            "  /group{tag}/thing{index}/{{thingId}}:
    post:
      tags: [Group {tag}]
      operationId: changeThing{index}
      summary: Changes a thing of kind {index}.
      parameters:
        - {{ name: thingId, in: path, required: true, schema: {{ type: string }} }}
        - {{ name: limit, in: query, schema: {{ type: integer, minimum: 1, maximum: 100 }} }}
        - {{ name: after, in: query, schema: {{ type: string, format: date-time }} }}
      requestBody:
        required: true
        content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Thing{index}' }} }} }}
      responses:
        '200':
          description: The things.
          content:
            application/json:
              schema: {{ type: array, items: {{ $ref: '#/components/schemas/Thing{index}' }} }}
        '404':
          description: There is none.
          content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Problem' }} }} }}
"
        );
        let _ = write!(
            schemas,
            "    Thing{index}:
      description: A thing of kind {index}.
      type: object
      required: [name, state]
      properties:
        name: {{ type: string, minLength: 1, maxLength: 40 }}
        state: {{ type: string, enum: [new, used, lost] }}
        price: {{ type: number }}
        tags: {{ type: array, items: {{ type: string }} }}
        madeAt: {{ type: string, format: date-time }}
        parent: {{ $ref: '#/components/schemas/Thing{}' }}
",
            index / 2,
        );
    }
    format!(
        "openapi: 3.0.3
info: {{ title: Made, version: '1' }}
servers: [{{ url: https://api.example.com }}]
paths:
{paths}components:
  schemas:
    Problem: {{ type: object, properties: {{ message: {{ type: string }} }} }}
{schemas}"
    )
}
