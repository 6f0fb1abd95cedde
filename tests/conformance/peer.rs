//! The server of the cases, and how requests and answers stand in them.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::runtime::Error;

/// A server that answers one request.
pub(super) struct Peer {
    address: String,
    thread: JoinHandle<Vec<u8>>,
}

impl Peer {
    /// A server that answers with status, headers and body as a case writes them.
    pub(super) fn answering(response: &str, bytewise: bool) -> Self {
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
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Compares the request with a case's.
    pub(super) fn received(self, expected: Option<&str>, error: Option<&Error>) {
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
