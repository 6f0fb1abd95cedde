//! The names that rendered files use themselves: what `lower` gives no item of the description.

/// Names that types can't have: those of the prelude, and what files of types import.
pub const RESERVED_TYPE_NAMES: &[&str] = &[
    "Base64",
    "Bound",
    "Box",
    "BTreeMap",
    "Check",
    "Checker",
    "Decimal",
    "DecimalText",
    "Default",
    "Deserialize",
    "EpochMillis",
    "Err",
    "From",
    "Into",
    "None",
    "Ok",
    "Option",
    "Patch",
    "Redacted",
    "Result",
    "Self",
    "Serialize",
    "Some",
    "String",
    "Unchecked",
    "UnknownJson",
    "UnknownValue",
    "Vec",
];

/// Names that properties can't have: functions that every object has.
pub const RESERVED_FIELD_NAMES: &[&str] = &["default", "new"];

/// Methods of a handle that would not be what they are called in Rust.
pub const RESERVED_METHOD_NAMES: &[&str] = &["clone", "new"];

/// Names that handles, requests, errors, and enums of successes can't have.
pub const RESERVED_OPERATION_TYPE_NAMES: &[&str] = &[
    "Base64",
    "AsJson",
    "Binary",
    "BTreeMap",
    "Call",
    "Client",
    "Decimal",
    "DecimalText",
    "Download",
    "Empty",
    "EpochMillis",
    "Err",
    "Error",
    "EventStream",
    "EventTexts",
    "Events",
    "From",
    "Headers",
    "Into",
    "Json",
    "Method",
    "Multipart",
    "None",
    "Ok",
    "Operation",
    "Option",
    "Part",
    "PathStyle",
    "Payload",
    "QueryStyle",
    "RawResponse",
    "Request",
    "Result",
    "Self",
    "Some",
    "String",
    "Text",
    "TextEvents",
    "Unchecked",
    "Upload",
    "Vec",
];

/// Names that clients, their modes, and requirements can't have.
pub const RESERVED_CLIENT_NAMES: &[&str] = &[
    "Any",
    "Client",
    "KeyLocation",
    "Mode",
    "SchemeKind",
    "SecurityScheme",
    "Self",
    "Server",
];

/// Names that pages can't have: what their file imports. All others end in `Page`.
pub const RESERVED_PAGE_NAMES: &[&str] = &["Page"];

/// Names that tags can't have: methods of the runtime's client, and modules that are no tag's.
pub const RESERVED_TAG_NAMES: &[&str] = &[
    "builder",
    "call",
    "clone",
    "mod",
    "new",
    "rate_limit",
    "request",
    "shared",
    "with_credentials",
    "with_token",
];

/// Names that the accessors of response headers can't have: methods of the runtime's headers.
pub const RESERVED_HEADER_NAMES: &[&str] = &[
    "as_map",
    "clone",
    "get",
    "json",
    "list",
    "new",
    "object",
    "parse",
    "rate_limit_reset",
    "retry_after",
    "text",
    "until",
];

/// Names that parameters can't have: what a method's own lines name, and what every request has.
pub const RESERVED_ARGUMENT_NAMES: &[&str] = &[
    "body",
    "call",
    "clone",
    "into_future",
    "send",
    "send_blocking",
    "with",
];

/// Names that parameters of pages can't have: what a method's own lines name, and what every page
/// has.
pub const RESERVED_PAGE_ARGUMENT_NAMES: &[&str] =
    &["clone", "default", "new", "page", "parse_return", "url"];
