//! Calls of the operations of the tag `Invoice`.

use super::{Call, answer};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "listInvoicesForProductClientMode",
        send: |clients, options, _| {
            let call = clients
                .service
                .invoice()
                .list_invoices_for_product_client_mode(22_067_744, "CO27409")
                .from("2022-01-01")
                .to("2022-12-31");
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "listInvoicesAndRemindersForProduct",
        send: |clients, options, _| {
            let call = clients
                .user
                .invoice()
                .list_invoices_and_reminders_for_product("CO27409")
                .unpaid(true)
                .from("2022-01-01")
                .to("2022-12-31");
            answer(call.with(options).send())
        },
        request: None,
    },
];
