//! Connections with TLS: a configuration of our own, on ring, with the system's certificates.
//!
//! Nothing process-wide is installed or asked for. The configuration is handed over as it is, and
//! the options of [`reqwest`] that concern TLS have no effect on it.

use std::sync::Arc;

use url::Url;

use super::error::{Error, ErrorKind};
use super::transport::Transport;

/// Connections to `server` that trust the system's certificates and `extra_roots` (PEM).
///
/// Where there is no TLS, no certificate is looked for; to this machine, no proxy is asked.
#[cfg(feature = "rustls")]
pub(super) fn transport(
    extra_roots: &[Vec<u8>],
    server: &Url,
) -> Result<Arc<dyn Transport>, Error> {
    use std::time::Duration;

    use super::client::is_loopback;

    /// How long a connection may take; less than a call, so that the error can tell.
    const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

    let tls = configuration(extra_roots, server.scheme() == "https")?;
    let mut builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .connect_timeout(CONNECT_TIMEOUT);
    if is_loopback(server) {
        builder = builder.no_proxy();
    }
    let client = builder.build().map_err(|error| {
        Error::new(ErrorKind::Configuration, "no connections can be set up").with_source(error)
    })?;
    Ok(Arc::new(client))
}

/// There is nothing to connect with.
#[cfg(not(feature = "rustls"))]
pub(super) fn transport(_: &[Vec<u8>], _: &Url) -> Result<Arc<dyn Transport>, Error> {
    let message = "there is no transport: enable the feature `rustls`, or give the builder one";
    Err(Error::new(ErrorKind::Configuration, message))
}

#[cfg(feature = "rustls")]
fn configuration(extra_roots: &[Vec<u8>], tls: bool) -> Result<rustls::ClientConfig, Error> {
    let failed = |error: rustls::Error| {
        Error::new(ErrorKind::Configuration, "TLS can't be set up").with_source(error)
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(failed)?;
    let mut configuration = if tls {
        let verifier = verifier(extra_roots, provider)?;
        builder
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth()
    } else {
        builder
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth()
    };
    configuration.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(configuration)
}

#[cfg(feature = "rustls")]
fn verifier(
    extra_roots: &[Vec<u8>],
    provider: Arc<rustls::crypto::CryptoProvider>,
) -> Result<Arc<rustls_platform_verifier::Verifier>, Error> {
    let roots = certificates(extra_roots)?;
    rustls_platform_verifier::Verifier::new_with_extra_roots(roots, provider)
        .map(Arc::new)
        .map_err(|error| {
            let message = "no certificates to trust: install the system's (package \
                           `ca-certificates`), or add one with `root_certificate`";
            Error::new(ErrorKind::Configuration, message).with_source(error)
        })
}

#[cfg(feature = "rustls")]
fn certificates(
    pems: &[Vec<u8>],
) -> Result<Vec<rustls::pki_types::CertificateDer<'static>>, Error> {
    use rustls::pki_types::{CertificateDer, pem::PemObject};

    let refused = || {
        let message = "a root certificate is not in PEM form";
        Error::new(ErrorKind::Configuration, message)
    };
    let mut certificates = Vec::new();
    for pem in pems {
        let before = certificates.len();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            certificates.push(certificate.map_err(|_| refused())?);
        }
        if certificates.len() == before {
            return Err(refused());
        }
    }
    Ok(certificates)
}
