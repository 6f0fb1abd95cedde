//! Bodies that come or go piece by piece.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use serde::Deserialize;

use super::runtime::{
    Any, Binary, BoxError, BoxFuture, Chunks, Client, Error, ErrorKind, EventTexts, Events,
    HttpRequest, HttpResponse, Json, Payload, RequestBody, Response, ResponseBody, RetryPolicy,
    Transport, TransportError, Upload, is_one_of,
};
use super::{OPERATION, refused, sent};

/// Answers with the given pieces, of the given status and content type, and breaks off at an empty
/// one.
struct Pieces(u16, &'static str, Vec<&'static str>);

struct Rest(std::vec::IntoIter<&'static str>);

impl Chunks for Rest {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        let next = match self.0.next() {
            Some("") => Err(TransportError::lost("cut off")),
            next => Ok(next.map(Bytes::from)),
        };
        Box::pin(async move { next })
    }
}

impl Transport for Pieces {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let status = http::StatusCode::from_u16(self.0).unwrap();
        let body = ResponseBody::new(Rest(self.2.clone().into_iter()));
        let mut answer = HttpResponse::new(status, body);
        let content_type = http::HeaderValue::from_static(self.1);
        answer.headers.insert("content-type", content_type);
        Box::pin(async { Ok(answer) })
    }
}

async fn answered<P: Payload + 'static>(answer: Pieces) -> Result<Response<P::Body>, Error> {
    let client: Client<Any> = Client::builder("https://h/b").transport(answer).build()?;
    client.call(&OPERATION).request::<P, ()>().send().await
}

#[tokio::test]
async fn downloads_come_piece_by_piece() {
    let answer = Pieces(200, "image/png", vec!["ab", "c"]);
    let mut download = answered::<Binary>(answer).await.unwrap().into_body();
    assert_eq!(download.chunk().await.unwrap().unwrap(), "ab");
    assert_eq!(download.chunk().await.unwrap().unwrap(), "c");
    assert_eq!(download.chunk().await.unwrap(), None);
    assert_eq!(download.chunk().await.unwrap(), None);
    let whole = || async {
        let answer = Pieces(200, "image/png", vec!["ab", "c"]);
        answered::<Binary>(answer).await.unwrap().into_body()
    };
    assert_eq!(whole().await.bytes(3).await.unwrap(), "abc");
    let error = whole().await.bytes(2).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::TooLarge, Some(200))
    );
}

#[tokio::test]
async fn a_download_that_breaks_off_says_so() {
    let answer = Pieces(200, "image/png", vec!["ab", ""]);
    let mut download = answered::<Binary>(answer).await.unwrap().into_body();
    assert!(download.chunk().await.is_ok());
    let error = download.chunk().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Lost);
    assert_eq!(error.operation(), Some("op"));
}

#[tokio::test]
async fn a_refusal_is_read_whole() {
    let error = answered::<Binary>(Pieces(404, "text/plain", vec!["no", "ne"])).await;
    assert_eq!(error.unwrap_err().text(), "none");
}

#[derive(Debug, Deserialize, PartialEq)]
struct Part {
    text: String,
}

async fn events(pieces: Vec<&'static str>) -> Vec<(String, String, String)> {
    let answer = Pieces(200, "text/event-stream", pieces);
    let mut events = answered::<EventTexts>(answer).await.unwrap().into_body();
    let mut all = Vec::new();
    while let Some(event) = events.next().await {
        let event = event.unwrap();
        all.push((event.event, event.id, event.data));
    }
    all
}

fn event(event: &str, id: &str, data: &str) -> (String, String, String) {
    (event.to_owned(), id.to_owned(), data.to_owned())
}

/// The examples of HTML Standard §9.2.6.
#[tokio::test]
async fn events_are_read_as_the_standard_says() {
    let stocks = events(vec!["data: YHOO\ndata: +2\nda", "ta: 10\n\n"]).await;
    assert_eq!(stocks, [event("message", "", "YHOO\n+2\n10")]);
    let blocks =
        ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event";
    let expected = [
        event("message", "1", "first event"),
        event("message", "", "second event"),
    ];
    assert_eq!(events(vec![blocks]).await, expected);
    let empty = events(vec!["data\n\ndata\ndata\n\ndata:"]).await;
    assert_eq!(
        empty,
        [event("message", "", ""), event("message", "", "\n")]
    );
    let ends = events(vec![
        "\u{feff}event: add\r\nid: 7\r",
        "\ndata: 1\r\rdata: 2\n\n",
    ])
    .await;
    assert_eq!(ends, [event("add", "7", "1"), event("message", "7", "2")]);
    assert_eq!(
        events(vec!["event: x\n\nid: a\0b\nother: 1\ndata: é\n\n"]).await,
        [event("message", "", "é")]
    );
}

#[tokio::test]
async fn data_of_events_is_decoded() {
    let body = "retry: 30\ndata: {\"text\": \"a\"}\n\ndata: {\"text\": 1}\n\ndata: [DONE]\n\n";
    let answer = Pieces(200, "text/event-stream", vec![body]);
    let mut events = answered::<Events<Part>>(answer).await.unwrap().into_body();
    let first = events.next().await.unwrap().unwrap();
    assert_eq!(first.data.text, "a");
    assert_eq!(first.retry, Some(Duration::from_millis(30)));
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error
            .to_string()
            .contains("an event is not as documented: `text`"),
        "{error}"
    );
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn events_that_break_off_are_an_error_once() {
    let answer = Pieces(200, "text/event-stream", vec!["data: 1\n\n", ""]);
    let mut events = answered::<EventTexts>(answer).await.unwrap().into_body();
    assert_eq!(events.next().await.unwrap().unwrap().data, "1");
    assert_eq!(
        events.next().await.unwrap().unwrap_err().kind(),
        ErrorKind::Lost
    );
    assert!(events.next().await.is_none());
}

