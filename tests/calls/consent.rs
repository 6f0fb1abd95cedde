//! Calls of the operations of the tag `Consent`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "listConsentEventHistoryClientMode",
        send: |clients, options, _| {
            let call = clients
                .service
                .consent()
                .list_consent_event_history_client_mode(
                    "468979834",
                    types::ConsentSubjectType::Connect,
                    "563457",
                )
                .only_active(false);
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "listConsentTextHistoryClientMode",
        send: |clients, options, _| {
            let call = clients
                .service
                .consent()
                .list_consent_text_history_client_mode("468979834")
                .consent_group_id(1)
                .consent_id(1)
                .target("editoral")
                .scope("email")
                .only_active(false);
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "listConsentGivenIssuer",
        send: |clients, options, _| {
            let call = clients
                .user
                .consent()
                .list_consent_given_issuer("468979834")
                .consent_group_id(1)
                .only_active(false);
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "registerConsentEventClientMode",
        send: |clients, options, given| {
            let body = types::RegisterConsentEventRequest::new()
                .consent_id(1)
                .consent_target("editoral")
                .consent_scope("telephone")
                .subject("563457")
                .subject_type(types::ConsentSubjectType::Connect)
                .source("Selfservice")
                .action(true)
                .event_time(1_560_277_312_000)
                .data(b"true".to_vec());
            let body = given.map_or(body, decoded);
            let call = clients
                .service
                .consent()
                .register_consent_event_client_mode(body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::RegisterConsentEventRequest>),
    },
];
