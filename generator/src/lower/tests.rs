//! What descriptions become, without the stages before this one.

use openapiv3 as oa;

use super::lower;
use crate::diagnostic::Sink;
use crate::document::Document;
use crate::ir::{
    Api, Location, PathStyle, Payload, Presence, Scalar, SchemaId, SchemaKind, Success, TypeRef,
};
use crate::settings::Decisions;

fn document(text: &str) -> Document {
    let api: oa::OpenAPI = serde_yaml::from_str(text).unwrap();
    let components = api.components.unwrap_or_default();
    let paths = api.paths.paths.into_iter();
    Document {
        info: api.info,
        servers: api.servers,
        tags: api.tags,
        security: api.security,
        paths: paths
            .filter_map(|(path, item)| Some((path, item.into_item()?)))
            .collect(),
        schemas: components.schemas,
        parameters: components.parameters,
        request_bodies: components.request_bodies,
        responses: components.responses,
        headers: components.headers,
        security_schemes: components.security_schemes,
        ..Document::default()
    }
}

/// The IR, or the codes of what was reported.
fn lowered(text: &str) -> Result<Api, Vec<&'static str>> {
    let mut sink = Sink::new(false);
    let api = lower(&document(text), &Decisions::default(), &mut sink);
    api.map_err(|_| {
        sink.diagnostics()
            .iter()
            .map(|diagnostic| diagnostic.code.name())
            .collect()
    })
}

fn with_schemas(schemas: &str) -> String {
    let schemas = schemas.replace('\n', "\n    ");
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    {schemas}\n"
    )
}

fn with_operation(operation: &str) -> String {
    let operation = operation.replace('\n', "\n      ");
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /a/{{id}}:\n    get:\n      {operation}\n"
    )
}

fn kind<'a>(api: &'a Api, name: &str) -> &'a SchemaKind {
    &api.schemas
        .iter()
        .find(|schema| schema.name.as_str() == name)
        .unwrap()
        .kind
}

#[test]
fn the_four_presences() {
    let api = lowered(&with_schemas(
        "A:\n  type: object\n  required: [a, b]\n  properties:\n    a: {type: string}\n    b: {type: string, nullable: true}\n    c: {type: string}\n    d: {type: string, nullable: true}",
    ))
    .unwrap();
    let SchemaKind::Struct(object) = kind(&api, "A") else {
        panic!("no struct")
    };
    let presences: Vec<_> = object.fields.iter().map(|field| field.presence).collect();
    assert_eq!(
        presences,
        [
            Presence::Required,
            Presence::Nullable,
            Presence::Optional,
            Presence::OptionalNullable
        ]
    );
}

#[test]
fn inline_types_are_named_from_where_they_stand() {
    let api = lowered(&with_schemas(
        "Order:\n  type: object\n  properties:\n    lines:\n      type: array\n      items:\n        type: object\n        properties:\n          state: {type: string, enum: [NEW, DONE]}",
    ))
    .unwrap();
    let names: Vec<_> = api
        .schemas
        .iter()
        .map(|schema| schema.name.as_str())
        .collect();
    assert_eq!(names, ["Order", "OrderLinesItem", "OrderLinesItemState"]);
}

#[test]
fn inline_types_may_stand_inside_of_themselves() {
    let parts = [
        "{properties: {b: {type: string}}}",
        "{oneOf: [{type: object, required: [b], properties: {b: {type: string}}}, {type: object, required: [c], properties: {c: {type: string}}}]}",
        "{properties: {more: {type: array, items: {$ref: '#/components/schemas/A'}}}}",
        "{properties: {a: {properties: {d: {type: string}}}}}",
    ];
    for part in parts {
        let a = format!(
            "A:\n  type: object\n  properties:\n    a: {{allOf: [{{$ref: '#/components/schemas/A'}}, {part}]}}"
        );
        assert!(lowered(&with_schemas(&a)).is_ok(), "{part}");
    }
}

#[test]
fn inline_types_that_are_alike_are_one() {
    let api = lowered(&with_schemas(
        "A:\n  type: object\n  properties:\n    one: {type: object, description: One., properties: {x: {type: string, enum: [a, b]}}}\n    two: {type: object, description: Two., properties: {x: {type: string, enum: [a, b]}}}\n    other: {type: object, properties: {x: {type: string, enum: [a, b], description: More.}}}\nB: {type: object, properties: {x: {type: string, enum: [a, b]}}}\nC: {type: object, properties: {x: {type: string, enum: [a, b]}}}",
    ))
    .unwrap();
    let names = |id: &SchemaId| api.schema(*id).name.as_str();
    let aliases: Vec<_> = api
        .schemas
        .iter()
        .filter_map(|schema| match &schema.kind {
            SchemaKind::Alias(TypeRef::Named(id), _) => Some((schema.name.as_str(), names(id))),
            _ => None,
        })
        .collect();
    assert_eq!(
        aliases,
        [
            ("ATwo", "AOne"),
            ("ATwoX", "AOneX"),
            ("AOtherX", "AOneX"),
            ("BX", "AOneX"),
            ("CX", "AOneX"),
        ]
    );
    let docs = |name: &str| {
        let schema = api.schemas.iter().find(|it| it.name.as_str() == name);
        schema.and_then(|schema| schema.description.as_deref())
    };
    assert_eq!((docs("AOne"), docs("ATwo")), (Some("One."), Some("Two.")));
}

