//! The lines of a file that are shown for a place.
//!
//! Invariant: an excerpt is small whatever the file looks like. A place shows its first line, a
//! long line is cut around the place, and only lines near each other share an excerpt.

use std::ops::Range;

use crate::source::{Line, Lines, Span};

/// Lines longer than this are cut, in characters.
const LONG: usize = 200;

/// What is left of a long line before the place, and from the place on.
const BEFORE: usize = 40;
const AFTER: usize = 80;

/// How far apart two places may stand to be shown together, in lines and in bytes.
const NEAR_LINES: usize = 20;
const NEAR_BYTES: usize = 8_000;

const CUT: &str = "...";

/// Lines of a file with marks in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// Path of the file.
    pub(super) path: String,
    /// Line and column of the first mark, both counted from 1; `None` when the file has no text.
    pub(super) position: Option<Position>,
    /// Column of the first mark in `source`, which is another one where the line was cut.
    pub(super) shown_column: usize,
    /// Number of the first line.
    pub(super) line: usize,
    /// The lines.
    pub(super) source: String,
    /// What is marked in them.
    pub(super) marks: Vec<Mark>,
}

/// A line and a column, counted from 1; the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// A range of an excerpt's bytes, and words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) range: Range<usize>,
    pub(super) label: String,
    pub(super) primary: bool,
}

/// A place in its line, in characters of the file.
struct Spot<'l, 't> {
    lines: &'l Lines<'t>,
    line: Line<'t>,
    start: usize,
    end: usize,
}

impl Excerpt {
    /// The line of one place.
    pub(super) fn of(
        path: &str,
        lines: &Lines<'_>,
        span: Span,
        label: &str,
        primary: bool,
    ) -> Self {
        let spot = Spot::new(lines, span);
        let (source, range) = spot.cut();
        let shown_column = source[..range.start].chars().count() + 1;
        Self {
            path: path.to_owned(),
            position: (!lines.is_empty()).then(|| spot.position()),
            shown_column,
            line: spot.line.number,
            source,
            marks: vec![Mark {
                range,
                label: label.to_owned(),
                primary,
            }],
        }
    }

    /// The lines of a primary and a secondary place of one file; `None` when they are too far
    /// apart, or too long, to be shown together.
    pub(super) fn of_both(
        path: &str,
        lines: &Lines<'_>,
        (primary, label): (Span, &str),
        (secondary, second_label): (Span, &str),
    ) -> Option<Self> {
        let spots = [Spot::new(lines, primary), Spot::new(lines, secondary)];
        let first = spots[0].line.number.min(spots[1].line.number);
        let last = spots[0].line.number.max(spots[1].line.number);
        if last - first > NEAR_LINES || spots.iter().any(Spot::is_long) {
            return None;
        }
        let mut source = String::new();
        let mut marks = Vec::new();
        for number in first..=last {
            let line = lines.line(number);
            for (spot, label, primary) in
                [(&spots[0], label, true), (&spots[1], second_label, false)]
            {
                if spot.line.number == number {
                    let range = spot.bytes();
                    marks.push(Mark {
                        range: source.len() + range.start..source.len() + range.end,
                        label: label.to_owned(),
                        primary,
                    });
                }
            }
            source.push_str(line.text);
            source.push('\n');
        }
        (source.len() <= NEAR_BYTES).then(|| Self {
            path: path.to_owned(),
            position: Some(spots[0].position()),
            shown_column: spots[0].position().column,
            line: first,
            source,
            marks,
        })
    }
}

impl<'l, 't> Spot<'l, 't> {
    fn new(lines: &'l Lines<'t>, span: Span) -> Self {
        let (start, end) = (span.start as usize, span.end as usize);
        let line = lines.of_character(start);
        let blanks = line.text[line.text.trim_end().len()..].chars().count();
        let start = start.clamp(line.start, line.end);
        let end = end.clamp(start, start.max(line.end - blanks));
        Self {
            lines,
            line,
            start,
            end,
        }
    }

    fn position(&self) -> Position {
        Position {
            line: self.line.number,
            column: self.start - self.line.start + 1,
        }
    }

    fn is_long(&self) -> bool {
        self.line.end - self.line.start > LONG
    }

    /// The bytes of the place in its line.
    fn bytes(&self) -> Range<usize> {
        let byte = |character| self.lines.byte(character) - self.line.byte;
        byte(self.start)..byte(self.end)
    }

    /// The line, cut around the place where it is long, and the bytes of the place in it.
    fn cut(&self) -> (String, Range<usize>) {
        let Line {
            text, start, end, ..
        } = self.line;
        let place = self.bytes();
        if !self.is_long() {
            return (text.to_owned(), place);
        }
        let first = start.max(self.start.saturating_sub(BEFORE));
        let last = end.min(self.start + AFTER);
        let from = self.lines.byte(first) - self.line.byte;
        let to = self.lines.byte(last) - self.line.byte;
        let before = if first > start { CUT } else { "" };
        let after = if last < end { CUT } else { "" };
        let source = format!("{before}{}{after}", &text[from..to]);
        let shown = |byte: usize| byte.min(to) - from + before.len();
        (source, shown(place.start)..shown(place.end))
    }
}
