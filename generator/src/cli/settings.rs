//! Settings files: TOML, small, and nothing in them that isn't needed.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::settings::{Override, Selector, Settings};
use crate::source::Pointer;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "crate")]
    package: Package,
    #[serde(default)]
    operations: Operations,
    #[serde(default, rename = "override")]
    overrides: Vec<Correction>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Package {
    name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Operations {
    #[serde(default)]
    include: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Correction {
    at: String,
    #[serde(default)]
    set: toml::Table,
    #[serde(default)]
    remove: Vec<String>,
}

/// Reads a settings file: the crate's name, and the rest.
///
/// # Errors
/// The file can't be read, or says something that no setting is; with its place.
pub fn read(path: &Path) -> Result<(Option<String>, Settings), String> {
    let text = fs::read_to_string(path);
    let text = text.map_err(|error| format!("{}: {error}", path.display()))?;
    parse(&text).map_err(|error| format!("{}: {}", path.display(), error.trim_end()))
}

fn parse(text: &str) -> Result<(Option<String>, Settings), String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    if let Some(name) = &file.package.name {
        super::job::package(name)?;
    }
    let include = file.operations.include.iter();
    let overrides = file.overrides.into_iter().map(correction);
    let settings = Settings {
        include: include.map(|text| Selector::parse(text)).collect(),
        overrides: overrides.collect::<Result<_, _>>()?,
    };
    Ok((file.package.name, settings))
}

/// `#/paths/~1pets/get` and what to do there, as a merge patch.
fn correction(correction: Correction) -> Result<Override, String> {
    let at = &correction.at;
    let pointer = Pointer::parse(at.strip_prefix('#').unwrap_or(at)).ok_or_else(|| {
        format!("`at = {at:?}` is no JSON Pointer: write `#/paths/~1pets/get` for the path `/pets`")
    })?;
    if correction.set.is_empty() && correction.remove.is_empty() {
        return Err(format!(
            "the override of `{at}` does nothing; give it `set` or `remove`"
        ));
    }
    let mut merge = serde_json::to_value(correction.set).map_err(|error| error.to_string())?;
    for key in correction.remove {
        merge[key] = serde_json::Value::Null;
    }
    Ok(Override { at: pointer, merge })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_read() {
        let (name, settings) = parse(
            r##"
            [crate]
            name = "pets"
            [operations]
            include = ["tag:Pets", "GET /owners"]
            [[override]]
            at = "#/components/schemas/Pet/properties/id"
            set = { type = "integer" }
            remove = ["format"]
            "##,
        )
        .unwrap();
        assert_eq!(name.as_deref(), Some("pets"));
        assert_eq!(settings.include.len(), 2);
        assert_eq!(
            settings.overrides[0].merge,
            json!({"type": "integer", "format": null})
        );
    }

    #[test]
    fn what_is_no_setting_is_refused_with_its_place() {
        let error = parse("[operations]\nincluded = []\n").unwrap_err();
        assert!(
            error.contains("line 2") && error.contains("`include`"),
            "{error}"
        );
        let error = parse("[[override]]\nat = \"paths\"\nremove = [\"a\"]\n").unwrap_err();
        assert!(error.contains("is no JSON Pointer"), "{error}");
        let error = parse("[crate]\nname = \"fn\"\n").unwrap_err();
        assert!(error.contains("keyword"), "{error}");
    }
}
