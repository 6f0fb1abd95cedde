//! Calls of the operations of the tag `Privacy`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "listPrivacyEnterprise",
        send: |clients, options, _| {
            let call = clients.user.privacy().list_privacy_enterprise("FTOTT");
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "changePrivacyEnterprise",
        send: |clients, options, given| {
            let body = types::EnterprisePrivacy::new().permission(vec![
                types::PermittedPurpose::new().purpose("DM"),
                types::PermittedPurpose::new().purpose("EM"),
            ]);
            let body = given.map_or(body, decoded);
            let call = clients
                .user
                .privacy()
                .change_privacy_enterprise("FTOTT", body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::EnterprisePrivacy>),
    },
];
