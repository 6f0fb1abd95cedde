//! Calls of the operations of the tag `Metadata`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "listMetadata",
        send: |clients, options, _| {
            let call = clients.user.metadata().list_metadata();
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "changeMetadata",
        send: |clients, options, given| {
            let body = types::Metadata::from([("foo".to_owned(), "some text".to_owned())]);
            let body = given.map_or(body, decoded);
            let call = clients.user.metadata().change_metadata(body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::Metadata>),
    },
    Call {
        operation: "removeMetadata",
        send: |clients, options, _| {
            let call = clients.user.metadata().remove_metadata();
            answer(call.with(options).send())
        },
        request: None,
    },
];
