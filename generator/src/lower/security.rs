//! Security: schemes, the clients that hold their credentials, and what operations demand.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3 as oa;
use serde_json::Value as Json;

use super::Lowering;
use crate::diagnostic::Code;
use crate::document::Document;
use crate::ir::reserved;
use crate::ir::{Case, ClientType, Namer, RateLimit, Requirement, Scheme, SchemeKind};
use crate::source::{At, Pointer};

/// What the whole description says of security.
#[derive(Debug)]
pub(super) struct Security {
    pub schemes: Vec<Scheme>,
    pub clients: Vec<ClientType>,
    pub requirements: Vec<Requirement>,
    /// The demands of operations that say nothing of their own.
    default: Vec<Vec<String>>,
    /// Names of the clients, their modes and the requirements.
    names: Namer<Pointer>,
    /// Names of the schemes, before they become constants.
    scheme_names: Namer<Pointer>,
}

/// What one operation demands.
#[derive(Clone, Debug, Default)]
pub(super) struct Demand {
    pub security: Vec<Vec<String>>,
    pub requirement: Option<usize>,
}

impl Lowering<'_> {
    /// Schemes and clients first; the requirements are those that operations make.
    pub(super) fn security(&mut self) -> Security {
        let mut security = Security {
            schemes: Vec::new(),
            clients: Vec::new(),
            requirements: Vec::new(),
            default: Vec::new(),
            names: Namer::new(Case::UpperCamel, "Scheme", reserved::RESERVED_CLIENT_NAMES),
            scheme_names: Namer::new(Case::Snake, "_", &[]),
        };
        let named = self.named_schemes();
        for (key, scheme) in &self.document.security_schemes {
            if named.contains(key) {
                self.scheme(key, scheme, &mut security);
            }
        }
        let base = At::root();
        let at = base.key("security");
        security.default =
            self.alternatives(self.document.security.as_deref().unwrap_or_default(), &at);
        for operation in self
            .document
            .paths
            .values()
            .flat_map(oa::PathItem::iter)
            .map(|(_, item)| item)
        {
            let alternatives = operation.security.as_deref().map(declared(&security));
            let alternatives = alternatives.unwrap_or_else(|| security.default.clone());
            self.requirement(alternatives, &mut security);
        }
        security
    }

    /// What an operation demands; the root's demand where it says nothing (3.0.3 §4.7.10).
    pub(super) fn demand(
        &mut self,
        operation: &oa::Operation,
        at: &At<'_>,
        security: &Security,
    ) -> Demand {
        let alternatives = match &operation.security {
            Some(alternatives) => self.alternatives(alternatives, &at.key("security")),
            None => security.default.clone(),
        };
        let requirement = security
            .requirements
            .iter()
            .position(|known| known.schemes == alternatives);
        Demand {
            security: alternatives,
            requirement,
        }
    }

    /// The keys of the schemes that something demands.
    fn named_schemes(&self) -> BTreeSet<String> {
        let operations = self.document.paths.values().flat_map(oa::PathItem::iter);
        let own = operations.filter_map(|(_, operation)| operation.security.as_ref());
        let all = own
            .chain(&self.document.security)
            .flatten()
            .flat_map(|schemes| schemes.keys());
        all.cloned().collect()
    }

    fn scheme(
        &mut self,
        key: &str,
        scheme: &oa::ReferenceOr<oa::SecurityScheme>,
        security: &mut Security,
    ) {
        let pointer = Pointer::root()
            .join("components")
            .join("securitySchemes")
            .join(key);
        let at = At::base(pointer.as_str());
        let oa::ReferenceOr::Item(scheme) = scheme else {
            self.unsupported(&at, "a security scheme behind a `$ref`");
            return;
        };
        let (kind, description, extensions) = match scheme {
            oa::SecurityScheme::HTTP {
                scheme,
                description,
                extensions,
                ..
            } if scheme.eq_ignore_ascii_case("bearer") => {
                (SchemeKind::Bearer, description, extensions)
            }
            oa::SecurityScheme::OAuth2 {
                flows,
                description,
                extensions,
            } => (oauth2(flows), description, extensions),
            oa::SecurityScheme::HTTP { scheme, .. } => {
                self.unsupported(&at.key("scheme"), format!("`scheme: {scheme}`"));
                return;
            }
            oa::SecurityScheme::APIKey { .. } => {
                self.unsupported(&at.key("type"), "`type: apiKey`");
                return;
            }
            oa::SecurityScheme::OpenIDConnect { .. } => {
                self.unsupported(&at.key("type"), "`type: openIdConnect`");
                return;
            }
        };
        let client = extensions.get("x-client").and_then(Json::as_str);
        let client = client.map(|name| client_type(name, key, &pointer, security));
        let constant = security.scheme_names.claim(key, pointer.clone());
        security.schemes.push(Scheme {
            key: key.to_owned(),
            constant: constant.name.to_constant(),
            description: description.clone(),
            kind,
            client,
        });
    }

    /// The alternatives of a demand; schemes that are not declared are left out with a warning.
    fn alternatives(
        &mut self,
        demands: &[oa::SecurityRequirement],
        at: &At<'_>,
    ) -> Vec<Vec<String>> {
        for (index, demand) in demands.iter().enumerate() {
            for key in demand
                .keys()
                .filter(|key| !self.document.security_schemes.contains_key(*key))
            {
                let at = at.index(index);
                let diagnostic = self
                    .diagnostic(
                        Code::UndeclaredScheme,
                        &at.key(key),
                        format!("the security scheme `{key}` is not declared"),
                    )
                    .label("no credential is sent for it")
                    .help("declare it under `components.securitySchemes`");
                self.sink.warn(diagnostic);
            }
        }
        let declared = |key: &&String| self.document.security_schemes.contains_key(*key);
        let one =
            |demand: &oa::SecurityRequirement| demand.keys().filter(declared).cloned().collect();
        demands.iter().map(one).collect()
    }

    /// Takes up a demand as a bound, unless every client satisfies it or no client type is declared.
    fn requirement(&mut self, schemes: Vec<Vec<String>>, security: &mut Security) {
        let open = schemes.is_empty() || schemes.iter().any(Vec::is_empty);
        let known = security
            .requirements
            .iter()
            .any(|known| known.schemes == schemes);
        if open || known || security.clients.is_empty() {
            return;
        }
        let satisfied = |client: &ClientType| {
            schemes
                .iter()
                .any(|all| all.iter().all(|key| client.schemes.contains(key)))
        };
        let clients: Vec<usize> = (0..security.clients.len())
            .filter(|index| satisfied(&security.clients[*index]))
            .collect();
        if clients.is_empty() {
            let key = schemes[0][0].clone();
            let pointer = Pointer::root()
                .join("components")
                .join("securitySchemes")
                .join(&key);
            let diagnostic = self
                .diagnostic(
                    Code::Extension,
                    &At::base(pointer.as_str()),
                    format!("no client type holds a credential for `{key}`"),
                )
                .help("give the scheme an `x-client`, as the other schemes have one");
            self.sink.error(diagnostic);
            return;
        }
        let words: Vec<String> = schemes.iter().map(|all| all.join(" and ")).collect();
        let pointer = Pointer::root().join("components").join("securitySchemes");
        let name = security.names.claim(&words.join(" or "), pointer).name;
        security.requirements.push(Requirement {
            name,
            schemes,
            clients,
        });
    }
}

