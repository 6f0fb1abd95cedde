//! A small API with one of everything, built by hand, for the tests of `render` and `format`.

use std::collections::BTreeMap;

use crate::ir::*;
use crate::map::Set;

pub(crate) fn ident(text: &str) -> Ident {
    let case = if text.starts_with(char::is_uppercase) {
        Case::UpperCamel
    } else {
        Case::Snake
    };
    Ident::new(text.trim_start_matches("r#"), case)
}

#[expect(clippy::unnecessary_wraps, reason = "the fields of the IR are options")]
fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

pub(crate) fn field(wire: &str, name: &str, presence: Presence, r#type: TypeRef) -> Field {
    Field {
        wire: wire.to_owned(),
        name: ident(name),
        description: None,
        deprecated: false,
        presence,
        r#type,
        boxed: false,
        sensitive: false,
        lenient: false,
        constant: None,
        read_only: false,
        write_only: false,
        asked_for: false,
        constraints: Constraints::default(),
    }
}

pub(crate) fn schema(name: &str, module: Option<&str>, kind: SchemaKind) -> Schema {
    Schema {
        name: ident(name),
        module: module.map(ident),
        description: text(&format!("What {name} is.")),
        deprecated: false,
        derives: Vec::new(),
        needed: true,
        in_request: true,
        kind,
    }
}

pub(crate) fn parameter(wire: &str, name: &str, location: Location, r#type: TypeRef) -> Parameter {
    Parameter {
        wire: wire.to_owned(),
        name: ident(name),
        description: None,
        deprecated: false,
        required: false,
        positional: false,
        json: false,
        location,
        r#type,
        constraints: Constraints::default(),
    }
}

pub(crate) fn response(variant: &str, status: StatusRange, payload: Payload) -> Response {
    Response {
        variant: ident(variant),
        status,
        description: variant.to_owned(),
        payload,
    }
}

pub(crate) fn operation(id: &str, name: &str, request: &str) -> Operation {
    Operation {
        id: id.to_owned(),
        name: ident(name),
        request: ident(request),
        error: ident(&format!("{request}Error")),
        constant: ident(name).to_constant(),
        summary: None,
        description: None,
        evidence: None,
        deprecated: false,
        method: Method::Get,
        server: None,
        path: format!("/{id}"),
        idempotent: true,
        accept: None,
        parameters: Vec::new(),
        body: None,
        success: Success::One(Payload::Empty),
        errors: Vec::new(),
        security: Vec::new(),
        requirement: None,
    }
}

const QUERY: Location = Location::Query(QueryStyle::DEFAULT);
const PATH: Location = Location::Path {
    style: PathStyle::Simple,
    explode: false,
};
const HEADER: Location = Location::Header { explode: false };

pub(crate) const ORDER: SchemaId = SchemaId(0);
pub(crate) const CODE: SchemaId = SchemaId(1);
pub(crate) const STATUS: SchemaId = SchemaId(2);
pub(crate) const ERROR: SchemaId = SchemaId(3);
pub(crate) const NUMBER: SchemaId = SchemaId(4);
pub(crate) const LINES: SchemaId = SchemaId(5);
pub(crate) const SECRET: SchemaId = SchemaId(6);
pub(crate) const EMPTY: SchemaId = SchemaId(7);
pub(crate) const OLD: SchemaId = SchemaId(8);
pub(crate) const RATE: SchemaId = SchemaId(9);

