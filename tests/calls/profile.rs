//! Calls of the operations of the tag `Profile`.

use super::{Call, answer};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "listUserProfile",
        send: |clients, options, _| {
            let call = clients.user.profile().list_user_profile();
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "listExternalUserProfiles",
        send: |clients, options, _| {
            let call = clients.user.profile().list_external_user_profiles();
            answer(call.with(options).send())
        },
        request: None,
    },
];
