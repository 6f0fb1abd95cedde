//! Limits of what is written: `uniqueItems`, the number of an object's properties, and the values
//! of an `enum` that no type knows.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::check::Checker;
use super::text::text;

impl Checker<'_> {
    /// `uniqueItems` (JSON Schema Validation §6.4.3: all items are unique), by the equality of JSON
    /// values (JSON Schema Core §4.2.2).
    pub fn unique<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        let Some(Value::Array(items)) = sorted(serde_json::to_value(value)) else {
            return;
        };
        let mut seen = BTreeSet::new();
        let first_again = items.iter().position(|item| !seen.insert(canonical(item)));
        if let Some(index) = first_again {
            self.report(&text!("{name}[{index}]"), "is there more than once");
        }
    }

    /// `enum` (JSON Schema Validation §6.1.2): equal to one of `values`, which are JSON texts.
    pub fn one_of<T: Serialize + ?Sized>(&mut self, name: &str, value: &T, values: &[&str]) {
        let Some(value) = sorted(serde_json::to_value(value)) else {
            return;
        };
        let text = canonical(&value);
        let is_known =
            |known: &&str| sorted(known.parse()).is_some_and(|it| canonical(&it) == text);
        if !value.is_null() && !values.iter().any(is_known) {
            self.report(name, text!("must be one of {}", values.join(", ")));
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

/// A value with the properties of objects in one order.
fn sorted(value: Result<Value, serde_json::Error>) -> Option<Value> {
    let mut value = value.ok()?;
    value.sort_all_objects();
    Some(value)
}

/// One text for all values that are equal, when they are sorted: numbers by their value.
fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => out.push_str(&value.to_string()),
        Value::Number(number) => match number.as_f64() {
            // Without exponent or fraction, as integers are written.
            Some(0.0) => *out += "0",
            Some(float) if number.is_f64() => out.push_str(&float.to_string()),
            Some(_) | None => out.push_str(&number.to_string()),
        },
        Value::Array(items) => {
            *out += "[";
            for item in items {
                write(item, out);
                *out += ",";
            }
            *out += "]";
        }
        Value::Object(properties) => {
            *out += "{";
            for (name, value) in properties {
                out.push_str(&Value::from(name.as_str()).to_string());
                *out += ":";
                write(value, out);
                *out += ",";
            }
            *out += "}";
        }
    }
}
