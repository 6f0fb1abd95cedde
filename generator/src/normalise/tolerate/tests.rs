use crate::normalise::tests::{becomes, entry, holds, normalised};

#[test]
fn words_of_other_languages() {
    becomes("{type: date-time}", "{type: string, format: date-time}");
    becomes("{type: Int64}", "{type: integer, format: int64}");
    becomes("{type: String}", "{type: string}");
    becomes("{type: whatever, maxLength: 1}", "{maxLength: 1}");
}

#[test]
fn keywords_without_effect() {
    becomes(
        "{type: string, minimum: 3, items: {}, required: [a], maxLength: 4.0}",
        "{type: string, maxLength: 4}",
    );
    becomes("{type: boolean, format: bool}", "{type: boolean}");
    becomes("{allOf: [], oneOf: [], enum: []}", "{}");
}

#[test]
fn numbers_of_integers() {
    becomes(
        "{type: integer, minimum: 1.0, maximum: 9.5, multipleOf: 0.5, enum: [1.0, '2']}",
        "{type: integer, minimum: 1, maximum: 9, enum: [1, 2]}",
    );
    becomes(
        "{type: integer, minimum: -1, maximum: 18446744073709552000}",
        "{type: integer, minimum: -1, x-31-maximum: 18446744073709552000}",
    );
    becomes(
        "{type: number, minimum: 1, maximum: .inf}",
        "{type: number, minimum: 1}",
    );
}

#[test]
fn values_say_what_the_type_is() {
    becomes(
        "{enum: [a, null]}",
        "{type: string, enum: [a, null], nullable: true}",
    );
    becomes("{enum: [a, 1]}", "{enum: [a, 1]}");
    becomes(
        "{type: string, enum: [4.1, 4, NO, true]}",
        "{type: string, enum: ['4.1', '4', 'NO', 'true']}",
    );
}

#[test]
fn what_is_missing_or_null() {
    let (normalised, errors) = normalised(&[(
        "a.yaml",
        &entry(
            "
paths:
  /a/{b}:
    get:
      tags: null
      security: [{s: []}]
      parameters:
        - {name: b, in: path}
        - {name: c, in: query, schema: {type: string}, content: {a/b: {}}}
      responses: {'200': {headers: {X-A: null}, content: {a/b: {schema: null}}}}
",
        ),
    )]);
    assert_eq!(errors, Vec::<String>::new());
    holds(
        &normalised,
        "/paths/~1a~1{b}/get",
        "
security: [{s: []}]
parameters:
  - {name: b, in: path, required: true, schema: {type: string}}
  - {name: c, in: query, schema: {type: string}}
responses: {'200': {description: '', headers: {X-A: {schema: {type: string}}}, content: {a/b: {}}}}
",
    );
}

#[test]
fn what_does_not_fit_is_taken_out_and_reported_once() {
    let (normalised, errors) = normalised(&[(
        "a.yaml",
        &entry(
            "
paths: {}
components:
  schemas:
    A: {type: object, required: true, properties: {a: 5, b: {type: string, maxLength: many}}}
",
        ),
    )]);
    // That `required` is no list is a warning.
    assert_eq!(errors.len(), 2, "{errors:#?}");
    holds(
        &normalised,
        "/components/schemas/A",
        "{type: object, properties: {b: {type: string}}}",
    );
}

#[test]
fn values_of_another_type_are_read_as_they_are_meant() {
    becomes(
        "{type: string, title: 1.10, maxLength: '3', nullable: 'true', description: [a]}",
        "{type: string, title: '1.10', maxLength: 3, nullable: true}",
    );
    becomes(
        "{type: number, minimum: '0.5'}",
        "{type: number, minimum: 0.5}",
    );
    becomes(
        "{type: object, required: a}",
        "{type: object, required: [a]}",
    );
    becomes("{type: [string, null]}", "{type: string, nullable: true}");
    becomes(
        "{type: object, discriminator: kind}",
        "{type: object, discriminator: {propertyName: kind}}",
    );
}

#[test]
fn schemas_that_nothing_defines_are_anything() {
    becomes(
        "{items: {$ref: '#/components/schemas/B', nullable: true}}",
        "{items: {nullable: true}}",
    );
    becomes(
        "{oneOf: [{}], discriminator: {propertyName: t, mapping: {a: '#/components/schemas/B', b: B, c: A}}}",
        "{oneOf: [{}], discriminator: {propertyName: t, mapping: {c: '#/components/schemas/A'}}}",
    );
}
