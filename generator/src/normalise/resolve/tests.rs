use crate::normalise::tests::{entry, holds, names, normalised, place};

#[test]
fn one_target_by_different_spellings_is_one_component() {
    let (normalised, errors) = normalised(&[
        (
            "api/a.yaml",
            &entry(
                "
paths: {}
components:
  schemas:
    A: {type: object, properties: {p: {$ref: 'models/pet.yaml'}, q: {$ref: './models/../models/pet.yaml#'}}}
    B: {$ref: 'models/all.yaml#/Cat'}
    C: {type: array, items: {$ref: 'models/all.yaml#/C%61t'}}
",
            ),
        ),
        ("api/models/pet.yaml", "type: object\nproperties: {cat: {$ref: 'all.yaml#/Cat'}}\n"),
        ("api/models/all.yaml", "Cat: {type: object, properties: {a: {$ref: '../a.yaml#/components/schemas/A'}}}\n"),
    ]);
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(names(&normalised, "schemas"), ["A", "B", "C", "pet"]);
    holds(
        &normalised,
        "/components/schemas",
        "
A: {type: object, properties: {p: {$ref: '#/components/schemas/pet'}, q: {$ref: '#/components/schemas/pet'}}}
B: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}
C: {type: array, items: {$ref: '#/components/schemas/B'}}
pet: {type: object, properties: {cat: {$ref: '#/components/schemas/B'}}}
",
    );
    assert_eq!(
        place(&normalised, "/components/schemas/B/type"),
        (2, "/Cat/type".to_owned())
    );
    assert_eq!(
        place(&normalised, "/components/schemas/pet/type"),
        (1, "/type".to_owned())
    );
    assert_eq!(
        place(&normalised, "/components/schemas/A/type"),
        (0, "/components/schemas/A/type".to_owned())
    );
}

#[test]
fn deep_and_arbitrary_targets_are_hoisted() {
    let (normalised, errors) = normalised(&[
        (
            "a.yaml",
            &entry(
                "
paths:
  /x:
    get:
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/A/properties/b'}}}}
        '404': {$ref: 'b.yaml#/responses/none'}
components:
  schemas:
    A: {type: object, properties: {b: {type: object, properties: {c: {$ref: 'b.yaml#/definitions/A'}}}}}
",
            ),
        ),
        (
            "b.yaml",
            "
responses: {none: {description: none, headers: {X-A: {$ref: '#/headers/X-A'}}}}
headers: {X-A: {schema: {type: string}}}
definitions: {A: {type: string}}
",
        ),
    ]);
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(names(&normalised, "schemas"), ["A", "A_b", "A_b_2"]);
}

#[test]
fn components_that_only_refer_give_their_name_away() {
    let (normalised, errors) = normalised(&[
        (
            "a.yaml",
            &entry(
                "
paths: {$ref: 'paths.yaml'}
components:
  schemas: {$ref: 'schemas.yaml#/all'}
",
            ),
        ),
        (
            "paths.yaml",
            "/x: {get: {responses: {'200': {description: '', content: {a/b: {schema: {$ref: 'pet.yaml'}}}}}}}\n",
        ),
        (
            "schemas.yaml",
            "all: {Alias: {$ref: 'a.yaml#/components/schemas/Pet'}, Pet: {$ref: 'pet.yaml'}}\n",
        ),
        ("pet.yaml", "{type: object, properties: {p: {$ref: '#'}}}\n"),
    ]);
    assert_eq!(errors, Vec::<String>::new());
    holds(
        &normalised,
        "/components/schemas",
        "
Alias: {$ref: '#/components/schemas/Pet'}
Pet: {type: object, properties: {p: {$ref: '#/components/schemas/Pet'}}}
",
    );
}

#[test]
fn references_in_circles() {
    let (normalised, errors) = normalised(&[
        (
            "a.yaml",
            &entry(
                "
paths: {}
components:
  schemas:
    Tree: {type: object, properties: {children: {type: array, items: {$ref: 'b.yaml'}}}}
    One: {$ref: '#/components/schemas/Two'}
    Two: {$ref: '#/components/schemas/One'}
    User: {type: object, properties: {a: {$ref: '#/components/schemas/One'}}}
",
            ),
        ),
        (
            "b.yaml",
            "allOf: [{$ref: 'a.yaml#/components/schemas/Tree'}]\n",
        ),
    ]);
    assert_eq!(
        errors,
        [
            "error[dangling-ref]: `#/components/schemas/Two` leads back to itself and never to an object"
        ]
    );
    holds(
        &normalised,
        "/components/schemas/Tree/properties/children/items",
        "$ref: '#/components/schemas/b'",
    );
    holds(
        &normalised,
        "/components/schemas/b",
        "allOf: [{$ref: '#/components/schemas/Tree'}]",
    );
}

