//! Calls of the operations of the tag `PayEx`.

use super::{Call, answer};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[Call {
    operation: "listPayExTokens",
    send: |clients, options, _| {
        let call = clients.user.pay_ex().list_pay_ex_tokens();
        answer(call.with(options).send())
    },
    request: None,
}];
