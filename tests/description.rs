//! The description's operations with their examples, read from `spec/` by nothing of ours.

use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::full::full;

/// A page of the login server.
#[derive(Debug)]
pub struct Page {
    /// `operationId`
    pub id: String,
    /// The path and the query that the examples of its parameters make, as they stand in a URL.
    pub target: String,
    /// The example of what it adds to the query of the return URL.
    pub returned: Option<Value>,
}

/// An operation that the generated client has.
#[derive(Debug)]
pub struct Operation {
    /// `operationId`
    pub id: String,
    /// The method, in capitals.
    pub method: String,
    /// The path and the query that the examples of its parameters make, as they stand in a URL.
    pub target: String,
    /// The security scheme that it needs.
    pub security: String,
    /// The example of its JSON request body.
    pub request: Option<Value>,
    /// A JSON request body with every property that the description allows beside each other.
    pub full_request: Option<Value>,
    /// The request body as it was published, where it breaks the published schema.
    pub published_request: Option<Value>,
    /// The example of its JSON answer with status 200.
    pub response: Option<Value>,
    /// The answer as it was published, where it breaks the published schema.
    pub published_response: Option<Value>,
}

/// The operations that `spec/connect.yaml` reaches; pages are none.
///
/// # Errors
/// A file cannot be read, or a `$ref` leads nowhere.
pub fn operations() -> Result<Vec<Operation>, Box<dyn Error>> {
    let nodes = nodes()?.into_iter();
    nodes
        .filter(|node| !node.is_page())
        .map(|node| node.operation())
        .collect()
}

/// The pages that `spec/connect.yaml` reaches.
///
/// # Errors
/// A file cannot be read, or a `$ref` leads nowhere.
pub fn pages() -> Result<Vec<Page>, Box<dyn Error>> {
    let nodes = nodes()?.into_iter();
    nodes
        .filter(Node::is_page)
        .map(|node| {
            let returned = &node.value["responses"]["default"]["content"];
            let returned = &returned["application/x-www-form-urlencoded"];
            Ok(Page {
                id: node.id.clone(),
                target: node.target()?,
                returned: returned.get("example").cloned(),
            })
        })
        .collect()
}

/// An operation as it stands in the description.
struct Node {
    id: String,
    method: String,
    path: String,
    value: Value,
    file: String,
}

fn nodes() -> Result<Vec<Node>, Box<dyn Error>> {
    let root = read("connect.yaml")?;
    let mut nodes = Vec::new();
    for (path, item) in root["paths"].as_object().ok_or("no `paths`")? {
        let (item, file) = follow(item, "connect.yaml")?;
        let methods = item
            .as_object()
            .ok_or_else(|| format!("{path} is no path item"))?;
        for (method, value) in methods {
            // What has no id is another part of the path item.
            if let Some(id) = value["operationId"].as_str() {
                nodes.push(Node {
                    id: id.to_owned(),
                    method: method.to_uppercase(),
                    path: path.clone(),
                    value: value.clone(),
                    file: file.clone(),
                });
            }
        }
    }
    Ok(nodes)
}

impl Node {
    fn is_page(&self) -> bool {
        self.value["x-browser-page"] == true
    }

    /// Path and query with the examples.
    fn target(&self) -> Result<String, Box<dyn Error>> {
        target(&self.path, &self.value["parameters"], &self.file)
    }

    fn operation(&self) -> Result<Operation, Box<dyn Error>> {
        let (id, node) = (&self.id, &self.value);
        let request = &node["requestBody"]["content"]["application/json"];
        let response = &node["responses"]["200"]["content"]["application/json"];
        let schemes = node["security"][0].as_object();
        let scheme = schemes.and_then(|schemes| schemes.keys().next());
        Ok(Operation {
            id: id.clone(),
            method: self.method.clone(),
            target: self.target()?,
            security: scheme
                .ok_or_else(|| format!("{id} has no security"))?
                .clone(),
            full_request: request
                .get("schema")
                .map(|schema| full(schema, &self.file, request.get("example")))
                .transpose()?,
            request: request.get("example").cloned(),
            published_request: request.get("x-published-example").cloned(),
            response: response.get("example").cloned(),
            published_response: response.get("x-published-example").cloned(),
        })
    }
}

/// The path with the examples of its parameters, and the query of those of the others.
fn target(path: &str, parameters: &Value, file: &str) -> Result<String, Box<dyn Error>> {
    let mut target = path.to_owned();
    let mut separator = '?';
    for parameter in parameters.as_array().into_iter().flatten() {
        let (parameter, _) = follow(parameter, file)?;
        let name = parameter["name"]
            .as_str()
            .ok_or("a parameter has no name")?;
        let value = match parameter.get("example") {
            Some(Value::String(text)) => encode(text),
            Some(scalar @ (Value::Number(_) | Value::Bool(_))) => scalar.to_string(),
            _ => return Err(format!("{name} of {path} has no scalar example").into()),
        };
        match parameter["in"].as_str() {
            Some("path") => target = target.replace(&format!("{{{name}}}"), &value),
            Some("query") => {
                target.extend([separator.to_string().as_str(), name, "=", &value]);
                separator = '&';
            }
            _ => return Err(format!("{name} of {path} is neither in path nor in query").into()),
        }
    }
    Ok(target)
}

/// Percent-encodes all but the unreserved characters (RFC 3986 §2.3).
fn encode(text: &str) -> String {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| {
            if unreserved(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// What a node of `file` is, or what its `$ref` leads to; and the file where that stands.
pub(crate) fn follow(node: &Value, file: &str) -> Result<(Value, String), Box<dyn Error>> {
    let Some(reference) = node["$ref"].as_str() else {
        return Ok((node.clone(), file.to_owned()));
    };
    let (target, pointer) = reference.split_once('#').unwrap_or((reference, ""));
    let file = if target.is_empty() { file } else { target };
    let node = read(file)?.pointer(pointer).cloned();
    let node = node.ok_or_else(|| format!("{reference} leads nowhere"))?;
    follow(&node, file)
}

fn read(file: &str) -> Result<Value, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../spec")
        .join(file);
    Ok(serde_yaml::from_str(&fs::read_to_string(path)?)?)
}
