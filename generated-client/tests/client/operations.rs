//! All operations, byte for byte.

use generated_client::types::{
    ChangeShareRequest, ContactType, RuleShareType, SendShareInvitationRequest, ShareChangeType,
    ShareStatus, ShareType, StartSubscriptionRequest, SubscriptionSourceFetchMode,
};
use generated_client::{EpochMillis, Patch};

use super::server::Server;
use super::{service, user};

#[tokio::test]
async fn list_shared_subscriptions() {
    let server = Server::json(
        r#"{"sharedSubscriptions": [{
            "productCode": "CO27409", "stopped": false, "startTime": 1651010400000,
            "endTime": 1651010400000, "paid": false, "customerNumber": 22067744,
            "customerName": {"firstName": "Ola", "lastName": "Nordmann"},
            "shareCode": "123AFDG", "shareType": "USERS", "shareStatus": "SHARING_ENDED",
            "shareStartTime": 1659022300643, "shareEndTime": 1669022300643, "new": [1]
        }]}"#,
    );
    let reply = user(&server)
        .subscription()
        .list_shared_subscriptions()
        .send()
        .await
        .unwrap();
    assert_eq!(
        server.request(),
        "GET /capi/v1/subscription/shared HTTP/1.1\r\n\
         accept: application/json\r\n\
         user-agent: test\r\n\
         authorization: Bearer user-token\r\n\
         host: HOST\r\n\r\n"
    );
    assert_eq!((reply.status(), reply.attempts()), (200, 1));
    let shared = &reply.into_body().shared_subscriptions.unwrap()[0];
    assert_eq!(shared.share_status, Some(ShareStatus::SharingEnded));
    assert_eq!(shared.share_type, Some(ShareType::Users));
    assert_eq!(
        shared.share_start_time,
        Some(EpochMillis(1_659_022_300_643))
    );
    let shown = format!("{:?}", shared.customer_name);
    assert!(
        !shown.contains("Ola") && shown.contains("[redacted]"),
        "{shown}"
    );
}

#[tokio::test]
async fn list_subscriptions() {
    let server = Server::json(
        r#"{"subscriptions": [{"product": "A", "shareType": null, "salesPerson": "x"}]}"#,
    );
    let list = user(&server)
        .subscription()
        .list_subscriptions()
        .subscription_source_fetch_mode("ORDINARY")
        .subscription_source_fetch_mode("a&b æ")
        .await
        .unwrap();
    assert_eq!(
        server.request(),
        "GET /capi/v1/subscription?subscriptionSourceFetchMode=a%26b%20%C3%A6 HTTP/1.1\r\n\
         accept: application/json\r\n\
         user-agent: test\r\n\
         authorization: Bearer user-token\r\n\
         host: HOST\r\n\r\n"
    );
    let item = &list.subscriptions.unwrap()[0];
    assert_eq!(item.share_type, Patch::Null);
    assert_eq!(item.sales_person, Patch::Value("x".to_owned()));
    assert_eq!(item.distribution_level, Patch::Absent);
}

