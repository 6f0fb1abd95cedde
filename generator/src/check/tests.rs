//! One small description for each kind of report: what is said, and where.

use std::collections::BTreeMap;

use super::check;
use crate::diagnostic::{Code, Report, Severity, Sink};
use crate::source::Tree;

/// Checks the files of a description; the first one is the entry.
fn report(files: &[(&str, &str)]) -> Report {
    let reader: BTreeMap<String, String> = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    let mut sink = Sink::new(false);
    let mut tree = Tree::new(&reader);
    let loaded = tree.load(files[0].0, &mut sink);
    let _ = loaded.and_then(|_| check(&mut tree, &mut sink));
    sink.into_report(&tree)
}

/// The problems as `file:line:column code message (help)`.
fn problems(files: &[(&str, &str)]) -> Vec<String> {
    report(files)
        .problems()
        .map(|problem| {
            let help = problem.help.as_deref().map(|help| format!(" ({help})"));
            format!(
                "{}:{}:{} {} {}{}",
                problem.file,
                problem.line,
                problem.column,
                problem.code.name(),
                problem.message,
                help.unwrap_or_default()
            )
        })
        .collect()
}

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";
const HEAD_31: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";

/// The problems of a description whose third line is the first one of `rest`.
fn of(rest: &str) -> Vec<String> {
    problems(&[("api.yaml", &format!("{HEAD}{rest}"))])
}

/// The problems of a schema, which begins on line 6 with six spaces before it.
fn of_schema(head: &str, schema: &str) -> Vec<String> {
    let schema: Vec<String> = schema.lines().map(|line| format!("      {line}")).collect();
    let schema = schema.join("\n");
    let rest = format!("paths: {{}}\ncomponents:\n  schemas:\n    A:\n{schema}\n");
    let found = problems(&[("api.yaml", &format!("{head}{rest}"))]);
    found
        .into_iter()
        .map(|line| line.replace("api.yaml:", ""))
        .collect()
}

