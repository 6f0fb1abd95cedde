//! The calls by hand.

use std::error::Error;

use generated_client::http::{HeaderMap, HeaderValue, Method, header};
use generated_client::serde_json;
use generated_client::transport::{HttpRequest, Transport};
use generated_client::types;
use generated_client::url::Url;
use serde::de::DeserializeOwned;

use crate::{CUSTOMER, TOKEN};

/// What a program by hand keeps between its calls.
#[derive(Debug)]
pub struct ByHand<T> {
    transport: T,
    base: Url,
}

impl<T: Transport> ByHand<T> {
    /// Calls of the server at `base` by `transport`.
    ///
    /// # Errors
    /// The server's URL is not one.
    pub fn new(base: &str, transport: T) -> Result<Self, Box<dyn Error>> {
        let base = Url::parse(base)?;
        Ok(Self { transport, base })
    }

    /// A GET with a query.
    ///
    /// # Errors
    /// There is no answer, or not the right one.
    pub async fn get(&self) -> Result<types::ListSubscriptionsResponse, Box<dyn Error>> {
        let path = format!("{}/v1/client/subscription/{CUSTOMER}", self.base);
        let mut url = Url::parse(&path)?;
        url.query_pairs_mut()
            .append_pair("subscriptionSourceFetchMode", "ALL");
        let mut request = HttpRequest::new(Method::GET, url);
        request.headers = headers()?;
        self.send(request).await
    }

    /// A POST with a body.
    ///
    /// # Errors
    /// There is no answer, or not the right one.
    pub async fn post(&self) -> Result<types::StartSubscriptionResponse, Box<dyn Error>> {
        let url = Url::parse(&format!("{}/v1/customer/subscription", self.base))?;
        let mut request = HttpRequest::new(Method::POST, url);
        request.headers = headers()?;
        let json = HeaderValue::from_static("application/json");
        request.headers.insert(header::CONTENT_TYPE, json);
        request.body = Some(serde_json::to_vec(&crate::body())?.into());
        self.send(request).await
    }

    async fn send<B: DeserializeOwned>(&self, request: HttpRequest) -> Result<B, Box<dyn Error>> {
        let mut response = self.transport.send(request).await?;
        if !response.status.is_success() {
            return Err(format!("status {}", response.status).into());
        }
        let mut body = response.body.chunk().await?.unwrap_or_default();
        while let Some(chunk) = response.body.chunk().await? {
            let mut joined = Vec::from(body);
            joined.extend_from_slice(&chunk);
            body = joined.into();
        }
        Ok(serde_json::from_slice(&body)?)
    }
}

fn headers() -> Result<HeaderMap, Box<dyn Error>> {
    let mut headers = HeaderMap::new();
    let json = HeaderValue::from_static("application/json");
    headers.insert(header::ACCEPT, json);
    headers.insert(
        header::USER_AGENT,
        HeaderValue::from_static("benches/1.0.0"),
    );
    let mut token = HeaderValue::try_from(format!("Bearer {TOKEN}"))?;
    token.set_sensitive(true);
    headers.insert(header::AUTHORIZATION, token);
    Ok(headers)
}
