//! What the client writes to the wire, byte by byte, and what it reads from it.
//!
//! `wire/<operationId>.http` is the request that the call in `calls.rs` sends: its head and its body,
//! the host being `{host}`. The answers are the examples in `spec/`.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use generated_client::{CallOptions, Error};
use serde_json::{Value, json};
use tests::calls::{CALLS, Call, Clients, Exchange};
use tests::description::{Operation, operations};

#[test]
fn every_operation_is_called() {
    let described: BTreeSet<_> = described().iter().map(|(call, _)| call.operation).collect();
    let called: BTreeSet<_> = CALLS.iter().map(|call| call.operation).collect();
    assert_eq!(called, described);
}

#[test]
fn requests_are_as_expected_byte_for_byte() {
    let mut wrong = Vec::new();
    for call in CALLS {
        let path = format!("wire/{}.http", call.operation);
        let expected = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path));
        let (request, _) = exchange(call, 200, "{}");
        if expected.map_or(true, |expected| request != from_file(&expected)) {
            wrong.push(format!(
                "tests/{path} is not what is sent:\n{}",
                as_file(&request)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn requests_are_those_of_the_documented_examples() {
    for (call, operation) in described() {
        let (request, _) = exchange(call, 200, "{}");
        let (_, body) = request.split_once("\r\n\r\n").unwrap();
        match operation.request {
            Some(example) => {
                let body: Value = serde_json::from_str(body).unwrap();
                assert_eq!(body, example, "{}", call.operation);
            }
            None => assert_eq!(body, "", "{}", call.operation),
        }
    }
}

#[test]
fn documented_answers_are_decoded_without_loss() {
    for (call, operation) in described() {
        let example = operation.response.unwrap();
        let (_, answer) = exchange(call, 200, &example.to_string());
        assert_eq!(answer.unwrap().body, example, "{}", call.operation);
    }
}

#[test]
fn documented_requests_are_decoded_without_loss() {
    for (call, operation) in described() {
        if let Some(example) = operation.request {
            let recode = call.request.unwrap();
            assert_eq!(
                recode(example.clone()).unwrap(),
                example,
                "{}",
                call.operation
            );
        }
    }
}

#[test]
fn published_examples_are_decoded_and_written_as_documented() {
    let mut published = 0;
    for (call, operation) in described() {
        if let Some(example) = operation.published_request {
            let decoded = (call.request.unwrap())(example).unwrap();
            assert_eq!(
                shape(&decoded),
                shape(&operation.request.unwrap()),
                "{}",
                call.operation
            );
            published += 1;
        }
        if let Some(example) = operation.published_response {
            let (_, answer) = exchange(call, 200, &example.to_string());
            let body = answer.unwrap().body;
            assert_eq!(
                shape(&body),
                shape(&operation.response.unwrap()),
                "{}",
                call.operation
            );
            published += 1;
        }
    }
    assert_ne!(published, 0);
}

/// A value with its scalars replaced by their types: what documentation and publication share
/// once `"1"` was read as `1`.
fn shape(value: &Value) -> Value {
    match value {
        Value::Null => json!(null),
        Value::Bool(_) => json!("boolean"),
        Value::Number(_) => json!("number"),
        Value::String(_) => json!("string"),
        Value::Array(items) => items.iter().map(shape).collect(),
        Value::Object(properties) => properties
            .iter()
            .map(|(name, value)| (name.clone(), shape(value)))
            .collect(),
    }
}

#[test]
fn refusals_carry_the_documented_body() {
    for call in CALLS {
        let refusal = r#"{"exceptionType":"Validation","errorMessage":"no such coupon"}"#;
        let (_, answer) = exchange(call, 400, refusal);
        let error = answer.err().unwrap();
        assert_eq!(error.status(), Some(400), "{}", call.operation);
        assert_eq!(error.body(), refusal);
    }
}

/// Sends a call to a server of its own, which answers with `body`; the request, and the outcome.
fn exchange(call: &Call, status: u16, body: &str) -> (String, Result<Exchange, Error>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = listener.local_addr().unwrap().to_string();
    let server = serve(listener, status, body.to_owned());
    let clients = Clients::new(&format!("http://{host}/capi")).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let options = CallOptions::new().timeout(Duration::from_secs(10));
    let outcome = runtime.block_on((call.send)(&clients, options));
    let request = server.join().unwrap();
    (request.replace(&host, "{host}"), outcome)
}

/// Answers one request, whatever it is, and returns it.
fn serve(listener: TcpListener, status: u16, body: String) -> JoinHandle<String> {
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        let mut request = Vec::new();
        while !is_whole(&request) {
            let mut buffer = [0; 4096];
            let length = stream.read(&mut buffer).unwrap();
            assert_ne!(length, 0, "the connection ends within the request");
            request.extend_from_slice(&buffer[..length]);
        }
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status} Some Reason\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\nx-ratelimit-remaining: 99\r\nconnection: close\r\n\r\n"
        );
        stream.write_all((head + &body).as_bytes()).unwrap();
        String::from_utf8(request).unwrap()
    })
}

/// Whether the head and as much of a body as it announces are there.
fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let announced = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    announced.is_none_or(|length| body.len() >= length.parse().unwrap())
}

/// The request that a file stands for: there, lines end as they do in this repository, and so does
/// the body.
fn from_file(text: &str) -> String {
    let (head, body) = text.split_once("\n\n").unwrap_or((text.trim_end(), ""));
    let body = body.strip_suffix('\n').unwrap_or(body);
    format!("{}\r\n\r\n{body}", head.replace('\n', "\r\n"))
}

/// The request as its file would hold it.
fn as_file(request: &str) -> String {
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let mut text = head.replace("\r\n", "\n") + "\n";
    if !body.is_empty() {
        text.extend(["\n", body, "\n"]);
    }
    text
}

/// The calls with what the description says about their operations.
fn described() -> Vec<(&'static Call, Operation)> {
    let operations = operations().unwrap().into_iter();
    operations
        .map(|operation| {
            let call = CALLS.iter().find(|call| call.operation == operation.id);
            (
                call.unwrap_or_else(|| panic!("{} is not called", operation.id)),
                operation,
            )
        })
        .collect()
}
