//! What becomes of answers, good and bad.

use std::error::Error as _;
use std::time::Duration;

use generated_client::operations::{
    ListSubscriptionsClientModeError, ListSubscriptionsError, StartSubscriptionError,
};
use generated_client::types::{ApiError, StartSubscriptionRequest};
use generated_client::{CallOptions, Connect, Error, ErrorKind};

use super::server::{Server, answer};
use super::{service, user};

fn order() -> StartSubscriptionRequest {
    StartSubscriptionRequest::new("CO27409", 1_560_336_440_000, 1, "WMDigi", 5223)
}

/// The error of `startSubscription`, answered with `answers`.
async fn refused(status: &str, headers: &str, body: &str) -> Error {
    let server = Server::answering([answer(status, headers, body)]);
    user(&server)
        .subscription()
        .start_subscription(order())
        .await
        .unwrap_err()
}

#[tokio::test]
async fn a_documented_refusal_is_named() {
    let body = r#"{"exceptionType": "BadRequestException", "errorMessage": "no Ola Nordmann"}"#;
    let error = refused("400 Bad Request", "x-ratelimit-remaining: 99\r\n", body).await;
    assert_eq!(
        error.to_string(),
        "startSubscription: 400 Bad Request (BadRequestException) after 1 attempt"
    );
    let Some(StartSubscriptionError::BadRequest(api)) = StartSubscriptionError::from(&error) else {
        panic!("{error:?}");
    };
    assert_eq!(api.error_message.as_deref(), Some("no Ola Nordmann"));
    assert!(ListSubscriptionsError::from(&error).is_none());
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!((error.status(), error.attempts()), (Some(400), 1));
    assert_eq!(error.headers().x_rate_limit_remaining(), Some(99));
    assert_eq!(error.operation(), Some("startSubscription"));
    assert_eq!(error.method().unwrap(), "POST");
    assert_eq!(error.path_template(), Some("/v1/subscription"));
    assert_eq!(error.text(), body);
    assert!(!error.is_retryable() && !error.may_have_been_processed());
    assert!(!format!("{error:?}").contains("Ola"));
}

#[tokio::test]
async fn a_refusal_keeps_its_status_whatever_its_body_is() {
    let page = "<html>Ola</html>";
    let error = refused("400 Bad Request", "content-type: text/html\r\n", page).await;
    assert!(StartSubscriptionError::from(&error).is_none());
    assert_eq!(
        error.to_string(),
        "startSubscription: 400 Bad Request after 1 attempt"
    );
    assert_eq!(&error.body()[..], page.as_bytes());
    assert_eq!(error.body_as::<ApiError>(), None);

    let server = Server::answering(["HTTP/1.1 503 No\r\ncontent-length: 100\r\n\r\nshort"]);
    let error = user(&server)
        .subscription()
        .list_subscriptions()
        .await
        .unwrap_err();
    assert_eq!(
        (error.status(), error.text().as_str()),
        (Some(503), "short")
    );
    assert!(error.is_retryable() && error.may_have_been_processed());
}

#[tokio::test]
async fn statuses_without_a_body_are_named_too() {
    let server = Server::answering([answer("404 Not Found", "", "")]);
    let error = service(&server)
        .subscription()
        .list_subscriptions_client_mode(1)
        .await
        .unwrap_err();
    assert!(matches!(
        ListSubscriptionsClientModeError::from(&error),
        Some(ListSubscriptionsClientModeError::NotFound)
    ));
    let error = refused("418 I'm a teapot", "", "").await;
    assert!(StartSubscriptionError::from(&error).is_none());
}

#[tokio::test]
async fn what_a_refusal_says_about_trying_again() {
    let error = refused("429 Too Many Requests", "retry-after: 7\r\n", "").await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert!(error.is_retryable() && !error.may_have_been_processed());

    let dates = "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n\
                 retry-after: Sun, 06 Nov 1994 08:50:07 GMT\r\n";
    let error = refused("503 Service Unavailable", dates, "").await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(30)));
    assert!(!error.is_retryable(), "a POST may have been processed");
    assert!(error.may_have_been_processed());
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let error = refused("302 Found", "location: http://127.0.0.1:9/\r\n", "").await;
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Status, Some(302))
    );
    assert_eq!(error.headers().get("location"), Some("http://127.0.0.1:9/"));
}

