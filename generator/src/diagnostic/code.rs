//! The kinds of problems.

use super::Severity;

macro_rules! codes {
    ($(#[doc = $doc:literal] $variant:ident = $name:literal, $severity:ident;)*) => {
        /// A kind of problem; shown in brackets before the message.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $doc] $variant,)* }

        impl Code {
            /// Every kind, for tests that want one fixture of each.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word shown in brackets.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it is about, in one sentence.
            pub fn summary(self) -> &'static str {
                match self { $(Self::$variant => $doc.trim_ascii(),)* }
            }

            /// Whether it refuses the description.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    // source
    /// A file that cannot be read, or lies outside the root folder.
    File = "file", Error;
    /// Text that is neither YAML nor JSON, or goes beyond the bounds on depth and size.
    Syntax = "syntax", Error;
    /// The same key twice in one mapping.
    DuplicateKey = "duplicate-key", Error;

    // settings
    /// A setting that is none, or fits nothing in the description.
    Setting = "setting", Error;

    // check
    /// A version of OpenAPI that is not read.
    Version = "version", Error;
    /// A key that is missing.
    MissingKey = "missing-key", Error;
    /// A keyword that OpenAPI does not know.
    UnknownKey = "unknown-key", Warning;
    /// A value of the wrong JSON type.
    WrongType = "wrong-type", Error;
    /// A word where only certain words stand, such as a parameter's `in`.
    UnknownWord = "unknown-word", Error;
    /// A path that does not begin with a slash.
    PathKey = "path-key", Error;
    /// A response key that is no status code, range or `default`.
    StatusKey = "status-key", Error;
    /// One of our extensions in the wrong place or with a wrong value.
    Extension = "extension", Error;
    /// An `operationId` that stands at two operations.
    DuplicateOperationId = "duplicate-operation-id", Warning;

    // normalise
    /// A `$ref` that leads nowhere.
    DanglingRef = "dangling-ref", Error;
    /// A `$ref` that leads to another kind of object.
    RefKind = "ref-kind", Error;
    /// A `$ref` of a kind that is not followed: a URL, `$dynamicRef`.
    UnsupportedRef = "unsupported-ref", Error;
    /// Something that publishers write and specifications forbid; read as it was meant.
    Tolerated = "tolerated", Warning;
    /// A keyword that has no effect on a client, or none that is generated.
    Ignored = "ignored", Warning;

    // document
    /// A value that the typed model of the specification refuses.
    Invalid = "invalid", Error;

    // lower
    /// A construct that is not generated yet.
    Unsupported = "unsupported", Error;
    /// A path parameter that the template lacks, or a template variable without parameter.
    PathTemplate = "path-template", Warning;
    /// An operation with `x-browser-page` that no browser can be sent to.
    Page = "page", Error;
    /// Parts of an `allOf` that contradict each other.
    AllOfConflict = "all-of-conflict", Warning;
    /// A required property that is not defined.
    RequiredProperty = "required-property", Warning;
    /// A security requirement that names an undeclared scheme.
    UndeclaredScheme = "undeclared-scheme", Warning;
    /// A parameter that is given twice in one list.
    DuplicateParameter = "duplicate-parameter", Warning;
    /// An array or object that a cookie cannot hold.
    CookieStyle = "cookie-style", Error;
    /// A name that cannot be sent where it would have to be: in a header or a cookie.
    Name = "name", Error;
    /// A pattern that cannot be enforced.
    Pattern = "pattern", Warning;
    /// Two names that become one.
    NameCollision = "name-collision", Warning;
}
