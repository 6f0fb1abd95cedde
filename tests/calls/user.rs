//! Calls of the operations of the tag `User`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[Call {
    operation: "assignUserClientMode",
    send: |clients, options, given| {
        let body = types::AssignUserRequest::new("+4712345678")
            .is_send_message(true)
            .return_url("www.mediaconect.no/...")
            .error_url("www.mediaconect.no/...")
            .link_lifetime(2)
            .override_client_id("no.mediaconnect");
        let body = given.map_or(body, decoded);
        let call = clients.service.user().assign_user_client_mode("14", body);
        answer(call.with(options).send())
    },
    request: Some(recode::<types::AssignUserRequest>),
}];
