//! Calls of the operations of the tag `Permission/Shield`.

use super::{Call, answer};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[
    Call {
        operation: "listGlobalPermissions",
        send: |clients, options, _| {
            let call = clients.user.permission_shield().list_global_permissions();
            answer(call.with(options).send())
        },
        request: None,
    },
    Call {
        operation: "listEnterprisePermissions",
        send: |clients, options, _| {
            let call = clients
                .user
                .permission_shield()
                .list_enterprise_permissions("FTOTT");
            answer(call.with(options).send())
        },
        request: None,
    },
];
