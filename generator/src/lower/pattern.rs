//! `pattern`: from ECMA-262's regular expressions to those of the `regex` crate.
//!
//! The two read most text alike. What they read differently is written out here: the classes are
//! ASCII or ECMA's own, the dot stops at every line terminator, and a class holds no other one.
//! What only ECMA has, as look-around and back-references, is left for the parser to refuse.

use std::iter::Peekable;
use std::str::Chars;

/// `\d` (ECMA-262 §22.2.2.9, CharacterClassEscape).
const DIGIT: &str = "0-9";
/// `\w` (§22.2.2.9.3 WordCharacters).
const WORD: &str = "A-Za-z0-9_";
/// `\s`: WhiteSpace and LineTerminator (§12.2, §12.3).
const SPACE: &str = r"\t\n\x0B\x0C\r \x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}";
/// What `.` does not match (§12.3 LineTerminator).
const LINE: &str = r"\n\r\x{2028}\x{2029}";

/// The pattern in the `regex` crate's syntax; `None` when it has no such form.
pub(super) fn translated(pattern: &str) -> Option<String> {
    let mut translation = Translation {
        rest: pattern.chars().peekable(),
        text: String::with_capacity(pattern.len()),
    };
    translation.run()?;
    let text = translation.text;
    regex_syntax::Parser::new()
        .parse(&text)
        .is_ok()
        .then_some(text)
}

/// Why a pattern has no such form, in few words.
pub(super) fn obstacle(pattern: &str) -> String {
    match regex_syntax::Parser::new().parse(pattern) {
        Err(regex_syntax::Error::Parse(error)) => error.kind().to_string(),
        Err(regex_syntax::Error::Translate(error)) => error.kind().to_string(),
        _ => "Rust's regular expressions have no form of it".to_owned(),
    }
}

struct Translation<'a> {
    rest: Peekable<Chars<'a>>,
    text: String,
}