/// The declared schemes of a demand, for comparing it before its warnings are due.
fn declared(security: &Security) -> impl Fn(&[oa::SecurityRequirement]) -> Vec<Vec<String>> {
    |demands| {
        let known = |key: &&String| security.schemes.iter().any(|scheme| scheme.key == **key);
        demands
            .iter()
            .map(|demand| demand.keys().filter(known).cloned().collect())
            .collect()
    }
}

/// The limits of `x-rate-limit`; `check` has seen that they are integers.
pub(super) fn rate_limits(document: &Document) -> Vec<RateLimit> {
    let Some(limits) = document.extensions.get("x-rate-limit") else {
        return Vec::new();
    };
    let calls = |key: &str| u32::try_from(limits.get(key)?.as_u64()?).ok();
    let second = calls("perSecond").map(RateLimit::PerSecond);
    let minute = calls("perMinute").map(RateLimit::PerMinute);
    second.into_iter().chain(minute).collect()
}

/// The client that `x-client` names; schemes with the same name share one.
fn client_type(name: &str, key: &str, pointer: &Pointer, security: &mut Security) -> usize {
    let known = security
        .clients
        .iter()
        .position(|client| client.name.as_str() == name);
    let index = known.unwrap_or_else(|| {
        let mode = name
            .strip_suffix("Client")
            .filter(|mode| !mode.is_empty())
            .unwrap_or(name);
        // Plain, the mode would often have the name of a tag's handle, and confuse rustc's messages.
        let mode = format!("{} mode", mode.strip_suffix("Mode").unwrap_or(mode));
        let mut claim = |text: &str| security.names.claim(text, pointer.clone()).name;
        let (name, mode) = (claim(name), claim(&mode));
        security.clients.push(ClientType {
            name,
            mode,
            schemes: Vec::new(),
        });
        security.clients.len() - 1
    });
    security.clients[index].schemes.push(key.to_owned());
    index
}

/// The URLs and scopes of the flows (3.0.3 §4.7.28); authorization code before the others.
fn oauth2(flows: &oa::OAuth2Flows) -> SchemeKind {
    let mut authorization_url = None;
    let mut token_url = None;
    let mut scopes: Vec<(String, String)> = Vec::new();
    let mut flow =
        |authorize: Option<&String>, token: Option<&String>, known: &IndexMap<String, String>| {
            authorization_url = authorization_url.take().or_else(|| authorize.cloned());
            token_url = token_url.take().or_else(|| token.cloned());
            for (scope, meaning) in known {
                if !scopes.iter().any(|(known, _)| known == scope) {
                    scopes.push((scope.clone(), meaning.clone()));
                }
            }
        };
    if let Some(code) = &flows.authorization_code {
        flow(
            Some(&code.authorization_url),
            Some(&code.token_url),
            &code.scopes,
        );
    }
    if let Some(credentials) = &flows.client_credentials {
        flow(None, Some(&credentials.token_url), &credentials.scopes);
    }
    if let Some(password) = &flows.password {
        flow(None, Some(&password.token_url), &password.scopes);
    }
    if let Some(implicit) = &flows.implicit {
        flow(Some(&implicit.authorization_url), None, &implicit.scopes);
    }
    SchemeKind::OAuth2 {
        authorization_url,
        token_url,
        scopes,
    }
}
