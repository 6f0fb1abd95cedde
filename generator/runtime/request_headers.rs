//! Headers of a request: what can be the value of one, and how it is set.

use http::{HeaderMap, HeaderName, HeaderValue};

/// `text` as the value of a header, where it is field content (RFC 9110 §5.5): visible characters,
/// those beyond ASCII as UTF-8, and blanks inside; those at the ends do not belong to the value.
pub(super) fn header_value(text: &str) -> Option<HeaderValue> {
    if is_trimmed(text) {
        HeaderValue::from_bytes(text.as_bytes()).ok()
    } else {
        None
    }
}

/// Sets a header: here for all, because `HeaderMap::insert` is generic and large.
pub(super) fn put(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    headers.insert(name, value);
}

/// Adds a header unless there is one of that name; whether it did. Hardly ever there is one, so that
/// it is not looked for before.
pub(super) fn add(headers: &mut HeaderMap, name: &HeaderName, value: HeaderValue) -> bool {
    let Some(own) = headers.insert(name.clone(), value) else {
        return true;
    };
    put(headers, name.clone(), own);
    false
}

/// `text`, which is constant, as the value of a header. JSON, which most are, is not looked through
/// again.
pub(super) fn media_type(text: &'static str) -> HeaderValue {
    static JSON: HeaderValue = HeaderValue::from_static("application/json");
    if text.as_bytes() == JSON.as_bytes() {
        JSON.clone()
    } else {
        HeaderValue::from_static(text)
    }
}

/// Whether there are no blanks at the ends of `text`.
pub(super) fn is_trimmed(text: &str) -> bool {
    let is_blank = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t'));
    let text = text.as_bytes();
    !is_blank(text.first()) && !is_blank(text.last())
}
