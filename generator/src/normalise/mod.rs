//! One self-contained description out of the files: references resolved, shapes made OpenAPI 3.0.
//!
//! Three passes in fixed order: *resolve* makes one document of the files, *shape* turns 3.1 into
//! our dialect, *tolerate* does the same with what publishers write against the specification.
//!
//! The dialect is OpenAPI 3.0 and a closed list of private keys for what it cannot hold, written
//! only here and refused in input:
//!
//! | key | on | holds |
//! |---|---|---|
//! | `x-31-type` | schema | the array of a `type` that has several words |
//! | `x-31-never` | schema | `true`: the schema `false`, which nothing satisfies |
//! | `x-31-const` | schema | a `const` that is no scalar |
//! | `x-31-prefixItems`, `x-31-patternProperties`, `x-31-propertyNames` | schema | the keyword |
//! | `x-31-contentEncoding`, `x-31-contentMediaType`, `x-31-contentSchema` | schema | the keyword |
//! | `x-31-minimum`, `x-31-maximum`, `x-31-multipleOf` | integer schema | a number that no `i64` holds |
//! | `x-31-explode` | header | the keyword, which openapiv3 leaves out |
//! | `x-31-mutualTLS` | security scheme | `true`: its type is `mutualTLS` |

mod origins;
mod resolve;
mod select;
mod shape;
mod tolerate;
mod walk;

#[cfg(test)]
pub(crate) mod tests;

pub use origins::Origins;
pub(crate) use select::select;
pub(crate) use walk::walk;

use crate::check::grammar::Version;
use crate::diagnostic::{Reported, Sink};
use crate::source::{Node, Tree};

/// The description as one tree in our dialect of OpenAPI 3.0: every `$ref` in it is
/// `#/components/<kind>/<name>` and leads to a component that is there, or was reported.
///
/// The name in a `$ref` is the component's key as it is, neither percent- nor pointer-encoded.
#[derive(Debug)]
pub struct Normalised {
    /// The whole document.
    pub root: Node,
    /// Where each part of it comes from.
    pub origins: Origins,
    /// Whether it has keywords with schemas under private keys.
    pub has_private_schemas: bool,
}

/// Brings the description into its normal form.
///
/// # Errors
/// When nothing of it can be used; other problems are reported and their nodes left out.
pub fn normalise(tree: &Tree<'_>, sink: &mut Sink) -> Result<Normalised, Reported> {
    let mut origins = Origins::default();
    let mut root = resolve::resolve(tree, &mut origins, sink);
    let has_private_schemas = shape::shape(&mut root, &mut origins);
    tolerate::tolerate(&mut root, &origins, sink);
    Ok(Normalised {
        root,
        origins,
        has_private_schemas,
    })
}

/// Puts the files together and leaves the rest as it is: the description in its author's dialect.
pub(crate) fn join(tree: &Tree<'_>, sink: &mut Sink) -> (Node, Origins) {
    let mut origins = Origins::default();
    let root = resolve::resolve(tree, &mut origins, sink);
    (root, origins)
}

/// The dialect in which `root`, an entry file, is written.
fn version(root: &Node) -> Version {
    match root.get("openapi").and_then(Node::as_str) {
        Some(text) if text.starts_with("3.1") => Version::V31,
        _ => Version::V30,
    }
}
