//! Credentials in a request: where each kind of security scheme has its token (OpenAPI 3.0.3
//! §4.7.27).
//!
//! A token is sent as it is or not at all.

use http::{HeaderMap, HeaderName, HeaderValue, header};
use secrecy::{ExposeSecret, SecretString};

use super::call::header_value;
use super::encode;
use super::error::{Error, ErrorKind};
use super::security::{KeyLocation, SchemeKind, SecurityScheme};
use super::transport::HttpRequest;

/// Adds `token` to `request` as `scheme` says.
pub(super) fn attach(
    scheme: &SecurityScheme,
    token: &SecretString,
    request: &mut HttpRequest,
) -> Result<(), Error> {
    let text = token.expose_secret();
    let attached = match scheme.kind {
        _ if text.is_empty() => None,
        SchemeKind::Basic => authorization("Basic", text, request),
        SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => {
            authorization("Bearer", text, request)
        }
        SchemeKind::Http { scheme } => authorization(scheme, text, request),
        SchemeKind::ApiKey { location, name } => match location {
            KeyLocation::Header => insert(HeaderName::try_from(name).ok(), text, request),
            KeyLocation::Query => {
                add_pair(&mut request.url, name, text);
                Some(())
            }
            KeyLocation::Cookie => add_cookie(&mut request.headers, name, text),
        },
    };
    attached.ok_or_else(|| {
        let key = scheme.key;
        let message =
            format!("the token for `{key}` is empty or holds characters that can't be sent there");
        Error::new(ErrorKind::Credential, message)
    })
}

fn authorization(scheme: &str, token: &str, request: &mut HttpRequest) -> Option<()> {
    let name = Some(header::AUTHORIZATION);
    insert(name, &[scheme, " ", token].concat(), request)
}

/// A header that was given for this call alone is the caller's own decision and stays.
fn insert(name: Option<HeaderName>, text: &str, request: &mut HttpRequest) -> Option<()> {
    let text = text.is_ascii().then_some(text)?;
    let value = sensitive(header_value(text)?);
    request.headers.entry(name?).or_insert(value);
    Some(())
}

fn add_pair(url: &mut url::Url, name: &str, text: &str) {
    let pair = format!("{}={}", encode::percent(name), encode::percent(text));
    let query = match url.query() {
        Some(query) if !query.is_empty() => format!("{query}&{pair}"),
        _ => pair,
    };
    url.set_query(Some(&query));
}

/// One header for all cookies (RFC 6265 §5.4); a value has no blank, quote, comma, semicolon or
/// backslash (§4.1.1).
fn add_cookie(headers: &mut HeaderMap, name: &str, text: &str) -> Option<()> {
    let is_octet =
        |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\');
    if !text.bytes().all(is_octet) {
        return None;
    }
    let pair = format!("{name}={text}");
    let cookies = match headers.get(header::COOKIE).map(HeaderValue::to_str) {
        Some(Ok(cookies)) => format!("{cookies}; {pair}"),
        Some(Err(_)) | None => pair,
    };
    let value = sensitive(header_value(&cookies)?);
    headers.insert(header::COOKIE, value);
    Some(())
}

fn sensitive(mut value: HeaderValue) -> HeaderValue {
    value.set_sensitive(true);
    value
}
