//! What the kinds of problems mean, and what to do about each.

use super::Code;

impl Code {
    /// Why it is reported and what to write instead.
    #[expect(clippy::too_many_lines, reason = "it is a table")]
    pub fn explanation(self) -> &'static str {
        match self {
            Self::File => {
                "Files are read from the folder of the description and those below it, or from the \
                 folder given as `--root`. Check the spelling, and that the file is UTF-8 text."
            }
            Self::Syntax => {
                "The text is neither YAML nor JSON where the caret stands; often an indentation that \
                 differs from the line above, a tab, or a `:` in a text without quotes. Aliases that \
                 expand beyond bounds and nesting too deep to be meant are refused, too."
            }
            Self::DuplicateKey => {
                "A mapping names a key twice, and readers differ in which value they take. Remove \
                 one of the two."
            }
            Self::Setting => {
                "A selector in `[operations]` matches no operation, or an `[[override]]` leads to \
                 nothing. `generator list FILE` shows the operations."
            }
            Self::Version => {
                "OpenAPI 3.0 and 3.1 are read. A 2.0 description becomes 3.0 by a converter such as \
                 swagger2openapi; a 3.2 description is read once `openapi` says 3.1 and what only \
                 3.2 has is gone."
            }
            Self::MissingKey => {
                "The specification requires this key here; a client can't be made without it."
            }
            Self::UnknownKey => {
                "The specification has no such keyword here, so it has no effect; the nearest known \
                 one is shown when there is one. Own keys begin with `x-`."
            }
            Self::WrongType => {
                "The specification wants another JSON type here. In YAML, `NO`, `on`, `1.0` and \
                 `2020-01-01` are no text unless they stand in quotes."
            }
            Self::UnknownWord => {
                "Only certain words may stand here; the nearest one is shown when there is one."
            }
            Self::PathKey => "A path begins with `/`; what does not is no path (3.0.3 §4.7.8.1).",
            Self::StatusKey => {
                "Responses stand under a status (`\"200\"`), a range (`2XX`) or `default` \
                 (3.0.3 §4.7.16.1)."
            }
            Self::Extension => {
                "An extension of this generator stands where it has no meaning, or has a value it \
                 can't have. Extensions of others pass without a word."
            }
            Self::DuplicateOperationId => {
                "Operation ids are unique (3.0.3 §4.7.10.1). The second operation is named after \
                 its method and path."
            }
            Self::DanglingRef => {
                "The target of a `$ref` is not there. A pointer is written from the root of its \
                 file, with `~1` for `/` in a name: `#/paths/~1pets/get`. Only a schema that \
                 `#/components/schemas/` lacks is made up for: any JSON value stands in its place."
            }
            Self::RefKind => {
                "A `$ref` leads to another kind of object than the one that belongs here, as from a \
                 parameter to a schema."
            }
            Self::UnsupportedRef => {
                "`$ref`s lead to files beside the description. Download what stands at a URL and \
                 refer to the copy; write a `$dynamicRef` as the `$ref` it resolves to."
            }
            Self::Tolerated => {
                "The specification forbids this, publishers write it, and there is one way to read \
                 it. It is read that way."
            }
            Self::Ignored => {
                "The keyword has no effect on a client, or none that is generated; the rest of its \
                 object is."
            }
            Self::Invalid => {
                "The value has no place in the model of OpenAPI 3.0. Compare it with the object's \
                 table in the specification."
            }
            Self::Unsupported => {
                "No code is generated for this, and leaving it out would make the client wrong. \
                 Leave out the operation by `[operations]` of a settings file, or describe it in \
                 another way by an `[[override]]`."
            }
            Self::PathTemplate => {
                "Each `{name}` in a path has a parameter with `in: path`, and each such parameter \
                 stands in the path (3.0.3 §4.7.12.1). A variable without parameter is taken for a \
                 string, and a parameter without place is left out."
            }
            Self::Page => {
                "A page that a browser is sent to is a GET without body, whose parameters stand in \
                 path and query."
            }
            Self::AllOfConflict => {
                "A value must satisfy all parts of an `allOf`, and nothing satisfies these two. \
                 Often one of them was meant as `oneOf`."
            }
            Self::RequiredProperty => {
                "`required` names a property that `properties` lacks; its value may be anything. \
                 Often it is a typo."
            }
            Self::UndeclaredScheme => {
                "`security` names a scheme that `components.securitySchemes` lacks. Its credential \
                 can't be sent, so the requirement is dropped."
            }
            Self::DuplicateParameter => {
                "A list of parameters has one of each name and `in` (3.0.3 §4.7.10.1); names of \
                 headers are the same in either case. The first one counts."
            }
            Self::CookieStyle => {
                "Each pair of a `Cookie` header is a cookie of its own (RFC 6265 §5.4), so an array \
                 or object has no exploded form there. Write `explode: false`, or describe the \
                 value by `content: application/json`."
            }
            Self::Name => {
                "Names of headers and cookies are tokens of HTTP (RFC 9110 §5.6.2): letters, digits \
                 and a few signs."
            }
            Self::Pattern => {
                "The pattern is in the syntax of ECMA-262 and uses what Rust's `regex` leaves out, \
                 such as look-around and back-references. The value is sent unchecked; the server \
                 still checks it."
            }
            Self::NameCollision => {
                "Two names of the description become the same name in Rust; the second got a suffix. \
                 It may change when the description does: give one of them a name of its own."
            }
        }
    }
}
