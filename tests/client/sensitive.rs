//! What the description calls sensitive is shown by no type: every such value of every request and
//! answer, with all properties that its schema has, is a canary here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use generated_client::CallOptions;
use serde_json::{Value, json};
use tests::calls::{Clients, calls};
use tests::full::full;

use crate::server::{Server, answer};

const TEXT: &str = "canary of a person";
const NUMBER: i64 = 909_090_909;

/// A file of `spec/`, and a JSON pointer in it.
type Place = (String, String);

/// The files of `spec/`, and the places whose values became canaries.
#[derive(Default)]
struct Spec {
    files: BTreeMap<String, Value>,
    hidden: BTreeSet<Place>,
}

impl Spec {
    fn file(&mut self, name: &str) -> &Value {
        self.files.entry(name.to_owned()).or_insert_with(|| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
            let text = fs::read_to_string(path.join(name)).unwrap();
            serde_yaml::from_str(&text).unwrap()
        })
    }

    /// What stands at a place, or where its `$ref` leads to; `None` when there is nothing.
    fn follow(&mut self, (file, pointer): Place) -> Option<(Value, Place)> {
        let node = self.file(&file).pointer(&pointer)?.clone();
        let Some(reference) = node["$ref"].as_str() else {
            return Some((node, (file, pointer)));
        };
        let (other, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let other = match other {
            "" => file,
            other => other.trim_start_matches("./").to_owned(),
        };
        self.follow((other, pointer.to_owned()))
    }

    /// The value of the schema at a place, with canaries where it is sensitive.
    fn hide(&mut self, place: Place, value: Value, within: bool) -> Value {
        let Some((schema, (file, pointer))) = self.follow(place) else {
            return value;
        };
        let own = is_sensitive(&schema);
        if own {
            self.hidden.insert((file.clone(), pointer.clone()));
        }
        let sensitive = within || own;
        let at = |rest: &str| (file.clone(), format!("{pointer}/{rest}"));
        let mut value = value;
        for part in ["allOf", "oneOf", "anyOf"] {
            for index in 0..schema[part].as_array().map_or(0, Vec::len) {
                value = self.hide(at(&format!("{part}/{index}")), value, sensitive);
            }
        }
        match value {
            Value::Object(properties) => properties
                .into_iter()
                .map(|(name, value)| {
                    let property = match schema["properties"].get(&name) {
                        Some(_) => at(&format!("properties/{name}")),
                        None => at("additionalProperties"),
                    };
                    (name, self.hide(property, value, sensitive))
                })
                .collect(),
            Value::Array(items) => items
                .into_iter()
                .map(|item| self.hide(at("items"), item, sensitive))
                .collect(),
            Value::String(_) if sensitive && is_free(&schema) => json!(TEXT),
            Value::Number(_) if sensitive && is_free(&schema) => json!(NUMBER),
            other => other,
        }
    }

    /// The request and the answer of each operation, with canaries.
    fn bodies(&mut self) -> Vec<(String, Option<Value>, Option<Value>)> {
        let mut bodies = Vec::new();
        let paths = self.file("connect.yaml")["paths"].clone();
        for path in paths.as_object().unwrap().keys() {
            let path = path.replace('~', "~0").replace('/', "~1");
            let item = ("connect.yaml".to_owned(), format!("/paths/{path}"));
            let (item, (file, pointer)) = self.follow(item).unwrap();
            for (method, operation) in item.as_object().unwrap() {
                let Some(id) = operation["operationId"].as_str() else {
                    continue;
                };
                let mut body = |part: &str| {
                    let media = format!("{part}/content/application~1json");
                    let example = operation.pointer(&format!("/{media}/example"));
                    let schema = operation.pointer(&format!("/{media}/schema"))?;
                    let value = full(schema, &file, example).unwrap();
                    let schema = format!("{pointer}/{method}/{media}/schema");
                    Some(self.hide((file.clone(), schema), value, false))
                };
                let (request, answer) = (body("requestBody"), body("responses/200"));
                bodies.push((id.to_owned(), request, answer));
            }
        }
        bodies
    }

    /// All places of sensitive schemas in the files that were read.
    fn places(&self) -> BTreeSet<Place> {
        let mut places = BTreeSet::new();
        for (file, node) in &self.files {
            let mut found = Vec::new();
            sensitive_within(node, String::new(), &mut found);
            places.extend(found.into_iter().map(|place| (file.clone(), place)));
        }
        places
    }
}

fn is_sensitive(schema: &Value) -> bool {
    schema["x-sensitive"] == true || schema["format"] == "password"
}

/// Whether any text or number is a value of the schema.
fn is_free(schema: &Value) -> bool {
    let format = schema.get("format").and_then(Value::as_str);
    format.is_none_or(|format| matches!(format, "password" | "email" | "epoch-millis"))
}

fn sensitive_within(node: &Value, at: String, found: &mut Vec<String>) {
    if is_sensitive(node) {
        found.push(at.clone());
    }
    match node {
        Value::Object(members) => {
            for (key, member) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                sensitive_within(member, format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                sensitive_within(item, format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

#[track_caller]
fn silent(operation: &str, shown: &str) {
    for canary in [TEXT, &NUMBER.to_string(), "909_090_909"] {
        assert!(!shown.contains(canary), "{operation}: {shown}");
    }
}

#[tokio::test]
async fn no_type_shows_what_is_sensitive() {
    let mut spec = Spec::default();
    let bodies = spec.bodies();
    // Every one that the description has, but for parameters of pages, of which nothing is shown.
    let places = spec.places();
    let mut missed = places.difference(&spec.hidden);
    let missed = missed.find(|(_, pointer)| pointer.contains("/schemas/"));
    assert_eq!((missed, places.len() > 60), (None, true));
    for (operation, request, body) in bodies {
        let Some(call) = calls().find(|call| call.operation == operation) else {
            continue;
        };
        if let (Some(request), Some(recode)) = (request, call.request) {
            silent(&operation, &recode(request).unwrap().shown);
        }
        let Some(body) = body else { continue };
        let headers = "content-type: application/json\r\n";
        let server = Server::start(vec![answer("200 OK", headers, &body.to_string())]);
        let clients = Clients::new(&server.url()).unwrap();
        let exchange = (call.send)(&clients, CallOptions::new(), None).await;
        let exchange = exchange.unwrap_or_else(|error| panic!("{operation}: {error}"));
        silent(&operation, &exchange.shown);
    }
}
