//! Calls of the operations of the tag `InvoiceAddress`.

use super::{Call, answer};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[Call {
    operation: "listInvoiceAddress",
    send: |clients, options, _| {
        let call = clients
            .user
            .invoice_address()
            .list_invoice_address("CO27409");
        answer(call.with(options).send())
    },
    request: None,
}];
