//! How parameters are written: the styles of OpenAPI 3.0.3 §4.7.12.3.

/// How a parameter in a query, or a property of a form, is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueryStyle {
    pub(super) kind: Kind,
    pub(super) explode: bool,
    pub(super) reserved: bool,
}

/// The styles of queries, and JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Form,
    Space,
    Pipe,
    Deep,
    Json,
}

impl QueryStyle {
    /// `style: form`, `explode: false`: `id=1,2`
    pub const FORM: Self = Self::new(Kind::Form, false);
    /// `style: form`, `explode: true`: `id=1&id=2`
    pub const FORM_EXPLODE: Self = Self::new(Kind::Form, true);
    /// `style: spaceDelimited`, `explode: false`: `id=1%202`
    pub const SPACE_DELIMITED: Self = Self::new(Kind::Space, false);
    /// `style: pipeDelimited`, `explode: false`: `id=1%7C2`
    pub const PIPE_DELIMITED: Self = Self::new(Kind::Pipe, false);
    /// `style: deepObject`: `id[a]=1&id[b]=2`
    pub const DEEP_OBJECT: Self = Self::new(Kind::Deep, true);
    /// A property of a form as JSON.
    pub const JSON: Self = Self::new(Kind::Json, false);

    const fn new(kind: Kind, explode: bool) -> Self {
        Self {
            kind,
            explode,
            reserved: false,
        }
    }

    /// With `allowReserved`: what RFC 3986 §2.2 reserves stays as it is.
    pub const fn reserved(mut self) -> Self {
        self.reserved = true;
        self
    }
}

/// How a path parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PathStyle {
    pub(super) prefix: Prefix,
    pub(super) explode: bool,
}

/// What a path parameter begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prefix {
    None,
    Dot,
    Semicolon,
}

impl PathStyle {
    /// `style: label`, `explode: false`: `.1,2`
    pub const LABEL: Self = Self::new(Prefix::Dot, false);
    /// `style: label`, `explode: true`: `.1.2`
    pub const LABEL_EXPLODE: Self = Self::new(Prefix::Dot, true);
    /// `style: matrix`, `explode: false`: `;id=1,2`
    pub const MATRIX: Self = Self::new(Prefix::Semicolon, false);
    /// `style: matrix`, `explode: true`: `;id=1;id=2`
    pub const MATRIX_EXPLODE: Self = Self::new(Prefix::Semicolon, true);

    pub(super) const fn simple(explode: bool) -> Self {
        Self::new(Prefix::None, explode)
    }

    const fn new(prefix: Prefix, explode: bool) -> Self {
        Self { prefix, explode }
    }
}
