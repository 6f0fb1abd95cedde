//! What generated clients write to the wire and what they read from it, against the sentences of
//! OpenAPI and the RFCs.
//!
//! `conformance/<object>/<feature>.cases.toml` holds cases, and the file of the same name beside it
//! (`.yaml`, `.json`, or a folder with a `main.yaml`) the description that they are of. The tags of
//! a description are its own: all clients stand in one crate, with one runtime. `case.rs` says what
//! a case consists of; the build script makes a test of each.
//!
//! `conformance/matrix.toml` lists what there is to prove, cell by cell.

// Most of what a client offers is not called here, and the clients lie within a binary.
#![allow(dead_code, unreachable_pub, unused_imports, unused_variables)]
// What the manifest of a generated crate allows, since descriptions decide it.
#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]
#![allow(
    clippy::enum_variant_names,
    clippy::large_enum_variant,
    clippy::struct_field_names,
    clippy::too_many_arguments
)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use generator::diagnostic::{Problem, Severity};
use generator::{Options, Output, generate};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use case::Description;
use runtime::{BearerToken, CallOptions, Error, ErrorKind, Patch, UnknownValue};

#[path = "conformance/case.rs"]
mod case;
#[path = "../generator/runtime/mod.rs"]
pub mod runtime;

include!(concat!(env!("OUT_DIR"), "/conformance/mod.rs"));

#[test]
fn every_cell_has_a_case_and_every_case_a_cell() {
    let cells: BTreeSet<String> = case::cells().unwrap().into_iter().collect();
    let mut proven = BTreeSet::new();
    let mut wrong = Vec::new();
    for feature in case::features().unwrap() {
        let cases = feature.cases.case.iter();
        let cases = cases.map(|case| (&case.name, &case.cells, &case.source));
        let descriptions = feature.cases.description.iter();
        let descriptions = descriptions.map(|case| (&case.name, &case.cells, &case.source));
        for (name, of, source) in cases.chain(descriptions) {
            let name = format!("{}: {name}", feature.name);
            if of.is_empty() {
                wrong.push(format!("{name} proves no cell"));
            }
            if !source.contains('§') && !source.starts_with("the project: ") {
                wrong.push(format!("{name} rests on no sentence"));
            }
            let unknown = of.iter().filter(|cell| !cells.contains(*cell));
            wrong.extend(unknown.map(|cell| format!("{name} is of no cell: {cell}")));
            proven.extend(of.iter().cloned());
        }
    }
    let missing = cells.difference(&proven);
    wrong.extend(missing.map(|cell| format!("no case proves {cell}")));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What is wrong with a case of a description as a whole.
fn wrong(case: &Description) -> Vec<String> {
    let generation = generate(&case.all_files(), case.entry(), &Options::default());
    let report = generation.report.render();
    let problems: Vec<String> = generation
        .report
        .problems()
        .map(|it| short(it, case))
        .collect();
    let mut wrong = Vec::new();
    if problems != case.problems {
        wrong.push(format!("{problems:?} are the problems\n{report}"));
    }
    let missing = case.says.iter().filter(|part| !report.contains(*part));
    wrong.extend(missing.map(|part| format!("`{part}` is not in\n{report}")));
    let Ok(output) = generation.output else {
        return wrong;
    };
    let generated: String = output.files.iter().map(|file| &*file.text).collect();
    let missing = case
        .generates
        .iter()
        .filter(|part| !generated.contains(*part));
    wrong.extend(missing.map(|part| format!("`{part}` is not generated")));
    wrong.extend(
        case.same
            .as_ref()
            .and_then(|same| difference(&output, same)),
    );
    wrong
}

/// What is generated of `description` but not of the other one.
fn difference(one: &Output, description: &str) -> Option<String> {
    let other = BTreeMap::from([("main.yaml".to_owned(), description.to_owned())]);
    let other = generate(&other, "main.yaml", &Options::default());
    let Ok(output) = other.output else {
        return Some(format!("refused\n{}", other.report.render()));
    };
    let lines = |output: &Output| {
        let files = output.files.iter();
        let lines = files.flat_map(|file| file.text.lines());
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let (one, other) = (lines(one), lines(&output));
    let differs = one.iter().zip(&other).find(|(one, other)| one != other);
    match differs {
        Some((one, other)) => Some(format!("`{one}` is generated, and not `{other}`")),
        None => (one.len() != other.len()).then(|| "one has more than the other".to_owned()),
    }
}

/// A problem as a case writes it.
fn short(problem: &Problem, case: &Description) -> String {
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let (code, line, column) = (problem.code.name(), problem.line, problem.column);
    if problem.file == case.entry() {
        format!("{severity} {code} {line}:{column}")
    } else {
        format!("{severity} {code} {}:{line}:{column}", problem.file)
    }
}

#[test]
fn descriptions() {
    let mut all = Vec::new();
    for feature in case::features().unwrap() {
        for case in &feature.cases.description {
            let wrong = wrong(case).into_iter();
            all.extend(wrong.map(|wrong| format!("{}: {}: {wrong}", feature.name, case.name)));
        }
    }
    assert!(all.is_empty(), "\n{}", all.join("\n"));
}

/// A server that answers one request.
struct Peer {
    address: String,
    thread: JoinHandle<Vec<u8>>,
}

impl Peer {
    /// A server that answers with status, headers and body as a case writes them.
    fn answering(response: &str, bytewise: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let response = to_wire(response, bytewise);
        let thread = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream
                .set_read_timeout(Some(Duration::from_secs(10)))
                .unwrap();
            let request = receive(&mut stream);
            // A call that was never sent ends with an empty connection.
            if !request.is_empty() {
                stream.write_all(&response).unwrap();
            }
            request
        });
        Self { address, thread }
    }

    /// Where it is.
    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Compares the request with a case's.
    fn received(self, expected: Option<&str>, error: Option<&Error>) {
        // A server that nothing was sent to still waits: an empty connection ends that. The others
        // have their request already.
        drop(TcpStream::connect(&self.address));
        let request = self.thread.join().unwrap();
        assert_eq!(as_case(&request), expected.unwrap_or_default(), "{error:?}");
    }
}

