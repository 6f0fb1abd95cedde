//! Limits.

use std::collections::BTreeMap;
use std::ops::Bound;

use serde::Serialize;
use serde_json::json;

use super::runtime::{
    Base64, CallOptions, Check, Checker, EpochMillis, Patch, Textual, pattern, string_newtype,
};
use super::{OPERATION, refused, sent};

/// A text with a meaning of its own.
pub struct Name(String);

string_newtype!(Name);

#[derive(Clone, Default, Serialize)]
struct Order {
    code: String,
    lines: Vec<Line>,
    notes: BTreeMap<String, Line>,
    next: Option<Box<Order>>,
}

impl Check for Order {
    fn check(&self, check: &mut Checker<'_>) {
        check.length("code", &self.code, Some(2), Some(3));
        check.pattern("code", &self.code, pattern!("^[A-ZÆØÅ]+$"));
        check.items("lines", &self.lines, Some(1), Some(2));
        check.field("lines", &self.lines);
        check.items("notes", &self.notes, None, Some(1));
        check.field("notes", &self.notes);
        check.field("next", &self.next);
    }
}

#[derive(Clone, Default, Serialize)]
struct Line {
    count: Option<i64>,
    price: Patch<f64>,
    at: EpochMillis,
}

impl Check for Line {
    fn check(&self, check: &mut Checker<'_>) {
        check.range("count", &self.count, 0..=32767);
        check.range(
            "price",
            &self.price,
            (Bound::Excluded(0.0), Bound::Excluded(9.5)),
        );
        check.range("at", &self.at, 0..);
    }
}

async fn violations(order: &Order) -> Vec<String> {
    match sent(&OPERATION, |call| call.json(order)).await {
        Ok(_) => Vec::new(),
        Err(error) => error.violations().iter().map(ToString::to_string).collect(),
    }
}

#[tokio::test]
async fn what_is_within_its_limits_is_sent() {
    let line = Line {
        count: Some(32767),
        price: Patch::Value(9.4),
        at: EpochMillis(0),
    };
    let order = Order {
        code: "ÆØÅ".to_owned(),
        lines: vec![line, Line::default()],
        ..Order::default()
    };
    assert_eq!(violations(&order).await, Vec::<String>::new());
}

#[tokio::test]
async fn every_violation_has_its_place() {
    let bad = Line {
        count: Some(-1),
        price: Patch::Value(0.0),
        at: EpochMillis(-1),
    };
    let notes = [("a", Line::default()), ("b", bad.clone())];
    let order = Order {
        code: "abcd".to_owned(),
        lines: vec![Line::default(), Line::default(), bad],
        notes: notes.map(|(key, line)| (key.to_owned(), line)).into(),
        next: Some(Box::default()),
    };
    let expected = [
        "`body.code` has 4 characters, more than 3",
        "`body.code` does not match `^[A-ZÆØÅ]+$`",
        "`body.lines` has 3 items, more than 2",
        "`body.lines[2].count` must be at least 0 and at most 32767",
        "`body.lines[2].price` must be more than 0 and less than 9.5",
        "`body.lines[2].at` must be at least 0",
        "`body.notes` has 2 items, more than 1",
        "`body.notes.b.count` must be at least 0 and at most 32767",
        "`body.notes.b.price` must be more than 0 and less than 9.5",
        "`body.notes.b.at` must be at least 0",
        "`body.next.code` has 0 characters, fewer than 2",
        "`body.next.code` does not match `^[A-ZÆØÅ]+$`",
        "`body.next.lines` has 0 items, fewer than 1",
    ];
    assert_eq!(violations(&order).await, expected);
}

#[derive(Clone, Default, Serialize)]
struct Grid {
    rows: Option<Vec<Vec<Option<String>>>>,
    prices: BTreeMap<String, f64>,
    counts: Patch<Vec<u64>>,
}

impl Check for Grid {
    fn check(&self, check: &mut Checker<'_>) {
        check.each("rows", &self.rows, |check, item| {
            check.items("", item, None, Some(2));
            check.each("", item, |check, item| {
                check.length("", item, None, Some(1));
            });
        });
        check.each("prices", &self.prices, |check, item| {
            check.multiple_of("", item, "0.01");
        });
        check.unique("counts", &self.counts);
        check.properties("", self, Some(4), None);
    }
}

