//! Handshakes with an authority of our own: who is trusted, who shows a certificate, and which
//! version of HTTP is spoken.

use std::net::SocketAddr;
use std::sync::Arc;

use generated_client::auth::{CLIENT_CREDENTIALS, OAuthConfig, TokenSource};
use generated_client::{ClientModeClient, Connections, Empty, Error, ErrorKind, Method, http};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

pub(crate) type Authority = CertifiedIssuer<'static, KeyPair>;

pub(crate) fn authority() -> Authority {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A certificate for a name with its key.
fn certificate(authority: &Authority, name: &str) -> (rcgen::Certificate, KeyPair) {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    (params.signed_by(&key, authority).unwrap(), key)
}

/// A server that asks for a certificate of `clients`, if it is given, and answers everything.
pub(crate) async fn serve(authority: &Authority, clients: Option<&Authority>) -> SocketAddr {
    serve_as(certificate(authority, "localhost"), clients).await
}

async fn serve_as(
    (own, key): (rcgen::Certificate, KeyPair),
    clients: Option<&Authority>,
) -> SocketAddr {
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
    let chain: Vec<CertificateDer<'static>> = vec![own.der().clone()];
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let mut config = builder.with_single_cert(chain, key).unwrap();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
                    let mut connection = h2::server::handshake(stream).await.unwrap();
                    while let Some(Ok((_, mut respond))) = connection.accept().await {
                        let answer = http::Response::builder().header("x-version", "2");
                        respond
                            .send_response(answer.body(()).unwrap(), true)
                            .unwrap();
                    }
                } else {
                    let mut buffer = [0; 4096];
                    while stream.read(&mut buffer).await.is_ok_and(|read| read > 0) {
                        let answer =
                            b"HTTP/1.1 200 OK\r\nx-version: 1.1\r\ncontent-length: 0\r\n\r\n";
                        stream.write_all(answer).await.unwrap();
                    }
                }
            });
        }
    });
    address
}

/// The version of HTTP that a call was made with.
async fn call(address: SocketAddr, connections: Connections) -> Result<String, Error> {
    let client = ClientModeClient::builder(format!("https://localhost:{}", address.port()))
        .token("t")
        .connections(connections)
        .build()?;
    let reply = client.request::<Empty>(Method::GET, "/v1/x").send().await?;
    Ok(reply.headers().get("x-version").unwrap().to_owned())
}

pub(crate) fn trusting(authority: &Authority) -> Connections {
    Connections::new().root_certificate(authority.as_ref().pem())
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_and_no_other() {
    let (ours, theirs) = (authority(), authority());
    let address = serve(&ours, None).await;
    assert_eq!(call(address, trusting(&ours)).await.unwrap(), "2");
    assert_eq!(
        call(address, trusting(&ours).http1_only()).await.unwrap(),
        "1.1"
    );
    for connections in [Connections::new(), trusting(&theirs)] {
        let error = call(address, connections).await.unwrap_err();
        // It is not tried again: the certificate will be no better.
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Connect, 1),
            "{error}"
        );
        assert!(
            error
                .to_string()
                .contains("no connection that can be trusted"),
            "{error}"
        );
        assert!(!error.is_retryable());
    }
}

#[tokio::test]
async fn a_certificate_is_good_for_its_name_and_time() {
    let ours = authority();
    let mut expired = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    expired.not_after = rcgen::date_time_ymd(2020, 1, 1);
    let other = CertificateParams::new(vec!["example.com".to_owned()]).unwrap();
    for (params, reason) in [
        (expired, "certificate expired"),
        (other, "not valid for name"),
    ] {
        let key = KeyPair::generate().unwrap();
        let own = params.signed_by(&key, &ours).unwrap();
        let address = serve_as((own, key), None).await;
        let error = call(address, trusting(&ours)).await.unwrap_err();
        assert!(error.to_string().contains("can be trusted"), "{error}");
        let mut reasons = String::new();
        let mut next = std::error::Error::source(&error);
        while let Some(source) = next {
            reasons += &source.to_string();
            next = source.source();
        }
        assert!(reasons.contains(reason), "{reasons}");
    }
}

#[tokio::test]
async fn who_asks_is_shown_a_certificate() {
    let (servers, clients) = (authority(), authority());
    let address = serve(&servers, Some(&clients)).await;
    let shown = |by: &Authority| {
        let (own, key) = certificate(by, "a client");
        let pem = format!("{}{}", own.pem(), key.serialize_pem());
        trusting(&servers).client_certificate(pem)
    };
    assert_eq!(call(address, shown(&clients)).await.unwrap(), "2");
    assert!(call(address, shown(&servers)).await.is_err());
    assert!(call(address, trusting(&servers)).await.is_err());
    let nonsense = trusting(&servers).client_certificate("no certificate");
    assert_eq!(
        call(address, nonsense).await.unwrap_err().kind(),
        ErrorKind::Configuration
    );
}

#[tokio::test]
async fn a_login_server_is_trusted_although_the_api_has_no_tls() {
    let (ours, theirs) = (authority(), authority());
    let address = serve(&ours, None).await;
    let token = |connections| async move {
        let client = ClientModeClient::builder("http://127.0.0.1:9")
            .connections(connections)
            .build()
            .unwrap();
        let config = OAuthConfig::new(&CLIENT_CREDENTIALS, "id", "secret")
            .token_url(format!("https://localhost:{}/token", address.port()));
        let session = client.oauth(config).unwrap().client_credentials();
        session.token().await.unwrap_err().to_string()
    };
    // It is reached, and grants nothing.
    let error = token(trusting(&ours)).await;
    assert!(error.starts_with("oauth2.token: 200 OK, but"), "{error}");
    let error = token(trusting(&theirs)).await;
    assert!(
        error.contains("no connection that can be trusted"),
        "{error}"
    );
}
