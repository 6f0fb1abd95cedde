//! A network and a server that fail, over sockets.

use std::time::{Duration, Instant};

use generated_client::{
    CallOptions, ClientModeClient, Empty, Error, ErrorKind, Json, Method, RetryPolicy, Text,
};
use serde_json::Value;

use crate::server::{Server, Step, answer, text};

/// A client that does not wait long.
fn client(server: &Server) -> ClientModeClient {
    let pauses = (Duration::from_millis(1), Duration::from_millis(5));
    ClientModeClient::builder(server.url())
        .token("a-token")
        .retry(RetryPolicy::standard().pauses(pauses.0, pauses.1))
        .attempt_timeout(Duration::from_millis(300))
        .build()
        .unwrap()
}

async fn get(server: &Server) -> Result<Value, Error> {
    client(server)
        .request::<Json<Value>>(Method::GET, "/v1/x")
        .await
}

async fn post(server: &Server) -> Result<Value, Error> {
    let request = client(server).request::<Json<Value>>(Method::POST, "/v1/order");
    request.json(&serde_json::json!({ "product": "A1" })).await
}

fn good() -> Vec<Step> {
    answer("200 OK", "content-type: application/json\r\n", "{}")
}

/// Connections that fail after the request was sent, with what becomes of it.
fn failures() -> Vec<(&'static str, Vec<Step>, ErrorKind)> {
    let half = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"a\":";
    let slow = Duration::from_millis(100);
    vec![
        ("closed before the request", vec![], ErrorKind::Lost),
        (
            "reset before the request is read",
            vec![Step::Reset],
            ErrorKind::Lost,
        ),
        (
            "closed after the request",
            vec![Step::Read],
            ErrorKind::Lost,
        ),
        (
            "reset after the request",
            vec![Step::Read, Step::Reset],
            ErrorKind::Lost,
        ),
        (
            "half a head",
            vec![Step::Read, Step::Send("HTTP/1.1 200 O".into())],
            ErrorKind::Lost,
        ),
        (
            "half a body",
            vec![Step::Read, Step::Send(half.into())],
            ErrorKind::Lost,
        ),
        (
            "no HTTP",
            vec![Step::Read, Step::Send("220 mail\r\n\r\n".into())],
            ErrorKind::Lost,
        ),
        (
            "no answer",
            vec![Step::Read, Step::Wait(slow * 6)],
            ErrorKind::Timeout,
        ),
        (
            "a slow head",
            vec![Step::Read, Step::Drip(text("200 OK", "", "{}"), slow)],
            ErrorKind::Timeout,
        ),
        (
            "a slow body",
            vec![
                Step::Read,
                Step::Send(half.into()),
                Step::Drip("1".repeat(9), slow),
            ],
            ErrorKind::Timeout,
        ),
    ]
}

#[tokio::test]
async fn what_can_be_repeated_survives_every_failure() {
    for (name, failure, _) in failures() {
        let server = Server::start(vec![failure.clone(), failure, good()]);
        get(&server)
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[tokio::test]
async fn what_can_not_is_sent_once_whatever_happens() {
    for (name, failure, kind) in failures() {
        let server = Server::start(vec![failure, good()]);
        let error = post(&server).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (kind, 1),
            "{name}: {error}"
        );
        assert!(error.may_have_been_processed(), "{name}");
        let orders = server
            .requests()
            .iter()
            .filter(|it| it.starts_with("POST"))
            .count();
        assert!(orders <= 1, "{name}");
    }
}

#[tokio::test]
async fn lengths_that_are_wrong_are_no_success() {
    let short = "HTTP/1.1 200 OK\r\ncontent-length: 1\r\nconnection: close\r\n\r\n{\"a\":1}";
    let server = Server::start(vec![vec![Step::Read, Step::Send(short.into())]]);
    let error = get(&server).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Decode, Some(200))
    );
    let two = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}";
    let server = Server::start(vec![vec![Step::Read, Step::Send(two.into())]]);
    assert_eq!(get(&server).await.unwrap_err().kind(), ErrorKind::Lost);
}

