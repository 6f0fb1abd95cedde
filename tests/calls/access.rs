//! Calls of the operations of the tag `Access`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "checkAccess",
        send: |clients, options, given| {
            let body = types::CheckAccessRequest::new()
                .product("CO27409")
                .article_id("578943434")
                .domain("unite.no")
                .ip("127.0.0.1")
                .category_type("SWISJ")
                .access_azure_ad(true)
                .access_aid_family(true)
                .unique_id("6ba7b8149dad11d180b400c04fd430c8")
                .customer_number(563_457)
                .credential("+4723339100");
            let body = given.map_or(body, decoded);
            let call = clients.user.access().check_access(body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::CheckAccessRequest>),
    },
    Call {
        operation: "checkAccessClientMode",
        send: |clients, options, given| {
            let body = types::CheckAccessClientModeRequest::new()
                .product("CO27409")
                .article_id("578943434")
                .domain("unite.as")
                .ip("127.0.0.1")
                .category_type("SWISH")
                .access_azure_ad(true)
                .access_aid_family(true)
                .unique_id("6ba7b8149dad11d180b400c04fd430c8")
                .customer_number(563_457)
                .credential("+4723339100");
            let body = given.map_or(body, decoded);
            let call = clients.service.access().check_access_client_mode(body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::CheckAccessClientModeRequest>),
    },
];
