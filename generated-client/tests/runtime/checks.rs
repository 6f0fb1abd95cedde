//! Limits.

use std::collections::BTreeMap;
use std::ops::Bound;

use serde::Serialize;

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
