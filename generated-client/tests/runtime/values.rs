//! JSON to value and back.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::runtime::{Base64, Decimal, EpochMillis, Patch, lenient, string_enum};

#[allow(unreachable_pub, reason = "the macro is for public types")]
mod kind {
    super::string_enum! {
        /// A kind.
        pub enum Kind {
            Known = "KNOWN",
        }
    }
}

use kind::Kind;

#[test]
fn unknown_values_come_back_as_they_were() {
    let kinds: Vec<Kind> = serde_json::from_value(json!(["KNOWN", "new", ""])).unwrap();
    assert_eq!(kinds[0], Kind::Known);
    assert_eq!(kinds[1].as_str(), "new");
    assert_eq!(kinds[1], Kind::from("new".to_owned()));
    assert_eq!(
        serde_json::to_value(&kinds).unwrap(),
        json!(["KNOWN", "new", ""])
    );
    assert!(serde_json::from_value::<Kind>(json!(5)).is_err());
    assert_eq!(
        serde_json::from_str::<Kind>(r#""KN\u004fWN""#).unwrap(),
        Kind::Known
    );
}

#[derive(Debug, Default, Deserialize, Serialize, PartialEq)]
struct Change {
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    name: Patch<String>,
}

#[test]
fn a_patch_has_three_states() {
    for (text, state) in [
        ("{}", Patch::Absent),
        (r#"{"name":null}"#, Patch::Null),
        (r#"{"name":"a"}"#, Patch::Value("a".to_owned())),
    ] {
        let change: Change = serde_json::from_str(text).unwrap();
        assert_eq!(change.name, state);
        assert_eq!(serde_json::to_string(&change).unwrap(), text);
    }
    assert_eq!(Patch::from(5), Patch::Value(5));
    assert_eq!(Patch::<i32>::from(None), Patch::Null);
    assert_eq!(Patch::Value(5).into_value(), Some(5));
    assert!(Patch::<i32>::Null.is_null());
}

#[test]
fn epoch_millis_keep_what_they_read() {
    for millis in [0, -1, 1_651_010_400_000, i64::MAX] {
        let read: EpochMillis = serde_json::from_value(json!(millis)).unwrap();
        assert_eq!(read, EpochMillis(millis));
        assert_eq!(serde_json::to_value(read).unwrap(), json!(millis));
    }
    assert_eq!(EpochMillis(i64::MAX).timestamp(), None);
    let instant: jiff::Timestamp = "2022-04-26T22:00:00Z".parse().unwrap();
    assert_eq!(EpochMillis(1_651_010_400_000).timestamp(), Some(instant));
    assert_eq!(EpochMillis::from(instant), EpochMillis(1_651_010_400_000));
    assert_eq!("12".parse(), Ok(EpochMillis(12)));
}

#[derive(Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
struct Loose {
    #[serde(deserialize_with = "lenient::read")]
    count: i64,
    #[serde(deserialize_with = "lenient::read")]
    ratio: Option<f64>,
    #[serde(deserialize_with = "lenient::read")]
    paid: bool,
    #[serde(deserialize_with = "lenient::read")]
    id: String,
    #[serde(deserialize_with = "lenient::read")]
    tags: Vec<String>,
    #[serde(deserialize_with = "lenient::read")]
    at: Patch<EpochMillis>,
    #[serde(deserialize_with = "lenient::read")]
    changes: Option<Vec<Change>>,
}

#[test]
fn lenient_reads_number_or_string_and_one_or_many() {
    let loose: Loose = serde_json::from_value(json!({
        "count": " 12 ", "ratio": "0.5", "paid": "true", "id": 12, "tags": 5, "at": "7",
        "changes": {"name": "a"},
    }))
    .unwrap();
    let strict: Loose = serde_json::from_value(json!({
        "count": 12, "ratio": 0.5, "paid": true, "id": "12", "tags": ["5"], "at": 7,
        "changes": [{"name": "a"}],
    }))
    .unwrap();
    assert_eq!(loose, strict);
    let empty: Loose = serde_json::from_value(json!({
        "ratio": null, "at": null, "changes": null, "tags": [],
    }))
    .unwrap();
    assert_eq!((empty.ratio, empty.changes), (None, None));
    assert_eq!(empty.at, Patch::Null);
    for wrong in [
        json!({"count": "twelve"}),
        json!({"count": 1.5}),
        json!({"count": ""}),
        json!({"count": null}),
        json!({"id": null}),
        json!({"id": ["a"]}),
        json!({"tags": null}),
        json!({"paid": "1"}),
    ] {
        assert!(
            serde_json::from_value::<Loose>(wrong.clone()).is_err(),
            "{wrong}"
        );
    }
}

#[test]
fn base64_reads_both_forms_and_writes_the_padded() {
    for text in ["AQI=", "AQI"] {
        let bytes: Base64 = serde_json::from_value(json!(text)).unwrap();
        assert_eq!(bytes, Base64(vec![1, 2]));
        assert_eq!(serde_json::to_value(&bytes).unwrap(), json!("AQI="));
    }
    assert!(serde_json::from_value::<Base64>(json!("A-_")).is_err());
    assert_eq!(format!("{:?}", Base64(vec![1, 2])), "Base64(2 bytes)");
}

#[test]
fn decimals_are_json_numbers() {
    for (read, written) in [
        ("149", "149"),
        ("149.00", "149"),
        ("0.1", "0.1"),
        ("-12.50", "-12.5"),
        ("1e3", "1000"),
        ("9007199254740993", "9007199254740993"),
    ] {
        let decimal = serde_json::from_str::<Decimal>(read).unwrap();
        assert_eq!(serde_json::to_string(&decimal).unwrap(), written);
    }
    let sum: rust_decimal::Decimal = [0.1, 0.2].iter().map(|number| amount(number).get()).sum();
    assert_eq!(Decimal::from(sum), "0.3".parse().unwrap());
    assert_eq!(amount("299"), Decimal::from(299));
    let long: Decimal = "1.2345678901234567890".parse().unwrap();
    assert!(serde_json::to_string(&long).is_err());
    assert!(serde_json::from_value::<Decimal>(json!("299")).is_err());
    assert!(serde_json::from_value::<Decimal>(json!(1e60)).is_err());
}

/// A decimal that the description reads from a string too.
fn amount(value: impl Serialize) -> Decimal {
    lenient::read(serde_json::to_value(value).unwrap()).unwrap()
}
