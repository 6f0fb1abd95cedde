//! Servers, and the URLs of calls: the path of a call is appended to its server's.
//!
//! An operation that the description has on a server of its own (OpenAPI 3.0.3 §4.7.9, §4.7.10) goes
//! there when the client was built for one of the description's servers. A client of any other
//! server, such as one for tests, keeps to that, unless its builder names another for the operation.

use std::borrow::Cow;

use url::{Position, Url};

use super::call::Parts;
use super::client::Settings;
use super::parameters::{Parameters, Place};
use super::template;
use super::text::text;

/// The server that the description has for an operation.
#[derive(Clone, Copy, Debug)]
pub(super) struct OwnServer {
    /// Its URL, absolute or relative to the client's.
    pub(super) url: &'static str,
    /// The URLs of the description's servers for all operations.
    pub(super) others: &'static [&'static str],
}

/// The server's URL with path and query; the authority is the server's whatever the values are,
/// because the path is appended with a slash before it.
///
/// # Errors
///
/// What makes none, and why.
pub(super) fn url(call: &Parts) -> Result<Url, (&str, &'static str)> {
    let Some(server) = base(call.settings(), call.server) else {
        return Err(("path", "makes no URL with the server of this operation"));
    };
    let (template, parameters) = (call.operation.path, &call.parameters);
    if template.is_empty() {
        return Ok(whole(&server, parameters));
    }
    let prefix = server.path().trim_end_matches('/');
    let mut target = String::with_capacity(prefix.len() + template.len() + parameters.len() + 8);
    target.push_str(prefix);
    target.push_str(if template.starts_with('/') { "" } else { "/" });
    let start = target.len();
    if let Err(name) = template::expand(template, parameters, &mut target) {
        return Err((name, "is required by the path"));
    }
    if template::has_dot_segment(&target[start..]) {
        let message = "has a dot segment, which URLs remove (RFC 3986 §5.2.4)";
        return Err(("path", message));
    }
    if parameters.has(Place::Query) {
        // A template may have a query of its own.
        let first = if template::holds(template, b'?') {
            "&"
        } else {
            "?"
        };
        parameters.join(Place::Query, first, "&", &mut target);
    }
    joined(&server, &target).ok_or(("path", "makes no URL"))
}

/// The URL of an operation without a path: the server's is the whole.
fn whole(server: &Url, parameters: &Parameters) -> Url {
    let mut url = server.clone();
    let mut query = String::new();
    parameters.join(Place::Query, "", "&", &mut query);
    if !query.is_empty() {
        url.set_query(Some(&query));
    }
    url
}

/// The URL of a server with another path and query. Scheme and authority are not read anew, but where
/// the path begins as an authority would.
fn joined(server: &Url, target: &str) -> Option<Url> {
    match target.as_bytes().get(1) {
        Some(b'/' | b'\\') => {
            Url::parse(&text!("{}{target}", &server[..Position::BeforePath])).ok()
        }
        _ => server.join(target).ok(),
    }
}

/// The URL that the path of a call is appended to; `None` when the description's is none.
fn base(settings: &Settings, own: Option<OwnServer>) -> Option<Cow<'_, Url>> {
    let Some(own) = own else {
        return Some(Cow::Borrowed(&settings.server));
    };
    for (described, url) in &settings.operation_servers {
        if described == own.url {
            return Some(Cow::Borrowed(url));
        }
    }
    let Ok(absolute) = Url::parse(own.url) else {
        return settings.server.join(own.url).ok().map(Cow::Owned);
    };
    let client = settings.server.as_str();
    let is_described = own.others.iter().any(|it| describes(it, client));
    if is_described || own.others.is_empty() {
        Some(Cow::Owned(absolute))
    } else {
        Some(Cow::Borrowed(&settings.server))
    }
}

/// Whether `url` is the server of a template, with any values of its variables.
fn describes(template: &str, url: &str) -> bool {
    let (template, url) = (template.trim_end_matches('/'), url.trim_end_matches('/'));
    let Some((before, rest)) = template.split_once('{') else {
        return template == url;
    };
    let (Some(rest_of_url), Some((_, after))) = (url.strip_prefix(before), rest.split_once('}'))
    else {
        return false;
    };
    for end in 0..=rest_of_url.len() {
        if let Some(rest) = rest_of_url.get(end..)
            && describes(after, rest)
        {
            return true;
        }
    }
    false
}

/// The URL of a server that is relative to where the description is found (OpenAPI 3.0.3 §4.7.5).
/// What makes none is told when the client is built.
#[doc(hidden)]
pub fn resolve(location: &str, relative: &str) -> String {
    let url = Url::parse(location).and_then(|location| location.join(relative));
    url.map_or_else(|_| location.to_owned(), String::from)
}
