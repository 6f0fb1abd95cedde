//! What the client writes to the wire, byte by byte, and what it reads from it.
//!
//! The requests are those that the examples in `spec/` make. Some calls in `calls/` are also compared
//! with a file: `wire/<operationId>.http` is the whole request, the host being `{host}`. The answers are the examples in `spec/`.

use std::collections::BTreeSet;
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
    let mut wrong = Vec::new();
    for (path, operation) in files() {
        let call = calls().find(|call| call.operation == operation);
        let call = call.unwrap_or_else(|| panic!("{} is of no call", path.display()));
        let expected = fs::read_to_string(&path).unwrap();
        let (request, _) = exchange(call, 200, "{}");
        if request != from_file(&expected) {
            wrong.push(format!(
                "{} is not what is sent:\n{}",
                path.display(),
                as_file(&request)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn requests_are_those_of_the_description_byte_for_byte() {
    let with_file: BTreeSet<_> = files()
        .into_iter()
        .map(|(_, operation)| operation)
        .collect();
    let mut wrong = Vec::new();
    for (call, operation) in described() {
        if with_file.contains(call.operation) {
            continue;
        }
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
    let token = match operation.security.as_str() {
        "Authorization_Code" => "user-token",
        "Client_Credentials" => "client-token",
        other => panic!("{} needs {other}", operation.id),
    };
    format!(
        "{} /capi{} HTTP/1.1\r\n{content_type}accept: application/json\r\nuser-agent: tests\r\n\
         authorization: Bearer {token}\r\nhost: {{host}}\r\n{content_length}",
        operation.method, operation.target
    )
}

/// The requests that stand in files, with the operations they are of.
fn files() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("wire");
    let entries = fs::read_dir(folder).unwrap();
    let files: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let operation = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (path, operation)
        })
        .collect();
    assert!(!files.is_empty(), "tests/wire has no files");
    files
}

#[test]
fn requests_are_those_of_the_documented_examples() {
    for (call, operation) in described() {
        let (request, _) = exchange(call, 200, "{}");
        let (_, body) = request.split_once("\r\n\r\n").unwrap();
        match operation.request {
            Some(example) => {
                let body: Value = serde_json::from_str(body).unwrap();
                assert_eq!(numbers(body), numbers(example), "{}", call.operation);
            }
            None => assert_eq!(body, "", "{}", call.operation),
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
        let body = numbers(answer.unwrap().body);
        assert_eq!(body, numbers(example), "{}", call.operation);
    }
}

#[test]
fn documented_requests_are_decoded_without_loss() {
    for (call, operation) in described() {
        if let Some(example) = operation.request {
            let recode = call.request.unwrap();
            let request = numbers(recode(example.clone()).unwrap());
            assert_eq!(request, numbers(example), "{}", call.operation);
        }
    }
}

#[test]
fn published_examples_are_decoded_and_written_as_documented() {
    let mut published = 0;
    for (call, operation) in described() {
        if let Some(example) = operation.published_request {
            let decoded = (call.request.unwrap())(example.clone()).unwrap();
            // What may not be sent together stands in the published example only.
            let mut documented = operation.request.unwrap();
            for (name, value) in example.as_object().unwrap() {
                if documented.get(name).is_none() {
                    documented[name] = value.clone();
                }
            }
            assert_eq!(shape(&decoded), shape(&documented), "{}", call.operation);
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

/// A value with its whole numbers written without a fraction: `1.0` is the number `1` (RFC 8259 §6).
fn numbers(value: Value) -> Value {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 => {
                serde_json::from_str(&format!("{float:.0}")).unwrap()
            }
            _ => Value::Number(number),
        },
        Value::Array(items) => items.into_iter().map(numbers).collect(),
        Value::Object(properties) => properties
            .into_iter()
            .map(|(name, value)| (name, numbers(value)))
            .collect(),
        other => other,
    }
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
            let call = calls().find(|call| call.operation == operation.id);
            (
                call.unwrap_or_else(|| panic!("{} is not called", operation.id)),
                operation,
            )
        })
        .collect()
}