#[tokio::test]
async fn only_codes_of_bodies_are_shown() {
    let shown = [
        (
            r#"{"error": "invalid_grant", "error_description": "Ola"}"#,
            " (invalid_grant)",
        ),
        (r#"{"error": {"code": 404, "message": "Ola"}}"#, " (404)"),
        (
            r#"{"type": "https://example.com/probs/out-of-credit"}"#,
            " (out-of-credit)",
        ),
        (r#"{"exception": "no.firm.OutOfStock"}"#, " (OutOfStock)"),
        (r#"{"error": "Ola Nordmann owes 5"}"#, ""),
        (r#"{"code": "ola@example.com"}"#, ""),
        (r#"{"code": 4791234567}"#, ""),
        (r#"{"type": "about:blank"}"#, ""),
        (r#"["OutOfStock"]"#, ""),
    ];
    for (body, code) in shown {
        let error = refused("409 Conflict", "", body).await;
        let expected = format!("startSubscription: 409 Conflict{code} after 1 attempt");
        assert_eq!(error.to_string(), expected, "{body}");
    }
}

#[tokio::test]
async fn decode_errors_say_the_place_and_not_the_value() {
    let told = [
        (
            r#"{"subscriptions": [{"product": "A"}, {"paid": "Ola, expected Kari"}]}"#,
            "the body is not as documented: `subscriptions[1].paid`: expected a boolean",
        ),
        (
            r#"{"subscriptions": 5}"#,
            "the body is not as documented: `subscriptions`: expected a sequence",
        ),
        ("", "the body is empty"),
        (
            "<a>Ola</a>",
            "the body is not JSON: expected value at line 1 column 1",
        ),
        (
            "{}{}",
            "the body is not JSON: trailing characters at line 1 column 3",
        ),
    ];
    for (body, message) in told {
        let server = Server::json(body);
        let error = user(&server)
            .subscription()
            .list_subscriptions()
            .await
            .unwrap_err();
        let text = error.to_string();
        let expected = format!("listSubscriptions: 200 OK, but {message}");
        assert!(text.starts_with(&expected), "{text}");
        assert!(!text.contains("Ola"), "{text}");
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Decode, Some(200))
        );
        assert_eq!(error.text(), body);
        assert!(error.may_have_been_processed());
        assert!(ListSubscriptionsError::from(&error).is_none());
    }
}

#[tokio::test]
async fn a_decode_error_names_the_media_type_that_came() {
    let server = Server::answering([answer("200 OK", "content-type: text/html; x=y\r\n", "<a>")]);
    let error = user(&server)
        .subscription()
        .list_subscriptions()
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("(it came as `text/html`)"),
        "{error}"
    );
}

#[tokio::test]
async fn a_byte_order_mark_is_ignored() {
    let server = Server::json("\u{feff}{}");
    user(&server)
        .subscription()
        .list_subscriptions()
        .await
        .unwrap();
}

#[tokio::test]
async fn no_connection_is_told_with_its_cause() {
    let address = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    let connect = Connect::token_builder(format!("http://{address}"))
        .build()
        .unwrap();
    let client = connect.client_mode_with_token("t");
    let call = client.subscription().list_subscriptions_client_mode(4711);
    let error = call.await.unwrap_err();
    assert!(error.is_connect() && error.is_retryable() && !error.may_have_been_processed());
    let text = error.to_string();
    assert!(
        text.starts_with("listSubscriptionsClientMode: no connection (Connection"),
        "{text}"
    );
    let mut cause = error.source();
    while let Some(error) = cause {
        assert!(!error.to_string().contains("4711"), "{error}");
        cause = error.source();
    }
    assert!(!format!("{error:?}").contains("4711"));
}

#[tokio::test]
async fn a_lost_connection_may_have_done_its_work() {
    let server = Server::answering([""]);
    let error = user(&server)
        .subscription()
        .start_subscription(order())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Lost);
    assert!(error.may_have_been_processed() && !error.is_retryable());

    let server = Server::answering(["HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"]);
    let error = user(&server)
        .subscription()
        .list_subscriptions()
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Lost, Some(200)));
    assert!(error.is_retryable(), "a GET is idempotent");
}

#[tokio::test]
async fn a_call_ends_in_time() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = Connect::token_builder(url)
        .build()
        .unwrap()
        .user_with_token("t");
    let error = client
        .subscription()
        .start_subscription(order())
        .with(CallOptions::new().timeout(Duration::from_millis(20)))
        .await
        .unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_processed() && !error.is_retryable());
    let text = error.to_string();
    assert_eq!(
        text,
        "startSubscription: no answer within 20ms after 1 attempt"
    );
    assert!(error.elapsed() >= Duration::from_millis(20));
}

#[tokio::test]
async fn an_error_is_one_pointer_wide_and_can_travel() {
    fn travels<T: Send + Sync + 'static>() {}
    travels::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}
