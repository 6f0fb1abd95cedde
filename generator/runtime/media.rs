//! Media types and ranges of them (RFC 9110 §8.3.1, §12.5.1).

/// Which of `ranges` a content type falls under: the same text, the same type without parameters,
/// its `type/*+suffix`, its `type/*`, or `*/*`, in this order. JSON by another name than the
/// documented one counts as the documented one. Without a content type it is the first.
pub(super) fn choose(ranges: &[&str], content_type: &str) -> Option<usize> {
    let text = without_blanks(content_type);
    if text.is_empty() {
        return (!ranges.is_empty()).then_some(0);
    }
    let (mut nearest, mut found) = (FAR, None);
    for (index, range) in ranges.iter().enumerate() {
        let distance = distance(&without_blanks(range), &text);
        if distance < nearest {
            (nearest, found) = (distance, Some(index));
        }
        if nearest == 0 {
            break;
        }
    }
    found
}

/// The distance of a range that a content type does not fall under.
const FAR: u8 = 6;

/// How far a content type is from a range that it falls under, both without blanks.
fn distance(range: &str, text: &str) -> u8 {
    if range == text {
        return 0;
    }
    let (wide, essence) = (essence(range), essence(text));
    if wide == essence {
        1
    } else if is_suffixed(wide, essence) {
        2
    } else if range.strip_suffix("/*") == Some(before(essence, '/')) {
        3
    } else if range == "*/*" {
        4
    } else if is_json(essence) && is_json(wide) {
        5
    } else {
        FAR
    }
}

/// Whether a content type falls under a range that is marked.
#[doc(hidden)]
pub fn is_one_of(content_type: &str, ranges: &[(&str, bool)]) -> bool {
    let mut texts = Vec::with_capacity(ranges.len());
    for (range, _) in ranges {
        texts.push(*range);
    }
    choose(&texts, content_type).is_some_and(|index| ranges[index].1)
}

/// Whether the characters of a text are its bytes.
pub(super) fn is_latin1(content_type: &str) -> bool {
    character_set(content_type).is_some_and(|name| is_name_of_latin1(&name))
}

/// The bytes of a text in the character set that its type names; UTF-8 where it names none.
///
/// # Errors
///
/// Why the text can't be sent.
pub(super) fn encode(content_type: &str, text: String) -> Result<Vec<u8>, &'static str> {
    const LACKS: &str = "has characters that the character set of its content type lacks";
    let last = match character_set(content_type).as_deref() {
        None | Some("utf-8" | "utf8") => return Ok(text.into_bytes()),
        Some(name) if is_name_of_latin1(name) => u8::MAX,
        Some(name) if name.starts_with("utf-") => return Err(LACKS),
        // All others begin with ASCII.
        Some(_) => 0x7F,
    };
    let mut bytes = Vec::with_capacity(text.len());
    for character in text.chars() {
        match u8::try_from(character) {
            Ok(byte) if byte <= last => bytes.push(byte),
            _ => return Err(LACKS),
        }
    }
    Ok(bytes)
}

fn is_name_of_latin1(name: &str) -> bool {
    matches!(name, "iso-8859-1" | "latin1")
}

/// The parameter `charset` (RFC 9110 §8.3.2), in lower case.
fn character_set(content_type: &str) -> Option<String> {
    let (_, parameters) = content_type.split_once(';')?;
    let text = without_blanks(parameters);
    for parameter in text.split(';') {
        if let Some(name) = parameter.strip_prefix("charset=") {
            return Some(name.to_owned());
        }
    }
    None
}

/// The type without its parameters.
pub(super) fn essence(text: &str) -> &str {
    before(text, ';')
}

/// What stands before a sign; all of the text where there is none.
fn before(text: &str, sign: char) -> &str {
    text.split_once(sign).map_or(text, |(before, _)| before)
}

/// Types are the same in either case, with blanks around their parameters, and with values in quotes
/// (RFC 9110 §8.3.1).
fn without_blanks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_ascii_whitespace() && c != '"' {
            out.push(c.to_ascii_lowercase());
        }
    }
    out
}

/// Whether a type falls under `application/*+json`, which is no range of RFC 9110 §12.5.1, but all
/// types with this suffix (RFC 6838 §4.2.8) wherever it is written.
fn is_suffixed(range: &str, essence: &str) -> bool {
    range.split_once('*').is_some_and(|(start, end)| {
        end.starts_with('+') && essence.starts_with(start) && essence.ends_with(end)
    })
}

fn is_json(essence: &str) -> bool {
    matches!(essence, "application/json" | "text/json") || essence.ends_with("+json")
}
