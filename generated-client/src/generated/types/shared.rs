//! Types that several tags share.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::runtime::{Check, Checker, Redacted, UnknownValue};
use crate::runtime::{string_enum, string_newtype};

/// Code of a product. At most 12 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(transparent)]
pub struct ProductCode(pub String);

string_newtype!(ProductCode);

impl Check for ProductCode {
    fn check(&self, check: &mut Checker<'_>) {
        check.length("", &self.0, None, Some(12));
    }
}

/// Code of a coupon. At most 12 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(transparent)]
pub struct CouponCode(pub String);

string_newtype!(CouponCode);

impl Check for CouponCode {
    fn check(&self, check: &mut Checker<'_>) {
        check.length("", &self.0, None, Some(12));
    }
}

/// Code of a company. At most 12 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(transparent)]
pub struct CompanyCode(pub String);

string_newtype!(CompanyCode);

impl Check for CompanyCode {
    fn check(&self, check: &mut Checker<'_>) {
        check.length("", &self.0, None, Some(12));
    }
}

/// Key of a share. At most 255 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(transparent)]
pub struct ShareCode(pub String);

string_newtype!(ShareCode);

impl Check for ShareCode {
    fn check(&self, check: &mut Checker<'_>) {
        check.length("", &self.0, None, Some(255));
    }
}

/// What the API says about a request that it refuses (400).
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ApiError {
    /// Kind of the error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exception_type: Option<String>,
    /// What is wrong, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
}

impl ApiError {
    /// Without any property.
    pub fn new() -> Self {
        Self::default()
    }
}

/// How a share stands, or what came of changing it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ShareStatus {
    /// The request was sent to the recipient.
    ShareOk,
    /// There is nothing to share.
    NoSubscription,
    /// The subscription is stopped, so it can't be shared.
    SubscriptionStopped,
    /// The sharing request is accepted.
    RequestAccepted,
    /// The sharing request is declined.
    RequestDeclined,
    /// The sharing is ended.
    SharingEnded,
    /// There is no such share.
    ShareCodeNotFound,
    /// This change is not supported.
    ShareChangeTypeNotSupported,
    /// The contact already has a share.
    AlreadyInUse,
    /// The recipient accepted another share, which must end first.
    ShareLimit,
    /// No invitation is left until another sharing ends.
    InvitationsPoolExhausted,
    /// A value that this version of the description does not know.
    Unknown(UnknownValue),
}

impl ShareStatus {
    /// The value as it is sent.
    pub fn as_str(&self) -> &str {
        match self {
            Self::ShareOk => "SHARE_OK",
            Self::NoSubscription => "NO_SUBSCRIPTION",
            Self::SubscriptionStopped => "SUBSCRIPTION_STOPPED",
            Self::RequestAccepted => "REQUEST_ACCEPTED",
            Self::RequestDeclined => "REQUEST_DECLINED",
            Self::SharingEnded => "SHARING_ENDED",
            Self::ShareCodeNotFound => "SHARE_CODE_NOT_FOUND",
            Self::ShareChangeTypeNotSupported => "SHARE_CHANGE_TYPE_NOT_SUPPORTED",
            Self::AlreadyInUse => "ALREADY_IN_USE",
            Self::ShareLimit => "SHARE_LIMIT",
            Self::InvitationsPoolExhausted => "INVITATIONS_POOL_EXHAUSTED",
            Self::Unknown(value) => value.as_str(),
        }
    }
}

impl From<&str> for ShareStatus {
    fn from(value: &str) -> Self {
        match value {
            "SHARE_OK" => Self::ShareOk,
            "NO_SUBSCRIPTION" => Self::NoSubscription,
            "SUBSCRIPTION_STOPPED" => Self::SubscriptionStopped,
            "REQUEST_ACCEPTED" => Self::RequestAccepted,
            "REQUEST_DECLINED" => Self::RequestDeclined,
            "SHARING_ENDED" => Self::SharingEnded,
            "SHARE_CODE_NOT_FOUND" => Self::ShareCodeNotFound,
            "SHARE_CHANGE_TYPE_NOT_SUPPORTED" => Self::ShareChangeTypeNotSupported,
            "ALREADY_IN_USE" => Self::AlreadyInUse,
            "SHARE_LIMIT" => Self::ShareLimit,
            "INVITATIONS_POOL_EXHAUSTED" => Self::InvitationsPoolExhausted,
            _ => Self::Unknown(UnknownValue::new(value)),
        }
    }
}

string_enum!(ShareStatus);

/// Name of a person or company.
#[derive(Clone, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Name {
    /// First name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Middle name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<String>,
    /// Last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Name of the company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_name: Option<String>,
    /// Name of the department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_name: Option<String>,
}

impl Name {
    /// Without any property.
    pub fn new() -> Self {
        Self::default()
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Name")
            .field("first_name", &Redacted)
            .field("middle_name", &Redacted)
            .field("last_name", &Redacted)
            .field("company_name", &self.company_name)
            .field("department_name", &self.department_name)
            .finish()
    }
}
