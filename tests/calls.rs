//! One call of every operation of the generated client, through its public interface.
//!
//! The requests are those of the documented examples, so a test can compare them with `spec/`.

use std::pin::Pin;

use generated_client::{
    CallOptions, ClientModeClient, Connect, Error, Response, UserClient, types,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A call of one operation.
pub struct Call {
    /// Its `operationId`.
    pub operation: &'static str,
    /// Sends it.
    pub send: fn(&Clients, CallOptions) -> Answer,
    /// Decodes a request body and encodes it again, where the operation has one.
    pub request: Option<fn(Value) -> serde_json::Result<Value>>,
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
    /// What Prism says is wrong with the request or its own answer.
    pub violations: Option<String>,
}

/// All calls, in the order of the description.
pub const CALLS: &[Call] = &[
    Call {
        operation: "sendSubscriptionShareInvitation",
        send: |clients, options| {
            let body = types::SendSubscriptionShareInvitationRequest::new(
                "kari.nordmann@gmail.com",
                types::ShareContactType::AEmail,
                "CO27409",
            );
            let sharing = clients.user.sharing();
            answer(
                sharing
                    .send_subscription_share_invitation(body)
                    .with(options)
                    .send(),
            )
        },
        request: Some(recode::<types::SendSubscriptionShareInvitationRequest>),
    },
    Call {
        operation: "declineShareClientMode",
        send: |clients, options| {
            let body = types::DeclineShareRequest::new()
                .share_code("32479VSA")
                .change_type(types::DeclineShareChangeType::Decline);
            let sharing = clients.service.sharing();
            answer(sharing.decline_share_client_mode(body).with(options).send())
        },
        request: Some(recode::<types::DeclineShareRequest>),
    },
    Call {
        operation: "listShareableSubscriptionRules",
        send: |clients, options| {
            let sharing = clients.user.sharing();
            answer(
                sharing
                    .list_shareable_subscription_rules("CO27409")
                    .with(options)
                    .send(),
            )
        },
        request: None,
    },
    Call {
        operation: "cancelSharing",
        send: |clients, options| {
            let body = types::CancelSharingRequest::new()
                .share_code("123AFDG")
                .change_type(types::CancelSharingChangeType::Cancel);
            answer(
                clients
                    .user
                    .sharing()
                    .cancel_sharing(body)
                    .with(options)
                    .send(),
            )
        },
        request: Some(recode::<types::CancelSharingRequest>),
    },
    Call {
        operation: "listSharedSubscriptions",
        send: |clients, options| {
            let subscription = clients.user.subscription();
            answer(
                subscription
                    .list_shared_subscriptions()
                    .with(options)
                    .send(),
            )
        },
        request: None,
    },
    Call {
        operation: "listSubscriptions",
        send: |clients, options| {
            let request = clients
                .user
                .subscription()
                .list_subscriptions()
                .subscription_source_fetch_mode(types::SubscriptionSourceFetchMode::All);
            answer(request.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "startSubscription",
        send: |clients, options| {
            let body = types::StartSubscriptionRequest::new(
                "CO27409",
                1_560_336_440_000,
                1,
                "WMDigi",
                5223,
            )
            .company_code("468979834")
            .end_time(1_591_958_840_000)
            .customer_reference("cvxgds");
            answer(
                clients
                    .user
                    .subscription()
                    .start_subscription(body)
                    .with(options)
                    .send(),
            )
        },
        request: Some(recode::<types::StartSubscriptionRequest>),
    },
    Call {
        operation: "listSubscriptionsClientMode",
        send: |clients, options| {
            let request = clients
                .service
                .subscription()
                .list_subscriptions_client_mode(22_067_744)
                .subscription_source_fetch_mode("B2B");
            answer(request.with(options).send())
        },
        request: None,
    },
];

impl Clients {
    /// Clients of the server at `url`.
    ///
    /// # Errors
    /// The URL is not one.
    pub fn new(url: &str) -> Result<Self, Error> {
        let connect = Connect::builder(url).user_agent("tests").build()?;
        Ok(Self {
            user: connect.user_with_token("user-token"),
            service: connect.client_mode_with_token("client-token"),
        })
    }
}

fn answer<T, F>(call: F) -> Answer
where
    T: Serialize,
    F: Future<Output = Result<Response<T>, Error>> + 'static,
{
    Box::pin(async {
        let response = call.await?;
        let violations = response.headers().get("sl-violations").map(str::to_owned);
        let body = serde_json::to_value(&response.body).unwrap_or_default();
        Ok(Exchange { body, violations })
    })
}

fn recode<T: DeserializeOwned + Serialize>(value: Value) -> serde_json::Result<Value> {
    serde_json::to_value(serde_json::from_value::<T>(value)?)
}
