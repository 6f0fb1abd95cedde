//! Each kind of problem as somebody wrote it, and as it is right.

use super::Code;

/// What is wrong, and what is right in place of it; both may be several lines.
pub struct Example {
    /// What is reported.
    pub wrong: &'static str,
    /// What to write instead.
    pub right: &'static str,
}

macro_rules! examples {
    ($($code:ident: $wrong:literal => $right:literal;)*) => {
        impl Code {
            /// A description that has this problem, and one that has not.
            pub fn example(self) -> Example {
                match self {
                    $(Self::$code => Example { wrong: $wrong, right: $right },)*
                }
            }
        }
    };
}

examples! {
    File: "$ref: '../shared/pet.yaml'" => "$ref: 'shared/pet.yaml'";
    Syntax: "title: Pets: the API" => "title: \"Pets: the API\"";
    DuplicateKey: "get: {operationId: listPets}\nget: {operationId: showPet}"
        => "get: {operationId: listPets}\npost: {operationId: createPet}";
    Setting: "include = [\"tag:Pest\"]" => "include = [\"tag:Pets\"]";
    Version: "swagger: \"2.0\"" => "openapi: 3.0.3";
    MissingKey: "get:\n  operationId: listPets"
        => "get:\n  operationId: listPets\n  responses: {\"200\": {description: OK}}";
    UnknownKey: "operationID: listPets" => "operationId: listPets";
    WrongType: "version: 1.0" => "version: \"1.0\"";
    UnknownWord: "in: qery" => "in: query";
    PathKey: "paths:\n  pets: {}" => "paths:\n  /pets: {}";
    StatusKey: "responses:\n  2OO: {description: OK}"
        => "responses:\n  \"200\": {description: OK}";
    Extension: "x-sensitive: \"yes\"" => "x-sensitive: true";
    DuplicateOperationId: "/pets: {get: {operationId: pets}}\n/owners: {get: {operationId: pets}}"
        => "/pets: {get: {operationId: listPets}}\n/owners: {get: {operationId: listOwners}}";
    DanglingRef: "$ref: '#/components/schema/Pet'" => "$ref: '#/components/schemas/Pet'";
    RefKind: "parameters:\n  - $ref: '#/components/schemas/Limit'"
        => "parameters:\n  - $ref: '#/components/parameters/Limit'";
    UnsupportedRef: "$ref: https://example.com/pet.yaml" => "$ref: pet.yaml";
    Tolerated: "type: integer\nenum: [\"1\", \"2\"]" => "type: integer\nenum: [1, 2]";
    Ignored: "type: string\nnot: {enum: [admin]}" => "type: string";
    Invalid: "security:\n  - oauth: read" => "security:\n  - oauth: [read]";
    Unsupported: "in: header\ncontent: {text/csv: {schema: {type: array}}}"
        => "in: header\ncontent: {application/json: {schema: {type: array}}}";
    PathTemplate: "/pets/{petId}:\n  get: {parameters: [{name: petID, in: path}]}"
        => "/pets/{petId}:\n  get: {parameters: [{name: petId, in: path}]}";
    Page: "post: {x-browser-page: true}" => "get: {x-browser-page: true}";
    AllOfConflict: "allOf: [{type: string}, {type: integer}]"
        => "oneOf: [{type: string}, {type: integer}]";
    RequiredProperty: "required: [naem]\nproperties: {name: {type: string}}"
        => "required: [name]\nproperties: {name: {type: string}}";
    UndeclaredScheme: "security: [{apikey: []}]\ncomponents: {securitySchemes: {apiKey: …}}"
        => "security: [{apiKey: []}]\ncomponents: {securitySchemes: {apiKey: …}}";
    DuplicateParameter: "parameters:\n  - {name: limit, in: query}\n  - {name: limit, in: query}"
        => "parameters:\n  - {name: limit, in: query}\n  - {name: offset, in: query}";
    CookieStyle: "name: tags\nin: cookie\nschema: {type: array}"
        => "name: tags\nin: cookie\nexplode: false\nschema: {type: array}";
    Name: "name: X Request Id\nin: header" => "name: X-Request-Id\nin: header";
    Pattern: "pattern: '(?<=a)b'" => "pattern: 'ab'";
    NameCollision: "properties: {order-id: …, order_id: …}"
        => "properties: {order-id: …, order-number: …}";
}