#[test]
fn content_types_fall_under_the_narrowest_range() {
    let ranges = [
        ("*/*", true),
        ("image/*", true),
        ("application/json", false),
    ];
    for (content_type, streamed) in [
        ("application/json", false),
        ("Application/JSON ; charset=utf-8", false),
        ("image/png", true),
        ("text/plain", true),
        ("", true),
    ] {
        assert_eq!(is_one_of(content_type, &ranges), streamed, "{content_type}");
    }
    assert!(!is_one_of("text/plain", &[("image/*", true)]));
    assert!(is_one_of(
        "application/problem+json",
        &[("application/json", true)]
    ));
}

/// A stream of two pieces.
struct Two(Vec<&'static str>);

impl Stream for Two {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop().map(|piece| Ok(Bytes::from(piece))))
    }
}

#[tokio::test]
async fn uploads_have_their_content_type() {
    let request = sent(&OPERATION, |call| {
        call.upload("image/png", vec![1, 2].into());
    });
    let request = request.await.unwrap();
    assert_eq!(request.headers["content-type"], "image/png");
    assert_eq!(request.body.unwrap().as_bytes().unwrap(), &[1, 2][..]);
    let request = sent(&OPERATION, |call| {
        call.upload("image/*", Upload::new("x").media_type("image/webp"));
    });
    assert_eq!(request.await.unwrap().headers["content-type"], "image/webp");
    let request = sent(&OPERATION, |call| call.upload("*/*", "x".into())).await;
    assert_eq!(
        request.unwrap().headers["content-type"],
        "application/octet-stream"
    );
    let text = refused(&OPERATION, |call| call.upload("image/*", "x".into())).await;
    assert_eq!(
        text,
        "op: not sent: `body` needs a content type: set it with `media_type`"
    );
    let other = Upload::new("x").media_type("text/plain");
    let text = refused(&OPERATION, |call| call.upload("image/*", other)).await;
    assert!(
        text.contains("that the description does not allow"),
        "{text}"
    );
}

/// Reads a streamed body and loses the connection every time.
#[derive(Clone, Default)]
struct Lossy(Arc<Mutex<Vec<Option<u64>>>>);

impl Transport for Lossy {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let length = match request.body {
            Some(RequestBody::Stream(stream)) => stream.length(),
            _ => panic!("no stream"),
        };
        self.0.lock().unwrap().push(length);
        Box::pin(async { Err(TransportError::connect("refused")) })
    }
}

#[tokio::test]
async fn a_streamed_body_is_sent_once() {
    let lossy = Lossy::default();
    let client: Client<Any> = Client::builder("https://h/b")
        .transport(lossy.clone())
        .retry(RetryPolicy::standard())
        .build()
        .unwrap();
    let mut call = client.call(&OPERATION);
    let upload = Upload::stream(Two(vec!["b", "a"])).length(2);
    call.upload("application/octet-stream", upload);
    let error = call.request::<Json<()>, ()>().send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 1));
    assert_eq!(*lossy.0.lock().unwrap(), [Some(2)]);
}

/// Answers with bytes.
struct Fixed(&'static [u8]);

impl Transport for Fixed {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let answer = HttpResponse::new(http::StatusCode::OK, self.0);
        Box::pin(async { Ok(answer) })
    }
}

/// What is not UTF-8 matters where it is read, and there alone.
#[tokio::test]
async fn json_of_another_encoding_is_read_where_it_does_not_matter() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Item {
        name: String,
        count: i64,
    }
    let decoded = async |body| {
        let client: Client<Any> = Client::builder("https://h/b")
            .transport(Fixed(body))
            .build()?;
        let answer = client
            .call(&OPERATION)
            .request::<Json<Item>, ()>()
            .send()
            .await;
        answer.map(Response::into_body)
    };
    let item = || Item {
        name: "a".to_owned(),
        count: 1,
    };
    for body in [
        &br#"{"name": "a", "count": 1}"#[..],
        br#"{"name": "a", "count": 1.0}"#,
        b"\xEF\xBB\xBF{\"name\": \"a\", \"count\": 1}",
        b"{\"name\": \"a\", \"count\": 1, \"other\": \"\xE4\"}",
        b"{\"other\": \"\xE4\", \"name\": \"a\", \"count\": 1.0}",
    ] {
        assert_eq!(decoded(body).await.unwrap(), item());
    }
    for (body, message) in [
        (
            &b"{\"name\": \"\xE4\", \"count\": 1}"[..],
            "the body is not JSON: invalid unicode code point at line 1 column 11",
        ),
        (
            b"{\"name\": \"a\", \"count\": true, \"other\": \"\xE4\"}",
            "the body is not as documented: `count`: expected i64",
        ),
        (
            b"{\"name\": \"a\", \"count\": 1}\xE4",
            "the body is not JSON: trailing characters at line 1 column 26",
        ),
    ] {
        let error = decoded(body).await.unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }
}
