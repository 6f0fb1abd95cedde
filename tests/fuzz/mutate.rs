//! How a description is changed: its values, the references between its files, and its text.

use std::mem;

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::Files;

/// Changes one place of one file.
pub(crate) fn values(files: &mut Files, rng: &mut Rng) {
    let donor = any(&files[rng.usize(..files.len())].1, rng).clone();
    let index = rng.usize(..files.len());
    let target = place(&mut files[index].1, rng);
    match rng.u8(..11) {
        0 => *target = Value::Null,
        1 => *target = donor,
        2 => *target = hostile(rng),
        3 => remove(target, rng),
        4 => rename(target, rng),
        5 => nest(target, rng),
        6 => retype(target, rng),
        7 => insert(target, donor, rng),
        8 => duplicate(target, rng),
        9 => swap_references(files, rng),
        _ => redirect(&mut files[index].1, rng),
    }
}

/// Says of the description that it is of the other version, and gives it words of that one.
pub(crate) fn version(files: &mut Files, rng: &mut Rng) {
    let entry = &mut files[0].1;
    let is_new = entry["openapi"]
        .as_str()
        .is_some_and(|version| version.starts_with("3.1"));
    entry["openapi"] = json!(if is_new { "3.0.3" } else { "3.1.0" });
    for _ in 0..rng.usize(..4) {
        let index = rng.usize(..files.len());
        let target = place(&mut files[index].1, rng);
        let Value::Object(entries) = target else {
            continue;
        };
        let words = [
            ("type", json!(["string", "null"])),
            ("type", json!(["integer", "array", "object"])),
            ("const", json!({ "a": [1] })),
            ("prefixItems", json!([{ "type": "string" }, true])),
            ("patternProperties", json!({ "^x-": { "type": "integer" } })),
            ("exclusiveMinimum", json!(1.5)),
            (
                "$defs",
                json!({ "A": { "$anchor": "a", "type": "string" } }),
            ),
            ("$ref", json!("#a")),
            ("items", json!(false)),
            ("contentEncoding", json!("base64")),
            ("propertyNames", json!({ "pattern": "^a" })),
            ("examples", json!([1, "a"])),
            ("unevaluatedProperties", json!(false)),
        ];
        let (word, value) = rng.choice(words).unwrap();
        entries.insert(word.to_owned(), value);
    }
}

/// Moves the components of a single file into one of their own, so that its references cross files.
pub(crate) fn split(files: &mut Files) {
    let [(_, entry)] = &mut files[..] else {
        return;
    };
    let Some(Value::Object(components)) = entry.get_mut("components") else {
        return;
    };
    let kept: Map<String, Value> = ["securitySchemes"]
        .iter()
        .filter_map(|key| components.remove_entry(*key))
        .collect();
    let moved = mem::replace(components, kept);
    each_reference(entry, &mut |text| {
        if text.starts_with("#/components/") {
            text.insert_str(0, "parts/components.yaml");
        }
    });
    let name = "parts/components.yaml".to_owned();
    files.push((name, json!({ "components": moved })));
}

/// Changes characters and lines of a text.
pub(crate) fn text(text: &mut String, rng: &mut Rng) {
    for _ in 0..rng.usize(1..4) {
        let mut lines: Vec<&str> = text.lines().collect();
        let index = rng.usize(..lines.len().max(1));
        let Some(line) = lines.get(index).copied() else {
            return;
        };
        let mark = rng.choice(MARKS).unwrap();
        let at = rng.usize(..=line.len());
        let at = (0..=at)
            .rev()
            .find(|at| line.is_char_boundary(*at))
            .unwrap();
        let changed = match rng.u8(..5) {
            0 => format!("{}{mark}{}", &line[..at], &line[at..]),
            1 => format!("{mark}{line}"),
            2 => format!("{line}{mark}"),
            3 => line[..at].to_owned(),
            _ => format!("{line}\n{line}"),
        };
        if rng.u8(..6) == 0 {
            lines.remove(index);
        } else {
            lines[index] = &changed;
        }
        *text = lines.join(if rng.u8(..20) == 0 { "\r\n" } else { "\n" });
    }
}

