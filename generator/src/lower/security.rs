//! Security: schemes, the clients that hold their credentials, and what operations demand.

use indexmap::IndexMap;
use openapiv3 as oa;
use serde_json::Value as Json;

use super::Lowering;
use super::tag::method_of;
use crate::diagnostic::{Code, Reported, nearest};
use crate::document::Document;
use crate::ir::reserved;
use crate::ir::{
    Capability, Case, ClientType, KeyLocation, Method, Namer, RateLimit, Requirement, Scheme,
    SchemeKind,
};
use crate::map::{Map, Set};
use crate::source::{At, Pointer};

/// What the whole description says of security.
#[derive(Debug)]
pub(super) struct Security {
    pub schemes: Vec<Scheme>,
    pub clients: Vec<ClientType>,
    pub requirements: Vec<Requirement>,
    /// What each operation demands, by path and method.
    demands: Map<(String, Method), Demand>,
    /// Undeclared schemes that were warned of.
    undeclared: Set<String>,
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

impl Security {
    /// What the operation at `path` with `method` demands.
    pub(super) fn demand(&self, path: &str, method: Method) -> Demand {
        let key = (path.to_owned(), method);
        self.demands.get(&key).cloned().unwrap_or_default()
    }
}

impl<'a> Lowering<'a> {
    /// Schemes and clients first; the requirements are those that operations make.
    pub(super) fn security(&mut self) -> Security {
        let mut security = Security {
            schemes: Vec::new(),
            clients: Vec::new(),
            requirements: Vec::new(),
            demands: Map::default(),
            undeclared: Set::default(),
            names: Namer::new(Case::UpperCamel, "Scheme", reserved::RESERVED_CLIENT_NAMES),
            scheme_names: Namer::new(Case::Snake, "_", &[]),
        };
        let named = self.named_schemes();
        for (key, scheme) in &self.document.security_schemes {
            if named.contains(key) {
                self.scheme(key, scheme, &mut security);
            }
        }
        let (base, own) = (At::root(), self.document.security.as_deref());
        let default = own.unwrap_or_default();
        let default = self.alternatives(default, &base.key("security"), &mut security);
        for (path, item) in &self.document.paths {
            let pointer = Pointer::root().join("paths").join(path);
            for (key, operation) in item.iter() {
                let Some(method) = method_of(key) else {
                    continue;
                };
                let base = At::base(pointer.as_str());
                let at = base.key(key);
                let schemes = match &operation.security {
                    Some(own) => self.alternatives(own, &at.key("security"), &mut security),
                    // 3.0.3 §4.7.10.1: the root's demand holds where an operation has none.
                    None => default.clone(),
                };
                let requirement = self.requirement(&schemes, &mut security);
                let demand = Demand {
                    security: schemes,
                    requirement,
                };
                security.demands.insert((path.clone(), method), demand);
            }
        }
        security
    }

    /// The keys of the schemes that something demands.
    fn named_schemes(&self) -> Set<String> {
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
        scheme: &'a oa::ReferenceOr<oa::SecurityScheme>,
        security: &mut Security,
    ) {
        let at = Pointer::root().join("components").join("securitySchemes");
        let at = at.join(key);
        let schemes = &self.document.security_schemes;
        // What was reported leaves the scheme out; the run ends without output.
        let Ok((scheme, pointer)) =
            self.resolve(schemes, "securitySchemes", scheme, &At::base(at.as_str()))
        else {
            return;
        };
        let at = At::base(pointer.as_str());
        let Ok(Some(kind)) = self.scheme_kind(scheme, &at) else {
            return;
        };
        let (description, extensions) = words(scheme);
        let client = extensions.get("x-client").and_then(Json::as_str);
        let client = client.map(|name| client_type(name, key, &pointer, security));
        let constant = security.scheme_names.claim(key, pointer.clone());
        security.schemes.push(Scheme {
            key: key.to_owned(),
            constant: constant.name.to_constant(),
            description: description.cloned(),
            kind,
            client,
        });
    }

