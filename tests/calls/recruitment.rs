//! Calls of the operations of the tag `Recruitment`.

use generated_client::types;

use super::{Call, answer, decoded, recode};

/// The calls, in the order of the description.
pub(super) const CALLS: &[Call] = &[Call {
    operation: "registerRecruitmentClientMode",
    send: |clients, options, given| {
        let body = types::RegisterRecruitmentRequest::new(
            "CO27409",
            "Spring2019",
            types::Recruiter::new(),
            vec![types::RecruitmentDetails::new()],
        )
        .recruitment_premium_preferences(vec![types::RecruitmentPremiumPreference::new()]);
        let body = given.map_or(body, decoded);
        let call = clients
            .service
            .recruitment()
            .register_recruitment_client_mode(body);
        answer(call.with(options).send())
    },
    request: Some(recode::<types::RegisterRecruitmentRequest>),
}];
