//! Calls of the operations of the tag `Reward`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[Call {
    operation: "checkRewardClientMode",
    send: |clients, options, given| {
        let body = types::CheckRewardRequest::new("1", 2674);
        let body = given.map_or(body, decoded);
        let call = clients.service.reward().check_reward_client_mode(body);
        answer(call.with(options).send())
    },
    request: Some(recode::<types::CheckRewardRequest>),
}];
