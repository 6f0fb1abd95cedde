//! TLS: a configuration of our own, on ring, with the system's certificates; or the system's TLS.
//!
//! Nothing process-wide is installed or asked for. With the feature `rustls`, the configuration is
//! handed over as it is, and the options of [`reqwest`] that concern TLS have no effect on it.

use url::Url;

use super::connection::Connections;
use super::error::Error;

/// `builder` with TLS as `connections` has it.
///
/// Where the server has no TLS, certificates are looked for when another one has: that of a login.
// It is a part of where it is called, because giving back a builder is a lot of code that is there.
#[cfg(feature = "rustls")]
#[inline]
pub(super) fn configured(
    builder: reqwest::ClientBuilder,
    connections: &Connections,
    server: &Url,
) -> Result<reqwest::ClientBuilder, Error> {
    let tls = with_rustls::configuration(connections, server.scheme() == "https")?;
    Ok(builder.tls_backend_preconfigured(tls))
}

/// The same, by the system's TLS.
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
#[inline]
pub(super) fn configured(
    mut builder: reqwest::ClientBuilder,
    connections: &Connections,
    _: &Url,
) -> Result<reqwest::ClientBuilder, Error> {
    let refused = |error: reqwest::Error| no_certificate().with_source(error);
    for pem in &connections.root_certificates {
        let certificates = reqwest::Certificate::from_pem_bundle(pem).map_err(refused)?;
        if certificates.is_empty() {
            return Err(no_certificate());
        }
        builder = builder.tls_certs_merge(certificates);
    }
    if let Some(pem) = &connections.client_certificate {
        let (key, chain) = key_and_chain(pem)?;
        let identity = reqwest::Identity::from_pkcs8_pem(chain.as_bytes(), key.as_bytes());
        let identity = identity.map_err(refused)?;
        builder = builder.identity(identity);
    }
    Ok(builder.tls_backend_native())
}

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
fn no_certificate() -> Error {
    refused(NO_CERTIFICATE)
}

/// The private key of a PEM text, and the chain that stands around it.
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
fn key_and_chain(pem: &[u8]) -> Result<(String, String), Error> {
    const END: &str = "-----END PRIVATE KEY-----";
    let text = String::from_utf8_lossy(pem);
    let parted = text.split_once("-----BEGIN PRIVATE KEY-----");
    let parted = parted.and_then(|(before, rest)| Some((before, rest.split_once(END)?)));
    let (before, (key, after)) = parted.ok_or_else(no_certificate)?;
    let key = super::text::text!("-----BEGIN PRIVATE KEY-----{key}{END}\n");
    Ok((key, super::text::text!("{before}{after}")))
}

/// There is nothing to connect with.
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
pub(super) fn configured(
    _: reqwest::ClientBuilder,
    connections: &Connections,
    _: &Url,
) -> Result<reqwest::ClientBuilder, Error> {
    let Connections { .. } = connections;
    Err(refused(
        "there is no transport: enable the feature `rustls` or `native-tls`, or give the builder one",
    ))
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
const NO_CERTIFICATE: &str = "a certificate or key is not in PEM form, or can't be read";

#[cfg(feature = "rustls")]
pub(super) const NO_ROOTS: &str = "no certificates to trust: install the system's (package \
                                   `ca-certificates`), or add one with `root_certificate`";

/// Whether a connection failed because the server's certificate is not accepted, which it will not be
/// the next time either.
#[cfg(feature = "rustls")]
pub(super) fn is_untrusted(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(rustls::Error::InvalidCertificate(_)) = error.downcast_ref() {
            return true;
        }
        // What an IO error is made of is not its source.
        next = match error.downcast_ref().and_then(std::io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    false
}

/// The system's TLS does not tell.
#[cfg(not(feature = "rustls"))]
pub(super) fn is_untrusted(_: &(dyn std::error::Error + 'static)) -> bool {
    false
}

fn refused(message: &'static str) -> Error {
    Error::new(super::error::ErrorKind::Configuration, message)
}

#[cfg(feature = "rustls")]
mod with_rustls {
    use std::sync::Arc;

    use rustls::pki_types::pem::{PemObject, SectionKind, SliceIter};
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use rustls::{ClientConfig, RootCertStore};

    use super::super::connection::Connections;
    use super::super::error::Error;
    use super::super::trust::Trust;
    use super::{NO_CERTIFICATE, NO_ROOTS, refused};

    pub(super) fn configuration(
        connections: &Connections,
        tls: bool,
    ) -> Result<ClientConfig, Error> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let trust = Trust::new(added(connections)?, provider.clone());
        // Reading what the system trusts takes its time, which no call should have to wait for.
        if tls
            && let Err(error) = trust.system()
            && !trust.has_added()
        {
            return Err(refused(NO_ROOTS).with_source(error.to_string()));
        }
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(failed)?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(trust));
        let mut configuration = match &connections.client_certificate {
            Some(pem) => {
                let Pem { certificates, key } = read(pem)?;
                let key = key.ok_or_else(|| refused(NO_CERTIFICATE))?;
                let shown = builder.with_client_auth_cert(certificates, key);
                shown.map_err(failed)?
            }
            None => builder.with_no_client_auth(),
        };
        if !connections.http1_only {
            configuration.alpn_protocols.push(b"h2".to_vec());
        }
        configuration.alpn_protocols.push(b"http/1.1".to_vec());
        Ok(configuration)
    }

    /// The authorities that are trusted beside those of the system.
    fn added(connections: &Connections) -> Result<RootCertStore, Error> {
        let mut added = RootCertStore::empty();
        for pem in &connections.root_certificates {
            for certificate in read(pem)?.certificates {
                added
                    .add(certificate)
                    .map_err(|error| refused(NO_CERTIFICATE).with_source(error.to_string()))?;
            }
        }
        Ok(added)
    }

    fn failed(error: rustls::Error) -> Error {
        refused("TLS can't be set up").with_source(error.to_string())
    }

    /// What a PEM text holds.
    #[derive(Default)]
    struct Pem {
        certificates: Vec<CertificateDer<'static>>,
        key: Option<PrivateKeyDer<'static>>,
    }

    fn read(pem: &[u8]) -> Result<Pem, Error> {
        let mut read = Pem::default();
        for section in SliceIter::<(SectionKind, Vec<u8>)>::new(pem) {
            let (kind, der) = section.map_err(|_| refused(NO_CERTIFICATE))?;
            if kind == SectionKind::Certificate {
                read.certificates.push(der.into());
            } else if read.key.is_none() {
                read.key = PrivateKeyDer::from_pem(kind, der);
            }
        }
        if read.certificates.is_empty() {
            return Err(refused(NO_CERTIFICATE));
        }
        Ok(read)
    }
}
