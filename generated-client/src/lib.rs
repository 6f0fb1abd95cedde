//! Rust client for the Mediaconnect/Unite *Connect API*: subscriptions, sharing, orders,
//! invoices, payment, consent and access.
//!
//! ```
//! # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/documentation/network.rs"));
//! use generated_client::{Connect, Error, Server, types};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let secret = "the secret";
//! let connect = Connect::builder(Server::Norway, "no.example", secret)
//! #   .transport(Example)
//!     .build()?;
//! let service = connect.client_mode();
//!
//! let list = service
//!     .subscription()
//!     .list_subscriptions_client_mode(22_067_744)
//!     .subscription_source_fetch_mode(types::SubscriptionSourceFetchMode::All)
//!     .await?;
//! for subscription in list.subscriptions.unwrap_or_default() {
//!     println!("{:?} paid: {:?}", subscription.product, subscription.paid);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! - Operations stand under their tag. What is required is an argument, what is not is a setter,
//!   and `.await` sends the request and gives the decoded body. `.send().await` gives the whole
//!   exchange instead: status, headers, bytes, attempts.
//! - A [`UserClient`] calls the operations of a logged-in user, a [`ClientModeClient`] those in
//!   client mode. Calling the wrong one does not compile.
//! - [`Connect`] asks for tokens, renews them and logs users in; [`auth`] has what it does that with.
//! - Calls are sent again where that is safe, wait where the limit of calls is used up, and end in time
//!   ([`RetryPolicy`], [`ConnectBuilder`]). [`Error::may_have_been_processed`] tells whether an order
//!   may be there although its call failed.
//! - [`pages`] has the pages of the login server: the URLs to send a browser to, and what comes back
//!   with it.
//! - [`Error`] is the same for all operations. [`operations`] has an enum for each one, which names
//!   the refusals that are documented for it.
//! - Limits of the description are checked before anything is sent; [`CallOptions`] lifts that.
//! - Calls need a Tokio runtime with its time and IO drivers.

mod connect;
#[rustfmt::skip]
mod generated;
#[doc(hidden)]
pub mod runtime;

pub use connect::{Connect, ConnectBuilder, PendingOrder};
pub use generated::{ClientModeClient, Server, UserClient, operations, pages, types};
pub use runtime::{Base64, Decimal, EpochMillis, Patch, UnknownValue};
pub use runtime::{CallOptions, Client, ClientBuilder, Connections, CustomRequest};
pub use runtime::{Empty, Json, Method, Payload, Text};
pub use runtime::{Error, ErrorKind, Headers, Response, Violation};
pub use runtime::{RateLimit, RateLimitStatus, RetryPolicy};

pub use {bytes, http, jiff, rust_decimal, serde_json, url};

/// Credentials: where access tokens come from, and what the API's security schemes are.
pub mod auth {
    pub use secrecy::SecretString;

    pub use crate::generated::{AUTHORIZATION_CODE, CLIENT_CREDENTIALS};
    pub use crate::runtime::{BearerToken, BoxError, BoxFuture, Credentials, TokenSource};
    pub use crate::runtime::{ClientAuthentication, OAuth, OAuthConfig, OAuthSession, Token};
    pub use crate::runtime::{FileTokenStore, MemoryTokenStore, StoreLock, TokenStore};
    pub use crate::runtime::{KeyLocation, SchemeKind, SecurityScheme};
    pub use crate::runtime::{Login, PendingLogin};
}

/// The door to the network, for programs and tests that bring their own.
pub mod transport {
    pub use crate::runtime::{BoxError, BoxFuture, Chunks, Clock, HttpRequest, HttpResponse};
    pub use crate::runtime::{ByteStream, RequestBody, ResponseBody, Transport, TransportError};
}

/// The project's README, so that its example is compiled with the other doc tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
