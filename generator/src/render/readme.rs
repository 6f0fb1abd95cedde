//! The README of a written crate: set up, a first call, and what a reader asks for next.

use std::fmt::Write;

use super::example::Example;
use super::package::{NOTE, intro};
use crate::ir::{Api, Capability, Scheme, SchemeKind};

/// `README.md`.
pub(super) fn readme(api: &Api) -> String {
    let package = &api.package;
    let mut text = format!("<!-- {NOTE} -->\n\n# {package}\n\n{}\n\n", intro(api));
    let _ = write!(
        text,
        "## Set up\n\n```toml\n[dependencies]\n{package} = {{ path = \"../{package}\" }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n```\n\n"
    );
    let example = Example::of(api);
    if let Some(example) = &example {
        let _ = write!(text, "## Use\n\n```rust\n{}```\n\n", example.program());
    }
    text.push_str(include_str!("../../templates/lib.md"));
    text.push_str("\n## Errors\n\n");
    text.push_str(include_str!("../../templates/errors.md"));
    let operation = example.as_ref().map(Example::operation);
    let documented = operation.filter(|operation| !operation.errors.is_empty());
    if let Some(operation) = documented {
        let (id, error) = (&operation.name, &operation.error);
        let _ = write!(
            text,
            "\nThe refusals that the description documents have types: \
             `operations::{error}::from(&error)` is the one of `{id}`, chosen by status.\n"
        );
    }
    text.push_str(&credentials(api));
    text.push('\n');
    text.push_str(include_str!("../../templates/README.md"));
    text
}

/// How each security scheme gets its credential.
fn credentials(api: &Api) -> String {
    if api.schemes.is_empty() {
        return String::new();
    }
    let mut text =
        "\n## Credentials\n\nThe builder takes them; a call without the one that it needs \
                    is refused before anything is sent.\n\n| scheme | in the builder |\n|---|---|\n"
            .to_owned();
    for scheme in &api.schemes {
        let _ = writeln!(text, "| `{}` | `{}` |", scheme.key, builder_call(scheme));
    }
    if api.capabilities.contains(&Capability::OAuth) {
        text.push_str(
            "\n`auth::OAuth` gets access tokens by the flows of OAuth 2.0, keeps and renews them; \
             `.token_source(…)` takes what it gives.\n",
        );
    }
    text
}

fn builder_call(scheme: &Scheme) -> String {
    let key = &scheme.constant;
    match scheme.kind {
        SchemeKind::Basic => format!(".credential(&auth::{key}, auth::Basic::new(user, password))"),
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => {
            ".token(access_token)".to_owned()
        }
        SchemeKind::ApiKey { .. } | SchemeKind::Http { .. } => {
            format!(".credential(&auth::{key}, key)")
        }
    }
}
