//! The description as one self-contained file, for tools that can't read a tree of files.
//!
//! It is taken once the references are resolved and before anything changes its shape: OpenAPI of
//! the version that its author chose, with its extensions, in its order. What only people see in
//! the files (comments, the style of a scalar) is lost. The components have the names from which
//! the generator makes those of types, so a client made of the bundle is the client made of the
//! files.

mod reference;
mod yaml;

use crate::check;
use crate::diagnostic::{Report, Reported, Sink};
use crate::normalise::{self, Origins};
use crate::source::{Node, Place, Pointer, Reader, Tree};
use crate::thread;

/// What one run produced.
#[derive(Debug)]
pub struct Bundling {
    /// The description, or `Err` when the report holds an error.
    pub bundle: Result<Bundle, Reported>,
    /// Every problem of the run, in the order of the description.
    pub report: Report,
}

/// A description in one piece.
#[derive(Debug)]
pub struct Bundle {
    root: Node,
    origins: Origins,
    files: Vec<String>,
}

/// Puts the description at `entry` together from its files.
///
/// `entry` is a path that `reader` understands; with `deny_warnings`, what has no effect on a
/// client and would be left out (callbacks, links, unknown keys) refuses the description.
pub fn bundle(reader: &dyn Reader, entry: &str, deny_warnings: bool) -> Bundling {
    thread::deep(|| {
        let mut sink = Sink::new(deny_warnings);
        let mut tree = Tree::new(reader);
        let bundle = joined(&mut tree, entry, &mut sink);
        let bundle = sink.verdict().and(bundle);
        Bundling {
            bundle,
            report: sink.into_report(&tree),
        }
    })
}

fn joined(tree: &mut Tree<'_>, entry: &str, sink: &mut Sink) -> Result<Bundle, Reported> {
    tree.load(entry, sink)?;
    check::check(tree, sink)?;
    let (mut root, origins) = normalise::join(tree, sink);
    reference::encode(&mut root);
    let files = tree.files().iter().map(|file| file.path.clone());
    Ok(Bundle {
        root,
        origins,
        files: files.collect(),
    })
}

impl Bundle {
    /// The whole document; every `$ref` in it is `#/components/<kind>/<name>`, as it is written in
    /// a file.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The path of the file that what stands at `pointer` was written in.
    pub fn file(&self, pointer: &Pointer) -> &str {
        let file = match self.origins.place(pointer) {
            Place::Node { file, .. } => file,
            Place::Characters(span) => span.file,
        };
        let file = self.files.get(usize::from(file.0));
        file.map(String::as_str).unwrap_or_default()
    }

    /// The document as YAML that 1.1 and 1.2 read alike; no line is broken for its length.
    pub fn yaml(&self) -> String {
        yaml::document(&self.root)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::tests::Files;

    const ENTRY: &str = "\
openapi: 3.0.3
# A comment.
info: {title: t, version: '1.0'}
externalDocs: {url: https://example.com}
x-tagGroups: [{name: g, tags: [Pets]}]
paths:
  /pets/{id}:
    $ref: 'pets.yaml#/paths/~1pets~1{id}'
";

    const PETS: &str = "\
paths:
  /pets/{id}:
    get:
      operationId: getPet
      x-evidence: {grade: full, sources: [s]}
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}, example: 'NO'}
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}
              example: {name: '010', born: '2024-01-01'}
components:
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string, nullable: true}
        born: {type: string, format: date}
        parent: {$ref: '#/components/schemas/Pet'}
";

    const BUNDLE: &str = "\
openapi: '3.0.3'
info:
  title: t
  version: '1.0'
externalDocs:
  url: https://example.com
x-tagGroups:
  - name: g
    tags:
      - Pets
paths:
  /pets/{id}:
    get:
      operationId: getPet
      x-evidence:
        grade: full
        sources:
          - s
      parameters:
        - name: id
          in: path
          required: true
          schema:
            type: string
          example: 'NO'
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Pet'
              example:
                name: '010'
                born: '2024-01-01'
components:
  schemas:
    Pet:
      type: object
      properties:
        name:
          type: string
          nullable: true
        born:
          type: string
          format: date
        parent:
          $ref: '#/components/schemas/Pet'
";

    #[test]
    fn files_become_one() {
        let files = [("api/a.yaml", ENTRY), ("api/pets.yaml", PETS)];
        let Bundling { bundle, report } = bundle(&Files(&files), "api/a.yaml", true);
        assert_eq!(report.render(), "");
        let joined = bundle.unwrap();
        assert_eq!(joined.yaml(), BUNDLE);
        let file = |pointer| joined.file(&Pointer::parse(pointer).unwrap());
        assert_eq!(file("/info/title"), "api/a.yaml");
        assert_eq!(file("/paths/~1pets~1{id}/get"), "api/pets.yaml");
        assert_eq!(file("/components/schemas/Pet"), "api/pets.yaml");

        let again = super::bundle(&Files(&[("b.yaml", BUNDLE)]), "b.yaml", true);
        assert_eq!(again.bundle.unwrap().yaml(), BUNDLE);
    }

    #[test]
    fn nothing_is_left_out_without_a_word() {
        let entry = ENTRY.replace("externalDocs", "externalDoc");
        let files = [("a.yaml", entry.as_str()), ("pets.yaml", PETS)];
        let Bundling { bundle, report } = bundle(&Files(&files), "a.yaml", true);
        assert!(bundle.is_err());
        assert!(report.render().contains("`externalDoc`"));
    }
}
