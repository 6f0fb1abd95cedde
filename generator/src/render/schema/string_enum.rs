//! Strings of which some values are known.

use std::fmt::Write;

use proc_macro2::{Literal, TokenStream};

use super::head_text;
use crate::ir::{Enum, Schema, Variant};
use crate::render::docs::{self, Doc};
use crate::render::invocation;
use crate::render::scope::Scope;

/// The enum: its values, which the runtime's macro reads and writes.
pub(super) fn enum_item(schema: &Schema, string_enum: &Enum, scope: &mut Scope<'_>) -> TokenStream {
    scope.runtime("string_enum");
    let mut text = head_text(schema);
    let _ = writeln!(text, "pub enum {} {{", schema.name);
    for variant in &string_enum.variants {
        for line in variant_docs(variant).lines() {
            let _ = writeln!(text, "    {line}");
        }
        let wire = Literal::string(&variant.wire);
        let _ = writeln!(text, "    {} = {wire},", variant.name);
    }
    text.push('}');
    invocation::block("string_enum", &text)
}

/// The description's words, or the value.
fn variant_docs(variant: &Variant) -> String {
    let synthesised = format!("The value {}.", docs::code(&variant.wire));
    let doc = Doc::new().described_or(variant.description.as_deref(), &synthesised);
    doc.outer_text()
}
