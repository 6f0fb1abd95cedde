//! Servers.

use super::{Ident, Variant};

/// One server: a variant of the generated `Server`.
#[derive(Clone, Debug)]
pub struct Server {
    /// Name of the variant: `Production`.
    pub name: Ident,
    /// `description`.
    pub description: Option<String>,
    /// The URL with `{variables}`, without a slash at its end.
    pub url: String,
    /// The variables of the URL, in the order of the template.
    pub variables: Vec<ServerVariable>,
    /// URL of the login server that belongs to it (`x-environment`).
    pub login_url: Option<String>,
}

/// A variable of a server's URL (OpenAPI 3.0.3 §4.7.6).
#[derive(Clone, Debug)]
pub struct ServerVariable {
    /// Its name in the URL.
    pub wire: String,
    /// Its name as a field of the variant.
    pub name: Ident,
    /// `description`.
    pub description: Option<String>,
    /// The value that is used when the caller gives none.
    pub default: String,
    /// The values it may have; `None` when any.
    pub values: Option<ServerValues>,
}

/// The values of a variable (`enum`), the default among them.
#[derive(Clone, Debug)]
pub struct ServerValues {
    /// Name of their type: `ProductionServerRegion`.
    pub name: Ident,
    /// The values.
    pub variants: Vec<Variant>,
}

/// A server whose URL is relative to where the description is found: a function of the generated
/// `Server`.
#[derive(Clone, Debug)]
pub struct RelativeServer {
    /// Name of the function: `api_v1`.
    pub name: Ident,
    /// `description`.
    pub description: Option<String>,
    /// The relative URL, with the defaults of its variables.
    pub url: String,
}
