//! Servers.

use openapiv3 as oa;
use serde_json::Value as Json;

use super::Lowering;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    Case, Ident, Namer, RelativeServer, Server, ServerValues, ServerVariable, Variant,
};
use crate::source::{At, Pointer};

/// What `Server` has itself.
const FUNCTIONS: &[&str] = &[
    "clone",
    "custom",
    "default",
    "from",
    "into",
    "login_url",
    "url",
];

impl Lowering<'_> {
    /// The servers with an absolute URL, and those that are relative to where the description is
    /// found (3.0.3 §4.7.5).
    pub(super) fn servers(&mut self) -> (Vec<Server>, Vec<RelativeServer>) {
        let mut names = Namer::new(Case::UpperCamel, "Server", &["Custom"]);
        let mut functions = Namer::new(Case::Snake, "_server", FUNCTIONS);
        let (mut servers, mut relative) = (Vec::new(), Vec::new());
        for (index, server) in self.document.servers.iter().enumerate() {
            let base = At::root();
            let list = base.key("servers");
            let at = list.index(index);
            if self.is_left_out(server, &at) {
                continue;
            }
            if server.url.contains("://") {
                servers.push(self.server(server, &at, &mut names));
                continue;
            }
            let url = with_defaults(server);
            self.fixed_variables(
                server,
                "build the client with a URL of your own for others",
                &at,
            );
            // OpenAPI's default for no servers at all: what the caller gives is all of it.
            if !url.trim_matches('/').is_empty() {
                let text = server_name(server);
                relative.push(RelativeServer {
                    name: functions.claim(&text, at.pointer()).name,
                    description: server.description.clone(),
                    url,
                });
            }
        }
        (servers, relative)
    }

    /// The URL of the first server that an operation or its path item has, unless it is the first
    /// one of all operations (3.0.3 §4.7.9.1, §4.7.10.1).
    pub(super) fn own_server(
        &mut self,
        item: &oa::PathItem,
        operation: &oa::Operation,
        item_at: &At<'_>,
        at: &At<'_>,
    ) -> Option<String> {
        let (own, at) = match (operation.servers.first(), item.servers.first()) {
            (Some(own), _) => (own, at),
            (None, Some(own)) => (own, item_at),
            (None, None) => return None,
        };
        let list = at.key("servers");
        let undefined: Vec<Diagnostic> = self.undefined_variables(own, &list.index(0)).collect();
        for diagnostic in undefined {
            self.sink.error(diagnostic);
        }
        let url = with_defaults(own);
        let same = self
            .document
            .servers
            .first()
            .is_some_and(|it| it.url == own.url);
        if !same {
            let help = "name another URL by `operation_server` of the builder for others";
            self.fixed_variables(own, help, &list.index(0));
        }
        (!same).then(|| url.trim_end_matches('/').to_owned())
    }

    fn server(&mut self, server: &oa::Server, at: &At<'_>, names: &mut Namer<Pointer>) -> Server {
        let environment = server.extensions.get("x-environment");
        let entry = |key: &str| {
            environment
                .and_then(|entries| entries.get(key))
                .and_then(Json::as_str)
        };
        let text = entry("name").map_or_else(|| server_name(server), str::to_owned);
        let name = self.claim(names, &text, at);
        let mut variables = Vec::new();
        let mut fields = Namer::new(Case::Snake, "_", &["new", "url"]);
        for (wire, variable) in server.variables.iter().flatten() {
            let all = at.key("variables");
            let at = all.key(wire);
            if !server.url.contains(&format!("{{{wire}}}")) {
                self.ignored(
                    &at,
                    format!("the URL has no variable `{wire}`"),
                    "add it to the URL, or remove it",
                );
                continue;
            }
            let field = self.claim(&mut fields, wire, &at);
            variables.push(ServerVariable {
                wire: wire.clone(),
                values: self.server_values(variable, &name, &field, &at),
                name: field,
                description: variable.description.clone(),
                default: variable.default.clone(),
            });
        }
        Server {
            name,
            description: server.description.clone(),
            url: server.url.trim_end_matches('/').to_owned(),
            variables,
            login_url: entry("loginUrl").map(str::to_owned),
        }
    }

    /// The values of a variable. Its default MUST be one of them (3.1.1 §4.8.6.1).
    fn server_values(
        &mut self,
        variable: &oa::ServerVariable,
        server: &Ident,
        field: &Ident,
        at: &At<'_>,
    ) -> Option<ServerValues> {
        let documented = &variable.enumeration;
        let default = Some(&variable.default).filter(|it| !documented.contains(it));
        if documented.is_empty() {
            return None;
        }
        if let Some(default) = default {
            let message = format!("the default `{default}` is not among the values of `enum`");
            let diagnostic = self
                .diagnostic(Code::Tolerated, &at.key("default"), message)
                .label("taken as one of them")
                .help("add it to `enum`, or correct it");
            self.sink.warn(diagnostic);
        }
        let mut names = Namer::new(Case::UpperCamel, "Value", &[]);
        let mut variants: Vec<Variant> = Vec::new();
        for wire in documented.iter().chain(default) {
            if variants.iter().all(|known| known.wire != *wire) {
                variants.push(Variant {
                    name: names.claim(wire, at.pointer()).name,
                    wire: wire.clone(),
                    description: None,
                });
            }
        }
        let field = field.as_str().trim_start_matches("r#");
        let name = format!("{} server {field}", server.as_str());
        Some(ServerValues {
            name: Ident::new(&name, Case::UpperCamel),
            variants,
        })
    }

    /// Warns of variables that have their defaults wherever the server is used.
    fn fixed_variables(&mut self, server: &oa::Server, help: &str, at: &At<'_>) {
        if server.url != with_defaults(server) {
            let message = "the variables of this server have their defaults";
            self.ignored(&at.key("variables"), message, help);
        }
    }

    /// Whether no URL can be made of a server that the caller may replace: a variable that is not
    /// described has no default.
    fn is_left_out(&mut self, server: &oa::Server, at: &At<'_>) -> bool {
        let undefined: Vec<Diagnostic> = self.undefined_variables(server, at).collect();
        for diagnostic in &undefined {
            let diagnostic = diagnostic.clone().label("the server is left out");
            self.sink.warn(diagnostic.tolerated());
        }
        !undefined.is_empty()
    }

    /// What is said of each variable of the URL that is not described.
    fn undefined_variables(
        &self,
        server: &oa::Server,
        at: &At<'_>,
    ) -> impl Iterator<Item = Diagnostic> {
        let parts = server.url.split('{').skip(1);
        let names = parts.filter_map(|part| Some(part.split_once('}')?.0));
        let known = server.variables.as_ref();
        names
            .filter(move |wire| !known.is_some_and(|known| known.contains_key(*wire)))
            .map(move |wire| {
                self.diagnostic(
                    Code::MissingKey,
                    &at.key("url"),
                    format!("the variable `{wire}` of the URL is not described"),
                )
                .help(format!("add `{wire}` with a `default` under `variables`"))
            })
    }
}

/// The URL with the defaults of its variables.
fn with_defaults(server: &oa::Server) -> String {
    let mut url = server.url.clone();
    for (wire, variable) in server.variables.iter().flatten() {
        url = url.replace(&format!("{{{wire}}}"), &variable.default);
    }
    url
}

/// A short description, or the host.
fn server_name(server: &oa::Server) -> String {
    const WORDS: usize = 4;
    let description = server
        .description
        .as_deref()
        .unwrap_or_default()
        .trim()
        .trim_end_matches('.');
    if !description.is_empty() && description.split_whitespace().count() <= WORDS {
        return description.to_owned();
    }
    let host = server
        .url
        .split("://")
        .nth(1)
        .and_then(|rest| rest.split(['/', ':']).next());
    let path = server.url.trim_matches('/');
    host.or(Some(path).filter(|path| !path.is_empty()))
        .unwrap_or("Main")
        .to_owned()
}
