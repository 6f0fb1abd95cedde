//! Credentials in a request: which ones, and where each kind of security scheme has its token
//! (OpenAPI 3.0.3 §4.7.27).
//!
//! A token is sent as it is or not at all.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::attempt::Progress;
use super::auth::Held;
use super::call::{Parts, add, header_value, is_trimmed};
use super::client::{Settings, is_loopback};
use super::clock::bounded_until;
use super::error::{Error, ErrorKind};
use super::percent::percent;
use super::security::{KeyLocation, SchemeKind, SecurityScheme};
use super::transport::HttpRequest;

/// Attaches the credentials of the first security alternative that the client has all of. Gives the
/// access token, when there is one; one that was given for this call alone is nobody's to renew.
pub(super) async fn authorise<'c>(
    call: &'c Parts,
    request: &mut HttpRequest,
    progress: &Progress,
) -> Result<Option<Cow<'c, SecretString>>, Error> {
    let settings = &*call.client.settings;
    let mut access = None;
    for (scheme, source) in chosen(call)? {
        confidential(&request.url, settings)?;
        let token = if let Some(token) = source.ready() {
            token
        } else {
            let token = source.token();
            match bounded_until(&*settings.clock, || progress.deadline, token).await {
                Some(Ok(token)) => Cow::Owned(token),
                Some(Err(source)) => return Err(Error::no_token(scheme.key, source)),
                None => return Err(progress.out_of_time()),
            }
        };
        if attach(scheme, &token, request)? && scheme.kind.is_bearer() {
            access = Some(token);
        }
    }
    Ok(access)
}

/// The credentials to send.
pub(super) fn chosen(call: &Parts) -> Result<impl Iterator<Item = Held<'_>>, Error> {
    let credentials = &call.client.credentials;
    let (schemes, any) = match &call.operation {
        Cow::Borrowed(operation) => {
            let schemes = credentials.choose(operation.security);
            let refused = |message| Error::new(ErrorKind::Credential, message);
            (schemes.map_err(refused)?, None)
        }
        Cow::Owned(_) => (&[][..], credentials.any()),
    };
    let held = schemes.iter().filter_map(|scheme| credentials.held(scheme));
    Ok(held.chain(any))
}

/// Refuses to show credentials to everyone between here and the server.
pub(super) fn confidential(url: &Url, settings: &Settings) -> Result<(), Error> {
    if url.scheme() == "https" || is_loopback(url) || settings.allow_plain_http {
        return Ok(());
    }
    let message = "credentials are not sent over plain http; \
                   `allow_plain_http` of the client's builder permits it";
    Err(Error::new(ErrorKind::Credential, message))
}

/// Adds `token` to `request` as `scheme` says; whether it did. A header that was given for this call
/// alone is the caller's own decision and stays.
fn attach(
    scheme: &SecurityScheme,
    token: &SecretString,
    request: &mut HttpRequest,
) -> Result<bool, Error> {
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
                Some(true)
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

fn authorization(scheme: &str, token: &str, request: &mut HttpRequest) -> Option<bool> {
    insert(Some(header::AUTHORIZATION), scheme, token, request)
}

fn insert(
    name: Option<HeaderName>,
    scheme: &str,
    token: &str,
    request: &mut HttpRequest,
) -> Option<bool> {
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
    Some(add(&mut request.headers, name?, sensitive(value)))
}

fn add_pair(url: &mut Url, name: &str, text: &str) {
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
fn add_cookie(headers: &mut HeaderMap, name: &str, text: &str) -> Option<bool> {
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
    Some(true)
}

fn sensitive(mut value: HeaderValue) -> HeaderValue {
    value.set_sensitive(true);
    value
}
