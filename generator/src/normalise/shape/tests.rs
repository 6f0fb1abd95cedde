use crate::normalise::tests::{becomes, holds, normalised, place};

#[test]
fn null_among_the_types() {
    becomes("{type: [string, 'null']}", "{type: string, nullable: true}");
    becomes("{type: [string]}", "{type: string}");
    becomes("{type: 'null'}", "{enum: [null], nullable: true}");
    becomes("{type: [integer, number]}", "{type: number}");
    becomes(
        "{type: [string, integer, 'null'], maxLength: 3}",
        "{x-31-type: [string, integer], nullable: true, maxLength: 3}",
    );
}

#[test]
fn null_among_the_branches() {
    becomes(
        "{anyOf: [{type: 'null'}, {type: string}]}",
        "{allOf: [{type: string}], nullable: true}",
    );
    becomes(
        "{oneOf: [{type: string}, {type: 'null'}, {type: integer}]}",
        "{oneOf: [{type: string}, {type: integer}], nullable: true}",
    );
    becomes("{oneOf: [{type: string}]}", "{oneOf: [{type: string}]}");
}

#[test]
fn constants() {
    becomes("{const: a}", "{type: string, enum: [a]}");
    becomes("{type: integer, const: 1}", "{type: integer, enum: [1]}");
    becomes("{const: null}", "{enum: [null], nullable: true}");
    becomes("{const: {a: 1}}", "{x-31-const: {a: 1}}");
}

#[test]
fn exclusive_bounds() {
    becomes(
        "{type: integer, exclusiveMinimum: 0, exclusiveMaximum: 9}",
        "{type: integer, minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: true}",
    );
    becomes(
        "{type: number, minimum: 1, exclusiveMinimum: 0.5, maximum: 3, exclusiveMaximum: 3}",
        "{type: number, minimum: 1, maximum: 3, exclusiveMaximum: true}",
    );
}

#[test]
fn examples_and_binary_content() {
    becomes(
        "{type: string, examples: [a, b]}",
        "{type: string, example: a}",
    );
    becomes(
        "{type: string, contentEncoding: base64}",
        "{type: string, format: byte}",
    );
    becomes(
        "{contentMediaType: application/octet-stream}",
        "{type: string, format: binary}",
    );
    becomes(
        "{type: string, contentMediaType: application/json}",
        "{type: string}",
    );
    becomes(
        "{type: string, contentEncoding: base32}",
        "{type: string, x-31-contentEncoding: base32}",
    );
}

#[test]
fn boolean_schemas() {
    becomes(
        "{type: object, properties: {a: true, b: false, additionalProperties: true}, additionalProperties: false}",
        "{type: object, properties: {a: {}, b: {x-31-never: true}, additionalProperties: {}}, additionalProperties: false}",
    );
}

#[test]
fn keywords_that_3_0_lacks() {
    becomes(
        "{type: object, patternProperties: {'^x': {type: [string, 'null']}}, propertyNames: {maxLength: 2}}",
        "{type: object, x-31-patternProperties: {'^x': {type: string, nullable: true}}, x-31-propertyNames: {maxLength: 2}}",
    );
    becomes(
        "{type: array, prefixItems: [{type: string}], items: false}",
        "{type: array, x-31-prefixItems: [{type: string}], items: {x-31-never: true}}",
    );
}

#[test]
fn moved_nodes_are_found_where_they_were() {
    let (normalised, _) = normalised(&[(
        "a.yaml",
        "
openapi: 3.1.0
info: {title: t, version: '1'}
components:
  schemas:
    A: {type: string}
    B:
      anyOf: [{type: 'null'}, {$ref: '#/components/schemas/A', title: t}]
      examples: [a]
  securitySchemes: {m: {type: mutualTLS}}
",
    )]);
    let at = |pointer: &str| place(&normalised, &format!("/components/schemas/B{pointer}")).1;
    assert_eq!(at("/allOf/0/title"), "/components/schemas/B/anyOf/1/title");
    assert_eq!(at("/allOf/0/allOf/0"), "/components/schemas/B/anyOf/1");
    assert_eq!(at("/example"), "/components/schemas/B/examples/0");
    holds(
        &normalised,
        "/components/securitySchemes/m",
        "{type: http, scheme: mutual, x-31-mutualTLS: true}",
    );
}
