//! Proof Key for Code Exchange (RFC 7636), and the random texts of a login.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use super::error::{Error, ErrorKind};

/// 256 random bits as 43 characters, which RFC 7636 §4.1 asks of a verifier.
///
/// # Errors
///
/// The system has no randomness to give.
pub(super) fn random() -> Result<String, Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| {
        let message = "the system gives no random numbers";
        Error::new(ErrorKind::Configuration, message).with_source(error)
    })?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// The challenge to a verifier, by the method `S256` (RFC 7636 §4.2).
pub(super) fn challenge(verifier: &SecretString) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose_secret()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_are_those_of_the_standard() {
        // RFC 7636, appendix B.
        let verifier = SecretString::from("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        let expected = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert_eq!(challenge(&verifier), expected);
    }

    #[test]
    fn random_texts_differ() {
        let text = random().unwrap();
        assert_eq!(text.len(), 43);
        assert_ne!(text, random().unwrap());
    }
}
