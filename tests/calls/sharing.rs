//! Calls of the operations of the tag `Sharing`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "sendSubscriptionShareInvitation",
        send: |clients, options, given| {
            let body = types::SendSubscriptionShareInvitationRequest::new(
                "kari.nordmann@gmail.com",
                types::ShareContactType::AEmail,
                "CO27409",
            );
            let body = given.map_or(body, decoded);
            let sharing = clients.user.sharing();
            answer(
                sharing
                    .send_subscription_share_invitation(body)
                    .with(options)
                    .send(),
            )
        },
        request: Some(recode::<types::SendSubscriptionShareInvitationRequest>),
    },
    Call {
        operation: "declineShareClientMode",
        send: |clients, options, given| {
            let body = types::DeclineShareRequest::new()
                .share_code("32479VSA")
                .change_type(types::DeclineShareChangeType::Decline);
            let body = given.map_or(body, decoded);
            let sharing = clients.service.sharing();
            answer(sharing.decline_share_client_mode(body).with(options).send())
        },
        request: Some(recode::<types::DeclineShareRequest>),
    },
    Call {
        operation: "listShareableSubscriptionRules",
        send: |clients, options, _| {
            let sharing = clients.user.sharing();
            answer(
                sharing
                    .list_shareable_subscription_rules("CO27409")
                    .with(options)
                    .send(),
            )
        },
        request: None,
    },
    Call {
        operation: "cancelSharing",
        send: |clients, options, given| {
            let body = types::CancelSharingRequest::new()
                .share_code("123AFDG")
                .change_type(types::CancelSharingChangeType::Cancel);
            let body = given.map_or(body, decoded);
            answer(
                clients
                    .user
                    .sharing()
                    .cancel_sharing(body)
                    .with(options)
                    .send(),
            )
        },
        request: Some(recode::<types::CancelSharingRequest>),
    },
];
