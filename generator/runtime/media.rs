//! Media types and ranges of them (RFC 9110 §8.3.1, §12.5.1).

/// Which of `ranges` a content type falls under: the same text, the same type without parameters,
/// its `type/*+suffix`, its `type/*`, or `*/*`, in this order. JSON by another name than the
/// documented one counts as the documented one. Without a content type it is the first.
pub(super) fn choose(ranges: &[&str], content_type: &str) -> Option<usize> {
    let position = |test: &dyn Fn(&str) -> bool| ranges.iter().position(|range| test(range));
    let text = without_blanks(content_type);
    if text.is_empty() {
        return (!ranges.is_empty()).then_some(0);
    }
    let essence = essence(&text);
    let family = essence.split('/').next().unwrap_or_default();
    position(&|range| without_blanks(range) == text)
        .or_else(|| position(&|range| self::essence(&without_blanks(range)) == essence))
        .or_else(|| position(&|range| is_suffixed(self::essence(range), essence)))
        .or_else(|| position(&|range| range.strip_suffix("/*") == Some(family)))
        .or_else(|| position(&|range| range == "*/*"))
        .or_else(|| position(&|range| is_json(essence) && is_json(self::essence(range))))
}

/// Whether a content type falls under a range that is marked.
#[doc(hidden)]
pub fn is_one_of(content_type: &str, ranges: &[(&str, bool)]) -> bool {
    let texts: Vec<&str> = ranges.iter().map(|(range, _)| *range).collect();
    choose(&texts, content_type).is_some_and(|index| ranges[index].1)
}

/// Whether the characters of a text are its bytes.
pub(super) fn is_latin1(content_type: &str) -> bool {
    let text = without_blanks(content_type);
    let mut parameters = text.split(';').skip(1);
    parameters.any(|it| matches!(it, "charset=iso-8859-1" | "charset=latin1"))
}

/// The type without its parameters.
fn essence(text: &str) -> &str {
    text.split(';').next().unwrap_or_default()
}

/// Types are the same in either case, with blanks around their parameters, and with values in quotes
/// (RFC 9110 §8.3.1).
fn without_blanks(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_ascii_whitespace() && *c != '"')
        .map(|c| c.to_ascii_lowercase())
        .collect()
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
