//! Bodies of requests.

use serde::Serialize;
use serde_json::{Value, json};

use super::runtime::{Check, HttpRequest};
use super::{OPERATION, refused, sent};

#[derive(Serialize)]
struct Form {
    name: &'static str,
    tags: Vec<&'static str>,
    price: f32,
    none: Option<i32>,
    nested: Value,
}

impl Check for Form {}

/// The body as text.
fn text(request: &HttpRequest) -> &str {
    let body = request.body.as_ref().unwrap().as_bytes().unwrap();
    std::str::from_utf8(body).unwrap()
}

#[tokio::test]
async fn forms() {
    let form = Form {
        name: "a b&c=d~*-._é",
        tags: vec!["x", "y z"],
        price: 0.1,
        none: None,
        nested: json!({"R": 100, "G": 200}),
    };
    let request = sent(&OPERATION, |call| call.form(&form)).await.unwrap();
    assert_eq!(
        request.headers["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert_eq!(
        text(&request),
        "name=a+b%26c%3Dd%7E*-._%C3%A9&tags=x&tags=y+z&price=0.1&G=200&R=100"
    );
    let text = refused(&OPERATION, |call| call.form(&json!(5))).await;
    assert!(text.contains("`body` is no object"), "{text}");
    let text = refused(&OPERATION, |call| call.form(&json!({"a": [[1]]}))).await;
    assert!(text.contains("inside of another"), "{text}");
}

#[tokio::test]
async fn json_by_another_name() {
    let body = json!({"a": null});
    let request = sent(&OPERATION, |call| {
        call.json_as("application/merge-patch+json", &body);
    });
    let request = request.await.unwrap();
    assert_eq!(
        request.headers["content-type"],
        "application/merge-patch+json"
    );
    assert_eq!(text(&request), r#"{"a":null}"#);
}

#[tokio::test]
async fn no_body_has_no_content_type() {
    let request = sent(&OPERATION, |_| {}).await.unwrap();
    assert!(request.body.is_none());
    assert!(!request.headers.contains_key("content-type"));
    assert_eq!(request.headers["accept"], "*/*");
    assert!(!request.headers.contains_key("authorization"));
}
