//! The first call that a reader of a client's docs sees: complete, and compiled as a doc test.

use crate::ir::{Api, Method, Operation, Parameter, Payload, Scalar, Scheme, SchemeKind};
use crate::ir::{Case, Ident, SchemaKind, Success, Tag, TypeRef};

/// How a program gets what it should not hold itself.
const VARIABLE: &str = include_str!("../../templates/variable.rs");

/// A call of an operation, with what it needs.
pub(super) struct Example<'a> {
    api: &'a Api,
    package: String,
    client: String,
    tag: &'a Tag,
    operation: &'a Operation,
    arguments: Vec<&'static str>,
}

impl<'a> Example<'a> {
    /// The call that shows most and asks for least: one that reads something, with few arguments
    /// whose values can be made up.
    pub(super) fn of(api: &'a Api) -> Option<Self> {
        let all = api.tags.iter().flat_map(|tag| {
            let operations = tag.operations.iter();
            operations.filter_map(move |operation| {
                let arguments = arguments(operation, api)?;
                let client = client(operation, api)?;
                Some((tag, operation, arguments, client))
            })
        });
        let (tag, operation, arguments, client) =
            all.min_by_key(|(_, operation, arguments, _)| {
                let reads = operation.method == Method::Get;
                (!reads, !is_shown(operation), arguments.len())
            })?;
        Some(Self {
            api,
            package: api.package.replace('-', "_"),
            client,
            tag,
            operation,
            arguments,
        })
    }

    /// The operation that is called.
    pub(super) fn operation(&self) -> &'a Operation {
        self.operation
    }

    /// A whole program.
    pub(super) fn program(&self) -> String {
        let body = self.body();
        let body: Vec<String> = body.lines().map(|line| format!("    {line}")).collect();
        let body = body.join("\n");
        format!(
            "{}\n\n#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {{\n\
             {body}\n    Ok(())\n}}\n",
            self.imports()
        )
    }

    /// The same as a doc test, which shows the calls only.
    pub(super) fn compiled(&self) -> String {
        format!(
            "{}\n\n# async fn example() -> Result<(), Box<dyn std::error::Error>> {{\n\
             {}# Ok(())\n# }}\n",
            self.imports(),
            self.body()
        )
    }

    fn imports(&self) -> String {
        let mut imports = vec![self.client.as_str()];
        imports.extend((!self.api.servers.is_empty()).then_some("Server"));
        let is_key = |scheme: &Scheme| !scheme.kind.is_bearer();
        imports.extend(self.schemes().any(is_key).then_some("auth"));
        imports.sort_unstable();
        match imports.as_slice() {
            [import] => format!("use {}::{import};", self.package),
            _ => format!("use {}::{{{}}};", self.package, imports.join(", ")),
        }
    }

    fn body(&self) -> String {
        let server = if self.api.servers.is_empty() {
            r#""https://api.example.com""#
        } else {
            "Server::default()"
        };
        let (variables, credentials) = self.credentials();
        let variables: Vec<String> = variables
            .iter()
            .map(|name| {
                let variable = name.trim_start_matches("r#").to_uppercase();
                // `USER` alone is the one who is logged in.
                let api = if matches!(name.as_str(), "user" | "password") {
                    "API_"
                } else {
                    ""
                };
                VARIABLE
                    .replace("@NAME@", name)
                    .replace("@VARIABLE@", &format!("{api}{variable}"))
            })
            .collect();
        let shown = is_shown(self.operation);
        let prints = if shown { "let answer = " } else { "" };
        let build = match credentials.as_slice() {
            [] => ".build()".to_owned(),
            [..] => format!("\n    {}\n    .build()", credentials.join("\n    ")),
        };
        let variables = variables.concat();
        let mut text = format!(
            "{variables}let client = {}::builder({server}){build}?;\n\
             {prints}client.{}().{}({}).await?;\n",
            self.client,
            self.tag.accessor,
            self.operation.name,
            self.arguments.join(", "),
        );
        if shown {
            text.push_str("println!(\"{answer:#?}\");\n");
        }
        text
    }

    /// The variables that hold them, and the credentials of the first alternative as the builder
    /// takes them.
    fn credentials(&self) -> (Vec<String>, Vec<String>) {
        let (mut variables, mut calls) = (Vec::new(), Vec::new());
        for scheme in self.schemes() {
            let key = &scheme.constant;
            let (names, call) = match scheme.kind {
                _ if scheme.kind.is_bearer() => (
                    vec!["access_token".to_owned()],
                    ".token(access_token)".to_owned(),
                ),
                SchemeKind::Basic => (
                    vec!["user".to_owned(), "password".to_owned()],
                    format!(".credential(&auth::{key}, auth::Basic::new(user, password))"),
                ),
                SchemeKind::Bearer
                | SchemeKind::OAuth2 { .. }
                | SchemeKind::OpenIdConnect { .. }
                | SchemeKind::ApiKey { .. }
                | SchemeKind::Http { .. } => {
                    let name = Ident::new(&scheme.key, Case::Snake).to_string();
                    let call = format!(".credential(&auth::{key}, {name})");
                    (vec![name], call)
                }
            };
            variables.extend(names);
            calls.push(call);
        }
        variables.dedup();
        calls.dedup();
        (variables, calls)
    }

    fn schemes(&self) -> impl Iterator<Item = &'a Scheme> {
        let first = self.operation.security.iter().find(|it| !it.is_empty());
        let schemes = self.api.schemes.iter();
        schemes.filter(move |scheme| first.is_some_and(|keys| keys.contains(&scheme.key)))
    }
}

