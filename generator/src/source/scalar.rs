//! What a plain YAML scalar means (YAML 1.2.2 §10.3, the core schema).
//!
//! Only `true` and `false` are booleans: `NO`, `on` and `y` are text, and so are dates and
//! numbers with a leading zero (`010`), which YAML 1.1 and 1.2 read differently.

use super::Value;

/// The value of an unquoted scalar.
pub(super) fn resolve(text: &str) -> Value {
    let Some(first) = text.bytes().next() else {
        return Value::Null;
    };
    match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' => {
            number(text).unwrap_or_else(|| Value::String(text.to_owned()))
        }
        b'~' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' => word(text),
        _ => Value::String(text.to_owned()),
    }
}

fn word(text: &str) -> Value {
    match text {
        "null" | "Null" | "NULL" | "~" => Value::Null,
        "true" | "True" | "TRUE" => Value::Boolean(true),
        "false" | "False" | "FALSE" => Value::Boolean(false),
        _ => Value::String(text.to_owned()),
    }
}

fn number(text: &str) -> Option<Value> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', ..] => (true, &text[1..]),
        [b'+', ..] => (false, &text[1..]),
        _ => (false, text),
    };
    if let Some(infinite) = infinite(text, digits, negative) {
        return Some(Value::Float(infinite));
    }
    if !digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = digits.strip_prefix(prefix) {
            return integer(digits, radix, negative);
        }
    }
    if digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    integer(digits, 10, negative).or_else(|| float(text))
}

fn infinite(text: &str, digits: &str, negative: bool) -> Option<f64> {
    match digits {
        ".inf" | ".Inf" | ".INF" if negative => Some(f64::NEG_INFINITY),
        ".inf" | ".Inf" | ".INF" => Some(f64::INFINITY),
        ".nan" | ".NaN" | ".NAN" if text == digits => Some(f64::NAN),
        _ => None,
    }
}

fn integer(digits: &str, radix: u32, negative: bool) -> Option<Value> {
    if !digits.starts_with(|first: char| first.is_digit(radix)) {
        return None;
    }
    let value = i128::from_str_radix(digits, radix).ok()?;
    Some(Value::Integer(if negative { -value } else { value }))
}

/// Rust's syntax of floats is YAML's; `inf` and `nan` are kept out by the first digit. A number
/// that no float holds stays text.
fn float(text: &str) -> Option<Value> {
    let value: f64 = text.parse().ok()?;
    value.is_finite().then_some(Value::Float(value))
}

/// Whether the text is a number that no float holds, such as `1e400`.
pub(super) fn is_beyond_float(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    digits.starts_with(|first: char| first.is_ascii_digit())
        && text.parse().is_ok_and(f64::is_infinite)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::String(text.to_owned())
    }

    #[test]
    fn words() {
        for null in ["", "~", "null", "Null", "NULL"] {
            assert_eq!(resolve(null), Value::Null, "{null}");
        }
        for (word, value) in [
            ("true", true),
            ("True", true),
            ("false", false),
            ("FALSE", false),
        ] {
            assert_eq!(resolve(word), Value::Boolean(value), "{word}");
        }
    }

    #[test]
    fn norway_and_its_friends_are_text() {
        for word in [
            "NO",
            "no",
            "on",
            "y",
            "tRUE",
            "2024-01-01",
            "12:30",
            "1.2.3",
            "010",
            "-",
            "+",
            ".",
            "+-1",
            "--1",
            "1_000",
            "0x",
            "0xg",
            "inf",
            "-inf",
            "nan",
            "+.nan",
            "1e400",
            "0b2",
        ] {
            assert_eq!(resolve(word), text(word), "{word}");
        }
    }

    #[test]
    fn integers_of_any_size() {
        for (word, value) in [
            ("0", 0),
            ("-1", -1),
            ("+7", 7),
            ("0x1F", 31),
            ("0o17", 15),
            ("-0x10", -16),
            ("18446744073709552000", 18_446_744_073_709_552_000),
            ("-9223372036854776000", -9_223_372_036_854_776_000),
        ] {
            assert_eq!(resolve(word), Value::Integer(value), "{word}");
        }
        let beyond = "1000000000000000000000000000000000000000";
        assert_eq!(resolve(beyond), Value::Float(1e39));
    }

    #[test]
    fn floats() {
        for (word, value) in [
            ("1.0", 1.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("-1e3", -1e3),
            ("+1.5", 1.5),
            (".inf", f64::INFINITY),
            ("-.INF", f64::NEG_INFINITY),
        ] {
            assert_eq!(resolve(word), Value::Float(value), "{word}");
        }
        assert!(matches!(resolve(".nan"), Value::Float(value) if value.is_nan()));
    }
}
