//! Markdown inside one paragraph: what rustdoc would warn about or resolve is neutralised.
//!
//! Bare URLs become `<url>`, HTML becomes Markdown or is escaped, brackets that are no link to a
//! web page are escaped (rustdoc would look for an item of that name), code spans are kept.

/// What a line break stands for between the words that [`words`] returns.
pub(super) const BREAK: &str = "\n";

/// HTML tags that have a counterpart in Markdown; those of blocks become a line break.
const TAGS: &[(&str, &str)] = &[
    ("b", "**"),
    ("br", BREAK),
    ("div", BREAK),
    ("em", "*"),
    ("i", "*"),
    ("li", BREAK),
    ("ol", BREAK),
    ("p", BREAK),
    ("strong", "**"),
    ("ul", BREAK),
];

/// The words of a paragraph, between which a line may end; [`BREAK`] where it must end.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut writer = Writer::default();
    writer.inline(text);
    while writer.words.last().is_some_and(|word| word == BREAK) {
        writer.words.pop();
    }
    writer.words
}

#[derive(Default)]
struct Writer {
    words: Vec<String>,
    /// Whether the last word goes on.
    open: bool,
}

impl Writer {
    fn inline(&mut self, text: &str) {
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            rest = match first {
                '\\' => self.escape(rest),
                '`' => self.code(rest),
                '<' => self.angle(rest),
                '!' if rest.starts_with("![") => &rest[1..],
                '[' => self.bracket(rest),
                ']' => self.push("\\]", rest, 1),
                'h' if rest.starts_with("http://") || rest.starts_with("https://") => {
                    self.url(rest)
                }
                _ if first.is_whitespace() => self.space(rest, first),
                _ => {
                    let plain = plain_length(rest);
                    self.push(&rest[..plain], rest, plain)
                }
            };
        }
    }

    /// Appends to the current word; returns what follows the first `taken` bytes.
    fn push<'t>(&mut self, text: &str, rest: &'t str, taken: usize) -> &'t str {
        match self.words.last_mut() {
            Some(word) if self.open => word.push_str(text),
            _ => self.words.push(text.to_owned()),
        }
        self.open = true;
        &rest[taken..]
    }

    fn space<'t>(&mut self, rest: &'t str, space: char) -> &'t str {
        if space == '\n' {
            self.line_break();
        }
        self.open = false;
        &rest[space.len_utf8()..]
    }

    fn line_break(&mut self) {
        if self.words.last().is_some_and(|word| word != BREAK) {
            self.words.push(BREAK.to_owned());
        }
        self.open = false;
    }

    /// A backslash: an escape stays one (CommonMark §2.4).
    fn escape<'t>(&mut self, rest: &'t str) -> &'t str {
        let escaped = rest
            .chars()
            .nth(1)
            .is_some_and(|c| c.is_ascii_punctuation());
        let taken = if escaped { 2 } else { 1 };
        self.push(&rest[..taken], rest, taken)
    }

    /// Backticks: a code span up to a run of the same length (CommonMark §6.1), else escaped.
    fn code<'t>(&mut self, rest: &'t str) -> &'t str {
        let run = rest.len() - rest.trim_start_matches('`').len();
        match code_end(rest, run) {
            Some(end) => self.push(&rest[..end].replace('\n', " "), rest, end),
            None => self.push(&"\\`".repeat(run), rest, run),
        }
    }

    /// `<`: an autolink, a tag with a counterpart in Markdown, or an escaped `<`.
    fn angle<'t>(&mut self, rest: &'t str) -> &'t str {
        let Some(end) = rest.find('>') else {
            return self.push("\\<", rest, 1);
        };
        let inside = &rest[1..end];
        if is_web(inside) && !inside.contains(char::is_whitespace) {
            return self.push(&rest[..=end], rest, end + 1);
        }
        self.tag(rest, inside, end + 1)
            .unwrap_or_else(|| self.push("\\<", rest, 1))
    }

    fn tag<'t>(&mut self, rest: &'t str, inside: &str, taken: usize) -> Option<&'t str> {
        let tag = inside.trim_matches('/').trim().to_ascii_lowercase();
        let name = tag.split_whitespace().next()?;
        if let Some((_, text)) = TAGS.iter().find(|(known, _)| *known == name) {
            if *text == BREAK {
                self.line_break();
                return Some(&rest[taken..]);
            }
            return Some(self.push(text, rest, taken));
        }
        let end = rest.find(&format!("</{name}>"))?;
        let content = rest.get(taken..end)?;
        let after = end + name.len() + "</>".len();
        match name {
            "code" if !content.contains('`') => {
                Some(self.push(&format!("`{}`", content.replace('\n', " ")), rest, after))
            }
            "a" => {
                let target = attribute(inside, "href").unwrap_or_default();
                self.link(content, target);
                Some(&rest[after..])
            }
            _ => None,
        }
    }

    /// `[`: a link to a web page stays one, a link to anything else becomes its text.
    fn bracket<'t>(&mut self, rest: &'t str) -> &'t str {
        let Some((text, target, after)) = link_parts(rest) else {
            return self.push("\\[", rest, 1);
        };
        self.link(text, target);
        after
    }

    fn link(&mut self, text: &str, target: &str) {
        if text == target && is_web(target) {
            self.push(&format!("<{target}>"), "", 0);
        } else if is_web(target) && !target.contains(['(', ')', '<', '>']) && !is_web(text) {
            self.push("[", "", 0);
            self.inline(text);
            self.push(&format!("]({target})"), "", 0);
        } else {
            self.inline(text);
        }
    }

    /// A bare URL up to a space or bracket, without the punctuation at its end.
    fn url<'t>(&mut self, rest: &'t str) -> &'t str {
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|' | '\\'))
            .unwrap_or(rest.len());
        let mut url =
            rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', ']']);
        while url.ends_with(')') && !url.contains('(') {
            url = url[..url.len() - 1].trim_end_matches(['.', ',', ';', ':', '!', '?', ']']);
        }
        if url.ends_with("://") {
            return self.push(&rest[..url.len()], rest, url.len());
        }
        self.push(&format!("<{url}>"), rest, url.len())
    }
}

