//! Settings of a [`Connect`] that is still to be built.

use std::fmt;
use std::time::Duration;

use secrecy::SecretString;

use super::Connect;
use crate::generated::clients::ClientMode;
use crate::generated::{AUTHORIZATION_CODE, ClientModeClient, Server};
use crate::runtime::{
    ClientAuthentication, ClientBuilder, Error, OAuthConfig, RetryPolicy, SecurityScheme, Transport,
};

/// Settings of a [`Connect`] that is still to be built.
pub struct ConnectBuilder {
    server: Server,
    client: ClientBuilder<ClientMode>,
    client_id: String,
    client_secret: Option<SecretString>,
    authentication: ClientAuthentication,
    scopes: Option<Vec<String>>,
}

impl ConnectBuilder {
    pub(super) fn new(
        server: Server,
        client_id: String,
        client_secret: Option<SecretString>,
    ) -> Self {
        Self {
            client: ClientModeClient::builder(server.clone()),
            server,
            client_id,
            client_secret,
            authentication: ClientAuthentication::default(),
            scopes: None,
        }
    }

    /// How long a call may take, with all attempts and pauses, until its answer is read; 30 s when
    /// it is not set.
    pub fn timeout(self, limit: Duration) -> Self {
        self.configure(|client| client.timeout(limit))
    }

    /// How often calls are sent, and with which pauses; three times when it is not set.
    pub fn retry(self, policy: RetryPolicy) -> Self {
        self.configure(|client| client.retry(policy))
    }

    /// What is sent as `User-Agent`; name and version of this crate when it is not set.
    pub fn user_agent(self, text: impl Into<String>) -> Self {
        self.configure(|client| client.user_agent(text))
    }

    /// Trusts the certificates in `pem` beside those of the system.
    pub fn root_certificate(self, pem: impl Into<Vec<u8>>) -> Self {
        self.configure(|client| client.root_certificate(pem))
    }

    /// Sends tokens over plain http to hosts other than this one. For test servers only.
    pub fn allow_plain_http(self) -> Self {
        self.configure(ClientBuilder::allow_plain_http)
    }

    /// Sends requests although they break limits of the description.
    pub fn unchecked(self) -> Self {
        self.configure(ClientBuilder::unchecked)
    }

    /// Sends requests by `transport`; options that concern connections are its own matter then.
    pub fn transport(self, transport: impl Transport) -> Self {
        self.configure(|client| client.transport(transport))
    }

    /// How the login server is shown who the application is; by `Basic` when it is not set.
    pub fn authentication(mut self, authentication: ClientAuthentication) -> Self {
        self.authentication = authentication;
        self
    }

    /// The scopes to ask for; none are named when they are not set.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Changes any other setting: connections, limits, headers, redirects, the clock.
    pub fn configure(
        mut self,
        change: impl FnOnce(ClientBuilder<ClientMode>) -> ClientBuilder<ClientMode>,
    ) -> Self {
        self.client = change(self.client);
        self
    }

    /// Sets everything up. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// The server's URL is not one, a header is none that can be sent, no certificates were found,
    /// or a server of your own has no login server, which id and secret would go to.
    pub fn build(self) -> Result<Connect, Error> {
        let client = self.client.build()?;
        let application = match self.client_secret {
            None => None,
            Some(secret) => {
                let config = config(&self.server, &self.client_id, secret)?;
                let config = config.authentication(self.authentication);
                let oauth = client.oauth(match self.scopes {
                    Some(scopes) => config.scopes(scopes),
                    None => config,
                })?;
                let own = oauth.client_credentials();
                Some((oauth, own))
            }
        };
        Ok(Connect {
            server: self.server,
            client,
            client_id: self.client_id,
            application,
        })
    }
}

/// The application at the login server of `server`, and at no other.
fn config(server: &Server, client_id: &str, secret: SecretString) -> Result<OAuthConfig, Error> {
    let login = server.login_url().ok_or_else(|| {
        Error::configuration("the server has no login server: name one with `Server::custom`")
    })?;
    let elsewhere = SecurityScheme::bearer(AUTHORIZATION_CODE.key);
    Ok(OAuthConfig::new(&elsewhere, client_id, secret)
        .authorization_url(format!("{login}/oauth/authorize"))
        .token_url(format!("{login}/oauth/token")))
}

impl fmt::Debug for ConnectBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectBuilder")
            .field("server", &self.server)
            .field("client_id", &self.client_id)
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}
