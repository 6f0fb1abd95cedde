//! Calls of the operations of the tag `Fulfillment`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[Call {
    operation: "completeOrderClientMode",
    send: |clients, options, given| {
        let body = types::CompleteOrderRequest::new(14);
        let body = given.map_or(body, decoded);
        let call = clients
            .service
            .fulfillment()
            .complete_order_client_mode(body);
        answer(call.with(options).send())
    },
    request: Some(recode::<types::CompleteOrderRequest>),
}];
