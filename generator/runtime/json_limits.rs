//! Limits of what is written: `uniqueItems`, the number of an object's properties, and the values
//! of an `enum` that no type knows.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::check::Checker;

impl Checker<'_> {
    /// `uniqueItems` (JSON Schema Validation §6.4.3: all items are unique), by the equality of JSON
    /// values (JSON Schema Core §4.2.2).
    pub fn unique<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        let Ok(Value::Array(items)) = serde_json::to_value(value) else {
            return;
        };
        let mut seen = BTreeSet::new();
        let first_again = items.iter().position(|item| !seen.insert(canonical(item)));
        if let Some(index) = first_again {
            self.report(&format!("{name}[{index}]"), "is there more than once");
        }
    }

    /// `enum` (JSON Schema Validation §6.1.2): equal to one of `values`, which are JSON texts.
    pub fn one_of<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, values: &[&str]) {
        let Ok(value) = serde_json::to_value(value) else {
            return;
        };
        let text = canonical(&value);
        let is_known = values
            .iter()
            .filter_map(|value| serde_json::from_str(value).ok())
            .any(|value| canonical(&value) == text);
        if !is_known && !value.is_null() {
            self.report(name, format!("must be one of {}", values.join(", ")));
        }
    }

    /// `minProperties` and `maxProperties` of an object with named properties, `minItems` and
    /// `maxItems` of an array with named items (JSON Schema Validation §6.4 and §6.5).
    pub fn properties<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
        min: Option<usize>,
        max: Option<usize>,
    ) {
        match serde_json::to_value(value) {
            Ok(Value::Object(properties)) => {
                self.count(name, properties.len(), min, max, "properties");
            }
            Ok(Value::Array(items)) => self.count(name, items.len(), min, max, "items"),
            Ok(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | Err(_) => {}
        }
    }
}

/// One text for all values that are equal: properties in one order, numbers by their value.
fn canonical(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => value.to_string(),
        Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
            // Without exponent or fraction, as integers are written.
            Some(0.0) => "0".to_owned(),
            Some(float) => float.to_string(),
            None => number.to_string(),
        },
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(properties) => {
            let mut properties: Vec<_> = properties
                .iter()
                .map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), canonical(value)))
                .collect();
            properties.sort_unstable();
            format!("{{{}}}", properties.join(","))
        }
    }
}