#[test]
fn path_items_and_operations_are_put_in_place() {
    let (normalised, errors) = normalised(&[
        (
            "a.yaml",
            &entry(
                "
paths:
  /a: {$ref: 'b.yaml#/paths/~1a', summary: mine}
  /b: {get: {$ref: 'c.yaml'}}
tags: [{name: t, description: {$ref: 'd.yaml#/text'}}]
",
            ),
        ),
        (
            "b.yaml",
            "paths: {/a: {summary: theirs, get: {parameters: [{$ref: '#/p'}], responses: {'204': {description: ''}}}}}\np: {name: p, in: query, schema: {type: string}}\n",
        ),
        (
            "c.yaml",
            "responses: {default: {$ref: 'd.yaml#/response'}}\n",
        ),
        ("d.yaml", "text: Long text.\nresponse: {description: all}\n"),
    ]);
    assert_eq!(errors, Vec::<String>::new());
    holds(
        &normalised,
        "/paths",
        "
/a: {summary: mine, get: {parameters: [{$ref: '#/components/parameters/p'}], responses: {'204': {description: ''}}}}
/b: {get: {responses: {default: {$ref: '#/components/responses/response'}}}}
",
    );
    holds(&normalised, "/tags", "[{name: t, description: Long text.}]");
    assert_eq!(
        place(&normalised, "/paths/~1a/get"),
        (1, "/paths/~1a/get".to_owned())
    );
    assert_eq!(
        place(&normalised, "/paths/~1a/summary"),
        (0, "/paths/~1a/summary".to_owned())
    );
    assert_eq!(
        place(&normalised, "/paths/~1b/get/responses"),
        (2, "/responses".to_owned())
    );
}

#[test]
fn siblings_that_count_are_kept_beside_an_all_of() {
    let (normalised, errors) = normalised(&[(
        "a.yaml",
        &entry(
            "
paths: {}
components:
  schemas:
    A: {type: string}
    B:
      type: object
      properties:
        plain: {$ref: '#/components/schemas/A', type: integer, nullable: false}
        kept: {$ref: '#/components/schemas/A', description: d, nullable: true, x-sensitive: true}
  responses:
    C: {$ref: '#/components/responses/D', description: other}
    D: {description: d}
",
        ),
    )]);
    assert_eq!(errors, Vec::<String>::new());
    holds(
        &normalised,
        "/components/schemas/B/properties",
        "
plain: {$ref: '#/components/schemas/A'}
kept: {allOf: [{$ref: '#/components/schemas/A'}], description: d, nullable: true, x-sensitive: true}
",
    );
    holds(
        &normalised,
        "/components/responses/C",
        "$ref: '#/components/responses/D'",
    );
    let kept = "/components/schemas/B/properties/kept";
    assert_eq!(
        place(&normalised, &format!("{kept}/allOf/0")),
        (0, kept.to_owned())
    );
}

#[test]
fn in_3_1_a_ref_is_a_keyword_like_any_other() {
    let (normalised, errors) = normalised(&[(
        "a.yaml",
        "
openapi: 3.1.0
info: {title: t, version: '1'}
components:
  schemas:
    A: {$id: a, $anchor: here, type: object}
    B: {$ref: '#here', required: [x], allOf: [{$ref: '#/components/schemas/B/$defs/c', title: c}]
      , $defs: {c: {type: object}}}
  pathItems:
    unused: {get: {responses: {'200': {$ref: '#/components/responses/none'}}}}
",
    )]);
    assert_eq!(
        errors,
        [
            "error[dangling-ref]: `#/components/responses/none` leads nowhere: `components` has no `responses`"
        ]
    );
    holds(
        &normalised,
        "/components/schemas/B",
        "
allOf: [{$ref: '#/components/schemas/A'}, {allOf: [{$ref: '#/components/schemas/c'}], title: c}]
required: [x]
",
    );
    let part = "/components/schemas/B/allOf";
    assert_eq!(
        place(&normalised, &format!("{part}/1")),
        (0, format!("{part}/0"))
    );
    assert_eq!(
        place(&normalised, &format!("{part}/1/allOf/0")),
        (0, format!("{part}/0"))
    );
}

#[test]
fn properties_and_data_are_not_references() {
    let schemas = "
A:
  type: object
  properties: {$ref: {type: string}, type: {type: string}, items: {type: array, items: {}}}
  example: {$ref: '#/nowhere'}
  default: {$ref: 5}
  enum: [{$ref: a.yaml}]
  x-data: {$ref: none.yaml}
";
    let indented = schemas.replace('\n', "\n    ");
    let (normalised, errors) = normalised(&[(
        "a.yaml",
        &entry(&format!("paths: {{}}\ncomponents:\n  schemas:{indented}\n")),
    )]);
    assert_eq!(errors, Vec::<String>::new());
    holds(&normalised, "/components/schemas", schemas);
}

