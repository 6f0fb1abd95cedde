//! Calls of the operations of the tag `Issue`.

use generated_client::jiff::civil::date;

use super::{Call, answer};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "listDistributedIssues",
        send: |clients, options, _| {
            let call = clients.user.issue().list_distributed_issues("CO27409");
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "listProductIssuesClientMode",
        send: |clients, options, _| {
            let call = clients
                .service
                .issue()
                .list_product_issues_client_mode("CO27409")
                .from(date(2024, 1, 1))
                .to(date(2024, 12, 31));
            answer(call.with(options).send())
        },
        request: None,
    },
];
