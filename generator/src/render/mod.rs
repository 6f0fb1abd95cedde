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
