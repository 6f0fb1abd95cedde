//! How structs are read and written by the list of their properties.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::runtime::Patch;

#[allow(unreachable_pub, reason = "the macro is for public types")]
mod types {
    use super::BTreeMap;
    use crate::runtime::object;

    object! {
        /// An order.
        pub struct Order {
            /// Its number.
            number: Required given i64,
            /// What kind it is of.
            r#type: Required given String = "type",
            /// When it ended.
            ended_at: Nullable of String = "endedAt",
            /// A word on it.
            note: Patched into String,
            /// Whatever it is about.
            about: Optional own Vec<String>,
            /// Anything.
            anything: Present of serde_json::Value,
        }
        new(number: own i64; r#type: into String = "order")
    }

    object! {
        /// An object that may have more.
        pub struct Open {
            /// The one that is known.
            known: Optional of String,
            ..more: BTreeMap<String, i64>,
        }
        new()
    }
}

use types::{Open, Order};

#[test]
fn what_is_there_comes_back() {
    let text = r#"{"number":1,"type":"x","endedAt":null,"note":null,"about":[],"anything":null}"#;
    let order: Order = serde_json::from_str(text).unwrap();
    assert_eq!(order.note, Patch::Null);
    assert_eq!(order.anything, Some(Value::Null));
    assert_eq!(serde_json::to_string(&order).unwrap(), text);
    let turned = r#"{"unknown":{"a":[1]},"type":"x","number":1,"endedAt":"now"}"#;
    let order: Order = serde_json::from_str(turned).unwrap();
    assert_eq!((order.about.as_ref(), &order.note), (None, &Patch::Absent));
    assert_eq!(
        serde_json::to_value(&order).unwrap(),
        json!({"number": 1, "type": "x", "endedAt": "now"})
    );
}

#[test]
fn what_is_wrong_is_said() {
    for (text, message) in [
        (r#"{"number":1,"type":"x"}"#, "missing field `endedAt`"),
        (r#"{"number":1,"number":1}"#, "duplicate field `number`"),
        (r#"{"number":"1"}"#, "expected i64"),
        (r#"[1,"x",null]"#, "expected struct Order"),
    ] {
        let error = serde_json::from_str::<Order>(text).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
}

#[test]
fn a_value_is_made_of_what_is_required() {
    let order = Order::new(7).note("a").about(vec!["b".to_owned()]);
    assert_eq!(
        serde_json::to_value(&order).unwrap(),
        json!({"number": 7, "type": "order", "endedAt": null, "note": "a", "about": ["b"]})
    );
    let shown = format!("{:?}", Order::new(7));
    assert!(shown.starts_with("Order { number: 7, type: \"order\", ended_at: None, note: Absent"));
}

#[test]
fn further_properties_are_kept() {
    let text = r#"{"known":"a","b":2,"c":3}"#;
    let open: Open = serde_json::from_str(text).unwrap();
    assert_eq!(
        open.more,
        BTreeMap::from([("b".to_owned(), 2), ("c".to_owned(), 3)])
    );
    assert_eq!(serde_json::to_string(&open).unwrap(), text);
    assert_eq!(Open::default(), serde_json::from_str("{}").unwrap());
    assert!(serde_json::from_str::<Open>(r#"{"b":null}"#).is_err());
}
