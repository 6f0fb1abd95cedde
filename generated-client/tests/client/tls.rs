//! A handshake: our TLS configuration is the one that is used.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use generated_client::{Connect, Error};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// What came of the call, and of the server's side: the protocol that was agreed on.
async fn call(trusted: bool) -> (Result<(), Error>, Option<Vec<u8>>) {
    let certified = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let pem = certified.cert.pem();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = thread::spawn(move || serve(&listener, &certified));
    let other = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let root = if trusted { pem } else { other.cert.pem() };
    let connect = Connect::token_builder(format!("https://localhost:{port}"));
    let connect = connect.root_certificate(root).build().unwrap();
    let client = connect.user_with_token("t");
    let outcome = client.subscription().list_subscriptions().await.map(drop);
    (outcome, server.join().unwrap())
}

fn serve(listener: &TcpListener, own: &rcgen::CertifiedKey<rcgen::KeyPair>) -> Option<Vec<u8>> {
    let key = PrivatePkcs8KeyDer::from(own.signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], PrivateKeyDer::Pkcs8(key))
        .unwrap();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let mut session = rustls::ServerConnection::new(Arc::new(config)).unwrap();
    let (mut socket, _) = listener.accept().unwrap();
    let mut stream = rustls::Stream::new(&mut session, &mut socket);
    let mut buffer = [0; 4096];
    stream.read(&mut buffer).ok().filter(|read| *read > 0)?;
    stream
        .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
        .ok()?;
    session.alpn_protocol().map(<[u8]>::to_vec)
}

#[tokio::test]
async fn an_added_root_is_trusted() {
    let (outcome, protocol) = call(true).await;
    outcome.unwrap();
    assert_eq!(protocol.as_deref(), Some(&b"http/1.1"[..]));
}

#[tokio::test]
async fn an_unknown_issuer_is_not() {
    let (outcome, protocol) = call(false).await;
    let error = outcome.unwrap_err();
    assert!(error.is_connect(), "{error}");
    assert!(
        error.to_string().contains("invalid peer certificate"),
        "{error}"
    );
    assert_eq!(protocol, None);
}
