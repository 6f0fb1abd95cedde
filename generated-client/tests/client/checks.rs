//! Calls that break limits, or hold what can't be sent.

use generated_client::types::{
    CancelSharingRequest, SendSubscriptionShareInvitationRequest, StartSubscriptionRequest,
};
use generated_client::{CallOptions, Connect, Empty, ErrorKind, Json, Method, Text, Violation};

use super::server::{Server, answer};
use super::{service, user};

#[tokio::test]
async fn all_violations_are_told_at_once_and_nothing_is_sent() {
    let server = Server::json("{}");
    let body = StartSubscriptionRequest::new("ÆØÅÆØÅÆØÅÆØÅx", 0, 1, "WMDigi", 1)
        .company_code("ÆØÅÆØÅÆØÅÆØÅ")
        .customer_reference("x".repeat(38));
    let error = user(&server)
        .subscription()
        .start_subscription(body)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "startSubscription: not sent: `body.product` has 13 characters, more than 12; \
         `body.customerReference` has 38 characters, more than 37"
    );
    assert_eq!(error.kind(), ErrorKind::Invalid);
    let paths: Vec<&str> = error.violations().iter().map(Violation::path).collect();
    assert_eq!(paths, ["body.product", "body.customerReference"]);
    assert_eq!(error.attempts(), 0);
    assert!(!error.may_have_been_processed() && server.is_untouched());
}

#[tokio::test]
async fn parameters_are_checked_too() {
    let server = Server::json("{}");
    let call = user(&server)
        .sharing()
        .list_shareable_subscription_rules("A1234567890123");
    let error = call.await.unwrap_err();
    assert_eq!(error.violations()[0].path(), "productCode");
    assert!(server.is_untouched());
}

#[tokio::test]
async fn unchecked_calls_are_sent() {
    let ok = || answer("200 OK", "", "{}");
    let server = Server::answering([ok(), ok()]);
    let body = CancelSharingRequest::new().share_code("x".repeat(256));
    let call = user(&server).sharing().cancel_sharing(body);
    call.clone()
        .with(CallOptions::new().unchecked())
        .await
        .unwrap();
    assert!(server.request().contains(&"x".repeat(256)));
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Invalid);

    let connect = Connect::token_builder(server.url())
        .unchecked()
        .build()
        .unwrap();
    let body = CancelSharingRequest::new().share_code("y".repeat(256));
    connect
        .user_with_token("t")
        .sharing()
        .cancel_sharing(body)
        .await
        .unwrap();
    assert!(server.request().contains(&"y".repeat(256)));
}

#[tokio::test]
async fn path_parameters_never_change_the_path() {
    let server = Server::json("{}");
    for value in ["", ".", ".."] {
        let call = user(&server)
            .sharing()
            .list_shareable_subscription_rules(value);
        let call = call.with(CallOptions::new().unchecked());
        let error = call.await.unwrap_err();
        assert_eq!(error.violations()[0].path(), "productCode", "{value}");
        assert_eq!(error.violations().len(), 1);
    }
    let call = user(&server).request::<Empty>(Method::GET, "/v1/{a}{b}/x");
    let error = call.clone().await.unwrap_err();
    assert!(
        error.to_string().contains("`a` is required by the path"),
        "{error}"
    );
    let error = call
        .path("a", "x")
        .path("b", &[1, 2])
        .path("a", "..")
        .await
        .unwrap_err();
    assert_eq!(error.violations()[0].path(), "a");
    assert!(server.is_untouched());
}

#[tokio::test]
async fn requests_that_the_description_does_not_know() {
    let ok = answer("200 OK", "", r#"{"a": 1}"#);
    let server = Server::answering([ok.clone(), ok.clone(), ok]);
    let client = service(&server);
    let value = client
        .request::<Json<serde_json::Value>>(Method::PUT, "/v1/x/{code}?fixed=1")
        .path("code", "a b")
        .query("ids", &[1, 2])
        .query("none", &None::<i32>)
        .header("X-Trace", "7")
        .json(&["body"])
        .with(CallOptions::new().header("accept", "text/plain"))
        .await
        .unwrap();
    assert_eq!(value["a"], 1);
    assert_eq!(
        server.request(),
        "PUT /capi/v1/x/a%20b?fixed=1&ids=1&ids=2 HTTP/1.1\r\n\
         x-trace: 7\r\n\
         content-type: application/json\r\n\
         accept: text/plain\r\n\
         user-agent: test\r\n\
         authorization: Bearer service-token\r\n\
         host: HOST\r\n\
         content-length: 8\r\n\r\n\
         [\"body\"]"
    );
    let text = client
        .request::<Text>(Method::POST, "v1/x")
        .send()
        .await
        .unwrap();
    assert_eq!(text.body, r#"{"a": 1}"#);
    assert!(server.request().starts_with("POST /capi/v1/x HTTP/1.1\r\n"));

    let call = client
        .request::<Json<bool>>(Method::GET, "/v1/{id}")
        .path("id", &4711);
    let error = call.await.unwrap_err();
    let expected = "GET /v1/{id}: 200 OK, but the body is not as documented: expected a boolean";
    assert!(error.to_string().starts_with(expected), "{error}");
    assert!(!format!("{error} {error:?}").contains("4711"));
}

#[tokio::test]
async fn headers_that_can_t_be_sent_are_refused() {
    let server = Server::json("{}");
    for value in ["a\r\nb: c", "æ\n", " a", "a ", "\0"] {
        let call = user(&server)
            .request::<Empty>(Method::GET, "/x")
            .header("X-A", value);
        let error = call.await.unwrap_err();
        assert_eq!(error.violations()[0].path(), "X-A", "{value:?}");
        let options = CallOptions::new().header("X-A", value);
        let call = user(&server)
            .subscription()
            .list_subscriptions()
            .with(options);
        let error = call.await.unwrap_err();
        assert_eq!(error.violations()[0].path(), "X-A", "{value:?}");
    }
    assert!(server.is_untouched());
}

#[tokio::test]
async fn nothing_personal_is_shown_of_requests() {
    let server = Server::json("{}");
    let client = user(&server);
    let body = SendSubscriptionShareInvitationRequest::new("ola@example.com", "A", "CO1")
        .first_name("Ola");
    let shown = format!(
        "{body:?} {:?}",
        client
            .sharing()
            .send_subscription_share_invitation(body.clone())
    );
    assert!(!shown.contains("Ola") && !shown.contains("ola@"), "{shown}");
    assert!(
        shown.contains("sendSubscriptionShareInvitation") && shown.contains("/share/invitation")
    );
    let rules = client.sharing().list_shareable_subscription_rules("SECRET");
    let shown = format!("{client:?} {rules:?}");
    assert!(
        !shown.contains("SECRET") && !shown.contains("user-token"),
        "{shown}"
    );
}
