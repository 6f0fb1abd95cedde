//! Which OpenAPI the entry file is written in.

use super::grammar::Version;
use crate::diagnostic::{Code, Diagnostic, Reported, Sink, nearest};
use crate::source::{FileId, Mapping, Node, Place, Pointer, Value};

const BEGINNING: &str =
    "an OpenAPI description begins with `openapi: \"3.0.3\"`, followed by `info` and `paths`";

/// The version that the description at `root` names.
///
/// # Errors
/// It names none, or one that is not read; reported.
pub(super) fn read(root: &Node, file: FileId, sink: &mut Sink) -> Result<Version, Reported> {
    let Some(mapping) = root.as_mapping() else {
        return Err(no_object(root, file, sink));
    };
    let place = |key: &str| Place::value(file, Pointer::root().join(key));
    if let Some(swagger) = mapping.get("swagger") {
        return Err(sink.error(swagger_2(swagger, place("swagger"))));
    }
    let Some(node) = mapping.get("openapi") else {
        return Err(sink.error(missing(mapping, file)));
    };
    match &node.value {
        Value::String(text) => match accepted(text) {
            Some(version) => Ok(version),
            None if text == "3.0" || text == "3.1" => Ok(short(text, place("openapi"), sink)),
            None => Err(sink.error(refused(text, place("openapi")))),
        },
        Value::Float(number) => Err(sink.error(unquoted(*number, place("openapi")))),
        _ => Err(sink.error(
            Diagnostic::new(
                Code::Version,
                place("openapi"),
                format!("`openapi` must be a string, not {}", node.kind()),
            )
            .help("write the version of OpenAPI in quotes, as in `openapi: \"3.0.3\"`"),
        )),
    }
}

/// 3.0.0 to 3.0.4 and every 3.1.
fn accepted(text: &str) -> Option<Version> {
    let (minor, patch) = text.rsplit_once('.')?;
    let patch: u32 = patch.parse().ok()?;
    match minor {
        "3.0" if patch <= 4 => Some(Version::V30),
        "3.1" => Some(Version::V31),
        _ => None,
    }
}

fn short(text: &str, place: Place, sink: &mut Sink) -> Version {
    sink.warn(
        Diagnostic::new(
            Code::Tolerated,
            place,
            format!("`{text}` is not a complete version of OpenAPI"),
        )
        .help(format!("write `{text}.0`")),
    );
    match text {
        "3.0" => Version::V30,
        _ => Version::V31,
    }
}

fn no_object(root: &Node, file: FileId, sink: &mut Sink) -> Reported {
    if let Some(reported) = sink.earlier() {
        return reported;
    }
    let place = Place::value(file, Pointer::root());
    let message = match root.value {
        Value::Null => "the description is empty".to_owned(),
        _ => format!("the description must be an object, not {}", root.kind()),
    };
    let is_page = root.as_str().is_some_and(|text| text.starts_with('<'));
    sink.error(
        Diagnostic::new(Code::WrongType, place, message).help(if is_page {
            "this looks like a web page; save the description itself, as YAML or JSON"
        } else {
            BEGINNING
        }),
    )
}

fn swagger_2(node: &Node, place: Place) -> Diagnostic {
    let version = match &node.value {
        Value::String(text) => text.clone(),
        _ => "2.0".to_owned(),
    };
    Diagnostic::new(
        Code::Version,
        place,
        format!("Swagger {version} is not read, only OpenAPI 3.0 and 3.1"),
    )
    .help("convert the description first, for instance with `npx swagger2openapi FILE`")
}

fn missing(mapping: &Mapping, file: FileId) -> Diagnostic {
    let keys = mapping.iter().map(|(key, _)| key.text.as_str());
    let near = keys
        .filter(|key| nearest(key, ["openapi"]).is_some())
        .last();
    let place = match near {
        Some(key) => Place::key(file, Pointer::root().join(key)),
        None => Place::value(file, Pointer::root()),
    };
    let ours = ["paths", "components", "webhooks"];
    let message = if near.is_some() || ours.iter().any(|key| mapping.get(key).is_some()) {
        "the key `openapi`, which names the version, is missing"
    } else {
        "this is no OpenAPI description: the key `openapi` is missing"
    };
    let diagnostic = Diagnostic::new(Code::Version, place, message);
    match near {
        Some(key) => diagnostic.help(format!("did you mean `openapi` by `{key}`?")),
        None => diagnostic.help(BEGINNING),
    }
}

fn refused(text: &str, place: Place) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::Version,
        place,
        format!("OpenAPI `{text}` is not read, only 3.0.0 to 3.0.4 and 3.1"),
    );
    if text.starts_with("3.2") {
        return diagnostic
            .help("write the description in OpenAPI 3.1, without the keywords that 3.2 added");
    }
    if text.starts_with('2') || text.starts_with('1') {
        return diagnostic.help(
            "convert the description to OpenAPI 3.0, for instance with `npx swagger2openapi FILE`",
        );
    }
    diagnostic.help("write one of these versions, as in `openapi: \"3.0.3\"`")
}

fn unquoted(number: f64, place: Place) -> Diagnostic {
    let written = format!("{number:?}");
    let diagnostic = Diagnostic::new(
        Code::Version,
        place,
        "`openapi` must be a string, not a number",
    );
    match written.as_str() {
        "3.0" | "3.1" => diagnostic.help(format!(
            "write the whole version in quotes: `openapi: \"{written}.0\"`"
        )),
        _ => diagnostic.help("write the version in quotes, as in `openapi: \"3.0.3\"`"),
    }
}
