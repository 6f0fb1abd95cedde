//! Calls of the operations of the tag `Payment`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "listPaymentMethods",
        send: |clients, options, _| {
            let call = clients.user.payment().list_payment_methods("CO27409");
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "changePaymentMethod",
        send: |clients, options, given| {
            let body = types::ChangePaymentMethodRequest::new()
                .payment_method(types::ChangePaymentMethodKind::RecurringPayExCardPayment);
            let body = given.map_or(body, decoded);
            let call = clients
                .user
                .payment()
                .change_payment_method("CO27409", body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::ChangePaymentMethodRequest>),
    },
];
