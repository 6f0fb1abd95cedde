//! What the kinds of problems mean, and what to do about each.

use super::Code;

impl Code {
    /// Why it is reported and what to write instead.
    #[expect(clippy::too_many_lines, reason = "it is a table")]
    pub fn explanation(self) -> &'static str {
        match self {
            Self::File => {
                "Files are read from the folder of the description and those below it, or from \
                 the folder given as `--root`: a description that comes from elsewhere must not \
                 be able to read the rest of the disk. Check the spelling of the path, which is \
                 relative to the file that the `$ref` stands in, and that the file is UTF-8 \
                 text."
            }
            Self::Syntax => {
                "The text is neither YAML nor JSON where the caret stands. Often the mistake is \
                 an indentation that differs from the line above, a tab, or a `: ` in a text \
                 without quotes. Aliases that expand beyond bounds and nesting too deep to be \
                 meant are refused, too. What stands behind the place was not read: there may \
                 be more to report once it is mended."
            }
            Self::DuplicateKey => {
                "A mapping names a key twice. YAML and JSON leave open which value counts, and \
                 readers differ in which one they take, so nobody can know what was meant. \
                 Remove one of the two, or put what belongs together into one."
            }
            Self::Setting => {
                "Something in the settings file is no setting, or fits nothing in the description. \
                 A setting without effect is a typing error or is out of date, and would go \
                 unnoticed. The generator's README has an example of each, and `generator list \
                 FILE` shows the operations."
            }
            Self::Version => {
                "The key `openapi` says which rules a description follows, and 3.0 and 3.1 are \
                 read. A 2.0 description becomes 3.0 by a converter such as `npx \
                 swagger2openapi FILE`; a 3.2 description is read once `openapi` says 3.1 and \
                 what only 3.2 has is gone."
            }
            Self::MissingKey => {
                "The specification requires this key here, and what it says can not be guessed: \
                 a client can not be made without it."
            }
            Self::UnknownKey => {
                "The specification has no such keyword here, so it has no effect: what it was \
                 to say is not in the client. Mostly it is a typing error, or an indentation \
                 that puts it into the wrong object; the nearest known keyword is shown when \
                 there is one. Keywords of your own begin with `x-`."
            }
            Self::WrongType => {
                "The specification wants another JSON type here. In YAML the type is decided by \
                 how a value looks: `1.0` is a number and `true` a boolean unless they stand in \
                 quotes, `- ` begins an item of an array, and a key with nothing below it is \
                 null."
            }
            Self::UnknownWord => {
                "The specification lists the words that may stand here, and each of them means \
                 something else on the wire. The nearest one is shown when there is one."
            }
            Self::PathKey => {
                "A path is appended to the URL of the server, and begins with `/` (3.0.3 \
                 §4.7.8.1). A key that does not is no path, and its operations would be lost."
            }
            Self::StatusKey => {
                "Responses stand under a status (`\"200\"`), a range (`4XX`) or `default` (3.0.3 \
                 §4.7.16.1). Under another key no answer of the server is ever looked up."
            }
            Self::Extension => {
                "An extension that this generator reads stands where it has no meaning, or has \
                 a value it can not have, so it would have no effect. Extensions of others pass \
                 without a word."
            }
            Self::DuplicateOperationId => {
                "Operation ids are unique in a description (3.0.3 §4.7.10.1): they name the \
                 methods of the client, and links refer to them. The second operation is named \
                 after its method and path."
            }
            Self::DanglingRef => {
                "The target of a `$ref` is not there. Before the `#` stands the path of a file, \
                 relative to the file of the `$ref`; nothing for the same file. After it stands \
                 a pointer from the root of that file, with `~1` for a `/` in a key, as in \
                 `#/paths/~1pets/get`. Capital letters count. Only a schema that \
                 `#/components/schemas/` lacks is made up for: any JSON value stands in its place."
            }
            Self::RefKind => {
                "A `$ref` leads to another kind of object than the one that belongs here, as \
                 from a list of parameters to a schema: it would be read by rules that were not \
                 meant for it."
            }
            Self::UnsupportedRef => {
                "`$ref`s lead to files beside the description, so that the client depends on \
                 nothing that changes elsewhere. Download what stands at a URL and refer to the \
                 copy; write a `$dynamicRef` as the `$ref` it resolves to."
            }
            Self::Tolerated => {
                "The specification forbids this, publishers write it nevertheless, and there is \
                 one way to read it. It is read that way, as the message says; other tools may \
                 read it otherwise."
            }
            Self::Ignored => {
                "The keyword has no effect on a client, or none that is generated; everything \
                 else in its object has. Nothing needs to be done unless the client was meant \
                 to know of it."
            }
            Self::Invalid => {
                "The value has no place in the model of OpenAPI 3.0. Compare it with the table \
                 of its object in the specification."
            }
            Self::Unsupported => {
                "No code is generated for this, and leaving it out would make the client wrong. \
                 Leave out the operation by `[operations]` of a settings file, or describe it in \
                 another way by an `[[override]]`."
            }
            Self::PathTemplate => {
                "Each `{name}` in a path has a parameter with `in: path`, and each such \
                 parameter has its place in the path (3.0.3 §4.7.12.1). A variable without \
                 parameter is taken for a string, and a parameter without place is left out: it \
                 can not be sent."
            }
            Self::Page => {
                "`x-browser-page` marks an operation that a browser is sent to by a URL. A URL \
                 has a path and a query, but no method other than GET, no body, no headers and \
                 no cookies."
            }
            Self::AllOfConflict => {
                "A value must satisfy all parts of an `allOf`, and nothing satisfies these two \
                 at once. The later part is taken. Often one of them was meant as `oneOf`, or a \
                 property is overridden that was to be defined anew."
            }
            Self::RequiredProperty => {
                "`required` names a property that `properties` lacks. Its value may be \
                 anything, so the client has it without a type. Often it is a typing error, or \
                 the name of a property as it was before."
            }
            Self::UndeclaredScheme => {
                "`security` names a scheme that `components.securitySchemes` lacks. Where its \
                 credential is to be put is not known, so none is sent for it, and the server \
                 will most likely refuse the call."
            }
            Self::DuplicateParameter => {
                "A list of parameters has one of each name and `in` (3.0.3 §4.7.10.1); names of \
                 headers are the same in either case. The first one counts. A parameter of an \
                 operation may override one of its path item; within one list nothing is \
                 overridden."
            }
            Self::CookieStyle => {
                "Each pair of a `Cookie` header is a cookie of its own (RFC 6265 §5.4), so an array \
                 or object has no exploded form there. Write `explode: false`, or describe the \
                 value by `content: application/json`."
            }
            Self::Name => {
                "Names of headers and cookies are tokens of HTTP (RFC 9110 §5.6.2): letters, \
                 digits and a few signs, without blanks. Nothing else can be sent there."
            }
            Self::Pattern => {
                "Patterns are in the syntax of ECMA-262. This one uses what the regular \
                 expressions of Rust leave out, such as look-around and back-references, or is \
                 no pattern at all. The value is sent unchecked; the server still checks it."
            }
            Self::NameCollision => {
                "Two names of the description become the same name in Rust, where case and \
                 punctuation follow rules of their own; the second got a suffix. The suffix \
                 says what is different in its text. It may go when the other name goes: give \
                 one of the two another name, and none of them has a suffix."
            }
        }
    }
}
