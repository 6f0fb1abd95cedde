//! Calls of the operations of the tag `Message`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "listMessages",
        send: |clients, options, _| {
            let call = clients.user.message().list_messages();
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "sendMessage",
        send: |clients, options, given| {
            let body = types::SendMessageRequest::new("CO27409", "Cancel my subscription")
                .case_type(types::MessageCaseType::B)
                .message_subject("cancel");
            let body = given.map_or(body, decoded);
            let call = clients.user.message().send_message(body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::SendMessageRequest>),
    },
];
