//! Operations.

use openapiv3 as oa;
use serde_json::Value as Json;

use super::page::is_page;
use super::security::Security;
use super::{Hint, Lowering};
use crate::diagnostic::Reported;
use crate::ir::{self, Case, Ident, Method, Namer, Success, reserved};
use crate::map::Set;
use crate::source::{At, Pointer};

/// Where an operation stands, and what holds for it from outside.
pub(super) struct Site<'s, 'a> {
    pub path: &'s str,
    pub item: &'a oa::PathItem,
    pub item_pointer: &'s Pointer,
    pub method: Method,
    pub security: &'s Security,
    /// Names that parameters can't have.
    pub reserved: &'static [&'static str],
}

/// The names of one tag's handle.
pub(super) struct OperationNames {
    pub methods: Namer<Pointer>,
    ids: Vec<String>,
    constants: Set<Ident>,
}

/// The names of one operation.
struct Names {
    id: String,
    method: Ident,
    constant: Ident,
    request: Ident,
    error: Ident,
    response: Ident,
    body: Ident,
}

impl OperationNames {
    /// A handle without methods.
    pub(super) fn new() -> Self {
        Self {
            methods: Namer::new(Case::Snake, "_", reserved::RESERVED_METHOD_NAMES),
            ids: Vec::new(),
            constants: Set::default(),
        }
    }
}

impl<'a> Lowering<'a> {
    /// One operation, with everything in it that could be lowered reported or done.
    pub(super) fn operation(
        &mut self,
        operation: &'a oa::Operation,
        site: &Site<'_, 'a>,
        at: &At<'_>,
        names: &mut OperationNames,
    ) -> Result<ir::Operation, Reported> {
        let names = self.names(operation, site, at, names);
        let demand = site.security.demand(site.path, site.method);
        let hint = Hint::new(names.request.as_str());
        let parameters = self.parameters(operation, site, at, &hint);
        let body = operation
            .request_body
            .as_ref()
            .map(|body| self.request_body(body, &names.body, &at.key("requestBody"), &hint));
        let responses = self.responses(
            &operation.responses,
            site.method,
            &at.key("responses"),
            &hint,
        );
        let (mut parameters, body, responses) =
            (parameters?, body.transpose()?.flatten(), responses?);
        ir::Parameter::place(
            &mut parameters,
            body.as_ref().is_some_and(|body| body.required),
        );
        let (success, errors) = split(responses.responses, &names.response);
        let item_at = At::base(site.item_pointer.as_str());
        let server = self.own_server(site.item, operation, &item_at, at);
        Ok(ir::Operation {
            id: names.id,
            name: names.method,
            request: names.request,
            error: names.error,
            constant: names.constant,
            summary: operation
                .summary
                .clone()
                .or_else(|| site.item.summary.clone()),
            description: operation
                .description
                .clone()
                .or_else(|| site.item.description.clone()),
            evidence: facts(operation),
            deprecated: operation.deprecated,
            method: site.method,
            server,
            path: without_fragment(site.path).to_owned(),
            idempotent: site.method.is_idempotent()
                || operation.extensions.get("x-idempotent") == Some(&Json::Bool(true)),
            accept: responses.accept,
            parameters,
            body,
            success,
            errors,
            security: demand.security,
            requirement: demand.requirement,
        })
    }

    /// The names; an operation without an `operationId` of its own is named by method and path.
    fn names(
        &mut self,
        operation: &oa::Operation,
        site: &Site<'_, '_>,
        at: &At<'_>,
        names: &mut OperationNames,
    ) -> Names {
        let method = site.method.as_str();
        let by_path = || {
            format!(
                "{} {}",
                method.to_lowercase(),
                site.path.replace(['{', '}'], "")
            )
        };
        let text = operation.operation_id.clone();
        // The same `operationId` twice was warned of as such.
        let text = text.filter(|text| !names.ids.contains(text));
        let text = text.unwrap_or_else(by_path);
        let name = self.claim(&mut names.methods, &text, at);
        let types = &mut self.operation_type_names;
        let request = types.claim(name.to_type().as_str(), at.pointer()).name;
        let mut suffixed = |suffix: &str| {
            types
                .claim(&format!("{request} {suffix}"), at.pointer())
                .name
        };
        let (error, response) = (suffixed("error"), suffixed("response"));
        let body = suffixed("body");
        names.ids.push(text);
        // Two methods may differ only in what a constant does not show, as `a` and `a_`.
        let mut constant = name.to_constant_beside_types();
        while !names.constants.insert(constant.clone()) {
            constant = constant.followed();
        }
        let id = operation
            .operation_id
            .clone()
            .unwrap_or_else(|| format!("{method} {}", site.path));
        Names {
            id,
            method: name,
            constant,
            request,
            error,
            response,
            body,
        }
    }
}

/// A fragment is not sent (RFC 9110 §7.1); it tells operations apart that are one path to a server.
fn without_fragment(path: &str) -> &str {
    path.split('#').next().unwrap_or(path)
}

/// Successes and errors. `default` is an error beside documented successes, and what everything
/// answers without them (3.0.3 §4.7.16).
fn split(responses: Vec<ir::Response>, name: &Ident) -> (Success, Vec<ir::Response>) {
    use ir::StatusRange::{Code, Default, Range};
    let is_success =
        |response: &ir::Response| matches!(response.status, Code(200..=299) | Range(2));
    let (mut successes, mut errors): (Vec<_>, Vec<_>) = responses.into_iter().partition(is_success);
    errors.sort_by_key(|response| response.status);
    successes.sort_by_key(|response| response.status);
    let fallback = errors.iter().find(|response| response.status == Default);
    let success = match successes.as_slice() {
        [] => {
            Success::One(fallback.map_or(ir::Payload::Empty, |response| response.payload.clone()))
        }
        [first, rest @ ..] if rest.iter().all(|other| other.payload == first.payload) => {
            Success::One(first.payload.clone())
        }
        _ => Success::ByStatus {
            name: name.clone(),
            responses: successes,
        },
    };
    (success, errors)
}

/// `x-lifecycle` and `x-evidence`, a sentence each.
pub(super) fn facts(operation: &oa::Operation) -> Option<String> {
    let lifecycle = operation.extensions.get("x-lifecycle");
    let lifecycle = lifecycle.and_then(Json::as_str);
    let lifecycle = lifecycle.map(|stage| format!("Lifecycle: {stage}."));
    let facts: Vec<String> = lifecycle.into_iter().chain(evidence(operation)).collect();
    (!facts.is_empty()).then(|| facts.join(" "))
}

fn evidence(operation: &oa::Operation) -> Option<String> {
    let evidence = operation.extensions.get("x-evidence")?;
    if let Some(text) = evidence.as_str() {
        return Some(text.to_owned());
    }
    let text = |key: &str| evidence.get(key).and_then(Json::as_str);
    let grade = match text("grade")? {
        "full" => "the documentation's field tables".to_owned(),
        "examples" => "examples; types and limits are inferred from them".to_owned(),
        "path" if is_page(operation) => "its path; the parameters are inferred".to_owned(),
        "path" => "method and path; the bodies are unknown".to_owned(),
        other => other.to_owned(),
    };
    let unknown = text("unknown").map(|unknown| format!(" Unknown: {unknown}"));
    Some(format!(
        "Known from {grade}.{}",
        unknown.unwrap_or_default()
    ))
}
