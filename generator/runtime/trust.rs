//! Whose certificates are trusted: those of whom the system trusts, and of whom was added.

use std::fmt;
use std::sync::{Arc, OnceLock};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use rustls_platform_verifier::Verifier;

use super::tls::NO_ROOTS;

/// Accepts a certificate that the system or one of the added authorities vouches for.
pub(super) struct Trust {
    added: RootCertStore,
    provider: Arc<CryptoProvider>,
    system: OnceLock<Result<Verifier, Error>>,
}

impl Trust {
    pub(super) fn new(added: RootCertStore, provider: Arc<CryptoProvider>) -> Self {
        Self {
            added,
            provider,
            system: OnceLock::new(),
        }
    }

    /// What the system trusts. It is looked for when it is asked for, which may be never.
    pub(super) fn system(&self) -> Result<&Verifier, &Error> {
        let system = || Verifier::new(self.provider.clone());
        self.system.get_or_init(system).as_ref()
    }

    /// Whether anybody was added.
    pub(super) fn has_added(&self) -> bool {
        !self.added.is_empty()
    }

    /// Whether one of the added authorities vouches for a certificate.
    fn verify_by_added(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<(), Error> {
        let certificate = ParsedCertificate::try_from(end_entity)?;
        let algorithms = self.provider.signature_verification_algorithms.all;
        verify_server_cert_signed_by_trust_anchor(
            &certificate,
            &self.added,
            intermediates,
            now,
            algorithms,
        )?;
        verify_server_name(&certificate, server_name)
    }
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let added = self.verify_by_added(end_entity, intermediates, server_name, now);
        let Err(refused) = added else {
            return Ok(ServerCertVerified::assertion());
        };
        let system = match self.system() {
            Ok(system) => system,
            Err(_) if self.has_added() => return Err(refused),
            Err(_) => return Err(Error::General(NO_ROOTS.to_owned())),
        };
        let verified =
            system.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        match verified {
            // Who knows the issuer knows better what is wrong.
            Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)) => Err(refused),
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = &self.provider.signature_verification_algorithms;
        algorithms.supported_schemes()
    }
}

impl fmt::Debug for Trust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Trust(..)")
    }
}
