//! Calls of the operations of the tag `Customer`.

use super::{Call, answer};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[Call {
    operation: "listCustomerInfoClientMode",
    send: |clients, options, _| {
        let call = clients
            .service
            .customer()
            .list_customer_info_client_mode(22_067_744);
        answer(call.with(options).send())
    },
    request: None,
}];
