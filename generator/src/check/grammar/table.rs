//! The table: one row for each object of OpenAPI 3.0.4 and 3.1.1, in the order of the specification.

use super::Need::{Expected, Optional, Required, Until31};
use super::ObjectKind::{
    Callback, Components, Contact, Discriminator, Encoding, Example, ExternalDocs, Header, Info,
    License, Link, MediaType, OAuthFlow, OAuthFlows, OpenApi, Operation, Parameter, PathItem,
    Paths, RequestBody, Response, Responses, Schema, SecurityRequirement, SecurityScheme, Server,
    ServerVariable, Tag, Xml,
};
use super::Plain::{Boolean, Prose, Text, TextMap, Texts, Word};
use super::Shape::{Data, List, Map, Object as One, Plain};
use super::schema::SCHEMA;
use super::{Keyword, Need, Object, ObjectKind, Pattern, Shape, Versions};

/// The words of a parameter's `in`.
const LOCATIONS: &[&str] = &["path", "query", "header", "cookie"];
/// The words of an API key's `in`.
const KEY_LOCATIONS: &[&str] = &["query", "header", "cookie"];
/// The words of a parameter's `style`; which of them go with which `in` is a rule of the object.
const STYLES: &[&str] = &[
    "matrix",
    "label",
    "form",
    "simple",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
];
/// The words of a header's `style`.
const HEADER_STYLES: &[&str] = &["simple"];
/// The words of an encoding's `style`: those of query parameters.
const ENCODING_STYLES: &[&str] = &["form", "spaceDelimited", "pipeDelimited", "deepObject"];
/// The words of a security scheme's `type`; `mutualTLS` came with 3.1.
const SCHEMES: &[&str] = &["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"];

/// The row of `kind`.
pub(super) fn object(kind: ObjectKind) -> &'static Object {
    &TABLE[kind as usize]
}

