//! Path templates: `/v1/orders/{orderId}` (OpenAPI 3.0.3 §4.7.8.2).

use super::parameters::{Parameters, Place};

/// Appends `template` with every `{name}` replaced by its encoded value; `Err` names the first one
/// that has no value.
pub(super) fn expand<'t>(
    template: &'t str,
    parameters: &Parameters,
    out: &mut String,
) -> Result<(), &'t str> {
    let mut rest = template;
    while let Some((before, name, after)) = next_expression(rest) {
        out.push_str(before);
        out.push_str(parameters.get(Place::Path, name).ok_or(name)?);
        rest = after;
    }
    out.push_str(rest);
    Ok(())
}

fn next_expression(text: &str) -> Option<(&str, &str, &str)> {
    let start = position(text, b'{')?;
    let end = start + position(&text[start..], b'}')?;
    Some((&text[..start], &text[start + 1..end], &text[end + 1..]))
}

/// Templates are short: nothing is found faster than by looking.
fn position(text: &str, sign: u8) -> Option<usize> {
    text.as_bytes().iter().position(|byte| *byte == sign)
}

/// Whether `text`, which is short, holds `sign`: without a stop where it is found, many are compared
/// at once.
pub(super) fn holds(text: &str, sign: u8) -> bool {
    let held = |held, byte| held | u8::from(byte == sign);
    text.bytes().fold(0, held) != 0
}

/// Whether a segment of `path` is `.` or `..`, which URLs remove with the segment before it
/// (RFC 3986 §5.2.4).
pub(super) fn has_dot_segment(path: &str) -> bool {
    // Hardly any path has a dot.
    if !holds(path, b'.') {
        return false;
    }
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    path.split('/').any(|segment| matches!(segment, "." | ".."))
}
