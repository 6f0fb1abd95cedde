//! How connections are made: what is trusted, by which way, and how many there are.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::client::is_loopback;
use super::error::{Error, ErrorKind};
use super::sockets::{Pool, Sockets};
use super::tls;
use super::transport::Transport;

/// How long a connection may take; less than an attempt, so that the error can tell.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a connection that is not used stays open: less than servers usually keep theirs.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);

/// How many requests are under way at the same time.
const CONNECTIONS: usize = 100;

/// How connections are made.
#[derive(Clone)]
pub struct Connections {
    pub(super) root_certificates: Vec<Vec<u8>>,
    pub(super) client_certificate: Option<Vec<u8>>,
    pub(super) http1_only: bool,
    connect_timeout: Duration,
    idle_timeout: Duration,
    most: usize,
    proxy: Option<Proxy>,
}

#[derive(Clone)]
enum Proxy {
    None,
    Url(String),
}

impl Connections {
    /// As they are when nothing is set.
    pub fn new() -> Self {
        Self {
            root_certificates: Vec::new(),
            client_certificate: None,
            http1_only: false,
            connect_timeout: CONNECT_TIMEOUT,
            idle_timeout: IDLE_TIMEOUT,
            most: CONNECTIONS,
            proxy: None,
        }
    }

    /// Trusts the certificates in `pem` beside those of the system.
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Shows the server the certificate in `pem`, which holds the chain and the private key (PKCS#8).
    pub fn client_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.client_certificate = Some(pem.into());
        self
    }

    /// Speaks HTTP/1.1 only, not HTTP/2.
    pub fn http1_only(mut self) -> Self {
        self.http1_only = true;
        self
    }

    /// How long it may take until there is a connection; 5 s when it is not set.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// How long a connection that is not used stays open; 50 s when it is not set.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.idle_timeout = limit;
        self
    }

    /// How many connections there are to one server at most; requests that find none free wait for
    /// their turn. 100 when it is not set. With HTTP/1.1 each request has a connection to itself
    /// until its answer is read; with HTTP/2 all share one, and this is how many are under way at
    /// the same time.
    pub fn max_connections(mut self, most: usize) -> Self {
        self.most = most.max(1);
        self
    }

    /// Connects by the proxy at `url`; by what the system's variables name when it is not set.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(Proxy::Url(url.into()));
        self
    }

    /// Connects by no proxy, whatever the system's variables name.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = Some(Proxy::None);
        self
    }

    /// How many requests may be under way.
    pub(super) fn turns(&self) -> usize {
        self.most.min(tokio::sync::Semaphore::MAX_PERMITS)
    }

    /// What sends requests to `server`.
    pub(super) fn transport(&self, server: &Url) -> Result<Arc<dyn Transport>, Error> {
        let sockets = Sockets::new(self.most);
        let mut builder = reqwest::Client::builder()
            .connector_layer(sockets.clone())
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(self.idle_timeout)
            .pool_max_idle_per_host(self.most);
        if self.http1_only {
            builder = builder.http1_only();
        }
        builder = match &self.proxy {
            Some(Proxy::Url(url)) => {
                // The reason names the URL, which can hold a password.
                let proxy = reqwest::Proxy::all(url.as_str()).map_err(|_| {
                    Error::new(ErrorKind::Configuration, "the proxy's URL is not one")
                })?;
                builder.proxy(proxy)
            }
            Some(Proxy::None) => builder.no_proxy(),
            // To this machine, no proxy is asked.
            None if is_loopback(server) => builder.no_proxy(),
            None => builder,
        };
        let client = tls::configured(builder, self, server)?;
        let client = client.build().map_err(|error| {
            let message = "no connections can be set up";
            Error::new(ErrorKind::Configuration, message).with_source(error.without_url())
        })?;
        Ok(Arc::new(Pool { client, sockets }))
    }
}

impl Default for Connections {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connections")
            .field("http1_only", &self.http1_only)
            .field("connect_timeout", &self.connect_timeout)
            .field("idle_timeout", &self.idle_timeout)
            .field("max_connections", &self.most)
            .finish_non_exhaustive()
    }
}
