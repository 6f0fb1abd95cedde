//! What the client writes to the wire, byte by byte, and what it reads from it.
//!
//! `wire/<operationId>.http` is the request that the call in `calls.rs` sends: its head and its body,
//! the host being `{host}`. The answers are the examples in `spec/`.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use generated_client::{CallOptions, Error};
use serde_json::{Value, json};
use tests::calls::{CALLS, Call, Clients, Exchange, called, described};

#[test]
fn every_operation_is_called() {
    assert_eq!(called(), described().unwrap());
}

#[test]
fn requests_are_as_expected_byte_for_byte() {
    for call in CALLS {
        let path = format!("wire/{}.http", call.operation);
        let expected = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path));
        let expected = expected.unwrap_or_else(|error| panic!("tests/{path}: {error}"));
        let (request, _) = exchange(call, 200, "{}");
        assert_eq!(
            as_file(&request),
            expected,
            "tests/{path} is not what is sent"
        );
    }
}

#[test]
fn requests_are_those_of_the_documented_examples() {
    let examples = Examples::read();
    for call in CALLS {
        let (request, _) = exchange(call, 200, "{}");
        let (_, body) = request.split_once("\r\n\r\n").unwrap();
        match examples.request.get(call.operation) {
            Some(example) => {
                let body: Value = serde_json::from_str(body).unwrap();
                assert_eq!(body, *example, "{}", call.operation);
            }
            None => assert_eq!(body, "", "{}", call.operation),
        }
    }
}

#[test]
fn documented_answers_are_decoded_without_loss() {
    let examples = Examples::read();
    for call in CALLS {
        let example = &examples.response[call.operation];
        let (_, answer) = exchange(call, 200, &example.to_string());
        assert_eq!(answer.unwrap().body, *example, "{}", call.operation);
    }
}

#[test]
fn documented_requests_are_decoded_without_loss() {
    let examples = Examples::read();
    for call in CALLS {
        let Some(example) = examples.request.get(call.operation) else {
            continue;
        };
        let recode = call.request.unwrap();
        assert_eq!(
            recode(example.clone()).unwrap(),
            *example,
            "{}",
            call.operation
        );
    }
}

#[test]
fn published_examples_are_decoded_and_written_as_documented() {
    let examples = Examples::read();
    assert!(!examples.published.is_empty());
    for (operation, published) in &examples.published {
        let call = CALLS
            .iter()
            .find(|call| call.operation == operation)
            .unwrap();
        let decoded = (call.request.unwrap())(published.clone()).unwrap();
        let kinds = |value: &Value| -> Vec<_> {
            let properties = value.as_object().unwrap().iter();
            properties
                .map(|(name, value)| (name.clone(), value.is_string()))
                .collect()
        };
        // The values are the published ones, their types those of the corrected example.
        assert_eq!(
            kinds(&decoded),
            kinds(&examples.request[operation]),
            "{operation}"
        );
    }
    let copies = &examples.published["startSubscription"]["copies"];
    assert_eq!(*copies, json!("1"), "what makes it worth a test");
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

/// The request as its file holds it, where lines end as they do in this repository.
fn as_file(request: &str) -> String {
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let mut text = head.replace("\r\n", "\n") + "\n";
    if !body.is_empty() {
        text.extend(["\n", body, "\n"]);
    }
    text
}

/// The examples in `spec/`, by operation.
#[derive(Default)]
struct Examples {
    request: BTreeMap<String, Value>,
    published: BTreeMap<String, Value>,
    response: BTreeMap<String, Value>,
}

impl Examples {
    fn read() -> Self {
        let mut examples = Self::default();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
        for file in fs::read_dir(root).unwrap() {
            let path = file.unwrap().path();
            if path
                .extension()
                .is_some_and(|extension| extension == "yaml")
            {
                let text = fs::read_to_string(path).unwrap();
                let description: Value = serde_yaml::from_str(&text).unwrap();
                examples.collect(&description);
            }
        }
        examples
    }

    /// Every operation of a file with its examples.
    fn collect(&mut self, description: &Value) {
        let paths = description["paths"].as_object().into_iter().flatten();
        for (_, operation) in paths.filter_map(|(_, item)| item.as_object()).flatten() {
            let Some(id) = operation["operationId"].as_str() else {
                continue;
            };
            let body = &operation["requestBody"]["content"]["application/json"];
            let response = &operation["responses"]["200"]["content"]["application/json"];
            for (examples, example) in [
                (&mut self.request, &body["example"]),
                (&mut self.published, &body["x-published-example"]),
                (&mut self.response, &response["example"]),
            ] {
                if !example.is_null() {
                    examples.insert(id.to_owned(), example.clone());
                }
            }
        }
    }
}