/// One of everything.
pub(crate) fn api() -> Api {
    Api {
        dependencies: BTreeMap::new(),
        package: "shop-client".to_owned(),
        title: "Shop \"API\"".to_owned(),
        version: "1.2.3".to_owned(),
        description: text("Orders of a shop, see https://example.com.\n\n    GET /orders\n"),
        servers: servers(),
        relative_servers: Vec::new(),
        schemes: schemes(),
        clients: vec![
            client("UserClient", "User", "User_Token"),
            client("ShopClient", "Shop", "Shop_Token"),
        ],
        requirements: vec![
            Requirement {
                name: ident("UserToken"),
                schemes: vec![vec!["User_Token".to_owned()]],
                clients: vec![0],
            },
            Requirement {
                name: ident("AnyToken"),
                schemes: vec![vec!["User_Token".to_owned()], vec!["Shop_Token".to_owned()]],
                clients: vec![0, 1],
            },
        ],
        tags: vec![orders(), r#type()],
        schemas: schemas(),
        headers: headers(),
        rate_limits: vec![RateLimit::PerSecond(100)],
        capabilities: Set::from_iter([
            Capability::Base64,
            Capability::DateTime,
            Capability::Decimal,
            Capability::EpochMillis,
            Capability::Form,
            Capability::Members,
            Capability::Lenient,
            Capability::Page,
            Capability::OAuth,
            Capability::Patch,
            Capability::Pattern,
            Capability::Uuid,
        ]),
    }
}

/// The same with one client for all.
pub(crate) fn single_client_api() -> Api {
    let mut api = api();
    api.clients.clear();
    api.headers.clear();
    api.rate_limits.clear();
    api
}

fn client(name: &str, mode: &str, scheme: &str) -> ClientType {
    ClientType {
        name: ident(name),
        mode: ident(mode),
        schemes: vec![scheme.to_owned()],
    }
}

fn schemes() -> Vec<Scheme> {
    vec![
        Scheme {
            key: "User_Token".to_owned(),
            constant: ident("user_token").to_constant(),
            description: text("A user's token."),
            kind: SchemeKind::OAuth2 {
                authorization_url: text("https://login.example.com/authorize"),
                token_url: None,
                refresh_url: None,
                scopes: vec![("read".to_owned(), "Reads.".to_owned())],
            },
            client: Some(0),
        },
        Scheme {
            key: "Shop_Token".to_owned(),
            constant: ident("shop_token").to_constant(),
            description: None,
            kind: SchemeKind::Bearer,
            client: Some(1),
        },
    ]
}

fn servers() -> Vec<Server> {
    let listed = |wire: &str| Variant {
        name: ident(&wire.to_uppercase()),
        wire: wire.to_owned(),
        description: None,
    };
    let variable = |wire: &str, name: &str, values: &[&str]| ServerVariable {
        wire: wire.to_owned(),
        name: ident(name),
        description: None,
        default: "eu".to_owned(),
        values: (!values.is_empty()).then(|| ServerValues {
            name: ident("RegionalServerRegion"),
            variants: values.iter().map(|value| listed(value)).collect(),
        }),
    };
    vec![
        Server {
            name: ident("Production"),
            description: text("Production"),
            url: "https://api.example.com/v1".to_owned(),
            variables: Vec::new(),
            login_url: text("https://login.example.com"),
        },
        Server {
            name: ident("Regional"),
            description: None,
            url: "https://{region}.example.com/{type}".to_owned(),
            variables: vec![
                variable("region", "region", &["eu", "us"]),
                variable("type", "r#type", &[]),
            ],
            login_url: None,
        },
    ]
}

fn headers() -> Vec<Header> {
    let header = |wire: &str, name: &str, scalar| Header {
        wire: wire.to_owned(),
        name: ident(name),
        description: text("What it says."),
        r#type: TypeRef::Scalar(scalar),
        form: HeaderForm::Simple,
    };
    vec![
        header(
            "X-RateLimit-Remaining",
            "x_rate_limit_remaining",
            Scalar::Int64,
        ),
        header("X-Version", "x_version", Scalar::String),
        header("X-Date", "x_date", Scalar::Date),
    ]
}

#[expect(clippy::too_many_lines, reason = "data")]
fn schemas() -> Vec<Schema> {
    let mut old = schema(
        "Old",
        Some("orders"),
        SchemaKind::Struct(Struct {
            fields: vec![field("id", "id", Presence::Required, TypeRef::Named(CODE))],
            ..Struct::default()
        }),
    );
    old.deprecated = true;
    let mut error = schema(
        "ApiError",
        None,
        SchemaKind::Struct(Struct {
            fields: vec![
                field(
                    "code",
                    "code",
                    Presence::Optional,
                    TypeRef::Scalar(Scalar::String),
                ),
                field("new", "new", Presence::Optional, TypeRef::Any),
            ],
            ..Struct::default()
        }),
    );
    error.in_request = false;
    let mut kind = schema(
        "OldKind",
        None,
        SchemaKind::Enum(Enum {
            variants: vec![Variant {
                name: ident("A"),
                wire: "a".to_owned(),
                description: None,
            }],
        }),
    );
    kind.deprecated = true;
    let mut number = schema(
        "OldNumber",
        None,
        SchemaKind::Newtype(Newtype {
            scalar: Scalar::Int32,
            sensitive: false,
            constraints: Constraints::default(),
        }),
    );
    number.deprecated = true;
    vec![
        schema("Order", Some("orders"), SchemaKind::Struct(order())),
        schema(
            "ProductCode",
            None,
            SchemaKind::Newtype(Newtype {
                scalar: Scalar::String,
                sensitive: false,
                constraints: Constraints {
                    max_length: Some(12),
                    patterns: vec!["^[A-Z]+$".to_owned()],
                    ..Constraints::default()
                },
            }),
        ),
        schema(
            "Status",
            Some("orders"),
            SchemaKind::Enum(Enum {
                variants: vec![
                    Variant {
                        name: ident("Open"),
                        wire: "OPEN".to_owned(),
                        description: text("It's open."),
                    },
                    Variant {
                        name: ident("Closed"),
                        wire: "closed".to_owned(),
                        description: None,
                    },
                ],
            }),
        ),
        error,
        schema(
            "CustomerNumber",
            None,
            SchemaKind::Newtype(Newtype {
                scalar: Scalar::Int64,
                sensitive: false,
                constraints: Constraints::default(),
            }),
        ),
        schema(
            "Lines",
            Some("r#type"),
            SchemaKind::Alias(
                TypeRef::Array(Box::new(TypeRef::Named(CODE))),
                Constraints::default(),
            ),
        ),
        schema(
            "Secret",
            None,
            SchemaKind::Newtype(Newtype {
                scalar: Scalar::String,
                sensitive: true,
                constraints: Constraints::default(),
            }),
        ),
        schema(
            "Nothing",
            Some("r#type"),
            SchemaKind::Struct(Struct {
                fields: Vec::new(),
                ..Struct::default()
            }),
        ),
        old,
        schema(
            "Rate",
            Some("r#type"),
            SchemaKind::Newtype(Newtype {
                scalar: Scalar::Double,
                sensitive: false,
                constraints: Constraints {
                    minimum: Some(Bound {
                        limit: "0.0".to_owned(),
                        exclusive: true,
                    }),
                    maximum: Some(Bound {
                        limit: "1.0".to_owned(),
                        exclusive: false,
                    }),
                    ..Constraints::default()
                },
            }),
        ),
        kind,
        number,
    ]
}

/// An object with every presence, every scalar, and every attribute.
fn rest() -> Additional {
    Additional {
        name: ident("additional_properties"),
        r#type: TypeRef::Any,
        constraints: Constraints::default(),
        keys: None,
    }
}

fn order() -> Struct {
    let scalar = TypeRef::Scalar;
    let mut fields = vec![
        field(
            "productCode",
            "product_code",
            Presence::Required,
            TypeRef::Named(CODE),
        ),
        field("count", "count", Presence::Required, scalar(Scalar::Int64)),
        field("type", "r#type", Presence::Optional, TypeRef::Named(STATUS)),
        field(
            "parent",
            "parent",
            Presence::Optional,
            TypeRef::Named(ORDER),
        ),
        field(
            "secret",
            "secret",
            Presence::Optional,
            TypeRef::Named(SECRET),
        ),
        field(
            "cancelledAt",
            "cancelled_at",
            Presence::Nullable,
            scalar(Scalar::DateTime),
        ),
        field(
            "note",
            "note",
            Presence::OptionalNullable,
            scalar(Scalar::String),
        ),
        field(
            "startTime",
            "start_time",
            Presence::Required,
            scalar(Scalar::EpochMillis),
        ),
        field("day", "day", Presence::Optional, scalar(Scalar::Date)),
        field("key", "key", Presence::Optional, scalar(Scalar::Uuid)),
        field("image", "image", Presence::Optional, scalar(Scalar::Base64)),
        field(
            "rate",
            "rate",
            Presence::OptionalNullable,
            TypeRef::Named(RATE),
        ),
        field(
            "copies",
            "copies",
            Presence::Optional,
            scalar(Scalar::Int32),
        ),
        field("lines", "lines", Presence::Optional, TypeRef::Named(LINES)),
        field(
            "matrix",
            "matrix",
            Presence::Required,
            TypeRef::Array(Box::new(TypeRef::Nullable(Box::new(scalar(Scalar::Float))))),
        ),
        field(
            "labels",
            "labels",
            Presence::Optional,
            TypeRef::Map(Box::new(TypeRef::Named(CODE))),
        ),
        field("old", "old", Presence::Optional, TypeRef::Named(OLD)),
        field(
            "legacy",
            "legacy",
            Presence::Optional,
            scalar(Scalar::Boolean),
        ),
        field("any", "any", Presence::Required, TypeRef::Any),
    ];
    fields[0].description =
        text("The product. At most 12 characters.\n\nSee <b>the list</b> [there].");
    fields[1].lenient = true;
    fields[1].constraints.maximum = Some(Bound {
        limit: "32767".to_owned(),
        exclusive: false,
    });
    fields[1].constraints.minimum = Some(Bound {
        limit: "0".to_owned(),
        exclusive: false,
    });
    fields[3].boxed = true;
    fields[4].sensitive = true;
    fields[6].constraints.max_length = Some(37);
    fields[12].lenient = true;
    fields[14].constraints.min_items = Some(1);
    fields[17].deprecated = true;
    Struct {
        fields,
        additional: Some(rest()),
        ..Struct::default()
    }
}

fn orders() -> Tag {
    let mut list = operation("listOrders", "list_orders", "ListOrders");
    list.summary = text("Lists the orders of a customer.");
    list.evidence = text("Seen in the documentation.");
    list.accept = text("application/json");
    list.security = vec![vec!["User_Token".to_owned()]];
    list.requirement = Some(0);
    list.path = "/orders/{customerNumber}".to_owned();
    list.parameters = vec![
        Parameter {
            required: true,
            positional: true,
            description: text("Whose orders."),
            ..parameter(
                "customerNumber",
                "customer_number",
                PATH,
                TypeRef::Named(NUMBER),
            )
        },
        Parameter {
            deprecated: true,
            ..parameter(
                "status",
                "status",
                QUERY,
                TypeRef::Array(Box::new(TypeRef::Named(STATUS))),
            )
        },
        Parameter {
            required: true,
            ..parameter(
                "X-Trace",
                "x_trace",
                HEADER,
                TypeRef::Scalar(Scalar::String),
            )
        },
    ];
    list.parameters[2].constraints.max_length = Some(10);
    list.success = Success::One(Payload::Json(TypeRef::Array(Box::new(TypeRef::Named(
        ORDER,
    )))));
    list.errors = vec![
        response(
            "BadRequest",
            StatusRange::Code(400),
            Payload::Json(TypeRef::Named(ERROR)),
        ),
        response("NotFound", StatusRange::Code(404), Payload::Empty),
        response("ServerError", StatusRange::Range(5), Payload::Text),
    ];
    let mut create = operation("createOrder", "create_order", "CreateOrder");
    create.method = Method::Post;
    create.idempotent = false;
    create.deprecated = true;
    create.requirement = Some(1);
    create.body = Some(RequestBody {
        description: text("The order."),
        required: true,
        name: ident("CreateOrderBody"),
        contents: vec![json("application/json", ORDER)],
    });
    create.success = Success::ByStatus {
        name: ident("CreateOrderResponse"),
        responses: vec![
            response(
                "Ok",
                StatusRange::Code(200),
                Payload::Json(TypeRef::Named(OLD)),
            ),
            response("Accepted", StatusRange::Code(202), Payload::Empty),
            response("Success", StatusRange::Range(2), Payload::Text),
        ],
    };
    create.errors = vec![response(
        "Default",
        StatusRange::Default,
        Payload::Json(TypeRef::Named(ERROR)),
    )];
    Tag {
        text: "Orders".to_owned(),
        description: text("What customers order."),
        accessor: ident("orders"),
        module: ident("orders"),
        handle: ident("Orders"),
        operations: vec![list, create],
        pages: vec![pay()],
    }
}

fn pay() -> Page {
    let query = Location::Query(QueryStyle::DEFAULT);
    let mut order = parameter("order", "order", query, TypeRef::Named(CODE));
    (order.required, order.positional) = (true, true);
    Page {
        id: "pay".to_owned(),
        name: ident("PayPage"),
        summary: text("Pay an order."),
        description: None,
        evidence: None,
        deprecated: false,
        path: "/pay".to_owned(),
        parameters: vec![order],
        returned: Some(TypeRef::Map(Box::new(TypeRef::Scalar(Scalar::String)))),
    }
}

fn json(media_type: &str, id: SchemaId) -> BodyContent {
    BodyContent {
        variant: ident("Json"),
        media_type: media_type.to_owned(),
        kind: BodyKind::Json(TypeRef::Named(id)),
        constraints: Constraints::default(),
    }
}

fn r#type() -> Tag {
    let mut put = operation("putType", "r#type", "Type");
    put.body = Some(RequestBody {
        description: None,
        required: false,
        name: ident("PutTypeBody"),
        contents: vec![json("application/merge-patch+json", EMPTY)],
    });
    put.success = Success::One(Payload::Text);
    Tag {
        text: "Type".to_owned(),
        description: None,
        accessor: ident("r#type"),
        module: ident("r#type"),
        handle: ident("TypeHandle"),
        operations: vec![put],
        pages: Vec::new(),
    }
}