/// The client that an operation is called on.
fn client(operation: &Operation, api: &Api) -> Option<String> {
    let requirement = operation.requirement;
    let requirement = requirement.and_then(|index| api.requirements.get(index));
    let index = requirement.map_or(Some(0), |requirement| requirement.clients.first().copied())?;
    let client = api.clients.get(index).map(|client| client.name.to_string());
    Some(client.unwrap_or_else(|| "Client".to_owned()))
}

/// The arguments of its method; `None` where one can't be made up, or more has to be set.
fn arguments(operation: &Operation, api: &Api) -> Option<Vec<&'static str>> {
    let body = operation.body.as_ref().is_some_and(|body| body.required);
    let mut required = operation.parameters.iter().filter(|it| it.required);
    if body || operation.deprecated || required.any(|it| !it.positional || it.deprecated) {
        return None;
    }
    let required = operation.parameters.iter().filter(|it| it.positional);
    required.map(|parameter| argument(parameter, api)).collect()
}

/// A value of the parameter.
fn argument(parameter: &Parameter, api: &Api) -> Option<&'static str> {
    let mut r#type = &parameter.r#type;
    // Aliases that lead back to themselves are none by now.
    for _ in 0..=api.schemas.len() {
        match r#type {
            TypeRef::Scalar(scalar) => return literal(*scalar),
            TypeRef::Named(id) => match &api.schema(*id).kind {
                SchemaKind::Alias(target, _) => r#type = target,
                SchemaKind::Newtype(newtype) => return literal(newtype.scalar),
                SchemaKind::Struct(_)
                | SchemaKind::Enum(_)
                | SchemaKind::Union(_)
                | SchemaKind::Wrapper(..) => return None,
            },
            TypeRef::Any
            | TypeRef::Array(_)
            | TypeRef::Map(_)
            | TypeRef::Nullable(_)
            | TypeRef::Existing(_) => return None,
        }
    }
    None
}

fn literal(scalar: Scalar) -> Option<&'static str> {
    match scalar {
        Scalar::Boolean => Some("true"),
        Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 => Some("1"),
        Scalar::Float | Scalar::Double => Some("1.0"),
        Scalar::String => Some(r#""…""#),
        Scalar::Decimal
        | Scalar::DecimalText
        | Scalar::Base64
        | Scalar::Date
        | Scalar::DateTime
        | Scalar::Uuid
        | Scalar::EpochMillis => None,
    }
}

/// Whether the answer can be shown: what is streamed has to be read first.
fn is_shown(operation: &Operation) -> bool {
    match &operation.success {
        Success::One(Payload::Json(_)) => true,
        Success::One(_) | Success::ByStatus { .. } => false,
    }
}