#[test]
fn an_all_of_is_merged_and_a_single_one_is_its_part() {
    let api = lowered(&with_schemas(
        "A: {type: object, properties: {a: {type: string}}}\nB:\n  allOf:\n    - $ref: '#/components/schemas/A'\n    - type: object\n      required: [a]\n      properties: {b: {type: integer}}\nC:\n  type: object\n  properties:\n    a: {description: the A, allOf: [{$ref: '#/components/schemas/A'}]}",
    ))
    .unwrap();
    let SchemaKind::Struct(merged) = kind(&api, "B") else {
        panic!("no struct")
    };
    let fields: Vec<_> = merged
        .fields
        .iter()
        .map(|field| (field.wire.as_str(), field.presence))
        .collect();
    assert_eq!(
        fields,
        [("a", Presence::Required), ("b", Presence::Optional)]
    );
    let SchemaKind::Struct(single) = kind(&api, "C") else {
        panic!("no struct")
    };
    assert!(matches!(single.fields[0].r#type, TypeRef::Named(_)));
    assert_eq!(single.fields[0].description.as_deref(), Some("the A"));
}

#[test]
fn of_parts_that_contradict_each_other_the_last_is_taken() {
    let api = lowered(&with_schemas(
        "A:\n  allOf:\n    - {type: object, properties: {a: {type: string}}}\n    - {type: object, properties: {a: {type: integer}}}",
    ));
    let SchemaKind::Struct(object) = kind(&api.unwrap(), "A").clone() else {
        panic!("an object is a struct");
    };
    assert_eq!(object.fields[0].r#type, TypeRef::Scalar(Scalar::Int64));
}

#[test]
fn a_type_that_holds_itself_is_boxed() {
    let api = lowered(&with_schemas(
        "A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}\nB: {type: object, properties: {a: {$ref: '#/components/schemas/A'}, list: {type: array, items: {$ref: '#/components/schemas/B'}}}}\nC: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}",
    ))
    .unwrap();
    let boxed = |name: &str| match kind(&api, name) {
        SchemaKind::Struct(object) => object
            .fields
            .iter()
            .map(|field| field.boxed)
            .collect::<Vec<_>>(),
        _ => Vec::new(),
    };
    assert_eq!(
        (boxed("A"), boxed("B"), boxed("C")),
        (vec![true], vec![true, false], vec![false])
    );
}

#[test]
fn parameters_stand_in_the_order_of_the_template_and_at_most_four_are_arguments() {
    let api = lowered(&with_operation(
        "operationId: getA\nparameters:\n  - {name: q, in: query, required: true, schema: {type: string}}\n  - {name: id, in: path, required: true, schema: {type: integer}}\nresponses:\n  '200': {description: OK, content: {application/json: {schema: {type: array, items: {type: string}}}}}\n  4XX: {description: no}",
    ))
    .unwrap();
    let operation = api.operations().next().unwrap();
    let names: Vec<_> = operation
        .parameters
        .iter()
        .map(|parameter| parameter.name.as_str())
        .collect();
    assert_eq!(names, ["id", "q"]);
    assert!(
        operation
            .parameters
            .iter()
            .all(|parameter| parameter.positional)
    );
    assert!(matches!(
        operation.parameters[0].location,
        Location::Path {
            style: PathStyle::Simple,
            explode: false
        }
    ));
    assert!(matches!(
        &operation.success,
        Success::One(Payload::Json(TypeRef::Array(_)))
    ));
    assert_eq!(operation.errors[0].variant.as_str(), "ClientError");
}

#[test]
fn a_template_and_its_parameters_agree() {
    let api = lowered(&with_operation(
        "parameters:\n  - {name: other, in: path, required: true, schema: {type: integer}}\nresponses: {'204': {description: a}}",
    ))
    .unwrap();
    let parameters = &api.operations().next().unwrap().parameters;
    let parameters = parameters.iter().map(|it| (it.wire.as_str(), &it.r#type));
    let expected = ("id", &TypeRef::Scalar(Scalar::String));
    assert!(parameters.eq([expected]));
}

#[test]
fn everything_that_is_not_supported_is_reported_in_one_run() {
    let refused = lowered(&with_operation(
        "parameters:\n  - {name: id, in: path, required: true, content: {text/plain: {}, application/json: {}}}\n  - {name: c, in: cookie, schema: {type: array, items: {type: string}}}\nresponses: {'204': {description: a}}",
    ));
    assert_eq!(refused.unwrap_err(), ["unsupported", "cookie-style"]);
}

#[test]
fn unions_that_double_at_each_level_end() {
    let levels = (0..18).map(|level| {
        let next = format!("$ref: '#/components/schemas/S{}'", level + 1);
        let branch =
            |name: &str| format!("allOf: [{{{next}}}, {{properties: {{{name}{level}: {{}}}}}}]");
        format!(
            "S{level}: {{oneOf: [{{{}}}, {{{}}}]}}\n",
            branch("a"),
            branch("b")
        )
    });
    let schemas = levels.collect::<String>() + "S18: {type: object}";
    assert!(lowered(&with_schemas(&schemas)).is_ok());
}

#[test]
fn schemas_extend_each_other_in_rows_of_bounded_length() {
    let row = |length: usize| {
        let schema = |index| {
            let below = index + 1;
            format!("S{index}: {{allOf: [{{$ref: '#/components/schemas/S{below}'}}]}}\n")
        };
        let row: String = (0..length).map(schema).collect();
        lowered(&with_schemas(&format!("{row}S{length}: {{type: object}}")))
    };
    assert!(row(100).is_ok());
    assert_eq!(row(3_000).unwrap_err(), ["unsupported"]);
}
