//! Settings of clients.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use generated_client::http::StatusCode;
use generated_client::transport::{
    BoxFuture, HttpRequest, HttpResponse, Transport, TransportError,
};
use generated_client::{Connect, ErrorKind, Server, UserClient};

/// Answers without a network and keeps the URLs.
#[derive(Clone, Default)]
struct Fake(Arc<Mutex<Vec<String>>>);

impl Transport for Fake {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let url = format!("{} {}", request.method, request.url);
        self.0.lock().unwrap().push(url);
        Box::pin(async { Ok(HttpResponse::new(StatusCode::OK, "{}")) })
    }
}

#[tokio::test]
async fn servers_have_their_urls() {
    let servers = [
        (
            Server::Norway,
            "https://api.mediaconnect.no/capi/v1/subscription",
        ),
        (
            Server::Sweden,
            "https://api.mediaconnect.no/capi/v1/subscription",
        ),
        (
            Server::Test,
            "https://api-test.mediaconnect.no/capi/v1/subscription",
        ),
        (
            "https://example.com/".into(),
            "https://example.com/v1/subscription",
        ),
        (
            "https://example.com/a/b//".into(),
            "https://example.com/a/b/v1/subscription",
        ),
        (
            Server::custom("https://example.com/api", "https://login.example.com"),
            "https://example.com/api/v1/subscription",
        ),
    ];
    for (server, url) in servers {
        let fake = Fake::default();
        let connect = Connect::token_builder(server)
            .transport(fake.clone())
            .build()
            .unwrap();
        let client = connect.user_with_token("t");
        client.subscription().list_subscriptions().await.unwrap();
        assert_eq!(*fake.0.lock().unwrap(), [format!("GET {url}")]);
    }
}

#[test]
fn servers_have_their_login_servers() {
    let servers = [
        (Server::Norway, Some("https://connectid.no/user")),
        (Server::Sweden, Some("https://connectid.se/user")),
        (Server::Test, Some("https://api-test.mediaconnect.no/login")),
        (
            Server::custom("https://api.example.com", "https://login.example.com"),
            Some("https://login.example.com"),
        ),
        ("https://api.example.com".into(), None),
    ];
    for (server, login_url) in servers {
        assert_eq!(server.login_url(), login_url);
    }
}

#[tokio::test]
async fn plain_http_can_be_allowed() {
    let fake = Fake::default();
    let connect = Connect::token_builder("http://example.com")
        .allow_plain_http()
        .transport(fake.clone())
        .build()
        .unwrap();
    let client = connect.user_with_token("t");
    client.subscription().list_subscriptions().await.unwrap();
    assert_eq!(fake.0.lock().unwrap().len(), 1);
}

#[test]
fn what_can_t_be_built_says_why() {
    let refused = [
        ("/capi", "no absolute URL"),
        ("ftp://example.com", "neither `https` nor `http`"),
        ("https://user:secret@example.com", "user name"),
        ("https://example.com/?a=b", "query"),
    ];
    for (url, reason) in refused {
        let error = Connect::token_builder(url).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let text = error.to_string();
        assert!(text.contains(reason) && !text.contains("secret"), "{text}");
    }
    let error = Connect::token_builder(Server::Test)
        .user_agent("a\nb")
        .build()
        .unwrap_err();
    assert!(error.to_string().contains("user-agent"), "{error}");
    let other = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for pem in ["none", other] {
        let error = Connect::token_builder(Server::Test)
            .root_certificate(pem)
            .build()
            .unwrap_err();
        assert!(error.to_string().contains("PEM"), "{error}");
    }
}

#[tokio::test]
async fn large_answers_are_not_read() {
    struct Large;
    impl Transport for Large {
        fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
            Box::pin(async { Ok(HttpResponse::new(StatusCode::OK, vec![b' '; 1025])) })
        }
    }
    let client = UserClient::builder(Server::Test)
        .token("t")
        .transport(Large);
    let client = client.response_limit(1024).build().unwrap();
    let error = client
        .subscription()
        .list_subscriptions()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    let text = error.to_string();
    let expected =
        "listSubscriptions: 200 OK, but the body has more than 1024 bytes after 1 attempt";
    assert_eq!(text, expected);
}

#[tokio::test]
async fn the_default_user_agent_is_this_crate() {
    let server = crate::server::Server::json("{}");
    let connect = Connect::token_builder(server.url())
        .timeout(Duration::from_secs(9))
        .build()
        .unwrap();
    let client = connect.user_with_token("t");
    client.subscription().list_subscriptions().await.unwrap();
    let own = format!(
        "user-agent: generated-client/{}\r\n",
        env!("CARGO_PKG_VERSION")
    );
    assert!(server.request().contains(&own));
}

#[test]
fn clients_and_requests_can_travel() {
    fn travels<T: Clone + Send + Sync + 'static>(_: &T) {}
    fn sends<T: Send + 'static>(_: &T) {}
    let connect = Connect::token_builder(Server::Test)
        .transport(Fake::default())
        .build()
        .unwrap();
    let client = connect.user_with_token("t");
    travels(&connect);
    travels(&client);
    travels(&client.subscription());
    let request = client.subscription().list_subscriptions();
    travels(&request);
    sends(&request.clone().send());
    sends(&request.into_future());
}
