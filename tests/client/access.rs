//! Checks of access to several products: who is named, and how often is asked.

use generated_client::types::{CheckAccessClientModeRequest, CheckAccessRequest};
use generated_client::{Connect, Method};
use serde_json::{Value, json};

use crate::support::{Network, answer};

/// Access to the product `B` alone, and a profile.
fn network(profile: Value) -> Network {
    Network::new(move |request, _| {
        if request.method == Method::GET {
            return answer(200, &[], &profile.to_string());
        }
        let may_read = body(request)["product"] == "B";
        answer(200, &[], &json!({ "access": may_read }).to_string())
    })
}

fn body(request: &generated_client::transport::HttpRequest) -> Value {
    let body = request.body.as_ref().and_then(|body| body.as_bytes());
    serde_json::from_slice(body.map_or(&[], |bytes| bytes)).unwrap()
}

fn connect(network: &Network) -> Connect {
    let connect = Connect::token_builder("https://api.example.com/capi");
    connect.transport(network.clone()).build().unwrap()
}

/// What the checks of access sent.
fn checks(network: &Network) -> Vec<Value> {
    let sent = network.sent();
    let checks = sent.iter().map(|(_, request)| request);
    checks
        .filter(|request| request.url.path().ends_with("/access"))
        .map(body)
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_user_is_named_by_the_profile() {
    let cases = [
        (
            json!({ "uniqueId": "u", "loginCredential": { "credential": "c" } }),
            json!({ "uniqueId": "u" }),
        ),
        (
            json!({ "loginCredential": { "credential": "c" } }),
            json!({ "credential": "c" }),
        ),
    ];
    for (profile, named) in cases {
        let network = network(profile);
        let user = connect(&network).user_with_token("t");
        assert!(user.has_access_to_any(["A", "B", "C"]).await.unwrap());
        let expected: Vec<Value> = ["A", "B"]
            .map(|product| {
                let mut check = named.clone();
                check["product"] = json!(product);
                check
            })
            .into();
        assert_eq!(checks(&network), expected);
        assert_eq!(network.count(), 3, "one for the profile");
        assert!(!user.has_access_to_any(["A"]).await.unwrap());
    }
}

#[tokio::test(start_paused = true)]
async fn who_is_known_is_not_asked_for() {
    let network = network(Value::Null);
    let connect = connect(&network);
    let (user, service) = (
        connect.user_with_token("t"),
        connect.client_mode_with_token("t"),
    );
    let who = CheckAccessRequest::new().ip("192.0.2.1");
    assert!(user.has_access_to_any_as(who, ["B"]).await.unwrap());
    let who = CheckAccessClientModeRequest::new().credential("c");
    assert!(service.has_access_to_any(who, ["B"]).await.unwrap());
    let expected = [
        json!({ "ip": "192.0.2.1", "product": "B" }),
        json!({ "credential": "c", "product": "B" }),
    ];
    assert_eq!(checks(&network), expected);
    assert!(!user.has_access_to_any(Vec::<String>::new()).await.unwrap());
    assert_eq!(network.count(), 2);
}
