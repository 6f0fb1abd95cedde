//! Names of the generated crate: one allocator for every scope.
//!
//! Deterministic, and stable under additions: a name that is free is given as it is, so adding a
//! schema renames no other. The loser of a collision is told apart by its own text.

use std::fmt;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::map::Map;

/// A Rust identifier: valid in source text, never empty, never a bare keyword.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(String);

/// How an identifier is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Case {
    /// `UpperCamel`: types and variants.
    #[default]
    UpperCamel,
    /// `snake_case`: modules, methods, fields and arguments.
    Snake,
}

impl Case {
    /// The case in which rustc has no objection to the name; `None` for what is no name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let name = name.strip_prefix("r#").unwrap_or(name);
        let mut characters = name.chars();
        let first = characters
            .next()
            .filter(|first| unicode_ident::is_xid_start(*first))?;
        if !characters.all(unicode_ident::is_xid_continue) || NEVER_RAW.contains(&name) {
            return None;
        }
        let is_camel = !first.is_lowercase() && !name.contains('_');
        let is_snake = !name.contains(char::is_uppercase);
        match (is_camel, is_snake) {
            (_, true) => Some(Self::Snake),
            (true, false) => Some(Self::UpperCamel),
            (false, false) => None,
        }
    }
}

/// Names of one scope: the variants of an enum, the methods of a handle, all types.
#[derive(Clone, Debug, Default)]
pub struct Namer<P> {
    case: Case,
    /// What a text that becomes a reserved name is followed by: `Schema` makes `OptionSchema`.
    suffix: &'static str,
    taken: Map<String, Option<P>>,
    /// Texts to come that are names as they are, with their owners.
    kept: Map<String, P>,
    /// The numbers that were given last, by what they stand behind.
    numbers: Map<String, usize>,
}

/// What a [`Namer`] gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim<P> {
    /// The name.
    pub name: Ident,
    /// Who has the name that the text would have become, if that was taken.
    pub rival: Option<P>,
}

/// File systems have names of at most 255 bytes.
const LONGEST_MODULE: usize = 100;

impl Ident {
    /// Whether the text is a word of Rust's own.
    pub(crate) fn is_keyword(text: &str) -> bool {
        KEYWORDS.contains(&text) || NEVER_RAW.contains(&text)
    }

    /// The identifier as it is written in source text: `subscription`, `r#type`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identifier of a text, on its own, in a scope that can't collide.
    pub fn new(text: &str, case: Case) -> Self {
        Self(escaped(written(text, case)))
    }

    /// The same name as a constant: `list_subscriptions` → `LIST_SUBSCRIPTIONS`.
    #[must_use]
    pub fn to_constant(&self) -> Self {
        let name = self.0.trim_start_matches("r#");
        match simple(name, Case::Snake) {
            Some(name) => Self(name.to_ascii_uppercase()),
            None => Self(led_by_letter(name.to_shouty_snake_case())),
        }
    }

    /// The same name as a constant beside tuple structs, which are values too: `a` → `A_` where a
    /// struct could be called `A`.
    #[must_use]
    pub fn to_constant_beside_types(&self) -> Self {
        let constant = self.to_constant();
        // The name of a type has no signs between its words.
        let is_one_word = !constant.0.trim_start_matches('_').contains('_');
        if is_one_word && Self::new(constant.as_str(), Case::UpperCamel) == constant {
            return Self(format!("{constant}_"));
        }
        constant
    }

    /// Another name, with `_` behind it.
    #[must_use]
    pub fn followed(&self) -> Self {
        Self(format!("{}_", self.0))
    }

    /// The same name for a module with a file of its own: in ASCII, since rustc finds no other files,
    /// without a leading `_`, which types can have as well, and not too long for a file system.
    #[must_use]
    pub fn to_module(&self) -> Self {
        let whole = self.in_ascii();
        match whole.0.get(..LONGEST_MODULE) {
            Some(start) => Self(start.trim_end_matches('_').to_owned()),
            None => whole,
        }
    }