#[tokio::test]
async fn start_subscription() {
    let server = Server::json(r#"{"status": "OK"}"#);
    let body = StartSubscriptionRequest::new("CO27409", 1_560_336_440_000, 1, "WMDigi", 5223)
        .company_code("468979834")
        .end_time(1_591_958_840_000)
        .customer_reference("cvxgds");
    let done = user(&server)
        .subscription()
        .start_subscription(body)
        .await
        .unwrap();
    assert_eq!(
        server.request(),
        "POST /capi/v1/subscription HTTP/1.1\r\n\
         content-type: application/json\r\n\
         accept: application/json\r\n\
         user-agent: test\r\n\
         authorization: Bearer user-token\r\n\
         host: HOST\r\n\
         content-length: 179\r\n\r\n\
         {\"companyCode\":\"468979834\",\"product\":\"CO27409\",\"startTime\":1560336440000,\
         \"endTime\":1591958840000,\"copies\":1,\"couponCode\":\"WMDigi\",\"couponNumber\":5223,\
         \"customerReference\":\"cvxgds\"}"
    );
    assert_eq!(done.status.as_deref(), Some("OK"));
}

#[tokio::test]
async fn list_subscriptions_client_mode() {
    let server = Server::json("{}");
    let list = service(&server)
        .subscription()
        .list_subscriptions_client_mode(22_067_744)
        .subscription_source_fetch_mode(SubscriptionSourceFetchMode::All)
        .await
        .unwrap();
    assert_eq!(
        server.request(),
        "GET /capi/v1/client/subscription/22067744?subscriptionSourceFetchMode=ALL HTTP/1.1\r\n\
         accept: application/json\r\n\
         user-agent: test\r\n\
         authorization: Bearer service-token\r\n\
         host: HOST\r\n\r\n"
    );
    assert_eq!(list.subscriptions, None);
}

#[tokio::test]
async fn send_share_invitation() {
    let server = Server::json(r#"{"status": "SHARE_OK"}"#);
    let contact = "kari.nordmann@gmail.com";
    let body = SendShareInvitationRequest::new(contact, ContactType::Email, "CO27409");
    let done = user(&server)
        .sharing()
        .send_share_invitation(body)
        .await
        .unwrap();
    assert_eq!(
        server.request(),
        "POST /capi/v1/subscription/share/invitation HTTP/1.1\r\n\
         content-type: application/json\r\n\
         accept: application/json\r\n\
         user-agent: test\r\n\
         authorization: Bearer user-token\r\n\
         host: HOST\r\n\
         content-length: 79\r\n\r\n\
         {\"contact\":\"kari.nordmann@gmail.com\",\"contactType\":\"A\",\"productCode\":\"CO27409\"}"
    );
    assert_eq!(done.status, Some(ShareStatus::ShareOk));
}

#[tokio::test]
async fn decline_share_client_mode() {
    let server = Server::json(r#"{"status": "5"}"#);
    let body = ChangeShareRequest::new("32479VSA", ShareChangeType::Decline);
    let done = service(&server)
        .sharing()
        .decline_share_client_mode(body)
        .await
        .unwrap();
    assert_eq!(
        server.request(),
        "PATCH /capi/v1/client/subscription/share/invitation HTTP/1.1\r\n\
         content-type: application/json\r\n\
         accept: application/json\r\n\
         user-agent: test\r\n\
         authorization: Bearer service-token\r\n\
         host: HOST\r\n\
         content-length: 47\r\n\r\n\
         {\"shareCode\":\"32479VSA\",\"changeType\":\"DECLINE\"}"
    );
    assert_eq!(done.status.unwrap().as_str(), "5");
}

#[tokio::test]
async fn list_shareable_subscription_rules() {
    let server = Server::json(
        r#"{"customerProductShareRules":
            [{"productCode": "NAT", "shareType": "A", "shareCount": 3}]}"#,
    );
    let rules = user(&server)
        .sharing()
        .list_shareable_subscription_rules("N/A ?#%..")
        .await
        .unwrap();
    assert_eq!(
        server.request(),
        "GET /capi/v1/customer/product/share/rule/N%2FA%20%3F%23%25.. HTTP/1.1\r\n\
         accept: application/json\r\n\
         user-agent: test\r\n\
         authorization: Bearer user-token\r\n\
         host: HOST\r\n\r\n"
    );
    let rule = &rules.customer_product_share_rules.unwrap()[0];
    assert_eq!(rule.share_type, RuleShareType::Users);
    assert_eq!(rule.share_count, Some(3));
}

#[tokio::test]
async fn cancel_sharing() {
    let server = Server::json(r#"{"status": "SHARING_ENDED"}"#);
    let body = ChangeShareRequest::new("123AFDG", "CANCEL");
    let done = user(&server).sharing().cancel_sharing(body).await.unwrap();
    assert_eq!(
        server.request(),
        "PATCH /capi/v1/subscription/share HTTP/1.1\r\n\
         content-type: application/json\r\n\
         accept: application/json\r\n\
         user-agent: test\r\n\
         authorization: Bearer user-token\r\n\
         host: HOST\r\n\
         content-length: 45\r\n\r\n\
         {\"shareCode\":\"123AFDG\",\"changeType\":\"CANCEL\"}"
    );
    assert_eq!(done.status, Some(ShareStatus::SharingEnded));
}
