//! Calls of the operations of the tag `Complaint`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "registerComplaint",
        send: |clients, options, given| {
            let body = types::RegisterComplaintRequest::new("CO27409", "2019-63", "14")
                .create_post_distribution(true);
            let body = given.map_or(body, decoded);
            let call = clients.user.complaint().register_complaint(body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::RegisterComplaintRequest>),
    },
    Call {
        operation: "listComplaints",
        send: |clients, options, _| {
            let call = clients.user.complaint().list_complaints("CO27409");
            answer(call.with(options).send())
        },
        request: None,
    },
];