    fn in_ascii(&self) -> Self {
        if self.0.is_ascii() && !self.0.starts_with('_') {
            return self.clone();
        }
        let mut text = String::from("tag ");
        for character in self.0.chars() {
            match character {
                _ if character.is_ascii() => text.push(character),
                _ => text.extend(format!("u{:x}", u32::from(character)).chars()),
            }
        }
        Self::new(&text, Case::Snake)
    }

    /// The same name as a type: `list_subscriptions` → `ListSubscriptions`.
    #[must_use]
    pub fn to_type(&self) -> Self {
        Self::new(self.0.trim_start_matches("r#"), Case::UpperCamel)
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<P: Clone> Namer<P> {
    /// A scope in which `reserved` names are taken from the start.
    pub fn new(case: Case, suffix: &'static str, reserved: &[&str]) -> Self {
        let taken = reserved
            .iter()
            .map(|name| ((*name).to_owned(), None))
            .collect();
        Self {
            case,
            suffix,
            taken,
            kept: Map::default(),
            numbers: Map::default(),
        }
    }

    /// Keeps the names of those `texts` to come that are in the form of names already: no text that
    /// becomes one of them by conversion gets it.
    pub fn keep<'t>(&mut self, texts: impl IntoIterator<Item = (&'t str, P)>) {
        for (text, owner) in texts {
            if written(text, self.case) == text && !self.taken.contains_key(text) {
                self.kept.entry(text.to_owned()).or_insert(owner);
            }
        }
    }

    /// How the names of the scope are written.
    pub(crate) fn case(&self) -> Case {
        self.case
    }

    /// Takes exactly this name.
    ///
    /// # Errors
    /// Who has it; nobody when it is reserved.
    pub(crate) fn pin(&mut self, name: &str, owner: P) -> Result<Ident, Option<P>> {
        if let Some(rival) = self.taken.get(name) {
            return Err(rival.clone());
        }
        if let Some(rival) = self.kept.get(name) {
            return Err(Some(rival.clone()));
        }
        self.taken.insert(name.to_owned(), Some(owner));
        Ok(Ident(escaped(name.to_owned())))
    }

    /// Takes a name for `text`; `owner` is shown to whoever collides with it later.
    pub fn claim(&mut self, text: &str, owner: P) -> Claim<P> {
        let plain = written(text, self.case);
        let kept = if plain == text {
            self.kept.swap_remove(text);
            None
        } else {
            self.kept.get(&plain).cloned().map(Some)
        };
        let rival = kept.or_else(|| self.taken.get(&plain).cloned());
        let name = match &rival {
            None => plain,
            Some(None) => self.free(format!("{plain}{}", self.suffix)),
            Some(Some(_)) => self.distinct(text, &plain),
        };
        self.taken.insert(name.clone(), Some(owner));
        Claim {
            name: Ident(escaped(name)),
            rival: rival.flatten(),
        }
    }

    /// A name for a text whose plain name is another's: spelled out, then told apart by its case.
    fn distinct(&mut self, text: &str, plain: &str) -> String {
        let spelled = written(&spelled_out(text), self.case);
        if self.is_free(&spelled) {
            return spelled;
        }
        let case = match (text == text.to_lowercase(), text == text.to_uppercase()) {
            (true, false) => "lower",
            (false, true) => "upper",
            (true, true) | (false, false) => "mixed",
        };
        let suffixed = written(&format!("{plain} {case}"), self.case);
        if self.is_free(&suffixed) {
            suffixed
        } else {
            self.free(format!("{plain}_"))
        }
    }

    fn is_free(&self, name: &str) -> bool {
        !self.taken.contains_key(name) && !self.kept.contains_key(name)
    }

    /// `name`, or `name` with the first number that is free.
    fn free(&mut self, name: String) -> String {
        if self.is_free(&name) {
            return name;
        }
        let base = name.trim_end_matches('_');
        // No name becomes free again.
        let mut number = self.numbers.get(base).copied().unwrap_or(1);
        loop {
            number += 1;
            let numbered = format!("{base}{number}");
            if self.is_free(&numbered) {
                self.numbers.insert(base.to_owned(), number);
                return numbered;
            }
        }
    }
}

