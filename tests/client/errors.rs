//! What an error keeps of every answer that is no success, and what it shows of it.

use generated_client::{Connect, ErrorKind, RetryPolicy, http, types};

use crate::support::{Network, answer};

const STATUSES: [u16; 9] = [400, 401, 403, 404, 409, 429, 500, 502, 503];

/// Bodies, with the content type they come with and the code that is shown of them.
fn bodies() -> Vec<(&'static str, &'static str, String, Option<&'static str>)> {
    let documented =
        r#"{"exceptionType":"ValidationException","errorMessage":"Ola Nordmann, ola@example.com"}"#;
    let oauth = r#"{"error":"invalid_request","error_description":"Ola Nordmann"}"#;
    let large = format!(
        r#"{{"error":"big","text":"{}"}}"#,
        "Nordmann".repeat(1_250_000)
    );
    vec![
        (
            "documented",
            "application/json",
            documented.to_owned(),
            Some("ValidationException"),
        ),
        (
            "oauth",
            "application/json;charset=UTF-8",
            oauth.to_owned(),
            Some("invalid_request"),
        ),
        (
            "other",
            "application/json",
            r#"{"message":"Ola Nordmann"}"#.to_owned(),
            None,
        ),
        (
            "list",
            "application/json",
            r#"["Ola Nordmann"]"#.to_owned(),
            None,
        ),
        (
            "xml",
            "application/xml",
            "<error>Ola Nordmann</error>".to_owned(),
            None,
        ),
        (
            "html",
            "text/html",
            "<html>Ola Nordmann</html>".to_owned(),
            None,
        ),
        ("empty", "application/json", String::new(), None),
        (
            "truncated",
            "application/json",
            documented[..60].to_owned(),
            None,
        ),
        (
            "wrong type",
            "text/html",
            documented.to_owned(),
            Some("ValidationException"),
        ),
        ("large", "application/json", large, None),
    ]
}

#[tokio::test(start_paused = true)]
async fn nothing_of_an_answer_is_lost_and_nothing_personal_shown() {
    for status in STATUSES {
        for (name, media_type, body, code) in bodies() {
            let sent = body.clone();
            let network = Network::new(move |_, _| {
                answer(
                    status,
                    &[("content-type", media_type), ("x-request-id", "r-1")],
                    &sent,
                )
            });
            let connect = Connect::token_builder("https://api.example.com/capi")
                .retry(RetryPolicy::never())
                .transport(network.clone())
                .build()
                .unwrap();
            let order = connect.user_with_token("a-token").order();
            let error = order
                .register_order(types::RegisterOrderRequest::new())
                .await
                .unwrap_err();

            let case = format!("{status} {name}");
            assert_eq!(
                (error.kind(), error.status()),
                (ErrorKind::Status, Some(status)),
                "{case}"
            );
            assert_eq!(
                (error.operation(), error.attempts()),
                (Some("registerOrder"), 1),
                "{case}"
            );
            assert_eq!(error.headers().get("x-request-id"), Some("r-1"), "{case}");
            assert_eq!(error.body(), body.as_bytes(), "{case}");
            assert_eq!(error.may_have_been_processed(), status >= 500, "{case}");
            assert_eq!(error.is_retryable(), status == 429, "{case}");
            let reason = http::StatusCode::from_u16(status).unwrap();
            let reason = reason.canonical_reason().unwrap();
            let code = code.map(|code| format!(" ({code})")).unwrap_or_default();
            let text = format!("registerOrder: {status} {reason}{code} after 1 attempt");
            assert_eq!(error.to_string(), text, "{case}");
            assert!(!format!("{error:?}").contains("Nordmann"), "{case}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn decode_errors_say_the_place() {
    let body = r#"{"subscriptions":[{"subscriptionId":1},{"endTime":"Ola Nordmann"}]}"#;
    let network = Network::new(move |_, _| answer(200, &[], body));
    let client = network.client();
    let request = client.subscription().list_subscriptions_client_mode(1);
    let error = request.await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Decode, Some(200))
    );
    assert_eq!(error.body(), body.as_bytes());
    let text = error.to_string();
    assert!(
        text.contains("subscriptions[1].endTime") && !text.contains("Ola"),
        "{text}"
    );
}

#[tokio::test(start_paused = true)]
async fn json_is_asked_for_by_every_operation() {
    let network = Network::new(|_, _| answer(200, &[], "{}"));
    let connect = Connect::token_builder("https://api.example.com/capi");
    let connect = connect.transport(network.clone()).build().unwrap();
    let (user, service) = (
        connect.user_with_token("t"),
        connect.client_mode_with_token("t"),
    );
    drop(user.subscription().list_subscriptions().await);
    drop(
        service
            .subscription()
            .list_subscriptions_client_mode(1)
            .await,
    );
    for (_, request) in network.sent().iter() {
        assert_eq!(request.headers["accept"], "application/json");
    }
}