/// What means something to a reader of YAML or JSON, or nothing to anybody.
const MARKS: [&str; 28] = [
    "\t", " ", "  ", "- ", ": ", ":", "#", " # ", "&a ", "*a", "<<: *a", "!!str ", "!", "|", ">-",
    "{", "}", "[", "]", ",", "\"", "'", "\\", "---\n", "\u{0}", "\u{feff}", "\u{2028}", "? ",
];

const REFERENCES: [&str; 10] = [
    "",
    "#",
    "#/",
    "#/paths",
    "#/components/schemas/Missing",
    "../outside.yaml",
    "main.yaml#/components",
    "main.yaml",
    "https://example.com/a.yaml",
    "#/components/schemas/%41~2",
];

/// A value somewhere in `root`.
fn place<'v>(root: &'v mut Value, rng: &mut Rng) -> &'v mut Value {
    let children = match root {
        Value::Object(entries) => entries.len(),
        Value::Array(items) => items.len(),
        _ => 0,
    };
    if children == 0 || rng.u8(..8) == 0 {
        return root;
    }
    let index = rng.usize(..children);
    let child = match root {
        Value::Object(entries) => entries.values_mut().nth(index),
        Value::Array(items) => items.get_mut(index),
        _ => None,
    };
    place(child.unwrap(), rng)
}

fn any<'v>(root: &'v Value, rng: &mut Rng) -> &'v Value {
    let children: Vec<&Value> = match root {
        Value::Object(entries) => entries.values().collect(),
        Value::Array(items) => items.iter().collect(),
        _ => Vec::new(),
    };
    match rng.choice(children) {
        Some(child) if rng.u8(..5) > 0 => any(child, rng),
        _ => root,
    }
}