static TABLE: &[Object] = &[
    row(
        OpenApi,
        "OpenAPI Object",
        &[
            key("openapi", Plain(Text)).need(Required),
            key("info", One(Info)).need(Required),
            key("jsonSchemaDialect", Plain(Text)).since_31(),
            key("servers", List(Server)),
            key("paths", One(Paths)).need(Until31),
            key("webhooks", Map(PathItem)).since_31().ignored(),
            key("components", One(Components)),
            key("security", List(SecurityRequirement)),
            key("tags", List(Tag)),
            key("externalDocs", One(ExternalDocs)),
        ],
    ),
    row(
        Info,
        "Info Object",
        &[
            key("title", Plain(Text)).need(Expected),
            key("summary", Plain(Prose)).since_31(),
            key("description", Plain(Prose)),
            key("termsOfService", Plain(Text)),
            key("contact", One(Contact)),
            key("license", One(License)),
            key("version", Plain(Text)).need(Expected),
        ],
    ),
    row(
        Contact,
        "Contact Object",
        &[
            key("name", Plain(Text)),
            key("url", Plain(Text)),
            key("email", Plain(Text)),
        ],
    ),
    row(
        License,
        "License Object",
        &[
            key("name", Plain(Text)).need(Expected),
            key("identifier", Plain(Text)).since_31(),
            key("url", Plain(Text)),
        ],
    ),
    row(
        Server,
        "Server Object",
        &[
            key("url", Plain(Text)).need(Required),
            key("description", Plain(Prose)),
            key("variables", Map(ServerVariable)),
        ],
    ),
    row(
        ServerVariable,
        "Server Variable Object",
        &[
            key("enum", Plain(Texts)),
            key("default", Plain(Text)).need(Required),
            key("description", Plain(Prose)),
        ],
    ),
    row(
        Components,
        "Components Object",
        &[
            key("schemas", Map(Schema)),
            key("responses", Map(Response)),
            key("parameters", Map(Parameter)),
            key("examples", Map(Example)),
            key("requestBodies", Map(RequestBody)),
            key("headers", Map(Header)),
            key("securitySchemes", Map(SecurityScheme)),
            key("links", Map(Link)).ignored(),
            key("callbacks", Map(Callback)).ignored(),
            key("pathItems", Map(PathItem)).since_31(),
        ],
    ),
    row(Paths, "Paths Object", &[])
        .others(Pattern::Path, One(PathItem))
        .referable(),
    row(
        PathItem,
        "Path Item Object",
        &[
            key("$ref", Plain(Text)),
            key("summary", Plain(Prose)),
            key("description", Plain(Prose)),
            key("get", One(Operation)),
            key("put", One(Operation)),
            key("post", One(Operation)),
            key("delete", One(Operation)),
            key("options", One(Operation)),
            key("head", One(Operation)),
            key("patch", One(Operation)),
            key("trace", One(Operation)),
            key("servers", List(Server)),
            key("parameters", List(Parameter)),
        ],
    )
    .referable(),
    row(
        Operation,
        "Operation Object",
        &[
            key("tags", Plain(Texts)),
            key("summary", Plain(Prose)),
            key("description", Plain(Prose)),
            key("externalDocs", One(ExternalDocs)),
            key("operationId", Plain(Text)),
            key("parameters", List(Parameter)),
            key("requestBody", One(RequestBody)),
            key("responses", One(Responses)).need(Until31),
            key("callbacks", Map(Callback)).ignored(),
            key("deprecated", Plain(Boolean)),
            key("security", List(SecurityRequirement)),
            key("servers", List(Server)),
        ],
    )
    .referable(),
    row(
        ExternalDocs,
        "External Documentation Object",
        &[
            key("description", Plain(Prose)),
            key("url", Plain(Text)).need(Expected),
        ],
    ),
    row(
        Parameter,
        "Parameter Object",
        &[
            key("name", Plain(Text)).need(Required),
            key("in", Plain(Word(LOCATIONS))).need(Required),
            key("description", Plain(Prose)),
            key("required", Plain(Boolean)),
            key("deprecated", Plain(Boolean)),
            key("allowEmptyValue", Plain(Boolean)),
            key("style", Plain(Word(STYLES))),
            key("explode", Plain(Boolean)),
            key("allowReserved", Plain(Boolean)),
            key("schema", One(Schema)),
            key("example", Data),
            key("examples", Map(Example)),
            key("content", Map(MediaType)),
        ],
    )
    .referable(),
    row(
        RequestBody,
        "Request Body Object",
        &[
            key("description", Plain(Prose)),
            key("content", Map(MediaType)).need(Required),
            key("required", Plain(Boolean)),
        ],
    )
    .referable(),
    row(
        MediaType,
        "Media Type Object",
        &[
            key("schema", One(Schema)),
            key("example", Data),
            key("examples", Map(Example)),
            key("encoding", Map(Encoding)),
        ],
    ),
    row(
        Encoding,
        "Encoding Object",
        &[
            key("contentType", Plain(Text)),
            key("headers", Map(Header)),
            key("style", Plain(Word(ENCODING_STYLES))),
            key("explode", Plain(Boolean)),
            key("allowReserved", Plain(Boolean)),
        ],
    ),
    row(
        Responses,
        "Responses Object",
        &[key("default", One(Response))],
    )
    .others(Pattern::Status, One(Response))
    .referable(),
    row(
        Response,
        "Response Object",
        &[
            key("description", Plain(Prose)).need(Expected),
            key("headers", Map(Header)),
            key("content", Map(MediaType)),
            key("links", Map(Link)).ignored(),
        ],
    )
    .referable(),
    row(Callback, "Callback Object", &[])
        .others(Pattern::Expression, One(PathItem))
        .referable(),
    row(
        Example,
        "Example Object",
        &[
            key("summary", Plain(Prose)),
            key("description", Plain(Prose)),
            key("value", Data),
            key("externalValue", Plain(Text)),
        ],
    )
    .referable(),
    row(
        Link,
        "Link Object",
        &[
            key("operationRef", Plain(Text)),
            key("operationId", Plain(Text)),
            key("parameters", Data),
            key("requestBody", Data),
            key("description", Plain(Prose)),
            key("server", One(Server)),
        ],
    )
    .referable(),
    row(
        Header,
        "Header Object",
        &[
            key("description", Plain(Prose)),
            key("required", Plain(Boolean)),
            key("deprecated", Plain(Boolean)),
            key("allowEmptyValue", Plain(Boolean)),
            key("style", Plain(Word(HEADER_STYLES))),
            key("explode", Plain(Boolean)),
            key("allowReserved", Plain(Boolean)),
            key("schema", One(Schema)),
            key("example", Data),
            key("examples", Map(Example)),
            key("content", Map(MediaType)),
        ],
    )
    .referable(),
    row(
        Tag,
        "Tag Object",
        &[
            key("name", Plain(Text)).need(Required),
            key("description", Plain(Prose)),
            key("externalDocs", One(ExternalDocs)),
        ],
    ),
    row(Schema, "Schema Object", SCHEMA).referable(),
    row(
        Discriminator,
        "Discriminator Object",
        &[
            key("propertyName", Plain(Text)).need(Expected),
            key("mapping", Plain(TextMap)),
        ],
    ),
    row(
        Xml,
        "XML Object",
        &[
            key("name", Plain(Text)),
            key("namespace", Plain(Text)),
            key("prefix", Plain(Text)),
            key("attribute", Plain(Boolean)),
            key("wrapped", Plain(Boolean)),
        ],
    ),
    row(
        SecurityScheme,
        "Security Scheme Object",
        &[
            key("type", Plain(Word(SCHEMES))).need(Required),
            key("description", Plain(Prose)),
            key("name", Plain(Text)),
            key("in", Plain(Word(KEY_LOCATIONS))),
            key("scheme", Plain(Text)),
            key("bearerFormat", Plain(Text)),
            key("flows", One(OAuthFlows)),
            key("openIdConnectUrl", Plain(Text)),
        ],
    )
    .referable(),
    row(
        OAuthFlows,
        "OAuth Flows Object",
        &[
            key("implicit", One(OAuthFlow)),
            key("password", One(OAuthFlow)),
            key("clientCredentials", One(OAuthFlow)),
            key("authorizationCode", One(OAuthFlow)),
        ],
    ),
    row(
        OAuthFlow,
        "OAuth Flow Object",
        &[
            key("authorizationUrl", Plain(Text)),
            key("tokenUrl", Plain(Text)),
            key("refreshUrl", Plain(Text)),
            key("scopes", Plain(TextMap)).need(Expected),
        ],
    ),
    row(SecurityRequirement, "Security Requirement Object", &[])
        .others(Pattern::Name, Plain(Texts)),
];

