//! Calls of the operations of the tag `Stock`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "changeStocksClientMode",
        send: |clients, options, given| {
            let body = types::ChangeStocksRequest::new().updates(vec![types::StockUpdate::new()]);
            let body = given.map_or(body, decoded);
            let call = clients.service.stock().change_stocks_client_mode(body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::ChangeStocksRequest>),
    },
    Call {
        operation: "listStocksClientMode",
        send: |clients, options, _| {
            let call = clients.service.stock().list_stocks_client_mode();
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "listStocksForProductClientMode",
        send: |clients, options, _| {
            let call = clients
                .service
                .stock()
                .list_stocks_for_product_client_mode("CO27409");
            answer(call.with(options).send())
        },
        request: None,
    },
];
