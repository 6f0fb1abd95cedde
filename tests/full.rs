//! Request bodies with every property that the description knows, made of its schemas.

use std::error::Error;

use serde_json::{Map, Value, json};

use crate::description::follow;

/// The name of a property that no schema names, where others than the named ones may stand.
const OTHER: &str = "other";

/// A value of `schema`, which stands in `file`, with all properties: those of the example as they
/// are there, the others made up within their limits.
///
/// # Errors
/// A file cannot be read, or a `$ref` leads nowhere.
pub fn full(schema: &Value, file: &str, example: Option<&Value>) -> Result<Value, Box<dyn Error>> {
    let (schema, file) = follow(schema, file)?;
    if let Some(parts) = schema["allOf"].as_array() {
        return all_of(parts, &schema, &file, example);
    }
    match schema["type"].as_str() {
        Some("object") => object(&schema, &file, example),
        Some("array") => array(&schema, &file, example),
        _ => Ok(example.map_or_else(|| scalar(&schema), Value::clone)),
    }
}

fn all_of(
    parts: &[Value],
    schema: &Value,
    file: &str,
    example: Option<&Value>,
) -> Result<Value, Box<dyn Error>> {
    let mut whole = object(schema, file, None)?;
    for part in parts {
        match (full(part, file, example)?, &mut whole) {
            (Value::Object(part), Value::Object(whole)) => whole.extend(part),
            (part, _) => return Ok(part),
        }
    }
    Ok(whole)
}

fn object(schema: &Value, file: &str, example: Option<&Value>) -> Result<Value, Box<dyn Error>> {
    let none = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&none);
    let most = schema["maxProperties"].as_u64();
    if most.is_some_and(|most| most < properties.len() as u64) {
        // The properties exclude each other: nothing goes beyond the example.
        let example = example.ok_or("an object of excluding properties without example")?;
        return Ok(example.clone());
    }
    let mut whole = match example {
        Some(Value::Object(example)) => example.clone(),
        Some(_) | None => Map::new(),
    };
    for (name, property) in properties {
        let value = full(property, file, whole.get(name))?;
        whole.insert(name.clone(), value);
    }
    if whole.is_empty() {
        match &schema["additionalProperties"] {
            Value::Bool(true) => drop(whole.insert(OTHER.to_owned(), json!("text"))),
            values @ Value::Object(_) => {
                whole.insert(OTHER.to_owned(), full(values, file, None)?);
            }
            _ => {}
        }
    }
    Ok(Value::Object(whole))
}

fn array(schema: &Value, file: &str, example: Option<&Value>) -> Result<Value, Box<dyn Error>> {
    let given = example
        .and_then(Value::as_array)
        .filter(|items| !items.is_empty());
    let items = given.map_or(vec![None], |items| items.iter().map(Some).collect());
    let items = items.into_iter();
    items
        .map(|item| full(&schema["items"], file, item))
        .collect()
}

fn scalar(schema: &Value) -> Value {
    let known = ["enum", "x-known-values"].map(|key| schema[key][0].clone());
    if let Some(value) = known.into_iter().find(|value| !value.is_null()) {
        return value;
    }
    match (schema["type"].as_str(), schema["format"].as_str()) {
        (Some("boolean"), _) => json!(true),
        (Some("integer"), Some("epoch-millis")) => json!(1_560_336_440_000_i64),
        (Some("integer"), _) => json!(schema["minimum"].as_i64().unwrap_or_default().max(1)),
        (Some("number"), _) => json!(149.5),
        (_, Some("date")) => json!("2019-06-01"),
        (_, Some("byte")) => json!("dHJ1ZQ=="),
        (_, Some("email")) => json!("ola.nordmann@example.com"),
        (_, Some("uri")) => json!("https://example.com/"),
        _ => {
            let limit = |key: &str| Some(usize::try_from(schema[key].as_u64()?).unwrap_or(0));
            let least = limit("minLength").unwrap_or(0);
            let most = limit("maxLength").unwrap_or(usize::MAX);
            json!("1".repeat(least.max(4).min(most)))
        }
    }
}
