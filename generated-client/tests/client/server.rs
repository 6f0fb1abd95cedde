//! A server that keeps what it is sent and answers what it is told.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

/// Answers one connection for each answer, then none.
pub(crate) struct Server {
    address: SocketAddr,
    requests: Receiver<String>,
}

impl Server {
    pub(crate) fn answering<A: Into<Vec<u8>>>(answers: impl IntoIterator<Item = A>) -> Self {
        let answers: Vec<Vec<u8>> = answers.into_iter().map(Into::into).collect();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, requests) = channel();
        thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let request = read(&mut stream);
                sender.send(request).unwrap();
                stream.write_all(&answer).unwrap();
            }
        });
        Self { address, requests }
    }

    /// The same answer of status 200, as JSON.
    pub(crate) fn json(body: &str) -> Self {
        Self::answering([answer("200 OK", "content-type: application/json\r\n", body)])
    }

    /// A base path stands in it, as in the real one.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/capi", self.address)
    }

    /// The next request as it came, with `HOST` for the address.
    pub(crate) fn request(&self) -> String {
        let request = self.requests.recv().unwrap();
        request.replace(&self.address.to_string(), "HOST")
    }

    /// Whether nothing came.
    pub(crate) fn is_untouched(&self) -> bool {
        self.requests.try_recv().is_err()
    }
}

/// An answer after which the connection is closed.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
}

fn read(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).unwrap();
        request.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let complete = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            body.len() >= length.map_or(0, |length| length.parse().unwrap())
        });
        if complete || read == 0 {
            return text;
        }
    }
}