/// The text in the given case, cleaned of what no identifier holds; never empty.
fn written(text: &str, case: Case) -> String {
    simple(text, case).unwrap_or_else(|| converted(text, case))
}

/// The text in the given case where that asks for no more than capitals and underscores: so it is
/// with most texts, and the general way is slow.
fn simple(text: &str, case: Case) -> Option<String> {
    let mut name = String::with_capacity(text.len());
    // What the last character was: a sign between words counts as the end of a word.
    let mut last = ' ';
    for character in text.chars() {
        match (character, last, case) {
            ('a'..='z', ' ' | '_', Case::UpperCamel) => name.push(character.to_ascii_uppercase()),
            ('a'..='z', ' ' | '_' | 'a'..='z' | 'A'..='Z' | '0'..='9', Case::Snake)
            | ('a'..='z', _, Case::UpperCamel)
            | ('A'..='Z', ' ' | '_' | 'a'..='z', Case::UpperCamel)
            | ('0'..='9', 'a'..='z' | '0'..='9', _) => name.push(character),
            ('A'..='Z', ' ' | '_', Case::Snake) => name.push(character.to_ascii_lowercase()),
            ('A'..='Z', 'a'..='z', Case::Snake) => {
                name.extend(['_', character.to_ascii_lowercase()]);
            }
            (' ' | '_', 'a'..='z' | '0'..='9', Case::Snake) => name.push('_'),
            (' ' | '_', 'a'..='z' | '0'..='9', Case::UpperCamel) => {}
            _ => return None,
        }
        last = character;
    }
    matches!(last, 'a'..='z' | '0'..='9').then_some(name)
}

/// The text in the given case, whatever stands in it.
fn converted(text: &str, case: Case) -> String {
    let cleaned: String = text
        .chars()
        .filter(|character| *character != '\'')
        .map(|character| {
            if unicode_ident::is_xid_continue(character) {
                character
            } else {
                ' '
            }
        })
        .collect();
    let cleaned = if cleaned.trim_matches([' ', '_']).is_empty() {
        spelled_out(text)
    } else {
        cleaned
    };
    led_by_letter(match case {
        Case::UpperCamel => cleaned.to_upper_camel_case(),
        Case::Snake => cleaned.to_snake_case(),
    })
}

fn led_by_letter(name: String) -> String {
    match name.chars().next() {
        Some(first) if unicode_ident::is_xid_start(first) => name,
        Some(_) | None => format!("_{name}"),
    }
}

/// The text with its punctuation in words: `!=` → ` not equal`.
fn spelled_out(text: &str) -> String {
    let text = text
        .replace("!=", " not equal ")
        .replace("<=", " at most ")
        .replace(">=", " at least ");
    let mut words = String::new();
    for character in text.chars() {
        match PUNCTUATION.iter().find(|(sign, _)| *sign == character) {
            Some((_, word)) => {
                words.push(' ');
                words.push_str(word);
                words.push(' ');
            }
            None if unicode_ident::is_xid_continue(character) => words.push(character),
            None if character.is_whitespace() => words.push(' '),
            None => words.extend([" u", &format!("{:x}", u32::from(character)), " "]),
        }
    }
    if words.trim().is_empty() {
        "empty".to_owned()
    } else {
        words
    }
}

const PUNCTUATION: &[(char, &str)] = &[
    ('!', "not"),
    ('"', "quote"),
    ('#', "hash"),
    ('$', "dollar"),
    ('%', "percent"),
    ('&', "and"),
    ('(', "open"),
    (')', "close"),
    ('*', "star"),
    ('+', "plus"),
    (',', "comma"),
    ('-', "minus"),
    ('.', "dot"),
    ('/', "slash"),
    (':', "colon"),
    (';', "semicolon"),
    ('<', "less than"),
    ('=', "equal"),
    ('>', "greater than"),
    ('?', "question"),
    ('@', "at"),
    ('[', "bracket"),
    ('\\', "backslash"),
    (']', "end bracket"),
    ('^', "caret"),
    ('_', "underscore"),
    ('`', "backtick"),
    ('{', "brace"),
    ('|', "or"),
    ('}', "end brace"),
    ('~', "tilde"),
];

