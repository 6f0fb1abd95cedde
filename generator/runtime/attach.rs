//! Credentials in a request: which ones, and where each kind of security scheme has its token
//! (OpenAPI 3.0.3 §4.7.27).
//!
//! A token is sent as it is or not at all.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue, header};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::attempt::{Access, Progress};
use super::auth::TokenSource;
use super::call::Parts;
use super::client::{Settings, is_loopback};
use super::clock::bounded_until;
use super::error::{Error, ErrorKind};
use super::percent::percent;
use super::request_headers::{add, header_value, is_trimmed, put};
use super::security::{KeyLocation, SchemeKind, SecurityScheme};
use super::text::text;
use super::transport::{BoxError, HttpRequest};

/// Attaches the credentials of the first security alternative that the client has all of. Gives the
/// access token, when there is one; one that was given for this call alone is nobody's to renew.
pub(super) async fn authorise<'c>(
    call: &'c Parts,
    request: &mut HttpRequest,
    progress: &Progress,
) -> Result<Access<'c>, Error> {
    let mut access = None;
    for scheme in chosen(call)? {
        let Some(source) = source(call, scheme, &request.url)? else {
            continue;
        };
        let token = if let Some(token) = source.ready() {
            token
        } else {
            let clock = &*call.settings().clock;
            let token = bounded_until(clock, progress.deadline, None, source.token()).await;
            received(token, scheme, progress)?
        };
        attach(scheme, token, request, &mut access)?;
    }
    Ok(access)
}

/// The schemes whose credentials are to be sent.
pub(super) fn chosen(call: &Parts) -> Result<&[&'static SecurityScheme], Error> {
    let credentials = &call.client.credentials;
    match &call.operation {
        Cow::Borrowed(operation) => credentials
            .choose(operation.security)
            .map_err(|message| Error::new(ErrorKind::Credential, message)),
        Cow::Owned(_) => Ok(credentials.any()),
    }
}

/// Where the token for a scheme comes from, if it may be sent there.
fn source<'c>(
    call: &'c Parts,
    scheme: &SecurityScheme,
    url: &Url,
) -> Result<Option<&'c dyn TokenSource>, Error> {
    let source = call.client.credentials.held(scheme);
    if source.is_some() {
        confidential(url, call.settings())?;
    }
    Ok(source)
}

fn received(
    token: Option<Result<SecretString, BoxError>>,
    scheme: &SecurityScheme,
    progress: &Progress,
) -> Result<Cow<'static, SecretString>, Error> {
    match token {
        Some(Ok(token)) => Ok(Cow::Owned(token)),
        Some(Err(source)) => Err(Error::no_token(scheme.key, source)),
        None => Err(progress.out_of_time()),
    }
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

/// Adds `token` to `request` as `scheme` says; it is what gives access then. A header that was given
/// for this call alone is the caller's own decision and stays.
fn attach<'c>(
    scheme: &SecurityScheme,
    token: Cow<'c, SecretString>,
    request: &mut HttpRequest,
    access: &mut Access<'c>,
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
                Some(true)
            }
            KeyLocation::Cookie => add_cookie(&mut request.headers, name, text),
        },
    };
    let Some(is_own) = attached else {
        let key = scheme.key;
        let message =
            text!("the token for `{key}` is empty or holds characters that can't be sent there");
        return Err(Error::new(ErrorKind::Credential, message));
    };
    if is_own && scheme.kind.is_bearer() {
        *access = Some(token);
    }
    Ok(())
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
    if !is_trimmed(token) {
        return None;
    }
    let mut text = String::with_capacity(scheme.len() + 1 + token.len());
    if !scheme.is_empty() {
        text.push_str(scheme);
        text += " ";
    }
    text.push_str(token);
    let value = HeaderValue::try_from(text).ok()?;
    // No byte beyond ASCII has a meaning there (RFC 9110 §5.5).
    value.to_str().ok()?;
    Some(add(&mut request.headers, &name?, sensitive(value)))
}

fn add_pair(url: &mut Url, name: &str, text: &str) {
    let mut query = url.query().unwrap_or_default().to_owned();
    if !query.is_empty() {
        query += "&";
    }
    percent(name, &mut query);
    query += "=";
    percent(text, &mut query);
    url.set_query(Some(&query));
}

/// One header for all cookies (RFC 6265 §5.4); a value has no blank, quote, comma, semicolon or
/// backslash (§4.1.1).
fn add_cookie(headers: &mut HeaderMap, name: &str, text: &str) -> Option<bool> {
    for byte in text.bytes() {
        if !byte.is_ascii_graphic() || matches!(byte, b'"' | b',' | b';' | b'\\') {
            return None;
        }
    }
    let mut cookies = String::new();
    if let Some(Ok(own)) = headers.get(&header::COOKIE).map(HeaderValue::to_str) {
        cookies.push_str(own);
        cookies.push_str("; ");
    }
    cookies.push_str(name);
    cookies += "=";
    cookies.push_str(text);
    let value = sensitive(header_value(&cookies)?);
    put(headers, header::COOKIE, value);
    Some(true)
}

fn sensitive(mut value: HeaderValue) -> HeaderValue {
    value.set_sensitive(true);
    value
}
