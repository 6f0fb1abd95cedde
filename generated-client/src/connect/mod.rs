//! The way in: settings and connections that all clients of a program share.

use std::fmt;
use std::time::Duration;

use secrecy::SecretString;

use crate::generated::clients::ClientMode;
use crate::generated::{ClientModeClient, Server, UserClient};
use crate::runtime::{ClientBuilder, Error, Transport};

/// The Connect API, as one application uses it.
///
/// It holds the connections; the clients it hands out share them and differ only in whose
/// credentials they send. One is enough for a program, and clones are cheap.
#[derive(Clone)]
pub struct Connect {
    client: ClientModeClient,
}

impl Connect {
    /// Starts with the server to call.
    pub fn builder(server: impl Into<Server>) -> ConnectBuilder {
        ConnectBuilder {
            client: ClientModeClient::builder(server.into()),
        }
    }

    /// A client for the operations of a logged-in user, with an access token of theirs.
    pub fn user_with_token(&self, token: impl Into<SecretString>) -> UserClient {
        self.client.with_token(token)
    }

    /// A client for the operations in client mode, with an access token of the application itself.
    pub fn client_mode_with_token(&self, token: impl Into<SecretString>) -> ClientModeClient {
        self.client.with_token(token)
    }
}

impl fmt::Debug for Connect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Connect").field(&self.client).finish()
    }
}

/// Settings of a [`Connect`] that is still to be built.
#[derive(Debug)]
pub struct ConnectBuilder {
    client: ClientBuilder<ClientMode>,
}

impl ConnectBuilder {
    /// How long a call may take, until its answer is read; 30 s when it is not set.
    pub fn timeout(self, limit: Duration) -> Self {
        self.map(|client| client.timeout(limit))
    }

    /// What is sent as `User-Agent`; name and version of this crate when it is not set.
    pub fn user_agent(self, text: impl Into<String>) -> Self {
        self.map(|client| client.user_agent(text))
    }

    /// Trusts the certificates in `pem` beside those of the system.
    pub fn root_certificate(self, pem: impl Into<Vec<u8>>) -> Self {
        self.map(|client| client.root_certificate(pem))
    }

    /// Sends tokens over plain http to hosts other than this one. For test servers only.
    pub fn allow_plain_http(self) -> Self {
        self.map(ClientBuilder::allow_plain_http)
    }

    /// Sends requests although they break limits of the description.
    pub fn unchecked(self) -> Self {
        self.map(ClientBuilder::unchecked)
    }

    /// Sends requests by `transport`; options that concern connections are its own matter then.
    pub fn transport(self, transport: impl Transport) -> Self {
        self.map(|client| client.transport(transport))
    }

    /// Sets everything up.
    ///
    /// # Errors
    ///
    /// The server's URL is not one, the user agent is no text of a header, or no certificates were
    /// found.
    pub fn build(self) -> Result<Connect, Error> {
        let client = self.client.build()?;
        Ok(Connect { client })
    }

    fn map(
        self,
        change: impl FnOnce(ClientBuilder<ClientMode>) -> ClientBuilder<ClientMode>,
    ) -> Self {
        Self {
            client: change(self.client),
        }
    }
}
