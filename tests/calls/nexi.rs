//! Calls of the operations of the tag `Nexi`.

use super::{Call, answer};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[Call {
    operation: "listNexiSubscriptions",
    send: |clients, options, _| {
        let call = clients.user.nexi().list_nexi_subscriptions();
        answer(call.with(options).send())
    },
    request: None,
}];