#[tokio::test]
async fn limits_of_items_and_values_are_told_by_their_places() {
    let text = |text: &str| Some(text.to_owned());
    let grid = Grid {
        rows: Some(vec![
            vec![text("a"), None],
            vec![text("a"), text("bc"), text("d")],
        ]),
        prices: [("a".to_owned(), 4.02), ("b".to_owned(), 0.005)].into(),
        counts: Patch::Value(vec![1, 2, 1]),
    };
    let expected = [
        "`body.rows[1]` has 3 items, more than 2",
        "`body.rows[1][1]` has 2 characters, more than 1",
        "`body.prices.b` must be a multiple of 0.01",
        "`body.counts[2]` is there more than once",
        "`body` has 3 properties, fewer than 4",
    ];
    let error = sent(&OPERATION, |call| call.json(&grid)).await.unwrap_err();
    let violations = error.violations().iter().map(ToString::to_string);
    assert_eq!(violations.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn limits_at_a_parameter_are_told_by_its_name() {
    let text = refused(&OPERATION, |call| {
        call.header("X-Id", false, "abc");
        call.check().length("X-Id", "abc", None, Some(2));
        call.check().pattern("X-Id", "abc", pattern!("b$"));
    });
    let expected = "op: not sent: `X-Id` has 3 characters, more than 2; `X-Id` does not match `b$`";
    assert_eq!(text.await, expected);
}

#[tokio::test]
async fn unchecked_lifts_limits_but_not_what_can_t_be_sent() {
    let order = Order::default();
    let sent = sent(&OPERATION, |call| {
        call.json(&order);
        call.with(CallOptions::new().unchecked());
    });
    sent.await.unwrap();
    let text = refused(&OPERATION, |call| {
        call.json(&order);
        call.header("X", false, "\n");
        call.with(CallOptions::new().unchecked());
    });
    assert_eq!(
        text.await,
        "op: not sent: `X` holds characters that no header can"
    );
}

#[test]
fn texts_are_measured_as_they_are_written() {
    assert_eq!(Name::from("a").text().unwrap(), "a");
    assert_eq!(Name::from("a").to_string(), "a");
    assert_eq!(Patch::Value("é".to_owned()).text().unwrap(), "é");
    assert_eq!(Patch::<String>::Null.text(), None);
    assert_eq!(Base64(vec![1, 2]).text().unwrap(), "AQI=");
    assert_eq!(jiff::civil::date(2024, 2, 29).text().unwrap(), "2024-02-29");
    assert_eq!(
        jiff::Timestamp::UNIX_EPOCH.text().unwrap(),
        "1970-01-01T00:00:00Z"
    );
    assert_eq!(
        uuid::Uuid::nil().text().unwrap(),
        uuid::Uuid::nil().to_string()
    );
}

/// Whether a call is sent after `check` looked at a value of it.
async fn is_sent(check: impl FnOnce(&mut Checker<'_>)) -> bool {
    sent(&OPERATION, |call| check(&mut call.check()))
        .await
        .is_ok()
}

#[tokio::test]
async fn multiples_are_compared_in_decimal() {
    for (number, divisor, expected) in [
        (0.3, "0.1", true),
        (-0.3, "0.1", true),
        (1.1, "0.01", true),
        (19.99, "0.01", true),
        (4.02, "0.01", true),
        (0.0, "0.1", true),
        (-0.0, "7", true),
        (10.0, "2.5", true),
        (1e40, "1000", true),
        (7.0, "0", true),
        (f64::NAN, "2", true),
        (0.35, "0.1", false),
        (0.1 + 0.2, "0.1", false),
        (-7.0, "2", false),
        (1.0, "2.5", false),
        (1e-10, "0.1", false),
    ] {
        let sent = is_sent(|check| check.multiple_of("v", &number, divisor));
        assert_eq!(sent.await, expected, "{number} of {divisor}");
    }
    for (number, divisor, expected) in [
        (9_007_199_254_740_993, "3", true),
        (9_007_199_254_740_992, "3", false),
        (u64::MAX, "5", true),
        (u64::MAX, "10", false),
        (5, "2.5", true),
    ] {
        let sent = is_sent(|check| check.multiple_of("v", &number, divisor));
        assert_eq!(sent.await, expected, "{number} of {divisor}");
    }
    assert!(is_sent(|check| check.multiple_of("v", &0.3_f32, "0.1")).await);
}

#[tokio::test]
async fn items_are_compared_as_json_values() {
    for (value, expected) in [
        (json!([1, 1.0]), false),
        (json!([0, -0.0]), false),
        (json!([{"a": 1, "b": 2}, {"b": 2.0, "a": 1}]), false),
        (json!([[null], [null]]), false),
        (json!([1, "1", true, "true", null, "null"]), true),
        (json!([[1, 2], [2, 1], [12], ["1,2"]]), true),
        (json!([{"a": 1}, {"a": 2}, {"b": 1}]), true),
        (
            json!([9_007_199_254_740_993_u64, 9_007_199_254_740_992_u64]),
            true,
        ),
        (json!(null), true),
        (json!({"a": 1, "b": 1}), true),
    ] {
        let sent = is_sent(|check| check.unique("v", &value));
        assert_eq!(sent.await, expected, "{value}");
    }
}
