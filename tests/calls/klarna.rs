//! Calls of the operations of the tag `Klarna`.

use generated_client::types;

use super::{Call, answer, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "listKlarnaRecurringTokens",
        send: |clients, options| {
            let call = clients.user.klarna().list_klarna_recurring_tokens();
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "addKlarnaToken",
        send: |clients, options| {
            let body = types::AddKlarnaTokenRequest::new("CO27409");
            let call = clients.user.klarna().add_klarna_token(body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::AddKlarnaTokenRequest>),
    },
];
