//! The lines of a text, found by character.
//!
//! Invariant: after one pass over the text no question costs more than a few thousand characters,
//! also where the whole text is one line.

/// How far apart the known characters are, in bytes.
const STRIDE: usize = 4096;

/// Where the lines of a text are.
#[derive(Debug)]
pub(crate) struct Lines<'t> {
    text: &'t str,
    starts: Vec<Known>,
    known: Vec<Known>,
}

/// A character whose byte is known.
#[derive(Clone, Copy, Debug)]
struct Known {
    byte: usize,
    character: usize,
}

/// One line of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line<'t> {
    /// Counted from 1.
    pub(crate) number: usize,
    /// Its text, without the break and without a byte order mark.
    pub(crate) text: &'t str,
    /// Index of its first byte in the whole text.
    pub(crate) byte: usize,
    /// Index of its first character in the whole text.
    pub(crate) start: usize,
    /// Index after its last character.
    pub(crate) end: usize,
}

impl<'t> Lines<'t> {
    /// Finds the lines of `text`.
    pub(crate) fn new(text: &'t str) -> Self {
        let mark = text.len() - text.trim_start_matches('\u{feff}').len();
        let mut here = Known {
            byte: mark,
            character: mark / '\u{feff}'.len_utf8(),
        };
        let mut lines = Self {
            text,
            starts: vec![here],
            known: vec![here],
        };
        let mut next = STRIDE;
        for (byte, character) in text.bytes().enumerate().skip(mark) {
            let first_of_character = character & 0xc0 != 0x80;
            if first_of_character {
                here.byte = byte;
                if byte >= next {
                    lines.known.push(here);
                    next = byte + STRIDE;
                }
                here.character += 1;
            }
            // A carriage return alone ends a line, too (YAML 1.2.2 §5.4).
            let is_alone = || text.as_bytes().get(byte + 1) != Some(&b'\n');
            if character == b'\n' || character == b'\r' && is_alone() {
                lines.starts.push(Known {
                    byte: byte + 1,
                    character: here.character,
                });
            }
        }
        lines
    }

    /// Whether the text is empty.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The line that holds a character; the last one when the text is shorter.
    pub(crate) fn of_character(&self, character: usize) -> Line<'t> {
        let after = self
            .starts
            .partition_point(|start| start.character <= character);
        self.line(after)
    }

    /// The line of a number counted from 1; the last one when there are fewer.
    pub(crate) fn line(&self, number: usize) -> Line<'t> {
        let number = number.clamp(1, self.starts.len());
        let start = self.starts[number - 1];
        let end = self
            .starts
            .get(number)
            .map_or(self.text.len(), |next| next.byte);
        let whole = &self.text[start.byte..end];
        let text = whole.trim_end_matches(['\n', '\r']);
        let end = match self.starts.get(number) {
            Some(next) => next.character - (whole.len() - text.len()),
            None => self.character(start.byte + text.len()),
        };
        Line {
            number,
            text,
            byte: start.byte,
            start: start.character,
            end,
        }
    }

    /// The byte of a character; the length of the text when it is shorter.
    pub(crate) fn byte(&self, character: usize) -> usize {
        let after = self
            .known
            .partition_point(|known| known.character <= character);
        let Some(known) = after.checked_sub(1).map(|index| self.known[index]) else {
            return 0;
        };
        let rest = &self.text[known.byte..];
        rest.char_indices()
            .nth(character - known.character)
            .map_or(self.text.len(), |(byte, _)| known.byte + byte)
    }

    fn character(&self, byte: usize) -> usize {
        let after = self.known.partition_point(|known| known.byte <= byte);
        let Some(known) = after.checked_sub(1).map(|index| self.known[index]) else {
            return 0;
        };
        known.character + self.text[known.byte..byte].chars().count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_by_character_and_by_number() {
        let lines = Lines::new("\u{feff}ä: 1\r\nb: 2\n");
        let first = Line {
            number: 1,
            text: "ä: 1",
            byte: 3,
            start: 1,
            end: 5,
        };
        assert_eq!(lines.line(1), first);
        for character in [0, 1, 6] {
            assert_eq!(lines.of_character(character), first, "{character}");
        }
        let second = Line {
            number: 2,
            text: "b: 2",
            byte: 10,
            start: 7,
            end: 11,
        };
        assert_eq!(lines.of_character(7), second);
        assert_eq!(lines.of_character(11), second);
        assert_eq!(lines.of_character(12).number, 3);
        assert_eq!(lines.of_character(99).text, "");
        assert_eq!(Lines::new("").line(7).text, "");
    }

    #[test]
    fn a_carriage_return_ends_a_line_alone_or_before_a_line_feed() {
        let lines = Lines::new("a\rb\r\n\rc\r");
        let texts: Vec<_> = (1..=5).map(|number| lines.line(number).text).collect();
        assert_eq!(texts, ["a", "b", "", "c", ""]);
        assert_eq!(lines.of_character(6).number, 4);
    }

    #[test]
    fn bytes_of_characters() {
        let text = format!("a\u{feff}{}\n{}", "ä𝄞x".repeat(5_000), "y".repeat(9_000));
        let lines = Lines::new(&text);
        for (character, (byte, _)) in text.char_indices().enumerate().step_by(371) {
            assert_eq!(lines.byte(character), byte);
            assert_eq!(lines.character(byte), character);
        }
        assert_eq!(lines.byte(1_000_000), text.len());
        assert_eq!(lines.line(1).end, 15_002);
        assert_eq!(lines.line(2).end, 24_003);
    }
}
