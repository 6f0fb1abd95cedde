//! What the client writes to the wire, byte by byte, and what it reads from it.
//!
//! The requests are those that the examples in `spec/` make, and each of them stands in a file:
//! `wire/<operationId>.http` is the whole request, the host being `{host}`. The answers are the
//! examples in `spec/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use generated_client::{CallOptions, Error};
use serde_json::{Value, json};
use tests::calls::{Call, Clients, Exchange, calls};
use tests::description::{Operation, operations};

#[test]
fn every_operation_is_called() {
    let described: BTreeSet<_> = described().iter().map(|(call, _)| call.operation).collect();
    let called: BTreeSet<_> = calls().map(|call| call.operation).collect();
    assert_eq!(called, described);
    assert_eq!(
        calls().count(),
        called.len(),
        "an operation is called twice"
    );
}

#[test]
fn requests_are_as_expected_byte_for_byte() {
    let mut files = files();
    let mut wrong = Vec::new();
    for call in calls() {
        let (request, _) = exchange(call, 200, "{}");
        let (path, expected) = match files.remove(call.operation) {
            Some(path) => (path.clone(), fs::read_to_string(&path).unwrap()),
            None => (file(call.operation), String::new()),
        };
        if request != from_file(&expected) {
            let (path, sent) = (path.display(), as_file(&request));
            wrong.push(format!("{path} is not what is sent:\n{sent}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(files.is_empty(), "files of no call: {:?}", files.values());
}

#[test]
fn requests_are_those_of_the_description_byte_for_byte() {
    let mut wrong = Vec::new();
    for (call, operation) in described() {
        let (request, _) = exchange(call, 200, "{}");
        let (_, body) = request.split_once("\r\n\r\n").unwrap();
        let expected = head(&operation, body.len());
        if request != format!("{expected}\r\n{body}") {
            wrong.push(format!(
                "{} sends\n{request}\nand not\n{expected}",
                call.operation
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The head of the request that the examples of an operation's parameters make.
fn head(operation: &Operation, length: usize) -> String {
    let (content_type, content_length) = match operation.request {
        Some(_) => (
            "content-type: application/json\r\n",
            format!("content-length: {length}\r\n"),
        ),
        None => ("", String::new()),
    };
    // RFC 9110 §8.6: methods that give content a meaning say when there is none.
    let is_empty = operation.request.is_none() && operation.method == "POST";
    let none = if is_empty {
        "content-length: 0\r\n"
    } else {
        ""
    };
    let token = match operation.security.as_str() {
        "Authorization_Code" => "user-token",
        "Client_Credentials" => "client-token",
        other => panic!("{} needs {other}", operation.id),
    };
    format!(
        "{} /capi{} HTTP/1.1\r\n{content_type}accept: application/json\r\nuser-agent: tests\r\n\
         authorization: Bearer {token}\r\n{none}host: {{host}}\r\n{content_length}",
        operation.method, operation.target
    )
}

/// The files by the operation whose request they hold.
fn files() -> BTreeMap<String, PathBuf> {
    let entries = fs::read_dir(folder()).unwrap();
    entries
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let operation = path.file_stem().unwrap().to_str().unwrap();
            (operation.to_owned(), path)
        })
        .collect()
}

/// The file that holds the request of an operation.
fn file(operation: &str) -> PathBuf {
    folder().join(format!("{operation}.http"))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("wire")
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
fn requests_with_every_property_are_sent_without_loss() {
    for (call, operation) in described() {
        if let Some(body) = operation.full_request {
            (call.request.unwrap())(body.clone()).unwrap();
            let (request, _) = exchange_with(call, 200, "{}", Some(body.clone()));
            let (_, sent) = request.split_once("\r\n\r\n").unwrap();
            let sent: Value = serde_json::from_str(sent).unwrap();
            assert_eq!(sent, body, "{}", call.operation);
        }
    }
}

#[test]
fn documented_answers_are_decoded_without_loss() {
    for (call, operation) in described() {
        // Where no answer is documented, whatever is JSON is handed on.
        let undocumented = || json!({ "undocumented": [1, "2", null] });
        let example = operation.response.unwrap_or_else(undocumented);
        let (_, answer) = exchange(call, 200, &example.to_string());
        let body = answer.unwrap().body;
        assert_eq!(body, example, "{}", call.operation);
    }
}

#[test]
fn documented_requests_are_decoded_without_loss() {
    for (call, operation) in described() {
        if let Some(example) = operation.request {
            let recode = call.request.unwrap();
            let request = recode(example.clone()).unwrap().value;
            assert_eq!(request, example, "{}", call.operation);
        }
    }
}

#[test]
fn published_examples_are_decoded_and_written_as_documented() {
    let mut published = 0;
    for (call, operation) in described() {
        let request = operation.published_request.map(|example| {
            let decoded = (call.request.unwrap())(example.clone()).unwrap().value;
            (example, decoded, operation.request.unwrap())
        });
        let response = operation.published_response.map(|example| {
            let (_, answer) = exchange(call, 200, &example.to_string());
            (example, answer.unwrap().body, operation.response.unwrap())
        });
        for (example, decoded, documented) in request.into_iter().chain(response) {
            let name = call.operation;
            assert!(
                reads_as(&example, &decoded),
                "{name}: {example} is read as {decoded}"
            );
            assert!(
                is_shaped(&decoded, &documented),
                "{name}: {decoded} is not like {documented}"
            );
            published += 1;
        }
    }
    assert_ne!(published, 0);
}

/// Whether nothing is lost: a number may have been a string and the other way round, and a list one
/// item.
fn reads_as(published: &Value, read: &Value) -> bool {
    match (published, read) {
        (Value::Object(published), Value::Object(read)) => {
            let same = |(name, value)| read.get(name).is_some_and(|read| reads_as(value, read));
            published.len() == read.len() && published.iter().all(same)
        }
        (Value::Array(published), Value::Array(read)) => {
            let mut pairs = published.iter().zip(read);
            published.len() == read.len() && pairs.all(|(one, other)| reads_as(one, other))
        }
        (one, Value::Array(read)) => matches!(read.as_slice(), [only] if reads_as(one, only)),
        (Value::String(text), Value::Number(number))
        | (Value::Number(number), Value::String(text)) => text.parse().ok() == number.as_f64(),
        (published, read) => published == read,
    }
}

/// Whether every value is of the type that it has in the documented example; what is not in there
/// has no type to compare.
fn is_shaped(value: &Value, documented: &Value) -> bool {
    match (value, documented) {
        (Value::Object(value), Value::Object(documented)) => value.iter().all(|(name, value)| {
            let documented = documented.get(name);
            documented.is_none_or(|documented| is_shaped(value, documented))
        }),
        (Value::Array(items), Value::Array(documented)) => items.iter().all(|item| {
            let documented = documented.first();
            documented.is_none_or(|documented| is_shaped(item, documented))
        }),
        (value, documented) => std::mem::discriminant(value) == std::mem::discriminant(documented),
    }
}

#[test]
fn refusals_carry_the_documented_body() {
    for call in calls() {
        let refusal = r#"{"exceptionType":"Validation","errorMessage":"no such coupon"}"#;
        let (_, answer) = exchange(call, 400, refusal);
        let error = answer.err().unwrap();
        assert_eq!(error.status(), Some(400), "{}", call.operation);
        assert_eq!(error.body(), refusal);
    }
}

/// Sends a call to a server of its own, which answers with `body`; the request, and the outcome.
fn exchange(call: &Call, status: u16, body: &str) -> (String, Result<Exchange, Error>) {
    exchange_with(call, status, body, None)
}

/// The same with another body than that of the example in the request.
fn exchange_with(
    call: &Call,
    status: u16,
    body: &str,
    given: Option<Value>,
) -> (String, Result<Exchange, Error>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = listener.local_addr().unwrap().to_string();
    let server = serve(listener, status, body.to_owned());
    let clients = Clients::new(&format!("http://{host}/capi")).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let options = CallOptions::new().timeout(Duration::from_secs(10));
    let outcome = runtime.block_on((call.send)(&clients, options, given));
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
            let call = calls().find(|call| call.operation == operation.id);
            (
                call.unwrap_or_else(|| panic!("{} is not called", operation.id)),
                operation,
            )
        })
        .collect()
}