#[tokio::test]
async fn every_attempt_has_a_token_and_the_same_body() {
    let busy = answer("429 Too Many Requests", "", "");
    let server = Server::start(vec![busy.clone(), busy, good()]);
    post(&server).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    assert!(
        requests[0].contains("authorization: Bearer a-token")
            && requests[0].ends_with(r#"{"product":"A1"}"#)
    );
    assert!(
        requests.iter().all(|request| *request == requests[0]),
        "{requests:?}"
    );
}

#[tokio::test]
async fn redirects_are_followed_when_it_was_asked_for_and_without_credentials() {
    let other = Server::start(vec![good()]);
    let location = format!(
        "location: http://localhost:{}/elsewhere\r\n",
        other.address().port()
    );
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let server = Server::start(vec![answer(status, &location, "")]);
        let error = get(&server).await.unwrap_err();
        assert_eq!(
            (error.status(), error.attempts()),
            (status[..3].parse().ok(), 1)
        );
        let client = |most| {
            let builder = ClientModeClient::builder(server.url())
                .token("a-token")
                .redirects(most);
            builder.default_header("x-key", "a-key").build().unwrap()
        };
        client(1)
            .request::<Json<Value>>(Method::GET, "/v1/x")
            .await
            .unwrap();
        let error = client(1)
            .request::<Empty>(Method::POST, "/v1/x")
            .await
            .unwrap_err();
        assert_eq!(error.status(), status[..3].parse().ok());
    }
    for request in other.requests() {
        assert!(
            request.starts_with("GET /elsewhere ") && request.contains("accept: "),
            "{request}"
        );
        assert!(
            !request.contains("authorization") && !request.contains("a-key"),
            "{request}"
        );
    }
    // Within the origin they go along; a circle has an end.
    let circle = answer("302 Found", "location: /v1/again\r\n", "");
    let server = Server::start(vec![circle]);
    let client = ClientModeClient::builder(server.url())
        .token("a-token")
        .redirects(3)
        .build()
        .unwrap();
    let error = client
        .request::<Empty>(Method::GET, "/v1/x")
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(302));
    let requests = server.requests();
    assert_eq!(requests.len(), 4);
    assert!(requests[3].starts_with("GET /v1/again ") && requests[3].contains("Bearer a-token"));
}

#[tokio::test]
async fn a_storm_of_429_is_waited_out() {
    let busy = answer("429 Too Many Requests", "retry-after: 1\r\n", "");
    let server = Server::start(vec![busy.clone(), busy.clone(), busy, good()]);
    let client = client(&server);
    let begin = Instant::now();
    let calls: Vec<_> = (0..10)
        .map(|_| tokio::spawn(client.request::<Text>(Method::POST, "/v1/x").into_future()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert!(begin.elapsed() >= Duration::from_millis(990));
    // Ten were on their way at most when the first answer came, and none came while it was closed.
    assert!(server.requests().len() <= 20, "{}", server.requests().len());
}

#[tokio::test]
async fn a_body_that_is_too_large_is_not_read_to_its_end() {
    let large = "x".repeat(10_000_000);
    let server = Server::start(vec![answer("200 OK", "", &large)]);
    let client = |limit| {
        let builder = ClientModeClient::builder(server.url())
            .token("t")
            .response_limit(limit);
        builder
            .build()
            .unwrap()
            .request::<Text>(Method::GET, "/v1/x")
    };
    let error = client(1_000_000).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::TooLarge, Some(200))
    );
    assert!(error.body().len() <= 1_000_000);
    assert_eq!(client(10_000_000).await.unwrap().len(), 10_000_000);
}

#[tokio::test]
async fn the_deadline_holds_whatever_the_server_does() {
    let slow = Step::Drip("x".repeat(1000), Duration::from_millis(20));
    let head = Step::Send("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n".into());
    let server = Server::start(vec![vec![Step::Read, head, slow]]);
    let begin = Instant::now();
    let options = CallOptions::new().timeout(Duration::from_millis(500));
    let request = client(&server)
        .request::<Text>(Method::GET, "/v1/x")
        .with(options);
    assert!(request.await.unwrap_err().is_timeout());
    assert!(
        begin.elapsed() < Duration::from_millis(800),
        "{:?}",
        begin.elapsed()
    );
}
