//! Calls of the operations of the tag `Voucher Coupons`.

use super::{Call, answer};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[Call {
    operation: "listVoucherCodeCouponsClientMode",
    send: |clients, options, _| {
        let call = clients
            .service
            .voucher_coupons()
            .list_voucher_code_coupons_client_mode("VOUCHER");
        answer(call.with(options).send())
    },
    request: None,
}];
