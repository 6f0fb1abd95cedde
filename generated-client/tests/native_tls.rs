//! Handshakes by the system's TLS, with an authority of our own:
//! `cargo test -p generated-client --no-default-features --features native-tls --test native_tls`.

// Where both are enabled, rustls counts.
#![cfg(all(feature = "native-tls", not(feature = "rustls")))]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use generated_client::{Connections, Empty, Error, ErrorKind, Method, RetryPolicy, UserClient};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, Stream};

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    // OpenSSL takes a certificate whose issuer has its own name for one that signs itself.
    params
        .distinguished_name
        .push(DnType::CommonName, "an authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn certificate(authority: &Authority, name: &str) -> (rcgen::Certificate, KeyPair) {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    (params.signed_by(&key, authority).unwrap(), key)
}

/// Serves one connection after the other; asks for a certificate of `clients`, if it is given.
fn serve(authority: &Authority, clients: Option<&Authority>) -> String {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ServerConfig::builder_with_provider(provider.clone());
    let builder = builder.with_safe_default_protocol_versions().unwrap();
    let builder = match clients {
        None => builder.with_no_client_auth(),
        Some(clients) => {
            let mut roots = RootCertStore::empty();
            roots.add(clients.as_ref().der().clone()).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            builder.with_client_cert_verifier(verifier.build().unwrap())
        }
    };
    let (own, key) = certificate(authority, "localhost");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = builder
        .with_single_cert(vec![own.der().clone()], key)
        .unwrap();
    let (config, listener) = (Arc::new(config), TcpListener::bind("127.0.0.1:0").unwrap());
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for socket in listener.incoming() {
            let mut socket = socket.unwrap();
            let mut session = ServerConnection::new(config.clone()).unwrap();
            let mut stream = Stream::new(&mut session, &mut socket);
            let mut buffer = [0; 4096];
            if stream.read(&mut buffer).is_ok_and(|read| read > 0) {
                let answer = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
                let _ = stream.write_all(answer);
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        }
    });
    format!("https://localhost:{port}")
}

async fn call(url: &str, connections: Connections) -> Result<(), Error> {
    let client = UserClient::builder(url)
        .token("t")
        .retry(RetryPolicy::never())
        .connections(connections)
        .build()?;
    client.request::<Empty>(Method::GET, "/v1/x").await
}

fn trusting(authority: &Authority) -> Connections {
    Connections::new().root_certificate(authority.as_ref().pem())
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_and_no_other() {
    let (ours, theirs) = (authority(), authority());
    let url = serve(&ours, None);
    call(&url, trusting(&ours)).await.unwrap();
    for connections in [Connections::new(), trusting(&theirs)] {
        let error = call(&url, connections).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
        assert!(!error.may_have_been_processed());
    }
    let error = call(&url, Connections::new().root_certificate("none")).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn who_asks_is_shown_a_certificate() {
    let (servers, clients) = (authority(), authority());
    let url = serve(&servers, Some(&clients));
    let shown = |by: &Authority| {
        let (own, key) = certificate(by, "a client");
        let pem = format!("{}{}", own.pem(), key.serialize_pem());
        trusting(&servers).client_certificate(pem)
    };
    call(&url, shown(&clients)).await.unwrap();
    call(&url, shown(&servers)).await.unwrap_err();
    call(&url, trusting(&servers)).await.unwrap_err();
}
