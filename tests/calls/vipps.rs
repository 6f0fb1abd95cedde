//! Calls of the operations of the tag `Vipps`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "listVippsAgreements",
        send: |clients, options, _| {
            let call = clients.user.vipps().list_vipps_agreements();
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "addVippsAgreement",
        send: |clients, options, given| {
            let body = types::AddVippsAgreementRequest::new("CO27409");
            let body = given.map_or(body, decoded);
            let call = clients.user.vipps().add_vipps_agreement(body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::AddVippsAgreementRequest>),
    },
];
