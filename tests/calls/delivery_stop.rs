//! Calls of the operations of the tag `DeliveryStop`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "removeDeliveryStops",
        send: |clients, options, _| {
            let call = clients.user.delivery_stop().remove_delivery_stops(1);
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "registerDeliveryStops",
        send: |clients, options, given| {
            let body = types::RegisterDeliveryStopsRequest::new().delivery_stop(
                types::DeliveryStop::new()
                    .id(1)
                    .product("CO27409")
                    .stop_time(1_561_121_761_000)
                    .stop_end_time(1_561_985_761_000)
                    .stop_type(types::DeliveryStopType::Temporary)
                    .delivery_stop_channel("EMAIL")
                    .delivery_stop_reason("BS"),
            );
            let body = given.map_or(body, decoded);
            let call = clients.user.delivery_stop().register_delivery_stops(body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::RegisterDeliveryStopsRequest>),
    },
    Call {
        operation: "listDeliveryStops",
        send: |clients, options, _| {
            let call = clients.user.delivery_stop().list_delivery_stops("CO27409");
            answer(call.with(options).send())
        },
        request: None,
    },
];
