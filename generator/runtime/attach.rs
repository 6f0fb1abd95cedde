//! Credentials in a request: where each kind of security scheme has its token (OpenAPI 3.0.3
//! §4.7.27).
//!
//! A token is sent as it is or not at all.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use secrecy::{ExposeSecret, SecretString};

use super::call::{header_value, is_trimmed};
use super::error::{Error, ErrorKind};
use super::percent::percent;
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
            KeyLocation::Header => insert(HeaderName::try_from(name).ok(), "", text, request),
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
    insert(Some(header::AUTHORIZATION), scheme, token, request)
}

/// A header that was given for this call alone is the caller's own decision and stays.
fn insert(
    name: Option<HeaderName>,
    scheme: &str,
    token: &str,
    request: &mut HttpRequest,
) -> Option<()> {
    if !token.is_ascii() || !is_trimmed(token) {
        return None;
    }
    let mut text = Vec::with_capacity(scheme.len() + 1 + token.len());
    if !scheme.is_empty() {
        text.extend_from_slice(scheme.as_bytes());
        text.push(b' ');
    }
    text.extend_from_slice(token.as_bytes());
    let value = HeaderValue::from_maybe_shared(Bytes::from(text)).ok()?;
    request.headers.entry(name?).or_insert(sensitive(value));
    Some(())
}

fn add_pair(url: &mut url::Url, name: &str, text: &str) {
    let mut query = url.query().unwrap_or_default().to_owned();
    if !query.is_empty() {
        query.push('&');
    }
    percent(name, &mut query);
    query.push('=');
    percent(text, &mut query);
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
