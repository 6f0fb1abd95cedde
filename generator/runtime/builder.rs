//! The settings of a client before it is built.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, header};
use secrecy::SecretString;
use tokio::sync::Semaphore;
use url::Url;

use super::auth::{BearerToken, Credentials, TokenSource};
use super::client::{Client, Settings};
use super::clock::{Clock, SystemClock};
use super::connection::Connections;
use super::error::{Error, ErrorKind};
use super::limit::{Limiter, RateLimit};
use super::request_headers::{header_value, put};
use super::retry::{Budget, RetryPolicy};
use super::security::{Any, Mode, SecurityScheme};
use super::text::text;
use super::transport::Transport;

/// How long a call may take, until its answer is read.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How many bytes of an answer are read.
const RESPONSE_LIMIT: usize = 64 * 1024 * 1024;

/// Settings of a [`Client`] that is still to be built.
pub struct ClientBuilder<M = Any> {
    server: String,
    operation_servers: Vec<(String, String)>,
    credentials: Credentials,
    headers: Vec<(String, String)>,
    timeout: Duration,
    attempt_timeout: Option<Duration>,
    retry: RetryPolicy,
    rate_limits: Vec<RateLimit>,
    redirects: u32,
    response_limit: usize,
    allow_plain_http: bool,
    unchecked: bool,
    clock: Option<Arc<dyn Clock>>,
    transport: Option<Arc<dyn Transport>>,
    connections: Connections,
    mode: PhantomData<fn() -> M>,
}

impl<M: Mode> ClientBuilder<M> {
    pub(super) fn new(server: String) -> Self {
        let own = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        Self {
            server,
            operation_servers: Vec::new(),
            credentials: Credentials::default(),
            headers: vec![(header::USER_AGENT.as_str().to_owned(), own.to_owned())],
            timeout: TIMEOUT,
            attempt_timeout: None,
            retry: RetryPolicy::standard(),
            rate_limits: M::RATE_LIMITS.to_vec(),
            redirects: 0,
            response_limit: RESPONSE_LIMIT,
            allow_plain_http: false,
            unchecked: false,
            clock: None,
            transport: None,
            connections: Connections::default(),
            mode: PhantomData,
        }
    }

    /// Where the operations are that the description has on a server of their own, by its URL there.
    /// They get the same credentials.
    pub fn operation_server(
        mut self,
        described: impl Into<String>,
        url: impl Into<String>,
    ) -> Self {
        self.operation_servers.push((described.into(), url.into()));
        self
    }

    /// The access token to send, for all security schemes of this client that ask for one.
    pub fn token(self, token: impl Into<SecretString>) -> Self {
        self.token_source(BearerToken::from(token))
    }

    /// Where access tokens come from, for all security schemes of this client that ask for one.
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        let source = Arc::new(source);
        self.credentials = self.credentials.with_all(M::SCHEMES, source);
        self
    }

    /// The credential for one security scheme: a text, or what the text comes from.
    pub fn credential(mut self, scheme: &'static SecurityScheme, source: impl TokenSource) -> Self {
        self.credentials = self.credentials.with(scheme, source);
        self
    }

    /// How long a call may take, with all attempts and pauses, until its answer is read; 30 s when
    /// it is not set.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// How long one attempt may take. When it is not set, one that can be repeated is given up after
    /// 10 s; any other has all the time of its call.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.attempt_timeout = Some(limit);
        self
    }

    /// How often calls are sent, and with which pauses; [`RetryPolicy::standard`] when it is not set.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How often the server may be called, instead of what the description says; not limited when
    /// `limits` is empty.
    pub fn rate_limits(mut self, limits: impl IntoIterator<Item = RateLimit>) -> Self {
        self.rate_limits = limits.into_iter().collect();
        self
    }

    /// Follows so many redirects in a row, for GET and HEAD only; none when it is not set. To another
    /// origin, nothing but `Accept` and `User-Agent` goes along.
    pub fn redirects(mut self, most: u32) -> Self {
        self.redirects = most;
        self
    }

    /// What is sent as `User-Agent`; name and version of this crate when it is not set.
    pub fn user_agent(self, text: impl Into<String>) -> Self {
        self.default_header("user-agent", text)
    }

    /// Sends one more header with every request that does not have it already.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// How many bytes of an answer are read; 64 MiB when it is not set.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// How connections are made: certificates, proxy, pool.
    pub fn connections(mut self, connections: Connections) -> Self {
        self.connections = connections;
        self
    }

    /// Trusts the certificates in `pem` beside those of the system.
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.connections = self.connections.root_certificate(pem);
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

    /// Sends requests by `transport`; [`connections`](Self::connections) are its own matter then.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Takes the time from `clock`. For tests that must not wait.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`]: the server's URL is not one, a header is none that can be sent,
    /// or connections can't be made as they are to be.
    pub fn build(self) -> Result<Client<M>, Error> {
        let server = server_url(&self.server)?;
        let mut operation_servers = Vec::new();
        for (described, url) in self.operation_servers {
            operation_servers.push((described, server_url(&url)?));
        }
        let turns = Semaphore::new(self.connections.turns());
        let transport = match self.transport {
            Some(transport) => transport,
            None => self.connections.transport(&server)?,
        };
        let settings = Settings {
            server,
            operation_servers,
            transport,
            clock: self.clock.unwrap_or_else(|| Arc::new(SystemClock::new())),
            headers: headers(&self.headers)?,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
            retry: self.retry,
            budget: Arc::new(Budget::new()),
            limiter: Arc::new(Limiter::new(self.rate_limits)),
            turns: Arc::new(turns),
            #[cfg(feature = "blocking")]
            waiting: Arc::default(),
            redirects: self.redirects,
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
pub(super) fn server_url(text: &str) -> Result<Url, Error> {
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

fn headers(pairs: &[(String, String)]) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        let (Ok(name), Some(value)) = (HeaderName::try_from(name), header_value(value)) else {
            let message = text!("`{name}` is no header that can be sent");
            return Err(Error::new(ErrorKind::Configuration, message));
        };
        put(&mut headers, name, value);
    }
    Ok(headers)
}
