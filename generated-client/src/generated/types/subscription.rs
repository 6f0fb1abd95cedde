//! Types of the tag `Subscription`.

use serde::{Deserialize, Serialize};

use super::{CompanyCode, CouponCode, Name, ProductCode, ShareCode, ShareStatus};
use crate::runtime::{Check, Checker, EpochMillis, Patch, UnknownValue};
use crate::runtime::{integer_newtype, lenient, string_enum};

/// Number of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(transparent)]
pub struct CustomerNumber(pub i64);

integer_newtype!(CustomerNumber, i64);

impl Check for CustomerNumber {}

/// Which subscriptions a list holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SubscriptionSourceFetchMode {
    /// Without those received through B2B.
    Ordinary,
    /// Only those received through B2B.
    B2B,
    /// Both.
    All,
    /// A value that this version of the description does not know.
    Unknown(UnknownValue),
}

impl SubscriptionSourceFetchMode {
    /// The value as it is sent.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Ordinary => "ORDINARY",
            Self::B2B => "B2B",
            Self::All => "ALL",
            Self::Unknown(value) => value.as_str(),
        }
    }
}

impl From<&str> for SubscriptionSourceFetchMode {
    fn from(value: &str) -> Self {
        match value {
            "ORDINARY" => Self::Ordinary,
            "B2B" => Self::B2B,
            "ALL" => Self::All,
            _ => Self::Unknown(UnknownValue::new(value)),
        }
    }
}

string_enum!(SubscriptionSourceFetchMode);

/// How a subscription is shared.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ShareType {
    /// With users.
    Users,
    /// With domains or ranges of IP addresses.
    Nets,
    /// By a company with its people.
    B2B,
    /// A value that this version of the description does not know.
    Unknown(UnknownValue),
}

impl ShareType {
    /// The value as it is sent.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Users => "USERS",
            Self::Nets => "NETS",
            Self::B2B => "B2B",
            Self::Unknown(value) => value.as_str(),
        }
    }
}

impl From<&str> for ShareType {
    fn from(value: &str) -> Self {
        match value {
            "USERS" => Self::Users,
            "NETS" => Self::Nets,
            "B2B" => Self::B2B,
            _ => Self::Unknown(UnknownValue::new(value)),
        }
    }
}

string_enum!(ShareType);

/// The shared subscriptions of a user.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListSharedSubscriptionsResponse {
    /// The subscriptions; none when there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_subscriptions: Option<Vec<SharedSubscription>>,
}

impl ListSharedSubscriptionsResponse {
    /// Without any property.
    pub fn new() -> Self {
        Self::default()
    }
}

/// A subscription that someone shares.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SharedSubscription {
    /// Product code. At most 12 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_code: Option<ProductCode>,
    /// Whether it is stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped: Option<bool>,
    /// Start of the period, in epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<EpochMillis>,
    /// End of the period, in epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<EpochMillis>,
    /// Whether the period is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid: Option<bool>,
    /// Customer number of the owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_number: Option<CustomerNumber>,
    /// Name of the owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_name: Option<Name>,
    /// Key of the share. At most 255 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_code: Option<ShareCode>,
    /// Kind of sharing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_type: Option<ShareType>,
    /// How the share stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_status: Option<ShareStatus>,
    /// Start of the share, in epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_start_time: Option<EpochMillis>,
    /// End of the share, in epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_end_time: Option<EpochMillis>,
}

impl SharedSubscription {
    /// Without any property.
    pub fn new() -> Self {
        Self::default()
    }
}

/// The subscriptions of a customer.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListSubscriptionsResponse {
    /// The subscriptions; none when there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscriptions: Option<Vec<SubscriptionItem>>,
}

impl ListSubscriptionsResponse {
    /// Without any property.
    pub fn new() -> Self {
        Self::default()
    }
}

/// A product that a customer subscribes to.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionItem {
    /// Product code. At most 12 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductCode>,
    /// Whether it is stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped: Option<bool>,
    /// Start of the current period, in epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<EpochMillis>,
    /// End of the last paid day, in epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<EpochMillis>,
    /// Whether the period is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid: Option<bool>,
    /// Prices; what they hold is not published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_details: Option<Vec<serde_json::Value>>,
    /// Whether it can be shared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sharable: Option<bool>,
    /// How it can be shared.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub share_type: Patch<ShareType>,
    /// Id of the sales person.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub sales_person: Patch<String>,
    /// What is distributed; mainly of those received through B2B.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub distribution_level: Patch<String>,
    /// Delivery plan.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub product_delivery_plan_id: Patch<i64>,
}

impl SubscriptionItem {
    /// Without any property.
    pub fn new() -> Self {
        Self::default()
    }
}

/// A subscription to start.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StartSubscriptionRequest {
    /// Company code of the product. At most 12 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_code: Option<CompanyCode>,
    /// Product code. At most 12 characters.
    pub product: ProductCode,
    /// When it starts, in epoch milliseconds.
    pub start_time: EpochMillis,
    /// When it ends, in epoch milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<EpochMillis>,
    /// Number of copies, usually 1.
    #[serde(deserialize_with = "lenient::read")]
    pub copies: i64,
    /// Coupon used. At most 12 characters.
    pub coupon_code: CouponCode,
    /// Number of the coupon used.
    pub coupon_number: i64,
    /// The customer's own reference. At most 37 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_reference: Option<String>,
}

impl StartSubscriptionRequest {
    /// The required properties; the others are set by the methods below.
    pub fn new(
        product: impl Into<ProductCode>,
        start_time: impl Into<EpochMillis>,
        copies: i64,
        coupon_code: impl Into<CouponCode>,
        coupon_number: i64,
    ) -> Self {
        Self {
            company_code: None,
            product: product.into(),
            start_time: start_time.into(),
            end_time: None,
            copies,
            coupon_code: coupon_code.into(),
            coupon_number,
            customer_reference: None,
        }
    }

    /// Sets `companyCode`: company code of the product. At most 12 characters.
    pub fn company_code(mut self, value: impl Into<CompanyCode>) -> Self {
        self.company_code = Some(value.into());
        self
    }

    /// Sets `endTime`: when it ends, in epoch milliseconds.
    pub fn end_time(mut self, value: impl Into<EpochMillis>) -> Self {
        self.end_time = Some(value.into());
        self
    }

    /// Sets `customerReference`: the customer's own reference. At most 37 characters.
    pub fn customer_reference(mut self, value: impl Into<String>) -> Self {
        self.customer_reference = Some(value.into());
        self
    }
}

impl Check for StartSubscriptionRequest {
    fn check(&self, check: &mut Checker<'_>) {
        check.field("companyCode", &self.company_code);
        check.field("product", &self.product);
        check.field("startTime", &self.start_time);
        check.field("endTime", &self.end_time);
        check.field("couponCode", &self.coupon_code);
        check.length(
            "customerReference",
            &self.customer_reference,
            None,
            Some(37),
        );
    }
}

/// What came of starting a subscription.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StartSubscriptionResponse {
    /// The outcome: `OK`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

impl StartSubscriptionResponse {
    /// Without any property.
    pub fn new() -> Self {
        Self::default()
    }
}
