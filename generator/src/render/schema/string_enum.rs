//! Strings of which some values are known.

use proc_macro2::TokenStream;
use quote::quote;

use super::{head, implemented};
use crate::ir::{Enum, Schema, Variant};
use crate::render::allow_deprecated;
use crate::render::docs::{self, Doc};
use crate::render::scope::Scope;

/// The enum, its text, and how it is read.
pub(super) fn enum_items(
    schema: &Schema,
    string_enum: &Enum,
    scope: &mut Scope<'_>,
) -> Vec<TokenStream> {
    scope.runtime("UnknownValue");
    scope.runtime("string_enum");
    let name = &schema.name;
    vec![
        declaration(schema, string_enum),
        as_str(schema, string_enum),
        from_str(schema, string_enum),
        implemented(schema, quote! { string_enum!(#name); }),
    ]
}

/// `pub enum X { … }`
fn declaration(schema: &Schema, string_enum: &Enum) -> TokenStream {
    let head = head(schema);
    let name = &schema.name;
    let variants = string_enum.variants.iter().map(variant);
    let unknown = Doc::new()
        .text("A value that this version of the description does not know, kept as it is.")
        .outer();
    quote! {
        #head
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #unknown
            Unknown(UnknownValue),
        }
    }
}

fn variant(variant: &Variant) -> TokenStream {
    let synthesised = format!("The value {}.", docs::code(&variant.wire));
    let docs = Doc::new()
        .described_or(variant.description.as_deref(), &synthesised)
        .outer();
    let name = &variant.name;
    quote! { #docs #name, }
}

/// The text on the wire.
fn as_str(schema: &Schema, string_enum: &Enum) -> TokenStream {
    let allow = allow_deprecated(schema.deprecated);
    let name = &schema.name;
    let docs = Doc::new().text("The value as it is sent.").outer();
    let arms = string_enum.variants.iter().map(|variant| {
        let (name, wire) = (&variant.name, &variant.wire);
        quote! { Self::#name => #wire, }
    });
    quote! {
        #allow
        impl #name {
            #docs
            pub fn as_str(&self) -> &str {
                match self {
                    #(#arms)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }
    }
}

/// From the text on the wire.
fn from_str(schema: &Schema, string_enum: &Enum) -> TokenStream {
    let allow = allow_deprecated(schema.deprecated);
    let name = &schema.name;
    let arms = string_enum.variants.iter().map(|variant| {
        let (name, wire) = (&variant.name, &variant.wire);
        quote! { #wire => Self::#name, }
    });
    quote! {
        #allow
        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#arms)*
                    _ => Self::Unknown(UnknownValue::new(value)),
                }
            }
        }
    }
}
