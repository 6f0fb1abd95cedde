//! Calls of the operations of the tag `Klarna`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "listKlarnaRecurringTokens",
        send: |clients, options, _| {
            let call = clients.user.klarna().list_klarna_recurring_tokens();
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "addKlarnaToken",
        send: |clients, options, given| {
            let body = types::AddKlarnaTokenRequest::new("CO27409");
            let body = given.map_or(body, decoded);
            let call = clients.user.klarna().add_klarna_token(body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::AddKlarnaTokenRequest>),
    },
];
