//! Paths of Rust that are given as text: which crates they name.

use syn::{GenericArgument, PathArguments, PathSegment, Type, TypePath};

/// What every type has that can have it.
pub(crate) const DERIVED: &[&str] = &[
    "Clone",
    "Debug",
    "Default",
    "Deserialize",
    "PartialEq",
    "Serialize",
];

/// The other derive macros of the standard library.
pub(crate) const STANDARD: &[&str] = &["Copy", "Eq", "Hash", "Ord", "PartialOrd"];

/// The names that need no import and are no type's of a description.
const PRELUDE: &[&str] = &[
    "Box", "Option", "String", "Vec", "bool", "char", "f32", "f64", "i16", "i32", "i64", "i8",
    "u16", "u32", "u64", "u8",
];

/// The crates that a type such as `chrono::DateTime<chrono::Utc>` is made of; `None` when it is no
/// path of a type, or one that begins in no crate.
pub(crate) fn crates_of_type(text: &str) -> Option<Vec<String>> {
    let r#type = syn::parse_str::<TypePath>(text).ok()?;
    let mut crates = Vec::new();
    collect(&r#type, &mut crates).then_some(crates)
}

/// The crate of a derive macro such as `schemars::JsonSchema`; none of the standard library's.
pub(crate) fn crates_of_derive(text: &str) -> Option<Vec<String>> {
    if STANDARD.contains(&text) {
        return Some(Vec::new());
    }
    let path = syn::parse_str::<syn::Path>(text).ok()?;
    let plain = |segment: &PathSegment| segment.arguments.is_none();
    if path.segments.len() < 2 || !path.segments.iter().all(plain) {
        return None;
    }
    let first = path.segments.first()?.ident.to_string();
    let of_derived = path
        .segments
        .last()
        .is_some_and(|last| DERIVED.iter().any(|known| last.ident == known));
    let is_known = of_derived && matches!(first.as_str(), "core" | "serde" | "std");
    (begins(&first) && !is_known).then(|| vec![first])
}

fn collect(r#type: &TypePath, crates: &mut Vec<String>) -> bool {
    let segments = &r#type.path.segments;
    let Some(first) = segments.first().map(|first| first.ident.to_string()) else {
        return false;
    };
    if segments.len() > 1 && begins(&first) {
        crates.push(first);
    } else if segments.len() > 1 || !PRELUDE.contains(&first.as_str()) {
        return false;
    }
    r#type.qself.is_none()
        && segments
            .iter()
            .all(|segment| arguments(&segment.arguments, crates))
}

fn arguments(arguments: &PathArguments, crates: &mut Vec<String>) -> bool {
    match arguments {
        PathArguments::None => true,
        PathArguments::AngleBracketed(arguments) => arguments.args.iter().all(|argument| {
            matches!(argument, GenericArgument::Type(Type::Path(inner)) if collect(inner, crates))
        }),
        PathArguments::Parenthesized(_) => false,
    }
}

/// Whether a path can begin so: it is read in several modules.
fn begins(first: &str) -> bool {
    !matches!(first, "self" | "super" | "Self")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_of_paths() {
        let crates = |text| crates_of_type(text).map(|crates| crates.join(" "));
        assert_eq!(crates("String").as_deref(), Some(""));
        assert_eq!(crates("crate::Money").as_deref(), Some("crate"));
        assert_eq!(
            crates("chrono::DateTime<chrono::Utc>").as_deref(),
            Some("chrono chrono")
        );
        for text in [
            "Money",
            "self::Money",
            "a::",
            "&str",
            "a::B<'b>",
            "",
            "a::B; c",
        ] {
            assert_eq!(crates(text), None, "{text}");
        }
    }

    #[test]
    fn crates_of_derives() {
        let crates = |text| crates_of_derive(text).map(|crates| crates.join(" "));
        assert_eq!(crates("Hash").as_deref(), Some(""));
        assert_eq!(crates("schemars::JsonSchema").as_deref(), Some("schemars"));
        for text in ["Clone", "Hsh", "std::fmt::Debug", "a::B<C>", "self::A"] {
            assert_eq!(crates(text), None, "{text}");
        }
    }
}
