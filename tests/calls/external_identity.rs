//! Calls of the operations of the tag `External Identity`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "registerExternalIdClientMode",
        send: |clients, options, given| {
            let body = types::RegisterExternalIdRequest::new()
                .external_id("59cb6372-d3db-11e5-ab30-625662870761")
                .credential_type(types::ExternalCredentialType::D);
            let body = given.map_or(body, decoded);
            let call = clients
                .service
                .external_identity()
                .register_external_id_client_mode(body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::RegisterExternalIdRequest>),
    },
    Call {
        operation: "registerExternalIdentityCustomerClientMode",
        send: |clients, options, given| {
            let body = types::RegisterExternalIdentityCustomerRequest::new()
                .external_id("59cb6372-d3db-11e5-ab30-625662870761")
                .credential_type(types::ExternalCredentialType::D)
                .customer_number(327_492);
            let body = given.map_or(body, decoded);
            let call = clients
                .service
                .external_identity()
                .register_external_identity_customer_client_mode(body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::RegisterExternalIdentityCustomerRequest>),
    },
];
