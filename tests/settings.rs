//! What settings make of a description.

use std::collections::BTreeMap;

use generator::settings::{Override, Selector, Settings};
use generator::source::Pointer;
use generator::{Generation, Options, generate, list};
use serde_json::json;

const DESCRIPTION: &str = "\
openapi: 3.0.3
info: {title: Zoo, version: '1'}
paths:
  /animals:
    get:
      operationId: listAnimals
      tags: [animals]
      responses:
        '200':
          description: All
          content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}
  /keepers:
    get:
      operationId: listKeepers
      tags: [keepers]
      responses:
        '200':
          description: All
          content: {application/json: {schema: {$ref: '#/components/schemas/Keeper'}}}
components:
  schemas:
    Animal: {type: object, properties: {name: {$ref: '#/components/schemas/AnimalName'}}}
    AnimalName: {type: string}
    Keeper: {type: object, properties: {age: {type: strng}}}
";

fn run(settings: Settings) -> Generation {
    let files = BTreeMap::from([("zoo.yaml".to_owned(), DESCRIPTION.to_owned())]);
    let options = Options {
        settings,
        ..Options::default()
    };
    generate(&files, "zoo.yaml", &options)
}

/// All generated text.
fn code(settings: Settings) -> String {
    let generation = run(settings);
    let report = generation.report.render();
    let Ok(output) = generation.output else {
        panic!("{report}");
    };
    let generated = output.files.into_iter();
    generated.map(|file| file.text).collect()
}

fn include(selector: &str) -> Settings {
    Settings {
        include: vec![Selector::parse(selector)],
        ..Settings::default()
    }
}

#[test]
fn only_selected_operations_and_what_they_reach_are_generated() {
    for selector in ["tag:animals", "listAnimals", "GET /animals"] {
        let code = code(include(selector));
        assert!(code.contains("pub fn list_animals"), "{selector}");
        assert!(code.contains("pub struct AnimalName"), "{selector}");
        assert!(!code.contains("Keeper"), "{selector}");
        assert!(!code.contains("list_keepers"), "{selector}");
    }
}

#[test]
fn a_selector_of_nothing_is_refused() {
    let generation = run(include("tag:fish"));
    assert!(generation.output.is_err());
    let report = generation.report.render();
    assert!(
        report.contains("error[setting]: no operation is `tag:fish`"),
        "{report}"
    );
    assert!(report.contains("zoo.yaml:3"), "{report}");
}

#[test]
fn overrides_are_merged_before_the_description_is_read() {
    let correction = |at: &str, merge| Settings {
        overrides: vec![Override {
            at: Pointer::parse(at).unwrap(),
            merge,
        }],
        ..Settings::default()
    };
    let age = "/components/schemas/Keeper/properties/age";
    let code = code(correction(age, json!({ "type": "integer" })));
    assert!(code.contains("pub age: Option<i64>"));

    let generation = run(correction(
        "/components/schemas/Keper",
        json!({ "type": "string" }),
    ));
    let report = generation.report.render();
    assert!(
        report.contains("nothing stands at `/components/schemas/Keper`"),
        "{report}"
    );
}

#[test]
fn operations_are_listed() {
    let files = BTreeMap::from([("zoo.yaml".to_owned(), DESCRIPTION.to_owned())]);
    let options = Options {
        settings: include("tag:keepers"),
        ..Options::default()
    };
    let listing = list(&files, "zoo.yaml", &options);
    let operations = listing.operations.unwrap();
    assert_eq!(operations.len(), 1);
    assert_eq!(operations[0].method, "GET");
    assert_eq!(operations[0].path, "/keepers");
    assert_eq!(operations[0].id.as_deref(), Some("listKeepers"));
}
