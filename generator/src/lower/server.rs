//! Servers.

use openapiv3 as oa;
use serde_json::Value as Json;

use super::Lowering;
use crate::diagnostic::Code;
use crate::ir::{Case, Namer, Server, ServerVariable};
use crate::source::{At, Pointer};

impl Lowering<'_> {
    /// The servers with an absolute URL; the others depend on where the description was found
    /// (3.0.3 §4.7.5), so the caller gives the URL.
    pub(super) fn servers(&mut self) -> Vec<Server> {
        let mut names = Namer::new(Case::UpperCamel, "Server", &["Custom"]);
        let mut servers = Vec::new();
        for (index, server) in self.document.servers.iter().enumerate() {
            let base = At::root();
            let list = base.key("servers");
            let at = list.index(index);
            if server.url.starts_with('/') || !server.url.contains("://") {
                self.ignored(
                    &at.key("url"),
                    format!("the server `{}` is relative to where the description was found", server.url),
                    "the caller gives the whole URL; write an absolute one to have it in the client",
                );
                continue;
            }
            servers.push(self.server(server, &at, &mut names));
        }
        servers
    }

    fn server(&mut self, server: &oa::Server, at: &At<'_>, names: &mut Namer<Pointer>) -> Server {
        let environment = server.extensions.get("x-environment");
        let entry = |key: &str| {
            environment
                .and_then(|entries| entries.get(key))
                .and_then(Json::as_str)
        };
        let text = entry("name").map_or_else(|| server_name(server), str::to_owned);
        let claim = names.claim(&text, at.pointer());
        let name = self.claimed(&text, at, claim);
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
            let claim = fields.claim(wire, at.pointer());
            variables.push(ServerVariable {
                wire: wire.clone(),
                name: self.claimed(wire, &at, claim),
                description: variable.description.clone(),
                default: variable.default.clone(),
                values: variable.enumeration.clone(),
            });
        }
        self.undefined_variables(server, at);
        Server {
            name,
            description: server.description.clone(),
            url: server.url.trim_end_matches('/').to_owned(),
            variables,
            login_url: entry("loginUrl").map(str::to_owned),
        }
    }

    /// A variable of the URL that is not described has no default, so no URL can be made.
    fn undefined_variables(&mut self, server: &oa::Server, at: &At<'_>) {
        for part in server.url.split('{').skip(1) {
            let Some((wire, _)) = part.split_once('}') else {
                continue;
            };
            if server
                .variables
                .as_ref()
                .is_some_and(|variables| variables.contains_key(wire))
            {
                continue;
            }
            let diagnostic = self
                .diagnostic(
                    Code::MissingKey,
                    &at.key("url"),
                    format!("the variable `{wire}` of the URL is not described"),
                )
                .help(format!("add `{wire}` with a `default` under `variables`"));
            self.sink.error(diagnostic);
        }
    }
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
    host.unwrap_or("Main").to_owned()
}
