//! What may stand where in an OpenAPI description: kinds of objects, their keys, and what each key
//! holds.
//!
//! Everything that walks a description walks by this grammar, from a [`Shape`] to the shapes below
//! it, never by the name of a key alone: a property called `$ref`, `type` or `items` is a property,
//! and [`Shape::Data`] is never entered.

mod schema;
mod table;

use crate::source::Node;

/// The methods of a path item (3.0.3 §4.7.9.1).
pub const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The two dialects of OpenAPI that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// 3.0.0 to 3.0.4
    V30,
    /// 3.1.x: schemas are JSON Schema 2020-12.
    V31,
}

/// The objects of the specification, each with its own keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are those of the specification")]
pub enum ObjectKind {
    OpenApi,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Example,
    Link,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
    SecurityRequirement,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// One object. A schema may also be a boolean.
    Object(ObjectKind),
    /// A mapping whose keys are names and whose values are objects.
    Map(ObjectKind),
    /// An array of objects.
    List(ObjectKind),
    /// A value without objects of the specification in it.
    Plain(Plain),
    /// Anything; it is not ours to look into.
    Data,
}

/// The values without objects of the specification in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Plain {
    /// A string.
    Text,
    /// A string for readers; publishers of several files also write `{$ref: file#/pointer}`.
    Prose,
    /// A string that is one of these words.
    Word(&'static [&'static str]),
    /// `true` or `false`.
    Boolean,
    /// A number of at least zero without fraction.
    Count,
    /// A number.
    Number,
    /// A number in 3.1, a boolean in 3.0: `exclusiveMinimum` and `exclusiveMaximum`.
    Bound,
    /// An array of strings.
    Texts,
    /// A mapping of strings to strings.
    TextMap,
    /// An array of anything: `enum`.
    Values,
    /// A schema's `type`: a word, or in 3.1 an array of words.
    Type,
}

/// The row of one kind of object.
#[derive(Debug)]
pub struct Object {
    /// Which one.
    pub kind: ObjectKind,
    /// Its name in the specification.
    pub name: &'static str,
    /// The keys that it knows.
    pub keywords: &'static [Keyword],
    /// Whether any of them may not be left out.
    pub demands: bool,
    /// The keys that follow a pattern, and what each of them holds.
    pub others: Option<(Pattern, Shape)>,
    /// Whether a Reference Object may stand in its place, by the specification or because trees of
    /// files are commonly joined there.
    pub referable: bool,
}

/// One key of an object.
#[derive(Debug)]
pub struct Keyword {
    /// The key.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether it may be left out.
    pub need: Need,
    /// Which versions know it.
    pub versions: Versions,
    /// Whether it has no effect on a client: neither checked below nor generated.
    pub ignored: bool,
}

/// Whether a key may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It may.
    Optional,
    /// It may not, but what it says is not needed.
    Expected,
    /// It may not in 3.0; 3.1 made it optional.
    Until31,
    /// It may not.
    Required,
}

/// Which versions of OpenAPI know a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Versions {
    /// Both.
    All,
    /// Only 3.0.
    Until31,
    /// Only 3.1.
    Since31,
}

/// What keys look like that are not words of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// A path template led by `/` (3.0.3 §4.7.8.1).
    Path,
    /// A status code, a range of them such as `4XX`, or `default` (3.0.3 §4.7.16.1).
    Status,
    /// A runtime expression (3.0.3 §4.7.18).
    Expression,
    /// Any name.
    Name,
}

impl ObjectKind {
    /// Its row of the table.
    pub fn object(self) -> &'static Object {
        table::object(self)
    }

    /// Whether nothing but documentation comes of it.
    pub fn is_for_readers(self) -> bool {
        matches!(
            self,
            Self::Contact | Self::Example | Self::ExternalDocs | Self::License | Self::Xml
        )
    }

    /// The keyword called `key`; `None` for extensions, patterned and unknown keys.
    pub fn keyword(self, key: &str) -> Option<&'static Keyword> {
        self.object()
            .keywords
            .iter()
            .find(|keyword| keyword.name == key)
    }

    /// What stands under `key`, be it a keyword of either version, a patterned key or an extension;
    /// `None` when the key is unknown.
    pub fn child(self, key: &str) -> Option<Shape> {
        if let Some(keyword) = self.keyword(key) {
            return Some(keyword.shape);
        }
        let object = self.object();
        match object.others {
            Some((Pattern::Name, shape)) => Some(shape),
            _ if key.starts_with("x-") => Some(Shape::Data),
            Some((pattern, shape)) if pattern.matches(key) => Some(shape),
            _ => None,
        }
    }
}

impl Shape {
    /// What stands below a value of this shape under `key` (of a mapping) or at index `key` (of a
    /// sequence); `None` when the grammar knows no such thing.
    pub fn child(self, key: &str) -> Option<Shape> {
        match self {
            Self::Object(kind) => kind.child(key),
            Self::Map(kind) | Self::List(kind) => Some(Self::Object(kind)),
            Self::Plain(_) => None,
            Self::Data => Some(Self::Data),
        }
    }

    /// The `$ref` of `node`, if `node` is a reference and not a value of this shape.
    ///
    /// In a mapping of names only a string makes it a reference: `properties: {$ref: {type:
    /// string}}` has a property called `$ref`.
    pub fn reference(self, node: &Node) -> Option<&Node> {
        let target = node.get("$ref")?;
        match self {
            Self::Object(_) => Some(target),
            Self::Map(_) | Self::List(_) | Self::Plain(Plain::Prose) => {
                target.as_str().map(|_| target)
            }
            Self::Plain(_) | Self::Data => None,
        }
    }
}

impl Keyword {
    /// Whether `version` knows this key.
    pub fn known_in(&self, version: Version) -> bool {
        match self.versions {
            Versions::All => true,
            Versions::Until31 => version == Version::V30,
            Versions::Since31 => version == Version::V31,
        }
    }
}

impl Pattern {
    /// Whether `key` looks like this.
    pub fn matches(self, key: &str) -> bool {
        match self {
            Self::Path => key.starts_with('/'),
            Self::Status => is_status(key),
            Self::Expression | Self::Name => true,
        }
    }
}

/// `default`, `200`, or a range written `2XX`, or `2xx` as some write it.
fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        b"default" | [b'1'..=b'5', b'X', b'X'] | [b'1'..=b'5', b'x', b'x'] => true,
        [b'1'..=b'5', tens, ones] => tens.is_ascii_digit() && ones.is_ascii_digit(),
        _ => false,
    }
}
