//! Types of the tag `Sharing`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{CouponCode, ProductCode, ShareCode, ShareStatus};
use crate::runtime::string_enum;
use crate::runtime::{Check, Checker, Redacted, UnknownValue};

/// Kind of a contact.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ContactType {
    /// E-mail address.
    Email,
    /// Telephone number.
    Phonenumber,
    /// A value that this version of the description does not know.
    Unknown(UnknownValue),
}

impl ContactType {
    /// The value as it is sent.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email => "A",
            Self::Phonenumber => "B",
            Self::Unknown(value) => value.as_str(),
        }
    }
}

impl From<&str> for ContactType {
    fn from(value: &str) -> Self {
        match value {
            "A" => Self::Email,
            "B" => Self::Phonenumber,
            _ => Self::Unknown(UnknownValue::new(value)),
        }
    }
}

string_enum!(ContactType);

/// What to do with a share.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ShareChangeType {
    /// Accept the invitation.
    Accept,
    /// Decline the invitation.
    Decline,
    /// End the sharing.
    Cancel,
    /// A value that this version of the description does not know.
    Unknown(UnknownValue),
}

impl ShareChangeType {
    /// The value as it is sent.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Accept => "ACCEPT",
            Self::Decline => "DECLINE",
            Self::Cancel => "CANCEL",
            Self::Unknown(value) => value.as_str(),
        }
    }
}

impl From<&str> for ShareChangeType {
    fn from(value: &str) -> Self {
        match value {
            "ACCEPT" => Self::Accept,
            "DECLINE" => Self::Decline,
            "CANCEL" => Self::Cancel,
            _ => Self::Unknown(UnknownValue::new(value)),
        }
    }
}

string_enum!(ShareChangeType);

/// Whom a product may be shared with.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RuleShareType {
    /// Users.
    Users,
    /// A company's people (B2B).
    B2B,
    /// A value that this version of the description does not know.
    Unknown(UnknownValue),
}

impl RuleShareType {
    /// The value as it is sent.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Users => "A",
            Self::B2B => "D",
            Self::Unknown(value) => value.as_str(),
        }
    }
}

impl From<&str> for RuleShareType {
    fn from(value: &str) -> Self {
        match value {
            "A" => Self::Users,
            "D" => Self::B2B,
            _ => Self::Unknown(UnknownValue::new(value)),
        }
    }
}

string_enum!(RuleShareType);

/// An invitation to share.
#[derive(Clone, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SendShareInvitationRequest {
    /// E-mail address, or telephone number in E.164.
    pub contact: String,
    /// Kind of the contact.
    pub contact_type: ContactType,
    /// Product to share. At most 12 characters.
    pub product_code: ProductCode,
    /// First name. At most 30 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Last name. At most 30 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
}

impl SendShareInvitationRequest {
    /// The required properties; the others are set by the methods below.
    pub fn new(
        contact: impl Into<String>,
        contact_type: impl Into<ContactType>,
        product_code: impl Into<ProductCode>,
    ) -> Self {
        Self {
            contact: contact.into(),
            contact_type: contact_type.into(),
            product_code: product_code.into(),
            first_name: None,
            last_name: None,
        }
    }

    /// Sets `firstName`: first name. At most 30 characters.
    pub fn first_name(mut self, value: impl Into<String>) -> Self {
        self.first_name = Some(value.into());
        self
    }

    /// Sets `lastName`: last name. At most 30 characters.
    pub fn last_name(mut self, value: impl Into<String>) -> Self {
        self.last_name = Some(value.into());
        self
    }
}

impl fmt::Debug for SendShareInvitationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendShareInvitationRequest")
            .field("contact", &Redacted)
            .field("contact_type", &self.contact_type)
            .field("product_code", &self.product_code)
            .field("first_name", &Redacted)
            .field("last_name", &Redacted)
            .finish()
    }
}

impl Check for SendShareInvitationRequest {
    fn check(&self, check: &mut Checker<'_>) {
        check.field("contactType", &self.contact_type);
        check.field("productCode", &self.product_code);
        check.length("firstName", &self.first_name, None, Some(30));
        check.length("lastName", &self.last_name, None, Some(30));
    }
}

/// A change of a share.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ChangeShareRequest {
    /// Key of the share. At most 255 characters.
    pub share_code: ShareCode,
    /// What to do.
    pub change_type: ShareChangeType,
}

impl ChangeShareRequest {
    /// The required properties.
    pub fn new(share_code: impl Into<ShareCode>, change_type: impl Into<ShareChangeType>) -> Self {
        Self {
            share_code: share_code.into(),
            change_type: change_type.into(),
        }
    }
}

impl Check for ChangeShareRequest {
    fn check(&self, check: &mut Checker<'_>) {
        check.field("shareCode", &self.share_code);
        check.field("changeType", &self.change_type);
    }
}

/// What came of a change.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ShareResponse {
    /// How the share stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<ShareStatus>,
}

impl ShareResponse {
    /// Without any property.
    pub fn new() -> Self {
        Self::default()
    }
}

/// The rules by which a product may be shared.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListShareableSubscriptionRulesResponse {
    /// The rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_product_share_rules: Option<Vec<ShareRule>>,
}

impl ListShareableSubscriptionRulesResponse {
    /// Without any property.
    pub fn new() -> Self {
        Self::default()
    }
}

/// A rule by which a product may be shared.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ShareRule {
    /// Product code. At most 12 characters.
    pub product_code: ProductCode,
    /// Whom it may be shared with.
    pub share_type: RuleShareType,
    /// Most users it may be shared with, 0 to 32767.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_count: Option<i64>,
    /// Coupon code, B2B only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coupon_code_share_recipient: Option<CouponCode>,
    /// Coupon number, B2B only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coupon_number_share_recipient: Option<i64>,
    /// Whether creating a customer on acceptance is recommended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_create_connect_customer: Option<bool>,
    /// Whether the invitation must hold the customer's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_customer_name_required: Option<bool>,
    /// When set, collect this issuer's consents on acceptance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// When set, collect the consents of this group on acceptance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer_consent_group_id: Option<i64>,
}

impl ShareRule {
    /// The required properties.
    pub fn new(product_code: impl Into<ProductCode>, share_type: impl Into<RuleShareType>) -> Self {
        Self {
            product_code: product_code.into(),
            share_type: share_type.into(),
            share_count: None,
            coupon_code_share_recipient: None,
            coupon_number_share_recipient: None,
            is_create_connect_customer: None,
            is_customer_name_required: None,
            issuer: None,
            issuer_consent_group_id: None,
        }
    }
}