/// A keyword as a raw identifier, or followed by `_` where Rust has no raw form of it.
fn escaped(name: String) -> String {
    if NEVER_RAW.contains(&name.as_str()) {
        format!("{name}_")
    } else if KEYWORDS.contains(&name.as_str()) {
        format!("r#{name}")
    } else {
        name
    }
}

/// Keywords without a raw form (Rust reference, "Raw identifiers").
const NEVER_RAW: &[&str] = &["Self", "_", "crate", "self", "super"];

/// The strict and reserved keywords of edition 2024.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use heck::ToShoutySnakeCase;

    use super::{Case, Ident, Namer, converted, simple};

    fn names(case: Case, texts: &[&str]) -> Vec<String> {
        let mut namer = Namer::new(case, "Schema", &["Option"]);
        texts
            .iter()
            .map(|text| namer.claim(text, ()).name.to_string())
            .collect()
    }

    #[test]
    fn plain_names_are_written_in_the_case_of_their_scope() {
        assert_eq!(
            names(Case::UpperCamel, &["list orders", "user-id", "B2B"]),
            ["ListOrders", "UserId", "B2b"]
        );
        assert_eq!(
            names(Case::Snake, &["listOrders", "X-Rate", "type"]),
            ["list_orders", "x_rate", "r#type"]
        );
    }

    #[test]
    fn collisions_are_told_apart_by_the_losers_text() {
        assert_eq!(
            names(Case::UpperCamel, &["a-b", "a_b"]),
            ["AB", "AUnderscoreB"]
        );
        assert_eq!(
            names(Case::UpperCamel, &["ASC", "asc"]),
            ["Asc", "AscLower"]
        );
        assert_eq!(
            names(Case::UpperCamel, &["=", "!=", "<", "<="]),
            ["Equal", "NotEqual", "LessThan", "AtMost"]
        );
    }

    #[test]
    fn a_text_that_is_a_name_already_keeps_it() {
        let mut scope = Namer::new(Case::Snake, "_", &[]);
        let texts = ["_id", "id", "ID"];
        scope.keep(texts.map(|text| (text, ())));
        let claimed = texts.map(|text| scope.claim(text, ()).name.to_string());
        assert_eq!(claimed, ["underscore_id", "id", "id_upper"]);
    }

    #[test]
    fn the_short_way_leads_where_the_long_one_does() {
        let parts = ["a", "B", "bc", "De", "FG", "1", "2x", "_", " ", "-", "ø"];
        let pairs = parts.iter().flat_map(|a| parts.map(|b| format!("{a}{b}")));
        for text in pairs.flat_map(|pair| parts.map(|c| format!("{pair}{c}d"))) {
            for case in [Case::UpperCamel, Case::Snake] {
                if let Some(name) = simple(&text, case) {
                    assert_eq!(name, converted(&text, case), "{text}");
                    let constant = Ident::new(&text, Case::Snake).to_constant();
                    assert_eq!(constant.as_str(), text.to_shouty_snake_case(), "{text}");
                }
            }
        }
        assert!(simple("get_order2 line", Case::UpperCamel).is_some());
        assert!(simple("get_order2", Case::Snake).is_some());
        assert!(simple("getOrder2", Case::Snake).is_some());
    }

    #[test]
    fn names_have_a_case() {
        for (name, case) in [
            ("PetName", Some(Case::UpperCamel)),
            ("HTTPError", Some(Case::UpperCamel)),
            ("pet_name", Some(Case::Snake)),
            ("r#type", Some(Case::Snake)),
            ("Pet_name", None),
            ("petName", None),
            ("self", None),
            ("2fa", None),
            ("", None),
        ] {
            assert_eq!(Case::of(name), case, "{name}");
        }
    }

    #[test]
    fn odd_texts_still_become_identifiers() {
        assert_eq!(
            names(Case::UpperCamel, &["", "2fa", "日本", "²", "self"]),
            ["Empty", "_2fa", "日本", "Ub2", "Self_"]
        );
        assert_eq!(names(Case::UpperCamel, &["Option"]), ["OptionSchema"]);
        assert_eq!(Ident::new("crate", Case::Snake).as_str(), "crate_");
    }
}