#[test]
fn mappings_lead_to_components() {
    let (normalised, errors) = normalised(&[
        (
            "a.yaml",
            &entry(
                "
paths: {}
components:
  schemas:
    Pet:
      oneOf: [{$ref: '#/components/schemas/Dog'}, {$ref: 'b.yaml#/components/schemas/Dog'}, {$ref: 'b.yaml#/components/schemas/Cat'}]
      discriminator: {propertyName: kind, mapping: {d: Dog, hound: 'b.yaml#/components/schemas/Dog'}}
    Implied:
      oneOf: [{$ref: 'b.yaml#/components/schemas/Dog'}, {$ref: 'b.yaml#/components/schemas/Cat'}]
      discriminator: {propertyName: kind}
    Dog: {type: object}
",
            ),
        ),
        (
            "b.yaml",
            "components: {schemas: {Dog: {type: object}, Cat: {type: object}}}\n",
        ),
    ]);
    assert_eq!(errors, Vec::<String>::new());
    holds(
        &normalised,
        "/components/schemas/Pet/discriminator/mapping",
        "{d: '#/components/schemas/Dog', hound: '#/components/schemas/Dog_b'}",
    );
    holds(
        &normalised,
        "/components/schemas/Implied/discriminator/mapping",
        "Dog: '#/components/schemas/Dog_b'",
    );
}

#[test]
fn what_was_reported_is_not_reported_again() {
    let (normalised, errors) = normalised(&[
        (
            "a.yaml",
            &entry(
                "
paths:
  /a: {$ref: 'none.yaml'}
  /b: {get: {responses: {'200': {$ref: 'broken.yaml#/a'}, '201': {$ref: '#/components/schemas/A'}}}}
components: {schemas: {A: {type: object, properties: {p: {$ref: 'https://example.org/a'}, q: {$ref: 5}}}}}
",
            ),
        ),
        ("broken.yaml", "a: [\n"),
    ]);
    assert_eq!(errors.len(), 5, "{errors:#?}");
    holds(&normalised, "/components/schemas/A/properties/q", "$ref: 5");
}

#[test]
fn a_few_files_cannot_ask_for_more_than_there_is() {
    let layers: Vec<String> = (0..26)
        .map(|layer| {
            let next = format!(
                "{{type: object, properties: {{$ref: '#/maps/m{}'}}}}",
                layer + 1
            );
            format!("  m{layer}: {{a: {next}, b: {next}}}\n")
        })
        .collect();
    let maps = format!("maps:\n{}  m26: {{}}\n", layers.concat());
    let files = [
        (
            "a.yaml",
            entry(
                "paths: {}\ncomponents: {schemas: {A: {properties: {$ref: 'b.yaml#/maps/m0'}}}}\n",
            ),
        ),
        ("b.yaml", maps),
    ];
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .collect();
    let (_, errors) = normalised(&files);
    assert!(
        errors[0].contains("more than can be put in its place"),
        "{}",
        errors[0]
    );
}

#[test]
fn deep_trees_need_little_stack() {
    let deep = |levels: usize, leaf: &str| {
        format!(
            "{}{leaf}{}",
            "{properties: {a: ".repeat(levels),
            "}}".repeat(levels)
        )
    };
    let (normalised, errors) = normalised(&[
        (
            "a.yaml",
            &entry(&format!(
                "paths: {{}}\ncomponents: {{schemas: {{A: {}}}}}\n",
                deep(60, "{properties: {$ref: 'b.yaml#/properties'}}")
            )),
        ),
        ("b.yaml", &deep(60, "{type: string}")),
    ]);
    assert_eq!(errors, Vec::<String>::new());
    let pointer = format!("/components/schemas/A{}", "/properties/a".repeat(120));
    holds(&normalised, &pointer, "type: string");
    let document = crate::document::read(normalised, &mut crate::diagnostic::Sink::new(false));
    assert_eq!(document.unwrap().schemas.len(), 1);
}

#[test]
fn references_in_a_long_row() {
    let reference = |index: usize| {
        let next = index + 1;
        format!("    S{index}: {{$ref: '#/components/schemas/S{next}'}}\n")
    };
    let row: String = (0..3_000).map(reference).collect();
    let schemas =
        format!("\npaths: {{}}\ncomponents:\n  schemas:\n{row}    S3000: {{type: string}}\n");
    let (normalised, errors) = normalised(&[("a.yaml", &entry(&schemas))]);
    assert_eq!(errors, Vec::<String>::new());
    holds(
        &normalised,
        "/components/schemas/S0",
        "{$ref: '#/components/schemas/S3000'}",
    );
}
