//! Credentials: which are sent, and where they are not.

use generated_client::auth::{BoxError, BoxFuture, SecretString, TokenSource};
use generated_client::{ClientModeClient, Connect, Empty, ErrorKind, Method, UserClient};

use super::server::Server;

#[tokio::test]
async fn a_missing_credential_is_told_before_anything_is_sent() {
    let server = Server::json("{}");
    let client = UserClient::builder(server.url()).build().unwrap();
    let error = client
        .subscription()
        .list_subscriptions()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert_eq!(
        error.to_string(),
        "listSubscriptions: not sent: the client has no credential for `Authorization_Code`"
    );
    assert!(server.is_untouched());
}

#[tokio::test]
async fn a_credential_of_another_scheme_is_not_sent() {
    struct Never;
    impl TokenSource for Never {
        fn token(&self) -> BoxFuture<'_, Result<SecretString, BoxError>> {
            Box::pin(async { panic!("asked") })
        }
    }
    let server = Server::json("{}");
    let client = ClientModeClient::builder(server.url());
    let client = client
        .credential(&generated_client::auth::AUTHORIZATION_CODE, Never)
        .build()
        .unwrap();
    let call = client.subscription().list_subscriptions_client_mode(1);
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Credential);
    assert!(server.is_untouched());
}

#[tokio::test]
async fn a_token_is_asked_for_and_its_failure_told() {
    struct Failing;
    impl TokenSource for Failing {
        fn token(&self) -> BoxFuture<'_, Result<SecretString, BoxError>> {
            Box::pin(async { Err("the safe is closed".into()) })
        }
    }
    let server = Server::json("{}");
    let client = UserClient::builder(server.url())
        .token_source(Failing)
        .build()
        .unwrap();
    let error = client
        .subscription()
        .list_subscriptions()
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "listSubscriptions: not sent: no token for `Authorization_Code` (the safe is closed)"
    );
    assert!(server.is_untouched());
}

#[tokio::test]
async fn tokens_that_no_header_can_hold_are_refused() {
    let server = Server::json("{}");
    for token in ["", "a\nb", "æ"] {
        let client = UserClient::builder(server.url())
            .token(token)
            .build()
            .unwrap();
        let error = client
            .subscription()
            .list_subscriptions()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credential, "{token:?}");
    }
    assert!(server.is_untouched());
}

#[tokio::test]
async fn tokens_are_not_sent_over_plain_http() {
    let connect = Connect::token_builder("http://192.0.2.1/capi")
        .build()
        .unwrap();
    let client = connect.user_with_token("t");
    let error = client
        .subscription()
        .list_subscriptions()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(error.to_string().contains("`allow_plain_http`"), "{error}");
    let call = client.request::<Empty>(Method::GET, "/v1/x");
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Credential);
}
