//! A server that fails as it is told: one script for each connection.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What is done with a connection, step by step. When the steps are done, it is closed.
#[derive(Clone)]
pub(crate) enum Step {
    /// Reads a request, head and body.
    Read,
    /// Waits.
    Wait(Duration),
    /// Sends text.
    Send(String),
    /// Sends text byte by byte, with a pause after each.
    Drip(String, Duration),
    /// Closes the connection with a reset, so that nothing more can be read either.
    Reset,
}

/// Reads a request and sends this answer.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> Vec<Step> {
    vec![Step::Read, Step::Send(text(status, headers, body))]
}

/// An answer as it is sent, with the right length; the connection is closed after it.
pub(crate) fn text(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

/// A server with a script for each connection, in the order of their coming; the last one is for all
/// that come after.
pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) fn start(scripts: Vec<Vec<Step>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::default();
        let kept = Arc::clone(&requests);
        thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                let Ok(stream) = stream else { return };
                let script = scripts.get(number).or(scripts.last());
                let (script, kept) = (script.cloned().unwrap_or_default(), Arc::clone(&kept));
                thread::spawn(move || drop(play(stream, script, &kept)));
            }
        });
        Self { address, requests }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The requests that were read so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

fn play(
    mut stream: TcpStream,
    script: Vec<Step>,
    kept: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    for step in script {
        match step {
            Step::Read => {
                let request = read(&mut stream)?;
                kept.lock().unwrap().push(request);
            }
            Step::Wait(time) => thread::sleep(time),
            Step::Send(text) => stream.write_all(text.as_bytes())?,
            Step::Drip(text, pause) => {
                for byte in text.bytes() {
                    stream.write_all(&[byte])?;
                    thread::sleep(pause);
                }
            }
            Step::Reset => {
                // What is not read makes the system answer with a reset.
                let _ = stream.set_nonblocking(true);
                return stream.shutdown(Shutdown::Write);
            }
        }
    }
    stream.shutdown(Shutdown::Both)
}

/// A request with its body; an error when the connection ends before it does.
pub(crate) fn read(stream: &mut impl Read) -> std::io::Result<String> {
    let mut request = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&request);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |length| length.parse().unwrap_or(0)) {
                return Ok(text.into_owned());
            }
        }
        let mut buffer = [0; 4096];
        let read = stream.read(&mut buffer)?;
        if read == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        request.extend_from_slice(&buffer[..read]);
    }
}
