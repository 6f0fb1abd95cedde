//! The description's operations with their examples, read from `spec/` by nothing of ours.

use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// An operation that the generated client has.
#[derive(Debug)]
pub struct Operation {
    /// `operationId`
    pub id: String,
    /// The example of its JSON request body.
    pub request: Option<Value>,
    /// The request body as it was published, where it breaks the published schema.
    pub published_request: Option<Value>,
    /// The example of its JSON answer with status 200.
    pub response: Option<Value>,
    /// The answer as it was published, where it breaks the published schema.
    pub published_response: Option<Value>,
}

/// The operations that `spec/connect.yaml` reaches.
///
/// # Errors
/// A file cannot be read, or a `$ref` leads nowhere.
pub fn operations() -> Result<Vec<Operation>, Box<dyn Error>> {
    let root = read("connect.yaml")?;
    let mut operations = Vec::new();
    for (path, item) in root["paths"].as_object().ok_or("no `paths`")? {
        let item = match item["$ref"].as_str() {
            Some(reference) => follow(reference)?,
            None => item.clone(),
        };
        let methods = item
            .as_object()
            .ok_or_else(|| format!("{path} is no path item"))?;
        operations.extend(methods.values().filter_map(Operation::read));
    }
    Ok(operations)
}

impl Operation {
    /// `None` when `node` is another part of a path item.
    fn read(node: &Value) -> Option<Self> {
        let id = node["operationId"].as_str()?.to_owned();
        let request = &node["requestBody"]["content"]["application/json"];
        let response = &node["responses"]["200"]["content"]["application/json"];
        Some(Self {
            id,
            request: request.get("example").cloned(),
            published_request: request.get("x-published-example").cloned(),
            response: response.get("example").cloned(),
            published_response: response.get("x-published-example").cloned(),
        })
    }
}

/// What a `$ref` of the root file leads to.
fn follow(reference: &str) -> Result<Value, Box<dyn Error>> {
    let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
    let target = read(file)?.pointer(pointer).cloned();
    Ok(target.ok_or_else(|| format!("{reference} leads nowhere"))?)
}

fn read(file: &str) -> Result<Value, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../spec")
        .join(file);
    Ok(serde_yaml::from_str(&fs::read_to_string(path)?)?)
}
