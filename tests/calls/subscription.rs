//! Calls of the operations of the tag `Subscription`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "listSharedSubscriptions",
        send: |clients, options, _| {
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
        send: |clients, options, _| {
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
        send: |clients, options, given| {
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
            let body = given.map_or(body, decoded);
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
        send: |clients, options, _| {
            let request = clients
                .service
                .subscription()
                .list_subscriptions_client_mode(22_067_744)
                .subscription_source_fetch_mode(types::SubscriptionSourceFetchMode::All);
            answer(request.with(options).send())
        },
        request: None,
    },
];
