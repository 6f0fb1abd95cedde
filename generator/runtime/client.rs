//! Clients: the settings and connections that calls share, with the credentials of one party.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use secrecy::SecretString;
use tokio::sync::Semaphore;
use url::{Host, Url};

use super::auth::{BearerToken, Credentials};
use super::builder::ClientBuilder;
use super::call::Call;
use super::clock::Clock;
use super::custom::CustomRequest;
use super::limit::{Limiter, RateLimitStatus};
use super::operation::{Method, Operation};
use super::retry::{Budget, RetryPolicy};
use super::security::{Any, Mode};
use super::transport::Transport;

/// A client of the API. Clones share its connections; one is enough for a program.
pub struct Client<M = Any> {
    pub(super) shared: Arc<Shared>,
    mode: PhantomData<fn() -> M>,
}

/// What the calls of one client share.
pub(super) struct Shared {
    pub(super) settings: Arc<Settings>,
    pub(super) credentials: Credentials,
}

/// What all clients over the same connections share.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) server: Url,
    /// Servers of operations that have one of their own, by the description's URL.
    pub(super) operation_servers: Vec<(String, Url)>,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) clock: Arc<dyn Clock>,
    /// `User-Agent`, and what was set for all requests.
    pub(super) headers: HeaderMap,
    pub(super) timeout: Duration,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) retry: RetryPolicy,
    pub(super) budget: Arc<Budget>,
    pub(super) limiter: Arc<Limiter>,
    /// How many requests may be under way at the same time.
    pub(super) turns: Arc<Semaphore>,
    #[cfg(feature = "blocking")]
    pub(super) waiting: Arc<super::blocking::Waiting>,
    pub(super) redirects: u32,
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
        Call::new(self.shared.clone(), Cow::Owned(operation)).request()
    }

    /// What is known about the server's limit of calls. Clients that were made from one another share
    /// it.
    pub fn rate_limit(&self) -> RateLimitStatus {
        let settings = &self.shared.settings;
        settings.limiter.status(settings.clock.monotonic())
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

    pub(super) fn new(settings: Arc<Settings>, credentials: Credentials) -> Self {
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

/// Whether `server` is this machine.
pub(super) fn is_loopback(server: &Url) -> bool {
    match server.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
