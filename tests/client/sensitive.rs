//! What the description calls sensitive is shown by no type: every such value of every documented
//! request and answer is a canary here.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use generated_client::CallOptions;
use serde_json::{Value, json};
use tests::calls::{Clients, calls};

use crate::server::{Server, answer};

const TEXT: &str = "canary of a person";
const NUMBER: i64 = 909_090_909;

/// The files of `spec/`, and how many values became canaries.
#[derive(Default)]
struct Spec {
    files: BTreeMap<String, Value>,
    canaries: usize,
}

impl Spec {
    fn file(&mut self, name: &str) -> &Value {
        self.files.entry(name.to_owned()).or_insert_with(|| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("../spec")
                .join(name);
            serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
        })
    }

    /// What a node is, wherever it stands, with the file it stands in.
    fn follow(&mut self, node: &Value, file: &str) -> (Value, String) {
        let Some(reference) = node["$ref"].as_str() else {
            return (node.clone(), file.to_owned());
        };
        let (other, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let other = if other.is_empty() {
            file
        } else {
            other.trim_start_matches("./")
        };
        let target = self.file(other).pointer(pointer).unwrap().clone();
        self.follow(&target, other)
    }

    /// The value with canaries in the place of what is sensitive.
    fn hidden(&mut self, schema: &Value, file: &str, value: Value, within: bool) -> Value {
        let (schema, file) = self.follow(schema, file);
        let sensitive = within || schema["x-sensitive"] == true || schema["format"] == "password";
        let mut value = value;
        for part in ["allOf", "oneOf", "anyOf"] {
            for part in schema[part].as_array().into_iter().flatten() {
                value = self.hidden(part, &file, value, sensitive);
            }
        }
        match value {
            Value::Object(properties) => properties
                .into_iter()
                .map(|(name, value)| {
                    let property = schema["properties"].get(&name);
                    let property = property.unwrap_or(&schema["additionalProperties"]).clone();
                    let value = self.hidden(&property, &file, value, sensitive);
                    (name, value)
                })
                .collect(),
            Value::Array(items) => items
                .into_iter()
                .map(|item| self.hidden(&schema["items"], &file, item, sensitive))
                .collect(),
            Value::String(_) if sensitive && schema.get("format").is_none() => {
                self.canaries += 1;
                json!(TEXT)
            }
            Value::Number(_) if sensitive && schema.get("format").is_none() => {
                self.canaries += 1;
                json!(NUMBER)
            }
            other => other,
        }
    }

    /// The examples of an operation's request and answer, with canaries.
    fn examples(&mut self) -> Vec<(String, Option<Value>, Option<Value>)> {
        let mut examples = Vec::new();
        let paths = self.file("connect.yaml")["paths"].clone();
        for item in paths.as_object().unwrap().values() {
            let (item, file) = self.follow(item, "connect.yaml");
            for operation in item.as_object().unwrap().values() {
                let Some(id) = operation["operationId"].as_str() else {
                    continue;
                };
                let json = |body: &Value| body["content"]["application/json"].clone();
                let (request, answer) = (&operation["requestBody"], &operation["responses"]["200"]);
                let mut hidden = |media: Value| {
                    let example = media.get("example")?.clone();
                    Some(self.hidden(&media["schema"], &file, example, false))
                };
                let (request, answer) = (hidden(json(request)), hidden(json(answer)));
                examples.push((id.to_owned(), request, answer));
            }
        }
        examples
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
    let examples = spec.examples();
    assert!(spec.canaries > 50, "{} canaries", spec.canaries);
    for (operation, request, body) in examples {
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
