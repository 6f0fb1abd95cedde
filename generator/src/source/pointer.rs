//! JSON Pointers (RFC 6901), owned and as a path of stack frames.

use std::borrow::Cow;
use std::fmt;

/// How long pointers are, mostly.
const USUAL: usize = 96;

/// A JSON Pointer in its string form: empty, or `/`-led segments with `~0` and `~1` escapes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

/// Where a walk stands: a segment and the frames above it. Costs nothing until it is printed.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    parent: Option<&'a At<'a>>,
    segment: Segment<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Segment<'a> {
    Base(&'a str),
    Key(&'a str),
    Index(usize),
}

impl Pointer {
    /// The pointer of the whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// Reads a pointer from its string form, as it stands after `#` once percent-decoded.
    ///
    /// `None` when it is neither empty nor led by `/`.
    pub fn parse(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// This pointer with a segment more.
    #[must_use]
    pub fn join(&self, segment: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + 1 + segment.len());
        text.push_str(&self.0);
        push_key(&mut text, segment);
        Self(text)
    }

    /// This pointer followed by the segments of `rest`.
    #[must_use]
    pub fn concat(&self, rest: &str) -> Self {
        Self(format!("{}{rest}", self.0))
    }

    /// The segments, unescaped.
    pub fn segments(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(|segment| {
            if segment.contains('~') {
                Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
            } else {
                Cow::Borrowed(segment)
            }
        })
    }

    /// The pointers above this one in their string form, the nearest first.
    pub fn above(&self) -> impl Iterator<Item = &str> {
        let ends = self.0.rmatch_indices('/');
        ends.map(|(end, _)| &self.0[..end])
    }

    /// The last segment, unescaped; `None` for the root.
    pub fn last(&self) -> Option<String> {
        self.segments().last().map(Cow::into_owned)
    }

    /// What follows `prefix`, if this pointer is `prefix` or stands below it.
    pub fn strip_prefix(&self, prefix: &Self) -> Option<&str> {
        let rest = self.0.strip_prefix(&prefix.0)?;
        (rest.is_empty() || rest.starts_with('/')).then_some(rest)
    }

    /// The string form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'a> At<'a> {
    /// A walk that starts at the root of a document.
    pub fn root() -> Self {
        Self::base("")
    }

    /// A walk that starts at a pointer.
    pub fn base(pointer: &'a str) -> Self {
        Self {
            parent: None,
            segment: Segment::Base(pointer),
        }
    }

    /// One step down, by key.
    #[must_use]
    pub fn key(&'a self, key: &'a str) -> Self {
        Self {
            parent: Some(self),
            segment: Segment::Key(key),
        }
    }

    /// One step down, by index.
    #[must_use]
    pub fn index(&'a self, index: usize) -> Self {
        Self {
            parent: Some(self),
            segment: Segment::Index(index),
        }
    }

    /// One step up; `None` where the walk started.
    pub fn parent(&self) -> Option<&'a At<'a>> {
        self.parent
    }

    /// Whether this is the item of a sequence.
    pub fn is_item(&self) -> bool {
        matches!(self.segment, Segment::Index(_))
    }

    /// The place as a pointer.
    pub fn pointer(&self) -> Pointer {
        let mut text = String::with_capacity(USUAL);
        self.write(&mut text);
        Pointer(text)
    }

    fn write(&self, text: &mut String) {
        if let Some(parent) = self.parent {
            parent.write(text);
        }
        match self.segment {
            Segment::Base(pointer) => text.push_str(pointer),
            Segment::Key(key) => push_key(text, key),
            Segment::Index(index) => {
                text.push('/');
                text.push_str(&index.to_string());
            }
        }
    }
}

fn push_key(text: &mut String, key: &str) {
    text.push('/');
    if !key.contains(['~', '/']) {
        text.push_str(key);
        return;
    }
    for character in key.chars() {
        match character {
            '~' => text.push_str("~0"),
            '/' => text.push_str("~1"),
            _ => text.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_above_a_pointer() {
        let pointer = Pointer::parse("/a/b~1c/0").unwrap();
        let above: Vec<&str> = pointer.above().collect();
        assert_eq!(above, ["/a/b~1c", "/a", ""]);
        assert_eq!(Pointer::root().above().next(), None);
    }
}
