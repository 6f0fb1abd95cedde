//! A list of subscriptions: its JSON, and the structs that one writes for it by hand.

use std::fmt::Write;

use serde::Deserialize;

/// The JSON of a list of `length` subscriptions.
pub fn json(length: usize) -> String {
    let mut text = String::from(r#"{"subscriptions":["#);
    for index in 0..length {
        let comma = if index == 0 { "" } else { "," };
        let start = 1_700_000_000_000_usize + index * 86_400_000;
        // Writing to a string succeeds.
        let _ = write!(
            text,
            r#"{comma}{{"product":"DAILY{index}","stopped":false,"startTime":{start},"endTime":{},"#,
            start + 31 * 86_400_000,
        );
        text.push_str(r#""paid":true,"sharable":true,"shareType":"USERS","salesPerson":null,"#);
        let _ = write!(
            text,
            r#""distributionLevel":"PAPER","productDeliveryPlanId":{index}}}"#
        );
    }
    text.push_str("]}");
    text
}

/// The list, as a plain struct.
#[derive(Debug, Deserialize)]
pub struct List {
    /// The subscriptions.
    pub subscriptions: Option<Vec<Subscription>>,
}

/// An item of the list, as a plain struct.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the description documents them")]
pub struct Subscription {
    pub product: Option<String>,
    pub stopped: Option<bool>,
    pub start_time: Option<i64>,
    pub end_time: Option<i64>,
    pub paid: Option<bool>,
    pub price_details: Option<Vec<serde_json::Value>>,
    pub sharable: Option<bool>,
    pub share_type: Option<ShareType>,
    pub sales_person: Option<String>,
    pub distribution_level: Option<String>,
    pub product_delivery_plan_id: Option<i64>,
}

/// How a subscription is shared, as a plain enum.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the description documents them")]
pub enum ShareType {
    Users,
    B2b,
}