fn remove(target: &mut Value, rng: &mut Rng) {
    match target {
        Value::Object(entries) => {
            let keys: Vec<String> = entries.keys().cloned().collect();
            if let Some(key) = rng.choice(keys) {
                entries.remove(&key);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            items.remove(rng.usize(..items.len()));
        }
        _ => *target = Value::Null,
    }
}

fn rename(target: &mut Value, rng: &mut Rng) {
    let Value::Object(entries) = target else {
        return;
    };
    let index = rng.usize(..entries.len().max(1));
    let name = word(rng);
    let renamed: Map<String, Value> = mem::take(entries)
        .into_iter()
        .enumerate()
        .map(|(at, (key, value))| (if at == index { name.clone() } else { key }, value))
        .collect();
    *entries = renamed;
}

fn nest(target: &mut Value, rng: &mut Rng) {
    let mut deep = mem::take(target);
    let levels = if rng.u8(..4) == 0 { 200 } else { 40 };
    for _ in 0..rng.usize(1..levels) {
        deep = match rng.u8(..4) {
            0 => json!({ "type": "array", "items": deep }),
            1 => json!({ "type": "object", "properties": { "a": deep } }),
            2 => json!({ "oneOf": [deep, { "type": "string" }] }),
            _ => json!({ "allOf": [deep] }),
        };
    }
    *target = deep;
}

fn retype(target: &mut Value, rng: &mut Rng) {
    *target = match target {
        Value::String(_) if rng.bool() => json!(word(rng)),
        Value::Number(_) => json!(target.to_string()),
        Value::Array(items) => json!({ "0": items.first() }),
        Value::Object(entries) => Value::Array(entries.values().cloned().collect()),
        _ => json!([target.clone()]),
    };
}

/// Adds a keyword with a value from elsewhere, or an item.
fn insert(target: &mut Value, donor: Value, rng: &mut Rng) {
    match target {
        Value::Object(entries) => {
            let key = rng.choice(WORDS).unwrap();
            entries.insert(key.to_owned(), donor);
        }
        Value::Array(items) => items.push(donor),
        _ => *target = donor,
    }
}

/// Repeats an item, or a value under another name.
fn duplicate(target: &mut Value, rng: &mut Rng) {
    match target {
        Value::Array(items) if !items.is_empty() => {
            let item = items[rng.usize(..items.len())].clone();
            items.push(item);
        }
        Value::Object(entries) if !entries.is_empty() => {
            let index = rng.usize(..entries.len());
            let (key, value) = entries.iter().nth(index).unwrap();
            let name = match rng.u8(..4) {
                0 => key.to_uppercase(),
                1 => key.replace(['_', '-'], ""),
                2 => format!("{key}_"),
                _ => word(rng),
            };
            let value = value.clone();
            entries.insert(name, value);
        }
        _ => {}
    }
}

/// Exchanges the targets of two references, which may stand in two files.
fn swap_references(files: &mut Files, rng: &mut Rng) {
    let mut texts = Vec::new();
    for (_, value) in files.iter_mut() {
        each_reference(value, &mut |text| texts.push(text.clone()));
    }
    if texts.len() < 2 {
        return;
    }
    let (one, other) = (rng.usize(..texts.len()), rng.usize(..texts.len()));
    texts.swap(one, other);
    let mut texts = texts.into_iter();
    for (_, value) in files.iter_mut() {
        each_reference(value, &mut |text| *text = texts.next().unwrap());
    }
}

/// Lets a reference lead to somewhere else.
fn redirect(root: &mut Value, rng: &mut Rng) {
    let mut count = 0;
    each_reference(root, &mut |_| count += 1);
    let chosen = rng.usize(..count.max(1));
    let target = rng.choice(REFERENCES).unwrap();
    let mut index = 0;
    each_reference(root, &mut |text| {
        if index == chosen {
            target.clone_into(text);
        }
        index += 1;
    });
}

fn each_reference(value: &mut Value, visit: &mut impl FnMut(&mut String)) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries.iter_mut() {
                match value {
                    Value::String(text) if key == "$ref" => visit(text),
                    _ => each_reference(value, visit),
                }
            }
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| each_reference(item, visit)),
        _ => {}
    }
}

fn hostile(rng: &mut Rng) -> Value {
    match rng.u8(..7) {
        0 => json!(-1),
        1 => json!(u64::MAX),
        2 => json!(1e300),
        3 => json!(true),
        4 => json!([]),
        5 => json!({}),
        _ => json!(word(rng)),
    }
}

const WORDS: [&str; 25] = [
    "$ref",
    "nullable",
    "oneOf",
    "anyOf",
    "allOf",
    "enum",
    "const",
    "default",
    "type",
    "format",
    "items",
    "properties",
    "required",
    "additionalProperties",
    "discriminator",
    "x-sensitive",
    "readOnly",
    "style",
    "explode",
    "in",
    "name",
    "content",
    "headers",
    "servers",
    "security",
];

/// Text that must stay text wherever it stands.
fn word(rng: &mut Rng) -> String {
    let texts = [
        "",
        " ",
        "\"",
        "\"#",
        "*/ fn main() {} /*",
        "`",
        "{}",
        "\n# A\n```\nlet x;\n```",
        "\n*/\n//! a\n#![a]",
        "\u{202e}",
        "\u{200b}",
        "self",
        "Self",
        "type",
        "r#fn",
        "a-b",
        "a_b",
        "AB",
        "ab",
        "1",
        "-",
        "é",
        "日本",
        "🦀",
        "\\",
        "//!",
        "Option",
        "Vec",
        "String",
        "Error",
        "Client",
        "Unknown",
        "new",
        "send",
        "with",
        "Result",
        "#[x]",
        "$ref",
        "properties",
        "\u{0}",
        "]]",
        "{a",
        "}{",
        "%2F",
        "object",
        "array",
        "string",
        "null",
        "date-time",
        "binary",
        "#/components/schemas/A",
    ];
    rng.choice(texts).unwrap_or_default().to_owned()
}
