//! The lines of a text, found by character.

/// Where the lines of a text begin.
#[derive(Debug)]
pub(crate) struct Lines<'t> {
    text: &'t str,
    starts: Vec<Start>,
}

#[derive(Clone, Copy, Debug)]
struct Start {
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
    /// Index of its first character in the whole text.
    pub(crate) start: usize,
}

impl<'t> Lines<'t> {
    /// Finds the lines of `text`.
    pub(crate) fn new(text: &'t str) -> Self {
        let mut start = match text.strip_prefix('\u{feff}') {
            Some(_) => Start {
                byte: '\u{feff}'.len_utf8(),
                character: 1,
            },
            None => Start {
                byte: 0,
                character: 0,
            },
        };
        let mut starts = vec![start];
        for line in text[start.byte..].split_inclusive('\n') {
            start.byte += line.len();
            start.character += line.chars().count();
            if line.ends_with('\n') {
                starts.push(start);
            }
        }
        Self { text, starts }
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
        self.line(after.max(1))
    }

    /// The line of a number counted from 1; the last one when there are fewer.
    pub(crate) fn line(&self, number: usize) -> Line<'t> {
        let number = number.clamp(1, self.starts.len());
        let start = self.starts[number - 1];
        let end = self
            .starts
            .get(number)
            .map_or(self.text.len(), |next| next.byte);
        Line {
            number,
            text: self.text[start.byte..end].trim_end_matches(['\n', '\r']),
            start: start.character,
        }
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
            start: 1,
        };
        assert_eq!(lines.line(1), first);
        for character in [0, 1, 6] {
            assert_eq!(lines.of_character(character), first, "{character}");
        }
        let second = Line {
            number: 2,
            text: "b: 2",
            start: 7,
        };
        assert_eq!(lines.of_character(7), second);
        assert_eq!(lines.of_character(11), second);
        assert_eq!(lines.of_character(12).number, 3);
        assert_eq!(lines.of_character(99).text, "");
        assert_eq!(Lines::new("").line(7).text, "");
    }
}