#[test]
fn a_correct_description_is_silent() {
    let found = of("
servers: [{url: 'https://{h}', variables: {h: {default: a, enum: [a]}}}]
security: [{Key: []}]
paths:
  /a/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: a
      responses: {'200': {description: OK}, 4XX: {description: no}, default: {$ref: '#/components/responses/E'}}
components:
  responses: {E: {description: error, content: {application/json: {schema: {$ref: '#/components/schemas/E'}}}}}
  schemas: {E: {type: object, properties: {e: {$ref: '#/components/schemas/E'}}, additionalProperties: false}}
  securitySchemes: {Key: {type: apiKey, in: header, name: K}}
");
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn names_the_nearest_keyword() {
    assert_eq!(
        of(
            "paths:\n  /a:\n    get:\n      paramters: []\n      responses: {default: {description: a}}\n"
        ),
        [
            "api.yaml:6:7 unknown-key unknown keyword `paramters` in this Operation Object (did you mean `parameters`?)"
        ]
    );
}

#[test]
fn says_where_a_keyword_belongs() {
    assert_eq!(
        of("paths:\n  /a:\n    responses: {}\n"),
        [
            "api.yaml:5:5 unknown-key unknown keyword `responses` in this Path Item Object (`responses` is a keyword of the Operation Object; is it indented as it is meant?)"
        ]
    );
}

#[test]
fn reports_a_missing_key_once_even_when_it_is_misspelt() {
    assert_eq!(
        of("paths:\n  /a:\n    get:\n      responces: {x: {}}\n    put:\n      summary: s\n"),
        [
            "api.yaml:6:7 missing-key `responses` is missing in this Operation Object (did you mean `responses` by `responces`?)",
            "api.yaml:6:19 status-key `x` is no status code, range of status codes or `default` (write a status such as `\"200\"`, `4XX` or `default`)",
            "api.yaml:7:5 missing-key `responses` is missing in this Operation Object (write, for instance, `responses: {\"200\": {description: OK}}`)",
        ]
    );
}

#[test]
fn reports_wrong_types_with_the_repair() {
    assert_eq!(
        of("paths: []\ntags: {name: a}\n"),
        [
            "api.yaml:3:1 wrong-type `paths` must be an object, not an array (remove the `-` before its keys)",
            "api.yaml:4:1 wrong-type `tags` must be an array, not an object (begin each item with `- `)",
        ]
    );
    assert_eq!(
        problems(&[(
            "api.yaml",
            "openapi: 3.0.3\ninfo: {title: NO, version: 1.10}\npaths: {}\n"
        )]),
        [
            "api.yaml:2:28 wrong-type `version` must be a string, not a number (put it in quotes: `\"1.10\"`)"
        ]
    );
    assert_eq!(
        of_schema(
            HEAD,
            "type: string\nmaxLength: '3'\nnullable: 'yes'\nminLength: -1\nrequired: true"
        ),
        [
            "8:18 wrong-type `maxLength` must be an integer of at least 0, not a string (write `3` without quotes)",
            "9:17 wrong-type `nullable` must be `true` or `false`, not a string (write `true` or `false`, without quotes)",
            "10:18 wrong-type `minLength` must be an integer of at least 0, not `-1`",
            "11:17 wrong-type `required` must be an array of strings, not a boolean (list the names of required properties in the `required` of the object that has them)",
        ]
    );
}

#[test]
fn only_what_says_nothing_for_sure_is_an_error() {
    let severities = |text: &str| {
        let report = report(&[("api.yaml", text)]);
        let found = report.problems().map(|problem| problem.severity);
        found.collect::<Vec<_>>()
    };
    let schemas =
        |schema: &str| format!("{HEAD}paths: {{}}\ncomponents: {{schemas: {{A: {schema}}}}}\n");
    assert_eq!(
        severities("openapi: 3.0.3\ninfo: {version: 1.10, license: MIT}\npaths: {}\n"),
        [Severity::Warning; 3]
    );
    assert_eq!(
        severities(&schemas("{maxLength: '3', required: true}")),
        [Severity::Warning; 2]
    );
    assert_eq!(
        severities(&schemas("{maxLength: three, nullable: 'yes'}")),
        [Severity::Error; 2]
    );
    assert_eq!(
        severities(&schemas("{$ref: '#/components/schemas/B'}")),
        [Severity::Warning]
    );
    assert_eq!(
        severities(&schemas("{$ref: '#/components/schema/B'}")),
        [Severity::Error]
    );
    assert_eq!(
        severities(&schemas("{enum: [a], x-enum-descriptions: [b]}")),
        [Severity::Warning]
    );
    assert_eq!(
        severities(&schemas("{$ref: '#/components/schemas/A/items'}")),
        [Severity::Error]
    );
}

#[test]
fn reports_unknown_words() {
    assert_eq!(
        of("paths:
  /a:
    parameters:
      - {name: a, in: qery, schema: {type: string}}
      - {name: b, in: body, schema: {type: string}}
      - {name: c, in: query, style: matrix, schema: {type: string}}
      - {name: d, in: query, style: from, schema: {type: string}}
"),
        [
            "api.yaml:6:23 unknown-word unknown word `qery` for `in` (did you mean `query`?)",
            "api.yaml:7:23 unknown-word unknown word `body` for `in` (a body is a `requestBody` of the operation since OpenAPI 3.0)",
            "api.yaml:8:37 unknown-word the style `matrix` is not for parameters in `query` (write `form` or `spaceDelimited` or `pipeDelimited` or `deepObject`)",
            "api.yaml:9:37 unknown-word unknown word `from` for `style` (did you mean `form`?)",
        ]
    );
}

#[test]
fn reports_keys_of_paths_and_responses() {
    assert_eq!(
        of(
            "paths:\n  a:\n    get: {responses: {2OO: {description: a}, 4xx: {description: b}, 42: {description: c}, defualt: {description: d}}}\n  /b?c=d: {}\n"
        ),
        [
            "api.yaml:4:3 path-key the path `a` does not begin with `/` (write `/a`)",
            "api.yaml:6:3 tolerated the path `/b?c=d` has a query (describe it with parameters `in: query`)",
        ]
    );
    assert_eq!(
        of(
            "paths:\n  /a:\n    get: {responses: {2OO: {description: a}, 4xx: {description: b}, 42: {description: c}, defualt: {description: d}}}\n"
        ),
        [
            "api.yaml:5:23 status-key `2OO` is no status code, range of status codes or `default` (did you mean `200`?)",
            "api.yaml:5:46 tolerated the range `4xx` is written in small letters (write `4XX`)",
            "api.yaml:5:69 status-key `42` is no status code, range of status codes or `default` (write a status such as `\"200\"`, `4XX` or `default`)",
            "api.yaml:5:91 status-key `defualt` is no status code, range of status codes or `default` (did you mean `default`?)",
        ]
    );
}

#[test]
fn reports_dangling_references_with_what_was_meant() {
    assert_eq!(
        of_schema(
            HEAD,
            "properties:\n  a: {$ref: '#/components/schemas/B'}\n  b: {$ref: '#/definitions/A'}\n  c: {$ref: A}\n  d: {$ref: 5}\n  e: {$ref: '#/components/schemas/A/propertees/a'}\n  f: {$ref: 'https://a.b/c.yaml#/D'}"
        ),
        [
            "8:19 dangling-ref `#/components/schemas/B` leads nowhere: `schemas` has no `B` (define `B` under `components`, `schemas`, or refer to one that is there)",
            "9:19 dangling-ref `#/definitions/A` leads nowhere: `api.yaml` has no `definitions` (did you mean `#/components/schemas/A`?)",
            "10:19 dangling-ref `A` leads nowhere: there is no component or file of this name (did you mean `#/components/schemas/A`?)",
            "11:19 wrong-type `$ref` must be a string, not an integer (put it in quotes: `\"5\"`)",
            "12:19 dangling-ref `#/components/schemas/A/propertees/a` leads nowhere: `A` has no `propertees` (did you mean `#/components/schemas/A/properties/a`?)",
            "13:19 unsupported-ref `https://a.b/c.yaml#/D` leads to another server, which is not read (save a copy beside the description, and refer to that file)",
        ]
    );
}

#[test]
fn reports_references_to_another_kind_of_object() {
    let found = report(&[(
        "api.yaml",
        &format!(
            "{HEAD}paths: {{}}\ncomponents:\n  parameters:\n    P: {{name: a, in: query, schema: {{$ref: '#/components/parameters/P'}}}}\n"
        ),
    )]);
    let problem: Vec<_> = found.problems().collect();
    assert_eq!(problem.len(), 1);
    assert_eq!(problem[0].code, Code::RefKind);
    assert_eq!(
        problem[0].message,
        "`#/components/parameters/P` leads to a Parameter Object, not to a Schema Object"
    );
}

#[test]
fn warns_of_siblings_that_3_0_ignores() {
    let schema = "properties:\n  a: {$ref: '#/components/schemas/A', description: d, nullable: true, x-a: 1, maxLength: 3}";
    assert_eq!(
        of_schema(HEAD, schema),
        [
            "8:85 ignored `maxLength` beside `$ref` has no effect (move the `$ref` into an `allOf` of one item)"
        ]
    );
    assert_eq!(
        of_schema(HEAD_31, &schema.replace("nullable", "readOnly")),
        Vec::<String>::new()
    );
}

#[test]
fn properties_are_properties_and_data_is_data() {
    let schema = "type: object
properties:
  $ref: {type: string}
  type: {type: string}
  items: {$ref: '#/components/schemas/A'}
  properties: {type: object, properties: {in: {type: string}}}
  x-client: {type: string}
example: {$ref: '#/nowhere', type: strng, items: [{$ref: 5}]}
default: {$ref: 1}
enum: [{$ref: '#/nowhere'}, {$ref: 1}]
x-foreign: {$ref: '#/nowhere', minLenght: 1}";
    assert_eq!(of_schema(HEAD, schema), Vec::<String>::new());
}

#[test]
fn tolerates_what_publishers_write() {
    assert_eq!(
        of_schema(
            HEAD,
            "type: strng\nrequired:\nconst: a\nexclusiveMinimum: 3\nformat: int-64\nproperties:\n  a:\n  b: {type: [string, 'null']}\n  c: {type: array}\n  d: true"
        ),
        [
            "7:13 tolerated unknown type `strng` (did you mean `string`?)",
            "8:7 tolerated `required` is null, which means nothing here (leave the key out)",
            "9:7 tolerated `const` is a keyword of OpenAPI 3.1, not of 3.0 (write an `enum` of one value)",
            "10:25 tolerated a number is what OpenAPI 3.1 writes here (write `exclusiveMinimum: true`, and the bound as `minimum`)",
            "11:15 tolerated unknown format `int-64` (did you mean `int64`?)",
            "13:9 tolerated null stands here, read as an empty object (write `{}`, or indent what belongs to it)",
            "14:13 tolerated several types are a feature of OpenAPI 3.1, not of 3.0 (write one `type`, and `nullable: true` for null)",
            "15:19 tolerated an array needs `items` (write `items: {}` if that is meant)",
            "16:12 tolerated a boolean as schema is a feature of OpenAPI 3.1, not of 3.0 (write `{}` for any value)",
        ]
    );
    assert_eq!(
        of_schema(
            HEAD_31,
            "nullable: true\nexclusiveMinimum: true\ntype: string\nenum: [a, null, 1.10, true]"
        ),
        [
            "7:7 tolerated `nullable` is a keyword of OpenAPI 3.0, not of 3.1 (add `\"null\"` to the words of `type`)",
            "8:25 tolerated a boolean is what OpenAPI 3.0 writes here (write the bound as `exclusiveMinimum`, in place of `minimum`)",
            "10:23 tolerated a number, and 1 more, in the `enum` of a `string` (put it in quotes: `\"1.10\"`)",
        ]
    );
}

#[test]
fn tolerates_in_operations_what_publishers_write() {
    assert_eq!(
        of(
            "paths:\n  /a:\n    get:\n      operationId: a\n      responses: {'200': {}}\n    put:\n      operationId: a\n      parameters: [{name: a, in: path, schema: {}}, {name: b, in: query}]\n      responses: {}\n      callbacks: {c: {}}\nsecurity: [{a: null}]\ncomponents: {schemas: {'A b': {}}}\n"
        ),
        [
            "api.yaml:7:19 tolerated `description` is missing in this Response Object (write, for instance, `description: OK`)",
            "api.yaml:9:20 duplicate-operation-id the `operationId` `a` stands at two operations (give each operation an `operationId` of its own)",
            "api.yaml:10:34 tolerated a path parameter is always required (write `required: true`)",
            "api.yaml:10:54 tolerated this Parameter Object has neither `schema` nor `content` (write `schema: {type: string}`)",
            "api.yaml:11:7 tolerated no response is described (write, for instance, `\"200\": {description: OK}`)",
            "api.yaml:12:7 ignored `callbacks` is ignored",
            "api.yaml:13:16 tolerated null stands here, read as an empty array (write `[]`)",
            "api.yaml:14:24 tolerated `A b` is no name of a component (write it with letters, digits, `.`, `_` and `-`)",
        ]
    );
}

#[test]
fn warns_of_keywords_without_effect() {
    assert_eq!(
        of_schema(
            HEAD_31,
            "not: {type: string}\nif: {}\nthen: {minLenght: 1}\nxml: {name: a}\nunevaluatedProperties: false\n$id: a.json\n$dynamicRef: '#a'"
        ),
        [
            "7:7 ignored `not` is ignored",
            "10:7 ignored `xml` is ignored",
            "11:7 ignored `unevaluatedProperties` is ignored",
            "12:12 ignored `$id` is ignored: references stay relative to the file",
            "13:7 unsupported-ref `$dynamicRef` is not followed (write a `$ref` to the schema that is meant)",
        ]
    );
}

#[test]
fn checks_security_schemes() {
    assert_eq!(
        of(
            "paths: {}\ncomponents:\n  securitySchemes:\n    a: {type: apiKey, in: path}\n    b: {type: oauth2, flows: {password: {scopes: {}}}}\n    c: {type: htp}\n"
        ),
        [
            "api.yaml:6:5 missing-key `name` is missing in this Security Scheme Object (write the header, query parameter or cookie: `name: X-Api-Key`)",
            "api.yaml:6:27 unknown-word unknown word `path` for `in` (one of `query`, `header`, `cookie` belongs here)",
            "api.yaml:7:31 tolerated `tokenUrl` is missing in this OAuth Flow Object (write, for instance, `tokenUrl: https://example.com/token`)",
            "api.yaml:8:15 unknown-word unknown word `htp` for `type` (did you mean `http`?)",
        ]
    );
}

#[test]
fn follows_references_into_other_files() {
    let entry = format!(
        "{HEAD}paths: {{$ref: 'paths.yaml'}}\ncomponents:\n  schemas: {{$ref: 'models/all.yaml'}}\n  parameters:\n    P: {{$ref: 'modles/all.yaml#/P'}}\n"
    );
    let paths = "/a:\n  get:\n    description: {$ref: 'text.yaml#/intro'}\n    responses: {'200': {description: a, content: {application/json: {schema: {$ref: 'api.yaml#/components/schemas/Pet'}}}}}\n";
    let models = "Pet:\n  properties:\n    a: {minLenght: 1, $ref: '#/Other/properties/b'}\n    b: {minLenght: 1}\nOther:\n  properties: {b: {$ref: 'models.yaml'}}\n";
    let found = problems(&[
        ("api.yaml", &entry),
        ("paths.yaml", paths),
        ("text.yaml", "intro: 5\n"),
        ("models/all.yaml", models),
    ]);
    assert_eq!(
        found,
        [
            "api.yaml:7:15 dangling-ref `modles/all.yaml#/P` leads to a file that cannot be read: there is no file of this name (did you mean `models/all.yaml#/P`?)",
            "models/all.yaml:3:9 ignored `minLenght` beside `$ref` has no effect (move the `$ref` into an `allOf` of one item)",
            "models/all.yaml:4:9 unknown-key unknown keyword `minLenght` in this Schema Object (did you mean `minLength`?)",
            "models/all.yaml:6:26 dangling-ref `models.yaml` leads to a file that cannot be read: there is no file of this name",
            "text.yaml:1:8 wrong-type `intro` must be a string, not an integer (put it in quotes: `\"5\"`)",
        ]
    );
}

#[test]
fn checks_files_of_paths_and_components_as_a_whole() {
    let entry = format!("{HEAD}paths: {{/a: {{$ref: 'tag.yaml#/paths/~1a'}}}}\n");
    let tag = "paths: {/a: {}, b: {}}\ncomponents: {schemas: {A: {minLenght: 1}}}\ncomponets: {}\n";
    assert_eq!(
        problems(&[("api.yaml", &entry), ("tag.yaml", tag)]),
        [
            "tag.yaml:1:17 path-key the path `b` does not begin with `/` (write `/b`)",
            "tag.yaml:2:28 unknown-key unknown keyword `minLenght` in this Schema Object (did you mean `minLength`?)",
            "tag.yaml:3:1 unknown-key unknown keyword `componets` in this OpenAPI Object",
        ]
    );
}

#[test]
fn follows_anchors_and_mappings_of_discriminators() {
    let files = |target: &str| {
        format!(
            "{HEAD_31}components:\n  schemas:\n    A: {{$ref: 'b.yaml#{target}'}}\n    C: {{oneOf: [{{}}], discriminator: {{propertyName: t, mapping: {{a: A, b: 'b.yaml#/$defs/Two', d: D}}}}}}\n"
        )
    };
    let other = "$defs:\n  One: {$anchor: one, minLenght: 1}\n  Two: {maxLenght: 1}\n";
    assert_eq!(
        problems(&[("api.yaml", &files("one")), ("b.yaml", other)]),
        [
            "api.yaml:6:98 dangling-ref `D` leads nowhere: there is no component or file of this name",
            "b.yaml:2:23 unknown-key unknown keyword `minLenght` in this Schema Object (did you mean `minLength`?)",
            "b.yaml:3:9 unknown-key unknown keyword `maxLenght` in this Schema Object (did you mean `maxLength`?)",
        ]
    );
    let found = problems(&[("api.yaml", &files("two")), ("b.yaml", other)]);
    assert!(
        found[0].contains("no schema has the `$anchor` `two`"),
        "{found:?}"
    );
}

#[test]
fn finds_anchors_in_files_of_any_object() {
    let entry = format!(
        "{HEAD_31}paths: {{/a: {{get: {{parameters: [{{$ref: p.yaml}}], responses: {{default: {{$ref: r.yaml}}}}}}}}}}\ncomponents: {{schemas: {{A: {{$ref: 'bag.yaml#there'}}}}}}\n"
    );
    let files = [
        ("api.yaml", entry.as_str()),
        (
            "p.yaml",
            "name: p\nin: query\nschema: {properties: {a: {$anchor: size, type: integer}, b: {$ref: '#size'}}}\n",
        ),
        (
            "r.yaml",
            "description: R\ncontent: {application/json: {schema: {items: {$ref: '#item'}, $defs: {I: {$anchor: item}}}}}\n",
        ),
        ("bag.yaml", "schemas: {B: {$anchor: there, minLenght: 1}}\n"),
    ];
    assert_eq!(
        problems(&files),
        [
            "bag.yaml:1:31 unknown-key unknown keyword `minLenght` in this Schema Object (did you mean `minLength`?)"
        ]
    );
}

#[test]
fn checks_our_extensions() {
    assert_eq!(
        of("x-rate-limit: {perSecond: 0, perHour: 1}
x-31-min: 1
servers: [{url: /, x-environment: {name: A, loginURL: b}}]
paths:
  /a:
    x-idempotent: true
    get: {x-idempotent: 'yes', x-evidence: {a: b}, x-lifecyle: a, x-anything: 1, responses: {default: {description: a}}}
components:
  schemas:
    A: {type: string, enum: [a], x-known-values: [b], x-enum-descriptions: {a: a, b: b, c: c}, x-lenient: true}
  securitySchemes:
    S: {type: http, scheme: basic, x-client: userClient}
"),
        [
            "api.yaml:3:27 extension `perSecond` must be an integer of at least 1, not `0`",
            "api.yaml:3:30 extension unknown key `perHour` (the keys are `perSecond`, `perMinute`)",
            "api.yaml:4:1 extension `x-31-min` is for the generator's own use (leave it out)",
            "api.yaml:5:45 extension unknown key `loginURL` (did you mean `loginUrl`?)",
            "api.yaml:8:5 extension `x-idempotent` does not belong into the Path Item Object (it belongs into the Operation Object)",
            "api.yaml:9:25 extension `x-idempotent` must be `true` or `false`, not `yes` (write `true` or `false`, without quotes)",
            "api.yaml:9:52 unknown-key unknown extension `x-lifecyle` (did you mean `x-lifecycle`?)",
            "api.yaml:12:89 extension `c` is no value of this schema (describe values of `enum` or `x-known-values`)",
            "api.yaml:12:107 extension `x-lenient` must be `number-or-string` or `one-or-many`, not a boolean",
            "api.yaml:14:46 extension `x-client` must be the name of a type in upper camel case that ends in `Client`, not `userClient`",
        ]
    );
}

#[test]
fn refuses_other_versions() {
    let version = |line: &str| problems(&[("api.yaml", line)]);
    for accepted in ["3.0.0", "3.0.4", "3.1.0", "3.1.17"] {
        let text = format!("openapi: {accepted}\ninfo: {{title: T, version: '1'}}\npaths: {{}}\n");
        assert_eq!(version(&text), Vec::<String>::new());
    }
    assert_eq!(
        version("swagger: '2.0'\n"),
        [
            "api.yaml:1:10 version Swagger 2.0 is not read, only OpenAPI 3.0 and 3.1 (convert the description first, for instance with `npx swagger2openapi FILE`)"
        ]
    );
    assert_eq!(
        version("openapi: 3.0\n"),
        [
            "api.yaml:1:10 version `openapi` must be a string, not a number (write the whole version in quotes: `openapi: \"3.0.0\"`)"
        ]
    );
    assert_eq!(
        version("openapi: 3.2.0\n"),
        [
            "api.yaml:1:10 version OpenAPI `3.2.0` is not read, only 3.0.0 to 3.0.4 and 3.1 (write the description in OpenAPI 3.1, without the keywords that 3.2 added)"
        ]
    );
    assert_eq!(
        version("openapi: 3.0.5\n"),
        [
            "api.yaml:1:10 version OpenAPI `3.0.5` is not read, only 3.0.0 to 3.0.4 and 3.1 (write one of these versions, as in `openapi: \"3.0.3\"`)"
        ]
    );
    assert_eq!(
        version("opnapi: 3.0.3\n"),
        [
            "api.yaml:1:1 version the key `openapi`, which names the version, is missing (did you mean `openapi` by `opnapi`?)"
        ]
    );
    assert!(version("- a\n")[0].contains("must be an object, not an array"));
}

#[test]
fn circles_end() {
    let found = of(
        "paths: {}\ncomponents:\n  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}\n    C: {$ref: '#/components/schemas/A/x'}\n  parameters: {$ref: '#/components/parameters'}\n",
    );
    assert_eq!(
        found,
        ["api.yaml:8:15 dangling-ref `#/components/schemas/A/x` leads in a circle"]
    );
}

#[test]
fn a_broken_file_is_reported_once() {
    let entry = format!("{HEAD}paths: {{/a: {{$ref: 'b.yaml#/x'}}, /b: {{$ref: 'b.yaml#/y'}}}}\n");
    let found = problems(&[("api.yaml", &entry), ("b.yaml", "a: [\n")]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("syntax"), "{found:?}");
}

#[test]
fn the_grammar_knows_what_stands_where() {
    use super::grammar::{ObjectKind, Plain, Shape};
    let root = Shape::Object(ObjectKind::OpenApi);
    let below = |path: &[&str]| path.iter().try_fold(root, |shape, key| shape.child(key));
    let schema = Shape::Object(ObjectKind::Schema);
    assert_eq!(
        below(&[
            "components",
            "schemas",
            "x-a",
            "properties",
            "$ref",
            "items"
        ]),
        Some(schema)
    );
    assert_eq!(
        below(&["components", "schemas", "A", "example", "items"]),
        Some(Shape::Data)
    );
    assert_eq!(
        below(&["paths", "/a", "get", "responses", "4XX"]),
        Some(Shape::Object(ObjectKind::Response))
    );
    assert_eq!(below(&["paths", "/a", "get", "responses", "2OO"]), None);
    assert_eq!(
        below(&["security", "0", "x-key"]),
        Some(Shape::Plain(Plain::Texts))
    );
}
