//! Calls of the operations of the tag `Order`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "listOrders",
        send: |clients, options, _| {
            let call = clients.user.order().list_orders();
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "searchOrderDetails",
        send: |clients, options, given| {
            let body = types::SearchOrderDetailsRequest::new().order_id(9);
            let body = given.map_or(body, decoded);
            let call = clients.user.order().search_order_details(body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::SearchOrderDetailsRequest>),
    },
    Call {
        operation: "listOrderProductHistory",
        send: |clients, options, _| {
            let call = clients.user.order().list_order_product_history();
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "listOrderStatusClientMode",
        send: |clients, options, _| {
            let call = clients.service.order().list_order_status_client_mode("9");
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "registerOrder",
        send: |clients, options, given| {
            let body = types::RegisterOrderRequest::new()
                .order_date(1_559_372_400_000)
                .payment_method(types::OrderPaymentMethod::Invoice)
                .order_amount(149)
                .currency("NOK")
                .payer(
                    types::OrderParty::new()
                        .first_name("Ola")
                        .last_name("Nordmann")
                        .street("Grubbegata")
                        .street_number(6)
                        .entrance("A")
                        .postal_code("0179")
                        .postal_place("Oslo")
                        .emails(vec!["ola.nordmann@hotmail.no".to_owned()])
                        .phone_numbers(vec!["+4712345678".to_owned()]),
                )
                .order_lines(vec![
                    types::OrderLine::new(types::ProductSpecType::Coupon)
                        .product_spec_code("DT")
                        .product_spec_no(3011)
                        .quantity(1)
                        .unit_price(149),
                ]);
            let body = given.map_or(body, decoded);
            let call = clients.user.order().register_order(body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::RegisterOrderRequest>),
    },
];
