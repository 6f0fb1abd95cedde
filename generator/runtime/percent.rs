//! Percent-encoding of text in URLs (RFC 3986 §2.1), as UTF-8.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything that is not unreserved (RFC 3986 §2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The same for each byte, the other way round: one look at a table is what a byte should take.
const UNRESERVED: [bool; 256] = {
    let mut unreserved = [false; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        unreserved[byte as usize] =
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        byte += 1;
    }
    unreserved
};

/// What is encoded even where reserved characters are allowed.
const ALWAYS: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Appends `text` with everything percent-encoded that is not unreserved.
pub(super) fn percent(text: &str, out: &mut String) {
    // Most names and values have nothing to encode.
    if text.bytes().all(|byte| UNRESERVED[usize::from(byte)]) {
        out.push_str(text);
    } else {
        out.extend(utf8_percent_encode(text, RESERVED));
    }
}

/// Appends `text` with what RFC 3986 §2.2 reserves left as it is, and with what is percent-encoded
/// already (RFC 6570 §3.2.3); but without `#`, `[` and `]`, which no query holds (RFC 3986 §3.4), and
/// `&` and `+`, which mean something else there (OpenAPI 3.1.1 §4.8.12.2).
pub(super) fn reserved(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.extend(utf8_percent_encode(before, ALWAYS));
        let is_triple = matches!(after.as_bytes(), [first, second, ..]
            if first.is_ascii_hexdigit() && second.is_ascii_hexdigit());
        out.push_str(if is_triple { "%" } else { "%25" });
        rest = after;
    }
    out.extend(utf8_percent_encode(rest, ALWAYS));
}
