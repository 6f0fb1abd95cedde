//! From the IR to tokens; total, nothing is decided or refused here.

use proc_macro2::TokenStream;

use crate::{Layout, ir};

/// The files of a crate before they are formatted.
#[derive(Debug, Default)]
pub struct Crate {
    /// Generated Rust files: path, and the items.
    pub modules: Vec<(String, TokenStream)>,
    /// Files that are text already: path, and content.
    pub texts: Vec<(String, String)>,
}

/// Renders the crate.
pub fn render(_api: &ir::Api, _layout: Layout) -> Crate {
    Crate::default()
}

/// Names that types of the description can't have.
pub const RESERVED_TYPE_NAMES: &[&str] = &[];
/// Names that requests, errors and handles can't have.
pub const RESERVED_OPERATION_TYPE_NAMES: &[&str] = &[];
/// Names that the accessors of tags can't have.
pub const RESERVED_TAG_NAMES: &[&str] = &[];
/// Names that the accessors of response headers can't have.
pub const RESERVED_HEADER_NAMES: &[&str] = &[];
/// Names that arguments and setters of operations can't have.
pub const RESERVED_ARGUMENT_NAMES: &[&str] = &[];
