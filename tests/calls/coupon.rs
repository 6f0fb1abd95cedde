//! Calls of the operations of the tag `Coupon`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "checkCouponPriceClientMode",
        send: |clients, options, given| {
            let body = types::CheckCouponPriceRequest::new("TOTT", 60)
                .customer_number(10)
                .country_code("NO")
                .postal_code("1273");
            let body = given.map_or(body, decoded);
            let call = clients
                .service
                .coupon()
                .check_coupon_price_client_mode(body);
            answer(call.with(options).send())
        },
        request: Some(recode::<types::CheckCouponPriceRequest>),
    },
    Call {
        operation: "listCouponClientMode",
        send: |clients, options, _| {
            let call = clients
                .service
                .coupon()
                .list_coupon_client_mode("CO27409")
                .marketing(true);
            answer(call.with(options).send())
        },
        request: None,
    },
];
