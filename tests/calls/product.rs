//! Calls of the operations of the tag `Product`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "listProductsClientMode",
        send: |clients, options, _| {
            let call = clients
                .service
                .product()
                .list_products_client_mode()
                .product_id("CO27409")
                .shop(true);
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "checkProductClientMode",
        send: |clients, options, given| {
            let body = types::CheckProductRequest::new()
                .changed_after(1_550_336_440_000)
                .only_active(true);
            let body = given.map_or(body, decoded);
            let call = clients
                .service
                .product()
                .check_product_client_mode(body)
                .shop(true);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::CheckProductRequest>),
    },
    Call {
        operation: "listSpecificProductsClientMode",
        send: |clients, options, _| {
            let call = clients
                .service
                .product()
                .list_specific_products_client_mode(types::ProductType::Subscription)
                .product_id("CO27409");
            answer(call.with(options).send())
        },
        request: None,
    },
];
