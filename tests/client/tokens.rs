//! Tokens: one request for all who need one, renewed in time.

use std::sync::Arc;
use std::time::Duration;

use generated_client::auth::{MemoryTokenStore, Token};
use generated_client::{Empty, ErrorKind, Method};

use crate::authority::{Server, Shared, call, oauth, own, stored, storm, user};
use crate::support::{Network, answer};

#[tokio::test(start_paused = true)]
async fn one_request_for_a_token_does_for_all_who_wait() {
    let server = Server::default();
    let network = server.network();
    let client = own(&network);
    assert!(storm(&client, 100).await.iter().all(Result::is_ok));
    assert_eq!(
        (network.count_to("/token"), network.count_to("/x")),
        (1, 100)
    );
}

#[tokio::test(start_paused = true)]
async fn an_expired_token_is_renewed_once_for_a_hundred_tasks() {
    let server = Server::default();
    let network = server.network();
    let client = own(&network);
    call(&client).await.unwrap();
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert!(storm(&client, 100).await.iter().all(Result::is_ok));
    assert_eq!(network.count_to("/token"), 2);
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_that_of_all_who_waited() {
    let server = Server::default();
    server.state().failures = vec![(500, "down")];
    let network = server.network();
    let client = own(&network);
    let outcomes = storm(&client, 100).await;
    for error in outcomes.into_iter().map(Result::unwrap_err) {
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Credential, 0));
        let text = "POST /v1/x: not sent: no token for `Client_Credentials` \
                    (oauth2.token: 500 Internal Server Error after 1 attempt)";
        assert_eq!(error.to_string(), text);
    }
    assert_eq!(network.count_to("/token"), 1);
    call(&client).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn the_winner_is_cancelled_and_the_next_one_has_its_token() {
    let server = Server::default();
    let network = server.network();
    let store = Arc::new(MemoryTokenStore::with(
        server
            .token("old", "refresh-0")
            .expires_at("2026-01-01T00:00:00Z".parse().unwrap()),
    ));
    let session = oauth(&network).session(Shared(store.clone()));
    let client = user(&network, &session);
    let winner = client.request::<Empty>(Method::POST, "/v1/x").into_future();
    let cancelled = tokio::time::timeout(Duration::from_millis(5), winner).await;
    assert!(cancelled.is_err());
    // The server has replaced the refresh token already: a second request with it would fail.
    call(&client).await.unwrap();
    assert_eq!((network.count_to("/token"), network.count_to("/x")), (1, 1));
    assert_eq!(
        stored(&*store).await,
        ("access-1".into(), "refresh-1".into())
    );
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_renewed_once_and_the_call_sent_again() {
    let server = Server::default();
    let network = server.network();
    let store = MemoryTokenStore::with(Token::new("revoked").refresh_token("refresh-0"));
    server.state().refresh = vec!["refresh-0".to_owned()];
    let session = oauth(&network).session(store);
    let client = user(&network, &session);
    let outcomes = storm(&client, 100).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(
        (network.count_to("/token"), network.count_to("/x")),
        (1, 200)
    );
    let request = client.request::<Empty>(Method::POST, "/v1/x");
    assert_eq!(request.send().await.unwrap().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_is_refused_although_it_is_new_is_not_tried_for_ever() {
    let network = Network::new(|request, _| {
        if request.url.path().ends_with("/token") {
            answer(200, &[], r#"{"access_token":"a"}"#)
        } else {
            answer(401, &[], r#"{"error":"invalid_token"}"#)
        }
    });
    let error = call(&own(&network)).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(401), 2));
    assert_eq!(network.count_to("/token"), 2);
    // A token from outside can't be renewed, and a refusal of something else is no reason to.
    let error = call(&network.client()).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
    let network = Network::new(|request, _| {
        if request.url.path().ends_with("/token") {
            answer(200, &[], r#"{"access_token":"a"}"#)
        } else {
            answer(401, &[], r#"{"error":"insufficient_scope"}"#)
        }
    });
    assert_eq!(call(&own(&network)).await.unwrap_err().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_good_token_survives_a_renewal_that_fails() {
    let server = Server::default();
    let network = server.network();
    let client = own(&network);
    call(&client).await.unwrap();
    // 300 s before it expires at most.
    tokio::time::sleep(Duration::from_secs(3580)).await;
    server.state().failures = vec![(500, ""), (500, "")];
    assert!(storm(&client, 50).await.iter().all(Result::is_ok));
    assert!(storm(&client, 50).await.iter().all(Result::is_ok));
    assert_eq!(network.count_to("/token"), 2, "one more, then a pause");
    tokio::time::sleep(Duration::from_secs(20)).await;
    assert_eq!(
        call(&client).await.unwrap_err().kind(),
        ErrorKind::Credential
    );
    call(&client).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_invalid_grant_asks_for_a_login() {
    let server = Server::default();
    let network = server.network();
    let token = Token::new("revoked").refresh_token("unknown");
    let session = oauth(&network).session(MemoryTokenStore::with(token));
    let error = call(&user(&network, &session)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LoginRequired);
    assert!(!error.is_retryable() && !error.may_have_been_processed());
    assert_eq!(network.count_to("/token"), 1);
    // So does having no token at all, without asking anyone.
    let session = oauth(&network).session(MemoryTokenStore::new());
    let error = call(&user(&network, &session)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::LoginRequired, 0)
    );
    let text = "POST /v1/x: login required: no token for `Authorization_Code`";
    assert!(error.to_string().starts_with(text), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_fleet_does_not_renew_its_tokens_all_at_once() {
    let networks: Vec<_> = (0..20).map(|_| Server::default().network()).collect();
    let clients: Vec<_> = networks.iter().map(|it| (it, own(it))).collect();
    for (_, client) in &clients {
        call(client).await.unwrap();
    }
    let mut renewed = vec![None; clients.len()];
    let begin = tokio::time::Instant::now();
    while begin.elapsed() < Duration::from_secs(3500) {
        tokio::time::sleep(Duration::from_secs(10)).await;
        for ((network, client), renewed) in clients.iter().zip(&mut renewed) {
            call(client).await.unwrap();
            if network.count_to("/token") > 1 {
                renewed.get_or_insert(begin.elapsed().as_secs());
            }
        }
    }
    let times: std::collections::BTreeSet<u64> = renewed.into_iter().flatten().collect();
    assert!(times.len() > 3, "{times:?}");
    assert!(
        times.iter().all(|time| (3300..3500).contains(time)),
        "{times:?}"
    );
}
