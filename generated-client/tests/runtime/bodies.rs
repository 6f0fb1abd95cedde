//! Bodies of requests.

use serde::Serialize;
use serde_json::{Value, json};

use super::runtime::{Check, HttpRequest, Multipart, Part, QueryStyle, RequestBody, Upload};
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

#[tokio::test]
async fn forms_in_other_styles() {
    let body = json!({
        "deep": {"a b": [1, 2]},
        "flat": ["x", "y z"],
        "json": {"a": "é"},
        "none": null,
        "url": "https://h/?a=b&c d",
    });
    let styles = [
        ("deep", QueryStyle::DEEP_OBJECT),
        ("flat", QueryStyle::FORM),
        ("json", QueryStyle::JSON),
        ("none", QueryStyle::JSON),
        ("url", QueryStyle::FORM_EXPLODE.reserved()),
    ];
    let request = sent(&OPERATION, |call| call.form_as(&styles, &body))
        .await
        .unwrap();
    assert_eq!(
        text(&request),
        "deep%5Ba+b%5D%5B0%5D=1&deep%5Ba+b%5D%5B1%5D=2&flat=x%2Cy+z&json=%7B%22a%22%3A%22%C3%A9%22%7D&\
         url=https://h/?a=b%26c+d"
    );
    let text = refused(&OPERATION, |call| {
        call.form_as(&[("a", QueryStyle::FORM)], &json!({"a": ["b,c"]}));
    });
    assert!(text.await.contains("which would read as two"));
}

/// The content type without its boundary, and the body with `B` for it.
fn parts(request: &HttpRequest) -> (String, String) {
    let content_type = request.headers["content-type"].to_str().unwrap();
    let (media_type, boundary) = content_type.split_once("; boundary=").unwrap();
    assert_eq!(boundary.len(), 32);
    (media_type.to_owned(), text(request).replace(boundary, "B"))
}

/// RFC 7578 §4: each part has a disposition with its name; without a content type it is text.
#[tokio::test]
async fn multipart_bodies() {
    let mut form = Multipart::new();
    form.value("title", "", "blåbær");
    form.value("count", "text/plain; charset=utf-8", &5);
    form.value("tags", "", &["a", "b"]);
    form.value("author", "", &json!({"name": null}));
    form.value("code", "application/json", "x");
    form.value("none", "", &None::<i32>);
    form.part("note", "", [&Part::new("n").header("X-Lang", "no")]);
    form.files("scan \"1\"", &["application/pdf"], [Upload::new("%PDF")]);
    let image = Upload::new("i")
        .media_type("image/png")
        .file_name("å.png")
        .header("X-Id", "7");
    form.files("image", &["image/*"], Some(image));
    let request = sent(&OPERATION, |call| call.multipart(form)).await.unwrap();
    let (media_type, body) = parts(&request);
    assert_eq!(media_type, "multipart/form-data");
    let expected = "\
        --B|Content-Disposition: form-data; name=\"title\"||blåbær|\
        --B|Content-Disposition: form-data; name=\"count\"|Content-Type: text/plain; charset=utf-8||5|\
        --B|Content-Disposition: form-data; name=\"tags\"||a|\
        --B|Content-Disposition: form-data; name=\"tags\"||b|\
        --B|Content-Disposition: form-data; name=\"author\"|Content-Type: application/json||{\"name\":null}|\
        --B|Content-Disposition: form-data; name=\"code\"|Content-Type: application/json||\"x\"|\
        --B|Content-Disposition: form-data; name=\"note\"|X-Lang: no||n|\
        --B|Content-Disposition: form-data; name=\"scan %221%22\"; filename=\"scan %221%22\"|Content-Type: application/pdf||%PDF|\
        --B|Content-Disposition: form-data; name=\"image\"; filename=\"å.png\"|Content-Type: image/png|X-Id: 7||i|\
        --B--|";
    assert_eq!(body, expected.replace('|', "\r\n"));
}

#[tokio::test]
async fn multipart_bodies_with_a_stream_are_streamed() {
    struct One(Option<&'static str>);
    impl futures_core::Stream for One {
        type Item = Result<bytes::Bytes, super::runtime::BoxError>;
        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            std::task::Poll::Ready(self.0.take().map(|text| Ok(text.into())))
        }
    }
    let mut form = Multipart::new();
    form.value("a", "", "1");
    form.files("b", &[], [Upload::stream(One(Some("xyz"))).length(3)]);
    let request = sent(&OPERATION, |call| call.multipart(form)).await.unwrap();
    let Some(RequestBody::Stream(mut stream)) = request.body else {
        panic!("no stream");
    };
    let length = stream.length().unwrap();
    let mut sent = Vec::new();
    loop {
        let next = std::future::poll_fn(|context| {
            futures_core::Stream::poll_next(std::pin::Pin::new(&mut stream), context)
        });
        match next.await {
            Some(piece) => sent.extend_from_slice(&piece.unwrap()),
            None => break,
        }
    }
    assert_eq!(u64::try_from(sent.len()).unwrap(), length);
    assert!(
        String::from_utf8(sent)
            .unwrap()
            .contains("octet-stream\r\n\r\nxyz\r\n--")
    );
}

#[tokio::test]
async fn parts_that_cannot_be_sent_are_refused() {
    let mut form = Multipart::new();
    form.value("a", "application/xml", &json!({"b": 1}));
    let text = refused(&OPERATION, |call| call.multipart(form)).await;
    assert!(
        text.contains("`body` has a part whose content type"),
        "{text}"
    );
    let mut form = Multipart::new();
    form.files("a", &[], [Upload::new("x").header("X", "a\nb")]);
    let text = refused(&OPERATION, |call| call.multipart(form)).await;
    assert!(text.contains("a header that can't be sent"), "{text}");
}