const fn row(kind: ObjectKind, name: &'static str, keywords: &'static [Keyword]) -> Object {
    Object {
        kind,
        name,
        keywords,
        demands: demands(keywords),
        others: None,
        referable: false,
    }
}

const fn demands(keywords: &[Keyword]) -> bool {
    let mut index = 0;
    while index < keywords.len() {
        if !matches!(keywords[index].need, Optional) {
            return true;
        }
        index += 1;
    }
    false
}

pub(super) const fn key(name: &'static str, shape: Shape) -> Keyword {
    Keyword {
        name,
        shape,
        need: Optional,
        versions: Versions::All,
        ignored: false,
    }
}

impl Object {
    const fn others(mut self, pattern: Pattern, shape: Shape) -> Self {
        self.others = Some((pattern, shape));
        self
    }

    const fn referable(mut self) -> Self {
        self.referable = true;
        self
    }
}

impl Keyword {
    const fn need(mut self, need: Need) -> Self {
        self.need = need;
        self
    }

    pub(super) const fn since_31(mut self) -> Self {
        self.versions = Versions::Since31;
        self
    }

    pub(super) const fn until_31(mut self) -> Self {
        self.versions = Versions::Until31;
        self
    }

    pub(super) const fn ignored(mut self) -> Self {
        self.ignored = true;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_stands_at_the_place_of_its_kind() {
        for (place, object) in TABLE.iter().enumerate() {
            assert_eq!(object.kind as usize, place, "{}", object.name);
        }
        assert_eq!(TABLE.len(), SecurityRequirement as usize + 1);
    }

    #[test]
    fn no_row_has_a_key_twice() {
        for object in TABLE {
            for (place, keyword) in object.keywords.iter().enumerate() {
                let first = object
                    .keywords
                    .iter()
                    .position(|it| it.name == keyword.name);
                assert_eq!(first, Some(place), "{} {}", object.name, keyword.name);
            }
        }
    }
}
