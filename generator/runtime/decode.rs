//! JSON bodies to values; what does not fit is told by place, never by content.

use serde::de::DeserializeOwned;
use serde_json::error::Category;

/// Decodes `bytes`; `Err` says in words where they are not as expected.
///
/// The fast path knows no places. Only when it fails the body is read once more, with the path
/// tracked.
pub(super) fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    // A byte order mark may be ignored (RFC 8259 §8.1).
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    serde_json::from_slice(bytes).map_err(|error| explained::<T>(bytes, &error))
}

fn explained<T: DeserializeOwned>(bytes: &[u8], error: &serde_json::Error) -> String {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Err(located) => message(&located.path().to_string(), located.inner(), bytes),
        // Only what follows the value is wrong.
        Ok(_) => message(".", error, bytes),
    }
}

fn message(path: &str, error: &serde_json::Error, bytes: &[u8]) -> String {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return "the body is empty".to_owned();
    }
    let text = error.to_string();
    match error.classify() {
        Category::Data if path == "." => {
            format!("the body is not as documented: {}", expected(&text))
        }
        Category::Data => {
            format!(
                "the body is not as documented: `{path}`: {}",
                expected(&text)
            )
        }
        Category::Syntax | Category::Eof | Category::Io => format!("the body is not JSON: {text}"),
    }
}

/// What serde says about a value that does not fit, without the value.
pub(super) fn expected(text: &str) -> &str {
    const WITH_VALUE: [&str; 4] = [
        "invalid type: ",
        "invalid value: ",
        "invalid length ",
        "unknown variant ",
    ];
    if text.starts_with("missing field ") {
        return text;
    }
    let tail = WITH_VALUE
        .iter()
        .any(|start| text.starts_with(start))
        .then(|| text.rfind("expected "))
        .flatten();
    match tail {
        Some(start) => &text[start..],
        None => "not of the documented form",
    }
}