/// Reads one request, as long as it says that it is.
fn receive(stream: &mut TcpStream) -> Vec<u8> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !is_whole(&request) {
        match stream.read(&mut buffer).unwrap() {
            0 => break,
            length => request.extend_from_slice(&buffer[..length]),
        }
    }
    request
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some(end) = text.find("\r\n\r\n") else {
        return false;
    };
    let head = text[..end].to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    match length {
        Some(length) => request.len() >= end + 4 + length.parse::<usize>().unwrap(),
        None if head.contains("transfer-encoding: chunked") => text.ends_with("0\r\n\r\n"),
        None => true,
    }
}

/// A response: the first line is the status, then come headers, an empty line, and the body.
fn to_wire(response: &str, bytewise: bool) -> Vec<u8> {
    let (head, body) = response.split_once("\n\n").unwrap_or((response, ""));
    let head = head.trim_end().replace('\n', "\r\n");
    let length = match body {
        "" if head.starts_with("204") => String::new(),
        _ if bytewise => "transfer-encoding: chunked\r\n".to_owned(),
        _ => format!("content-length: {}\r\n", body.len()),
    };
    let (status, headers) = head.split_once("\r\n").unwrap_or((&head, ""));
    let end = if headers.is_empty() { "" } else { "\r\n" };
    let head =
        format!("HTTP/1.1 {status} Reason\r\n{headers}{end}{length}connection: close\r\n\r\n");
    let mut wire = head.into_bytes();
    if bytewise {
        let chunks = body
            .bytes()
            .map(|byte| [b'1', b'\r', b'\n', byte, b'\r', b'\n']);
        wire.extend(chunks.flatten());
        wire.extend_from_slice(b"0\r\n\r\n");
    } else {
        wire.extend_from_slice(body.as_bytes());
    }
    wire
}

/// A request as a case writes it: without `host` and `user-agent`, and its boundary by name.
fn as_case(request: &[u8]) -> String {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return text.into_owned();
    };
    let is_shown = |line: &&str| !line.starts_with("host: ") && !line.starts_with("user-agent: ");
    let head: Vec<&str> = head.lines().filter(is_shown).collect();
    let mut text = head.join("\n");
    if !body.is_empty() {
        text.extend(["\n\n", body]);
    }
    match boundary(&head) {
        Some(boundary) => text.replace(&boundary, "{boundary}"),
        None => text,
    }
}

fn boundary(head: &[&str]) -> Option<String> {
    let line = head
        .iter()
        .find(|line| line.starts_with("content-type: multipart/"))?;
    let (_, boundary) = line.split_once("boundary=")?;
    Some(boundary.trim_matches('"').to_owned())
}

/// A stream of pieces that are there.
fn pieces(texts: &'static [&'static str]) -> Pieces {
    Pieces(texts.iter())
}

struct Pieces(std::slice::Iter<'static, &'static str>);

impl Stream for Pieces {
    type Item = Result<Bytes, runtime::BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(
            self.0
                .next()
                .map(|text| Ok(Bytes::from_static(text.as_bytes()))),
        )
    }
}

/// Waits, on one runtime for each test: what was begun goes on at the next call.
fn block_on<F: Future>(future: F) -> F::Output {
    thread_local! {
        static RUNTIME: tokio::runtime::Runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
    }
    RUNTIME.with(|runtime| runtime.block_on(future))
}

fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap()
}

/// Compares what a value is written as, by its tokens: the order of properties counts for nothing,
/// the form of numbers does.
fn written<T: Serialize>(value: &T, expected: &str) {
    let written = serde_json::to_value(value).unwrap();
    let expected: Value = serde_json::from_str(expected).unwrap();
    assert_eq!(written, expected);
}

fn refused<T: DeserializeOwned + std::fmt::Debug>(json: &str, part: &str) {
    let error = serde_json::from_str::<T>(json).unwrap_err().to_string();
    assert!(error.contains(part), "{error:?} does not say {part:?}");
}