    /// What a scheme sends; `None` when that is nothing of the request.
    fn scheme_kind(
        &mut self,
        scheme: &oa::SecurityScheme,
        at: &At<'_>,
    ) -> Result<Option<SchemeKind>, Reported> {
        Ok(Some(match scheme {
            oa::SecurityScheme::HTTP { extensions, .. }
                if extensions.contains_key("x-31-mutualTLS") =>
            {
                self.ignored(
                    &at.key("type"),
                    "`mutualTLS` sends nothing in a request",
                    "give the client's certificate to the builder or the transport",
                );
                return Ok(None);
            }
            oa::SecurityScheme::HTTP { scheme, .. } => match scheme.to_ascii_lowercase().as_str() {
                "bearer" => SchemeKind::Bearer,
                "basic" => {
                    self.capabilities.insert(Capability::Basic);
                    SchemeKind::Basic
                }
                _ => SchemeKind::Http {
                    scheme: self.token(scheme, "name of an HTTP scheme", &at.key("scheme"))?,
                },
            },
            oa::SecurityScheme::OAuth2 { flows, .. } => {
                let kind = oauth2(flows);
                if let SchemeKind::OAuth2 {
                    token_url: Some(_), ..
                } = kind
                {
                    self.capabilities.insert(Capability::OAuth);
                }
                kind
            }
            oa::SecurityScheme::OpenIDConnect {
                open_id_connect_url,
                ..
            } => SchemeKind::OpenIdConnect {
                url: open_id_connect_url.clone(),
            },
            oa::SecurityScheme::APIKey { location, name, .. } => {
                let (location, name) = match location {
                    oa::APIKeyLocation::Query => (KeyLocation::Query, name.clone()),
                    oa::APIKeyLocation::Header => {
                        let name = self.token(name, "name of a header", &at.key("name"))?;
                        (KeyLocation::Header, name)
                    }
                    oa::APIKeyLocation::Cookie => {
                        let name = self.token(name, "name of a cookie", &at.key("name"))?;
                        (KeyLocation::Cookie, name)
                    }
                };
                SchemeKind::ApiKey { location, name }
            }
        }))
    }

    /// A name that stands in a header: a token of RFC 9110 §5.6.2.
    pub(super) fn token(
        &mut self,
        text: &str,
        what: &str,
        at: &At<'_>,
    ) -> Result<String, Reported> {
        let is_token =
            |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        if !text.is_empty() && text.bytes().all(is_token) {
            return Ok(text.to_owned());
        }
        let diagnostic = self
            .diagnostic(Code::Name, at, format!("`{text}` is no {what}"))
            .help("write letters, digits and `-`, without blanks (RFC 9110 §5.6.2)");
        Err(self.sink.error(diagnostic))
    }

    /// The alternatives of a demand; schemes that are not declared are left out, with one warning
    /// for each.
    fn alternatives(
        &mut self,
        demands: &[oa::SecurityRequirement],
        at: &At<'_>,
        security: &mut Security,
    ) -> Vec<Vec<String>> {
        for (index, demand) in demands.iter().enumerate() {
            for key in demand.keys() {
                let declared = self.document.security_schemes.contains_key(key);
                if declared || !security.undeclared.insert(key.clone()) {
                    continue;
                }
                let at = at.index(index);
                let message = format!("the security scheme `{key}` is not declared");
                let known = self.document.security_schemes.keys().map(String::as_str);
                let help = match nearest(key, known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("declare `{key}` under `components`, `securitySchemes`"),
                };
                let diagnostic = self
                    .diagnostic(Code::UndeclaredScheme, &at.key(key), message)
                    .label("no credential is sent for it, here and elsewhere")
                    .help(help);
                self.sink.warn(diagnostic);
            }
        }
        let known = |key: &&String| security.schemes.iter().any(|scheme| scheme.key == **key);
        let all = demands.iter().enumerate();
        all.flat_map(|(index, demand)| {
            let keys = demand.keys().filter(known).cloned().collect();
            self.satisfiable(keys, &security.schemes, &at.index(index))
        })
        .collect()
    }

