//! A server that gives the same answer to every request, as fast as it can.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Listens on a free port of this machine, and answers every request that has no body with `json`.
///
/// # Errors
/// There is no port.
pub async fn serve(json: String) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{json}",
        json.len()
    );
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answers(stream, answer.clone()));
        }
    });
    Ok(address)
}

/// Answers until the client closes the connection.
async fn answers(mut stream: TcpStream, answer: String) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut request = Vec::with_capacity(4096);
    loop {
        if stream.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
        // One request is under way at a time; it ends with its head.
        if request.ends_with(b"\r\n\r\n") {
            request.clear();
            stream.write_all(answer.as_bytes()).await?;
        }
    }
}