/// How many bytes of a text mean nothing but themselves, its first character among them.
fn plain_length(text: &str) -> usize {
    let special = |byte: u8| !byte.is_ascii_alphanumeric() && !byte.is_ascii_punctuation();
    let mut bytes = text.bytes().enumerate().skip(1);
    let end = bytes.find(|(_, byte)| special(*byte) || b"\\`<![]h".contains(byte));
    let end = end.map_or(text.len(), |(end, _)| end);
    // The first character may have several bytes.
    let mut ends = end..text.len();
    ends.find(|end| text.is_char_boundary(*end))
        .unwrap_or(text.len())
}

/// Where the code span that starts with `run` backticks ends.
fn code_end(text: &str, run: usize) -> Option<usize> {
    let mut at = run;
    loop {
        let start = at + text[at..].find('`')?;
        let length = text[start..].len() - text[start..].trim_start_matches('`').len();
        at = start + length;
        if length == run {
            return Some(at);
        }
    }
}

/// Text and target of `[text](target "title")`, and what follows it.
fn link_parts(rest: &str) -> Option<(&str, &str, &str)> {
    let end = closing(rest, '[', ']')?;
    let after = rest[end + 1..].strip_prefix('(')?;
    let close = closing(&rest[end + 1..], '(', ')')?;
    let target = after[..close - 1].split_whitespace().next().unwrap_or("");
    let target = target.trim_start_matches('<').trim_end_matches('>');
    Some((&rest[1..end], target, &after[close..]))
}

/// Where the bracket that `text` starts with is closed.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let value = &tag[tag.find(&format!("{name}="))? + name.len() + 1..];
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

fn is_web(target: &str) -> bool {
    let rest = ["https://", "http://", "mailto:"]
        .iter()
        .find_map(|scheme| target.strip_prefix(scheme));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(words(text).join(" "), expected);
    }

    #[test]
    fn urls_become_links() {
        check(
            "see https://example.com/a?b=c. And (http://x.org/y).",
            "see <https://example.com/a?b=c>. And (<http://x.org/y>).",
        );
        check("<https://example.com>", "<https://example.com>");
        check(
            "[docs](https://example.com/a)",
            "[docs](https://example.com/a)",
        );
        check("[https://a.org](https://a.org)", "<https://a.org>");
        check("`https://example.com`", "`https://example.com`");
        check("http://", "http://");
    }

    #[test]
    fn what_is_no_link_to_a_page_is_no_link() {
        check("[the section](#section) and [x]", "the section and \\[x\\]");
        check("[Type](Type) [a][b]", "Type \\[a\\]\\[b\\]");
        check(
            "![logo](https://a.org/l.png)",
            "[logo](https://a.org/l.png)",
        );
        check("an [open", "an \\[open");
    }

    #[test]
    fn html_is_converted_or_escaped() {
        check("<b>bold</b> <code>a <b></code>", "**bold** `a <b>`");
        check("a<br/>b<br>c", "a \n b \n c");
        check("<p>one</p><p>two</p>", "one \n two");
        check("Map<String, T> < 3", "Map\\<String, T> \\< 3");
        check("<a href=\"https://a.org\">x</a>", "[x](https://a.org)");
        check("<a href='/rel'>x</a>", "x");
        check("<", "\\<");
    }

    #[test]
    fn backticks_are_paired_or_escaped() {
        check("`` a ` b `` and ` alone", "`` a ` b `` and \\` alone");
        check("`[x]` \\[y\\]", "`[x]` \\[y\\]");
    }
}
