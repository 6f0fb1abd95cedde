//! Calls of the operations of the tag `Delivery`.

use super::{Call, answer};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "listNextDistributions",
        send: |clients, options, _| {
            let call = clients.user.delivery().list_next_distributions("CO27409");
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "listNextDistributionsClientMode",
        send: |clients, options, _| {
            let call = clients
                .service
                .delivery()
                .list_next_distributions_client_mode("CO27409");
            answer(call.with(options).send())
        },
        request: None,
    },
];
