use openapiv3::{ReferenceOr, SchemaKind, StatusCode, Type};

use super::*;
use crate::check;
use crate::normalise::normalise;
use crate::normalise::tests::{Files, entry};
use crate::source::Tree;

/// The typed description in one file, and the report about it.
fn document(text: &str) -> (Document, String) {
    let files = [("a.yaml", text)];
    let reader = Files(&files);
    let mut tree = Tree::new(&reader);
    let mut sink = Sink::new(false);
    tree.load("a.yaml", &mut sink).unwrap();
    check::check(&mut tree, &mut sink).unwrap();
    let normalised = normalise(&tree, &mut sink).unwrap();
    let document = read(normalised, &mut sink).unwrap();
    (document, sink.into_report(&tree).render())
}

#[test]
fn everything_has_its_type_and_its_order() {
    let (document, report) = document(&entry(
        "
servers: [{url: 'https://example.org'}]
tags: [{name: b}, {name: a}]
security: []
x-tagGroups: [{name: g, tags: [a, b]}]
paths:
  /z: {parameters: [{$ref: '#/components/parameters/p'}], get: {responses: {404: {description: none}, 2XX: {description: ok}}}}
  /a: {delete: {responses: {default: {$ref: '#/components/responses/r'}}}}
components:
  schemas: {B: {type: string}, A: {type: array, items: {$ref: '#/components/schemas/B'}}}
  parameters: {p: {name: p, in: query, schema: {type: integer, maximum: 18446744073709552000}}}
  responses: {r: {description: r}}
  securitySchemes: {s: {type: http, scheme: bearer, x-client: UserClient}}
",
    ));
    assert_eq!(report, "");
    assert_eq!(document.info.title, "t");
    assert_eq!(document.servers[0].url, "https://example.org");
    assert_eq!(document.tags[1].name, "a");
    assert_eq!(document.security, Some(Vec::new()));
    assert_eq!(
        document.extensions["x-tagGroups"],
        serde_json::json!([{"name": "g", "tags": ["a", "b"]}])
    );
    assert_eq!(document.paths.keys().collect::<Vec<_>>(), ["/z", "/a"]);
    assert_eq!(document.schemas.keys().collect::<Vec<_>>(), ["B", "A"]);
    let get = document.paths["/z"].get.as_ref().unwrap();
    let statuses: Vec<_> = get.responses.responses.keys().collect();
    assert_eq!(statuses, [&StatusCode::Code(404), &StatusCode::Range(2)]);
    let ReferenceOr::Item(parameter) = &document.parameters["p"] else {
        panic!("a parameter")
    };
    let openapiv3::ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema)) =
        &parameter.parameter_data_ref().format
    else {
        panic!("a schema")
    };
    assert!(matches!(
        schema.schema_kind,
        SchemaKind::Type(Type::Integer(_))
    ));
    assert_eq!(
        schema.schema_data.extensions["x-31-maximum"],
        serde_json::json!(18_446_744_073_709_552_000_f64)
    );
}

#[test]
fn a_broken_part_is_reported_once_and_takes_nothing_with_it() {
    let (document, report) = document(&entry(
        "
paths:
  /a:
    get: {parameters: [{in: query, schema: {type: string}}], responses: {}}
    put: {responses: {'200': {$ref: '#/components/responses/r'}}}
components:
  schemas:
    A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}
    B: {type: string}
  responses:
    r: {description: r, content: {a/b: {schema: {$ref: '#/components/schemas/A'}}}}
  parameters:
    p: {name: p, in: nowhere, schema: {type: string}}
",
    ));
    assert_eq!(report.matches("error[").count(), 2, "{report}");
    assert!(document.paths["/a"].get.is_none());
    assert!(document.paths["/a"].put.is_some());
    assert_eq!(
        document.broken.iter().collect::<Vec<_>>(),
        ["#/components/parameters/p"]
    );
    assert_eq!(document.schemas.len(), 2);
}

#[test]
fn what_is_to_blame_is_found_at_any_depth() {
    // Twice the time for each level would be no end.
    let levels = 40;
    let (open, close) = ("{items: {oneOf: [".repeat(levels), "]}}".repeat(levels));
    let text =
        format!("components:\n  schemas:\n    Deep: {{prefixItems: {open}[{{}}], {{}}{close}}}\n");
    let (_, report) = document(&entry(&text));
    assert!(report.contains("`prefixItems`"), "{report}");
}

#[test]
fn the_smallest_node_is_blamed() {
    let value: serde_yaml::Value = serde_yaml::from_str(
        "
parameters:
  - {name: p, in: query, schema: {type: object, properties: {a: {type: string, maxLength: -1}}}}
  - {name: p, in: query, style: tricky, schema: {}}
responses: {}
",
    )
    .unwrap();
    let refusals = refusal::refusals(ObjectKind::Operation, &value, &At::root());
    let blamed: Vec<_> = refusals.iter().map(|it| it.culprit.as_str()).collect();
    assert_eq!(
        blamed,
        [
            "/parameters/0/schema/properties/a/maxLength",
            "/parameters/1/style"
        ]
    );
    assert_eq!(
        refusals[0].message,
        "`maxLength` cannot have this value: invalid value: integer `-1`, expected an integer of at least 0"
    );
}
