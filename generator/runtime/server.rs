//! Servers: the URL that the path of a call is appended to.
//!
//! An operation that the description has on a server of its own (OpenAPI 3.0.3 §4.7.9, §4.7.10) goes
//! there when the client was built for one of the description's servers. A client of any other
//! server, such as one for tests, keeps to that, unless its builder names another for the operation.

use std::borrow::Cow;

use url::Url;

use super::client::Settings;

/// The server that the description has for an operation.
#[derive(Clone, Copy, Debug)]
pub(super) struct OwnServer {
    /// Its URL, absolute or relative to the client's.
    pub(super) url: &'static str,
    /// The URLs of the description's servers for all operations.
    pub(super) others: &'static [&'static str],
}

/// The URL that the path of a call is appended to; `None` when the description's is none.
pub(super) fn base(settings: &Settings, own: Option<OwnServer>) -> Option<Cow<'_, Url>> {
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