impl Translation<'_> {
    fn run(&mut self) -> Option<()> {
        while let Some(c) = self.rest.next() {
            match c {
                '\\' => self.escape(false)?,
                '[' => self.class()?,
                '.' => self.text.extend(["[^", LINE, "]"]),
                _ => self.text.push(c),
            }
        }
        Some(())
    }

    /// `[…]`: `[` is a character in it, and so is what the `regex` crate reads as an operator.
    fn class(&mut self) -> Option<()> {
        let is_negated = self.rest.next_if_eq(&'^').is_some();
        if self.rest.next_if_eq(&']').is_some() {
            // `[]` matches nothing, `[^]` anything.
            self.text
                .push_str(if is_negated { r"[\s\S]" } else { r"[^\s\S]" });
            return Some(());
        }
        self.text.push_str(if is_negated { "[^" } else { "[" });
        let mut after_set = false;
        while let Some(c) = self.rest.next() {
            match c {
                ']' => {
                    self.text.push(']');
                    return Some(());
                }
                '\\' => after_set = self.set_escape()?,
                // Beside a set of characters a hyphen makes no range (Annex B.1.2).
                '-' if after_set || self.is_before_set() => {
                    self.text.push_str(r"\-");
                    after_set = false;
                }
                '[' | '&' | '~' => {
                    self.text.extend(['\\', c]);
                    after_set = false;
                }
                _ => {
                    self.text.push(c);
                    after_set = false;
                }
            }
        }
        None
    }

    /// An escape in a class; whether it stands for several characters.
    fn set_escape(&mut self) -> Option<bool> {
        let is_set = self
            .rest
            .peek()
            .is_some_and(|c| matches!(c, 'd' | 'D' | 'w' | 'W' | 's' | 'S' | 'p' | 'P'));
        self.escape(true)?;
        Some(is_set)
    }

    /// Whether a set or the end of the class follows.
    fn is_before_set(&self) -> bool {
        let mut ahead = self.rest.clone();
        match ahead.next() {
            Some('\\') => ahead
                .next()
                .is_some_and(|c| matches!(c, 'd' | 'D' | 'w' | 'W' | 's' | 'S')),
            Some(']') => true,
            Some(_) | None => false,
        }
    }

    /// What follows a backslash.
    fn escape(&mut self, in_class: bool) -> Option<()> {
        let c = self.rest.next()?;
        match c {
            'd' => self.set(DIGIT, false, in_class),
            'D' => self.set(DIGIT, true, in_class),
            'w' => self.set(WORD, false, in_class),
            'W' => self.set(WORD, true, in_class),
            's' => self.set(SPACE, false, in_class),
            'S' => self.set(SPACE, true, in_class),
            'b' if in_class => self.text.push_str(r"\x08"),
            // Words are ASCII.
            'b' | 'B' => self
                .text
                .extend(["(?-u:\\", c.encode_utf8(&mut [0; 4]), ")"]),
            '0' => self.text.push_str(r"\x00"),
            'u' => self.unicode()?,
            'c' => {
                let letter = self.rest.next().filter(char::is_ascii_alphabetic)?;
                self.code(u32::from(letter) % 32);
            }
            // Digits are back-references: the parser refuses them.
            't' | 'n' | 'r' | 'v' | 'f' | 'x' | 'p' | 'P' | 'k' | '1'..='9' => {
                self.text.extend(['\\', c]);
            }
            _ => self.literal(c),
        }
        Some(())
    }

    fn set(&mut self, characters: &str, is_negated: bool, in_class: bool) {
        match (is_negated, in_class) {
            (false, true) => self.text.push_str(characters),
            (false, false) => self.text.extend(["[", characters, "]"]),
            (true, _) => self.text.extend(["[^", characters, "]"]),
        }
    }

    /// `\uXXXX`, two of them for what is beyond the basic plane, or `\u{…}`.
    fn unicode(&mut self) -> Option<()> {
        if self.rest.next_if_eq(&'{').is_some() {
            let digits: String = std::iter::from_fn(|| self.rest.next_if(|c| *c != '}')).collect();
            self.rest.next()?;
            self.code(u32::from_str_radix(&digits, 16).ok()?);
            return Some(());
        }
        let first = self.four_digits()?;
        let is_high = (0xD800..0xDC00).contains(&first);
        let ahead: String = self.rest.clone().take(2).collect();
        if is_high && ahead == "\\u" {
            self.rest.nth(1);
            let second = self.four_digits()?;
            let low = second.checked_sub(0xDC00)?;
            self.code(0x10000 + ((first - 0xD800) << 10) + low);
        } else {
            self.code(first);
        }
        Some(())
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits: String = self.rest.by_ref().take(4).collect();
        (digits.len() == 4).then(|| u32::from_str_radix(&digits, 16).ok())?
    }

    fn code(&mut self, code: u32) {
        let code = format!("{code:X}");
        self.text.extend(["\\x{", &code, "}"]);
    }

    /// A character that stands for itself.
    fn literal(&mut self, c: char) {
        if c.is_ascii_punctuation()
            && !matches!(
                c,
                '/' | '"' | '\'' | '%' | ',' | ':' | ';' | '=' | '@' | '_' | '`' | '!' | '<' | '>'
            )
        {
            self.text.push('\\');
        }
        self.text.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::translated;

    #[test]
    fn classes_are_those_of_ecma() {
        for (pattern, expected) in [
            (r"^\d{3}-\w+$", r"^[0-9]{3}-[A-Za-z0-9_]+$"),
            (r"^[\w-.]+$", r"^[A-Za-z0-9_\-.]+$"),
            (r"^[a-z0-9\-_]+$", r"^[a-z0-9\-_]+$"),
            (r"[^\D]", r"[^[^0-9]]"),
            (r"^\/a\.b$", r"^/a\.b$"),
            (r"a.b", r"a[^\n\r\x{2028}\x{2029}]b"),
            (r"^[[a&&b]$", r"^[\[a\&\&b]$"),
            (r"[^]", r"[\s\S]"),
            (r"\u00e9\uD83D\uDE00", r"\x{E9}\x{1F600}"),
            (r"^[+-]?\d", r"^[+\-]?[0-9]"),
        ] {
            assert_eq!(translated(pattern).as_deref(), Some(expected), "{pattern}");
        }
    }

    #[test]
    fn what_only_ecma_has_is_left_out() {
        for pattern in [
            r"^(?=.*[a-z])",
            r"(a)\1",
            r"(?!x)y",
            r"[",
            r"a{2,1}",
            r"\u12",
        ] {
            assert_eq!(translated(pattern), None, "{pattern}");
        }
    }
}
