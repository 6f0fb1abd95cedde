//! Calls of the generated client, and the same calls by hand.
//!
//! Both sides of a pair use the same transport, the same types and the same serde, so that what is
//! compared is what lies between them. By hand means what a careful author writes who needs this one
//! call: the URL, the headers, the body, the status and the decoding, and nothing else.

pub mod by_hand;
pub mod list;
pub mod server;

use generated_client::transport::TransportError;
use generated_client::transport::{BoxFuture, HttpRequest, HttpResponse, Transport};
use generated_client::{ClientModeClient, Error, UserClient, bytes::Bytes, http, types};

/// The access token of all calls.
pub const TOKEN: &str = "2YotnFZFEjr1zCsicMWpAA-2YotnFZFEjr1zCsicMWpAA";

/// The customer whose subscriptions are listed.
pub const CUSTOMER: i64 = 22_067_744;

/// A GET with a query, by the generated client.
///
/// # Errors
/// Those of the call.
pub async fn get(client: &ClientModeClient) -> Result<types::ListSubscriptionsResponse, Error> {
    client
        .subscription()
        .list_subscriptions_client_mode(CUSTOMER)
        .subscription_source_fetch_mode(types::SubscriptionSourceFetchMode::All)
        .await
}

/// A POST with a body, by the generated client.
///
/// # Errors
/// Those of the call.
pub async fn post(client: &UserClient) -> Result<types::StartSubscriptionResponse, Error> {
    client.subscription().start_subscription(body()).await
}

/// What the POST sends.
pub fn body() -> types::StartSubscriptionRequest {
    types::StartSubscriptionRequest::new("DAILY", 1_700_000_000_000, 1, "SPRING", 1234)
        .company_code("5646903690")
        .end_time(1_731_622_400_000)
        .customer_reference("order 4711 of the spring campaign")
}

/// Answers every request with the same body, at once and without a network.
#[derive(Clone, Debug)]
pub struct Canned(Bytes);

impl Canned {
    /// The answer to [`get`]: a list of so many subscriptions.
    pub fn list(length: usize) -> Self {
        Self(list::json(length).into())
    }

    /// The answer to [`post`].
    pub fn started() -> Self {
        Self(Bytes::from_static(br#"{"status":"OK"}"#))
    }
}

impl Transport for Canned {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            std::hint::black_box(request);
            let mut response = HttpResponse::new(http::StatusCode::OK, self.0.clone());
            for (name, value) in [
                (http::header::CONTENT_TYPE, "application/json"),
                (http::header::DATE, "Sun, 06 Nov 1994 08:49:37 GMT"),
            ] {
                let value = http::HeaderValue::from_static(value);
                response.headers.insert(name, value);
            }
            Ok(response)
        })
    }
}

/// The server that calls without a network are made out for.
pub const SERVER: &str = "https://api.example.com/capi";

/// The generated client that makes [`get`].
///
/// # Errors
/// The server's URL is not one.
pub fn get_client(transport: impl Transport) -> Result<ClientModeClient, Error> {
    ClientModeClient::builder(SERVER)
        .token(TOKEN)
        .rate_limits([])
        .transport(transport)
        .build()
}

/// The generated client that makes [`post`].
///
/// # Errors
/// The server's URL is not one.
pub fn post_client(transport: impl Transport) -> Result<UserClient, Error> {
    UserClient::builder(SERVER)
        .token(TOKEN)
        .rate_limits([])
        .transport(transport)
        .build()
}
