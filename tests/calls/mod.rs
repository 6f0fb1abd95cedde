//! One call of every operation of the generated client, through its public interface.
//!
//! Every tag has a file of its own. The requests are those of the documented examples, so a test can
//! compare them with `spec/`.

mod access;
mod complaint;
mod consent;
mod coupon;
mod customer;
mod delivery;
mod delivery_stop;
mod external_identity;
mod external_reference;
mod fulfillment;
mod invoice;
mod invoice_address;
mod issue;
mod klarna;
mod message;
mod metadata;
mod nexi;
mod order;
mod pay_ex;
mod payment;
mod permission_shield;
mod privacy;
mod product;
mod profile;
mod recruitment;
mod reward;
mod sharing;
mod stock;
mod subscription;
mod user;
mod vipps;
mod voucher_coupons;

use std::fmt::Debug;
use std::pin::Pin;

use generated_client::{CallOptions, ClientModeClient, Connect, Error, Response, UserClient};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A call of one operation.
pub struct Call {
    /// Its `operationId`.
    pub operation: &'static str,
    /// Sends it, with the documented example or with another body.
    pub send: fn(&Clients, CallOptions, Option<Value>) -> Answer,
    /// Decodes a request body and encodes it again, where the operation has one.
    pub request: Option<fn(Value) -> serde_json::Result<Recoded>>,
}

/// A client of each type.
pub struct Clients {
    user: UserClient,
    service: ClientModeClient,
}

/// What became of a call.
pub type Answer = Pin<Box<dyn Future<Output = Result<Exchange, Error>>>>;

/// What a server answered.
pub struct Exchange {
    /// The body, decoded and encoded again.
    pub body: Value,
    /// What `Debug` shows of it.
    pub shown: String,
    /// What Prism says is wrong with the request or its own answer.
    pub violations: Option<String>,
}

/// A value that was decoded.
pub struct Recoded {
    /// The value, encoded again.
    pub value: Value,
    /// What `Debug` shows of it.
    pub shown: String,
}

/// The calls of every tag, in the order of the description.
const TAGS: &[&[Call]] = &[
    customer::CALLS,
    external_reference::CALLS,
    coupon::CALLS,
    fulfillment::CALLS,
    order::CALLS,
    reward::CALLS,
    user::CALLS,
    voucher_coupons::CALLS,
    invoice::CALLS,
    invoice_address::CALLS,
    klarna::CALLS,
    nexi::CALLS,
    pay_ex::CALLS,
    payment::CALLS,
    vipps::CALLS,
    consent::CALLS,
    permission_shield::CALLS,
    privacy::CALLS,
    complaint::CALLS,
    delivery::CALLS,
    delivery_stop::CALLS,
    issue::CALLS,
    product::CALLS,
    sharing::CALLS,
    subscription::CALLS,
    recruitment::CALLS,
    access::CALLS,
    metadata::CALLS,
    profile::CALLS,
    external_identity::CALLS,
    message::CALLS,
    stock::CALLS,
];

/// All calls, in the order of the description.
pub fn calls() -> impl Iterator<Item = &'static Call> {
    TAGS.iter().copied().flatten()
}

impl Clients {
    /// Clients of the server at `url`.
    ///
    /// # Errors
    /// The URL is not one.
    pub fn new(url: &str) -> Result<Self, Error> {
        let connect = Connect::token_builder(url).user_agent("tests").build()?;
        Ok(Self {
            user: connect.user_with_token("user-token"),
            service: connect.client_mode_with_token("client-token"),
        })
    }
}

fn answer<T, F>(call: F) -> Answer
where
    T: Debug + Serialize,
    F: Future<Output = Result<Response<T>, Error>> + 'static,
{
    Box::pin(async {
        let response = call.await?;
        let violations = response.headers().get("sl-violations").map(str::to_owned);
        let body = serde_json::to_value(&response.body).unwrap_or_default();
        Ok(Exchange {
            body,
            shown: format!("{response:?}"),
            violations,
        })
    })
}

/// A body that `recode` has decoded before.
fn decoded<T: DeserializeOwned>(body: Value) -> T {
    serde_json::from_value(body).expect("a body of this type")
}

fn recode<T: Debug + DeserializeOwned + Serialize>(value: Value) -> serde_json::Result<Recoded> {
    let decoded: T = serde_json::from_value(value)?;
    Ok(Recoded {
        value: serde_json::to_value(&decoded)?,
        shown: format!("{decoded:?}"),
    })
}
