//! Calls of the operations of the tag `External Reference`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "removeExternalReferenceClientMode",
        send: |clients, options, _| {
            let call = clients
                .service
                .external_reference()
                .remove_external_reference_client_mode(22_067_744, "REF");
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "changeExternalReferenceClientMode",
        send: |clients, options, given| {
            let body = types::ChangeExternalReferenceRequest::new("1");
            let body = given.map_or(body, decoded);
            let call = clients
                .service
                .external_reference()
                .change_external_reference_client_mode(22_067_744, "REF", body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::ChangeExternalReferenceRequest>),
    },
];