    /// Takes up a demand as a bound, unless every client satisfies it or no client type is declared.
    fn requirement(&mut self, schemes: &[Vec<String>], security: &mut Security) -> Option<usize> {
        let known = |known: &Requirement| known.schemes == schemes;
        if let Some(known) = security.requirements.iter().position(known) {
            return Some(known);
        }
        let open = schemes.is_empty() || schemes.iter().any(Vec::is_empty);
        if open || security.clients.is_empty() {
            return None;
        }
        let satisfied = |client: &ClientType| {
            schemes
                .iter()
                .any(|all| all.iter().all(|key| client.schemes.contains(key)))
        };
        let clients: Vec<usize> = (0..security.clients.len())
            .filter(|index| satisfied(&security.clients[*index]))
            .collect();
        let list = Pointer::root().join("components").join("securitySchemes");
        if clients.is_empty() {
            let key = &schemes[0][0];
            let message = format!("no client type holds a credential for `{key}`");
            let diagnostic = self
                .diagnostic(Code::Extension, &At::base(list.join(key).as_str()), message)
                .help("give the scheme an `x-client`, as the other schemes have one");
            self.sink.error(diagnostic);
            return None;
        }
        let words: Vec<String> = schemes.iter().map(|all| all.join(" and ")).collect();
        let name = security.names.claim(&words.join(" or "), list).name;
        security.requirements.push(Requirement {
            name,
            schemes: schemes.to_vec(),
            clients,
        });
        Some(security.requirements.len() - 1)
    }
}

/// Description and extensions of a scheme of any kind.
fn words(scheme: &oa::SecurityScheme) -> (Option<&String>, &IndexMap<String, Json>) {
    let (description, extensions) = match scheme {
        oa::SecurityScheme::APIKey {
            description,
            extensions,
            ..
        }
        | oa::SecurityScheme::HTTP {
            description,
            extensions,
            ..
        }
        | oa::SecurityScheme::OAuth2 {
            description,
            extensions,
            ..
        }
        | oa::SecurityScheme::OpenIDConnect {
            description,
            extensions,
            ..
        } => (description, extensions),
    };
    (description.as_ref(), extensions)
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
    let mut urls = [None, None, None];
    let mut scopes: Vec<(String, String)> = Vec::new();
    let mut flow = |own: [Option<&String>; 3], known: &IndexMap<String, String>| {
        for (url, own) in urls.iter_mut().zip(own) {
            *url = url
                .take()
                .or_else(|| own.filter(|own| !own.is_empty()).cloned());
        }
        for (scope, meaning) in known {
            if !scopes.iter().any(|(known, _)| known == scope) {
                scopes.push((scope.clone(), meaning.clone()));
            }
        }
    };
    if let Some(code) = &flows.authorization_code {
        let (authorization, token) = (&code.authorization_url, &code.token_url);
        let refresh = code.refresh_url.as_ref();
        flow([Some(authorization), Some(token), refresh], &code.scopes);
    }
    if let Some(credentials) = &flows.client_credentials {
        let refresh = credentials.refresh_url.as_ref();
        let urls = [None, Some(&credentials.token_url), refresh];
        flow(urls, &credentials.scopes);
    }
    if let Some(password) = &flows.password {
        let refresh = password.refresh_url.as_ref();
        flow([None, Some(&password.token_url), refresh], &password.scopes);
    }
    if let Some(implicit) = &flows.implicit {
        let refresh = implicit.refresh_url.as_ref();
        flow(
            [Some(&implicit.authorization_url), None, refresh],
            &implicit.scopes,
        );
    }
    let [authorization_url, token_url, refresh_url] = urls;
    SchemeKind::OAuth2 {
        authorization_url,
        // What is refreshed where it is granted needs no word.
        refresh_url: refresh_url.filter(|url| token_url.as_ref() != Some(url)),
        token_url,
        scopes,
    }
}
