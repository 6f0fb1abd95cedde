//! What one request can carry of the schemes that a demand has together.

use super::Lowering;
use crate::diagnostic::Code;
use crate::ir::{KeyLocation, Scheme, SchemeKind};
use crate::source::At;

impl Lowering<'_> {
    /// The demands that a request can satisfy. Schemes that write to the same place exclude each
    /// other, for a request has one `Authorization` (RFC 9110 §11.6.2) and a key once; publishers
    /// who list them together mean alternatives. One access token satisfies all that ask for one.
    pub(super) fn satisfiable(
        &mut self,
        keys: Vec<String>,
        schemes: &[Scheme],
        at: &At<'_>,
    ) -> Vec<Vec<String>> {
        let kind = |key: &str| schemes.iter().find(|it| it.key == key).map(|it| &it.kind);
        let mut demands: Vec<Vec<String>> = vec![Vec::new()];
        for (index, key) in keys.iter().enumerate() {
            let Some(own) = kind(key) else {
                continue;
            };
            let excludes = |other: &String| kind(other).is_some_and(|other| exclude(own, other));
            let Some(rival) = keys[..index].iter().find(|other| excludes(other)) else {
                for demand in &mut demands {
                    demand.push(key.clone());
                }
                continue;
            };
            self.exclusive(key, rival, own, at);
            let others = demands.iter().map(|demand| {
                let rest = demand.iter().filter(|other| !excludes(other));
                rest.chain([key]).cloned().collect()
            });
            let others: Vec<Vec<String>> = others.collect();
            for other in others {
                if !demands.contains(&other) {
                    demands.push(other);
                }
            }
        }
        demands
    }

    fn exclusive(&mut self, key: &str, rival: &str, kind: &SchemeKind, at: &At<'_>) {
        let at = at.key(key);
        if !self.warned.insert((at.pointer(), Code::Tolerated)) {
            return;
        }
        let place = place(kind);
        let message = format!("no request carries both `{rival}` and `{key}`: each writes {place}");
        let diagnostic = self
            .diagnostic(Code::Tolerated, &at, message)
            .label("taken as an alternative")
            .help("schemes of one item must all be satisfied: give each an item of its own");
        self.sink.warn(diagnostic);
    }
}

/// Whether only one of two credentials has room in a request.
fn exclude(one: &SchemeKind, other: &SchemeKind) -> bool {
    place(one) == place(other) && !(one.is_bearer() && other.is_bearer())
}

/// Where a credential is written.
fn place(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::Basic
        | SchemeKind::Bearer
        | SchemeKind::OAuth2 { .. }
        | SchemeKind::Http { .. }
        | SchemeKind::OpenIdConnect { .. } => "the header `authorization`".to_owned(),
        SchemeKind::ApiKey { location, name } => match location {
            KeyLocation::Header => format!("the header `{}`", name.to_ascii_lowercase()),
            KeyLocation::Query => format!("the query's `{name}`"),
            KeyLocation::Cookie => format!("the cookie `{name}`"),
        },
    }
}
