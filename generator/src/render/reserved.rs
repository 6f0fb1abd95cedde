//! The names that rendered files use themselves: what `lower` gives no item of the description.

/// Names in files of types, beside those of the prelude.
pub const TYPES: &[&str] = &[
    "BTreeMap",
    "Base64",
    "Bound",
    "Check",
    "Checker",
    "Deserialize",
    "EpochMillis",
    "Patch",
    "Redacted",
    "Serialize",
    "UnknownValue",
];

/// Names in files of operations, for handles, requests, errors, and enums of successes.
pub const OPERATIONS: &[&str] = &[
    "BTreeMap",
    "Base64",
    "Bound",
    "Call",
    "Client",
    "Empty",
    "EpochMillis",
    "Error",
    "Json",
    "Method",
    "Operation",
    "Payload",
    "QueryStyle",
    "RawResponse",
    "Request",
    "Text",
];

/// Names in the file of clients, for modes, aliases and requirements.
pub const CLIENTS: &[&str] = &["Any", "Client", "Mode", "SchemeKind", "SecurityScheme"];

/// Names of arguments that the body of a method would shadow.
pub const ARGUMENTS: &[&str] = &["body", "call"];

/// Methods that every request has, so that no setter can.
pub const REQUEST_METHODS: &[&str] = &["body", "clone", "into_future", "send", "with"];

/// Methods of the runtime's `Client`, so that no tag's accessor can have the name.
pub const CLIENT_METHODS: &[&str] = &[
    "builder",
    "call",
    "clone",
    "new",
    "request",
    "with_credentials",
    "with_token",
];

/// Methods of the runtime's `Headers`, so that no header's accessor can have the name.
pub const HEADER_METHODS: &[&str] = &["as_map", "clone", "get", "new", "parse", "retry_after"];

/// Modules of types that are no tag's.
pub const TYPE_MODULES: &[&str] = &["mod", "shared"];

/// Modules of operations that are no tag's.
pub const OPERATION_MODULES: &[&str] = &["mod"];

/// Variants that enums of strings have beside the known values.
pub const STRING_VARIANTS: &[&str] = &["Self", "Unknown"];

/// Variants that the enum of servers has beside those of the description.
pub const SERVER_VARIANTS: &[&str] = &["Custom", "Self"];
