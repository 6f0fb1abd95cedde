//! Clients: the settings and connections that calls share, with the credentials of one party.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use secrecy::SecretString;
use url::{Host, Url};

use super::auth::{BearerToken, Credentials, TokenSource};
use super::call::{Call, header_value};
use super::custom::CustomRequest;
use super::error::{Error, ErrorKind};
use super::operation::{Method, Operation};
use super::security::{Any, Mode};
use super::tls;
use super::transport::Transport;

/// How long a call may take, until its answer is read.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How many bytes of an answer are read.
const RESPONSE_LIMIT: usize = 64 * 1024 * 1024;

/// A client of the API. Clones share its connections; one is enough for a program.
pub struct Client<M = Any> {
    shared: Arc<Shared>,
    mode: PhantomData<fn() -> M>,
}

/// What the calls of one client share.
pub(super) struct Shared {
    pub(super) settings: Arc<Settings>,
    pub(super) credentials: Credentials,
}

/// What all clients over the same connections share.
pub(super) struct Settings {
    pub(super) server: Url,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) user_agent: HeaderValue,
    pub(super) timeout: Duration,
    pub(super) response_limit: usize,
    pub(super) allow_plain_http: bool,
    pub(super) unchecked: bool,
}

impl<M: Mode> Client<M> {
    /// Starts a client of `server`: a `Server` of the description, or the URL that paths are
    /// appended to.
    pub fn builder(server: impl Into<String>) -> ClientBuilder<M> {
        ClientBuilder::new(server.into())
    }

    /// A request that the description does not know, with the same credentials, limits and errors:
    /// `client.request::<Json<Product>>(Method::GET, "/v1/products/{code}").path("code", "A1")`.
    ///
    /// `path_template` is constant so that it may be logged; values belong in its `{expressions}`.
    pub fn request<P>(&self, method: Method, path_template: &'static str) -> CustomRequest<P> {
        let operation = Operation {
            id: "",
            idempotent: method.is_idempotent(),
            method,
            path: path_template,
            accept: "application/json, */*;q=0.5",
            security: &[],
        };
        CustomRequest::new(Call::new(self.shared.clone(), Cow::Owned(operation)))
    }

    /// A client over the same connections and settings with other credentials.
    pub fn with_credentials<N: Mode>(&self, credentials: Credentials) -> Client<N> {
        Client::new(self.shared.settings.clone(), credentials)
    }

    /// The same, with one token for every security scheme of the other client.
    pub fn with_token<N: Mode>(&self, token: impl Into<SecretString>) -> Client<N> {
        let token = Arc::new(BearerToken::from(token));
        self.with_credentials(Credentials::default().with_all(N::SCHEMES, token))
    }
}

impl<M> Client<M> {
    /// A call of `operation`.
    #[doc(hidden)]
    pub fn call(&self, operation: &'static Operation) -> Call {
        Call::new(self.shared.clone(), Cow::Borrowed(operation))
    }

    fn new(settings: Arc<Settings>, credentials: Credentials) -> Self {
        let shared = Shared {
            settings,
            credentials,
        };
        Self {
            shared: Arc::new(shared),
            mode: PhantomData,
        }
    }
}

impl<M> Clone for Client<M> {
    fn clone(&self) -> Self {
        Self {
            shared: self.shared.clone(),
            mode: PhantomData,
        }
    }
}

impl<M> fmt::Debug for Client<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("server", &self.shared.settings.server.as_str())
            .field("credentials", &self.shared.credentials)
            .finish_non_exhaustive()
    }
}

/// Settings of a [`Client`] that is still to be built.
pub struct ClientBuilder<M = Any> {
    server: String,
    credentials: Credentials,
    user_agent: Option<String>,
    timeout: Duration,
    response_limit: usize,
    allow_plain_http: bool,
    unchecked: bool,
    transport: Option<Arc<dyn Transport>>,
    root_certificates: Vec<Vec<u8>>,
    mode: PhantomData<fn() -> M>,
}

impl<M: Mode> ClientBuilder<M> {
    fn new(server: String) -> Self {
        Self {
            server,
            credentials: Credentials::default(),
            user_agent: None,
            timeout: TIMEOUT,
            response_limit: RESPONSE_LIMIT,
            allow_plain_http: false,
            unchecked: false,
            transport: None,
            root_certificates: Vec::new(),
            mode: PhantomData,
        }
    }

    /// The access token to send, for all security schemes of this client.
    pub fn token(self, token: impl Into<SecretString>) -> Self {
        self.token_source(BearerToken::from(token))
    }

    /// Where access tokens come from, for all security schemes of this client.
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        let source = Arc::new(source);
        self.credentials = self.credentials.with_all(M::SCHEMES, source);
        self
    }

    /// Where access tokens for one security scheme come from.
    pub fn credential(mut self, scheme: &'static str, source: impl TokenSource) -> Self {
        self.credentials = self.credentials.with(scheme, source);
        self
    }

    /// How long a call may take, until its answer is read; 30 s when it is not set.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// What is sent as `User-Agent`; name and version of this crate when it is not set.
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = Some(text.into());
        self
    }

    /// How many bytes of an answer are read; 64 MiB when it is not set.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Trusts the certificates in `pem` beside those of the system.
    #[cfg(feature = "rustls")]
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Sends credentials over plain http to hosts other than this one. For test servers only.
    pub fn allow_plain_http(mut self) -> Self {
        self.allow_plain_http = true;
        self
    }

    /// Sends calls although they break limits of the description.
    pub fn unchecked(mut self) -> Self {
        self.unchecked = true;
        self
    }

    /// Sends requests by `transport`; options that concern connections are its own matter then.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`]: the server's URL is not one, the user agent is no text of a
    /// header, or no certificates were found.
    pub fn build(self) -> Result<Client<M>, Error> {
        let server = server_url(&self.server)?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => tls::transport(&self.root_certificates, &server)?,
        };
        let settings = Settings {
            server,
            transport,
            user_agent: user_agent(self.user_agent.as_deref())?,
            timeout: self.timeout,
            response_limit: self.response_limit,
            allow_plain_http: self.allow_plain_http,
            unchecked: self.unchecked,
        };
        Ok(Client::new(Arc::new(settings), self.credentials))
    }
}

impl<M> fmt::Debug for ClientBuilder<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("credentials", &self.credentials)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// The URL that paths are appended to: absolute, and nothing in it that is not for all requests.
fn server_url(text: &str) -> Result<Url, Error> {
    let refused = |message: &'static str| Error::new(ErrorKind::Configuration, message);
    let url = Url::parse(text).map_err(|_| refused("the server is no absolute URL"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refused("the server's URL is neither `https` nor `http`"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("the server's URL holds a user name or password"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refused("the server's URL has a query or fragment"));
    }
    Ok(url)
}

/// Whether `server` is this machine.
pub(super) fn is_loopback(server: &Url) -> bool {
    match server.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn user_agent(text: Option<&str>) -> Result<HeaderValue, Error> {
    let own = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    header_value(text.unwrap_or(own)).ok_or_else(|| {
        let message = "the user agent holds characters that no header can";
        Error::new(ErrorKind::Configuration, message)
    })
}
