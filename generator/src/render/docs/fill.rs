//! Words to lines of bounded width.

use super::inline::BREAK;

/// Widest line, so that docs of methods end before the hundredth column.
const WIDTH: usize = 92;

/// Lines of words: `first` stands before the first one, `rest` before the others.
pub(super) fn fill(words: &[String], first: &str, rest: &str, lines: &mut Vec<String>) {
    let mut line = first.to_owned();
    let mut empty = true;
    for word in words {
        if word == BREAK {
            line.push('\\');
            lines.push(std::mem::replace(&mut line, rest.to_owned()));
            empty = true;
            continue;
        }
        let width = line.chars().count() + 1 + word.chars().count();
        if !empty && width > WIDTH && !starts_block(word) {
            lines.push(std::mem::replace(&mut line, rest.to_owned()));
            empty = true;
        }
        if empty {
            line.push_str(&at_line_start(word));
        } else {
            line.push(' ');
            line.push_str(word);
        }
        empty = false;
    }
    lines.push(line);
}

/// Whether Markdown would read a line that starts with `word` as the start of a list, heading,
/// quotation or rule (CommonMark §4, §5).
fn starts_block(word: &str) -> bool {
    let number = word.trim_end_matches(['.', ')']);
    word.starts_with('>')
        || word.starts_with("~~~")
        || matches!(word, "-" | "+" | "*")
        || ['#', '=', '-', '*', '_']
            .iter()
            .any(|mark| word.chars().all(|c| c == *mark))
        || (number.len() + 1 == word.len() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// A word at the start of a line: one that would start a block gets a backslash where Markdown
/// takes one: `\-`, `1\.`.
pub(super) fn at_line_start(word: &str) -> String {
    if !starts_block(word) {
        return word.to_owned();
    }
    let at = if word.starts_with(|c: char| c.is_ascii_digit()) {
        word.len() - 1
    } else {
        0
    };
    format!("{}\\{}", &word[..at], &word[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_bounded_and_start_no_block() {
        let words: Vec<_> = "word ".repeat(17).split(' ').map(str::to_owned).collect();
        let mut words = words[..17].to_vec();
        words.extend(["averylongone", "-", "x"].map(str::to_owned));
        let mut lines = Vec::new();
        fill(&words, "- ", "  ", &mut lines);
        assert_eq!(lines.len(), 2);
        assert!(lines[0].ends_with("word"), "{lines:?}");
        assert_eq!(lines[1], "  averylongone - x");
    }

    #[test]
    fn a_break_ends_the_line() {
        let mut lines = Vec::new();
        fill(&["a", BREAK, "1."].map(str::to_owned), "", "", &mut lines);
        assert_eq!(lines, ["a\\", "1\\."]);
    }
}
