//! Values of calls, tokens and secrets are shown by nothing: every one of them is a canary here.

use std::error::Error as _;
use std::fmt::Debug;

use generated_client::auth::{
    AUTHORIZATION_CODE, Credentials, FileTokenStore, MemoryTokenStore, OAuthConfig, SecretString,
    Token, TokenSource,
};
use generated_client::transport::{HttpRequest, TransportError};
use generated_client::{
    CallOptions, Connect, Connections, Empty, Error, Json, Method, RetryPolicy, http, types,
};

use crate::server::{Server, Step, answer as reply};
use crate::support::{Network, answer};

pub(crate) const CANARY: &str = "CANARY";

/// Fails when a canary is shown.
#[track_caller]
fn silent(shown: &(impl Debug + ?Sized)) {
    let text = format!("{shown:?} {shown:#?}");
    assert!(!text.to_lowercase().contains("canary"), "{text}");
}

/// Fails when an error, or one of its sources, shows a canary.
#[track_caller]
fn silent_error(error: &Error) {
    silent(error);
    assert!(!error.to_string().contains(CANARY), "{error}");
    let mut source = error.source();
    while let Some(cause) = source {
        silent(cause);
        assert!(
            !cause.to_string().to_lowercase().contains("canary"),
            "{cause}"
        );
        source = cause.source();
    }
}

/// Calls that end in all ways, with a canary wherever a value can stand.
pub(crate) async fn call_with_canaries(mode: types::SubscriptionSourceFetchMode) {
    let echo = r#"{"error":"CANARY of a person","errorMessage":"CANARY","location":"CANARY"}"#;
    let headers = [
        ("x-echo", CANARY),
        ("location", "https://canary.example/CANARY"),
    ];
    let network = Network::new(move |_, number| match number % 6 {
        0 => answer(400, &headers, echo),
        1 => answer(302, &headers, echo),
        2 => answer(200, &headers, r#"{"subscriptions":"CANARY"}"#),
        3 => answer(500, &headers, "<html>CANARY</html>"),
        4 => answer(429, &headers, "CANARY"),
        _ => Err(TransportError::connect("a cause without values")),
    });
    let connect = Connect::builder("https://api.example.com/capi", "an-id", CANARY)
        .configure(|client| client.default_header("x-key", CANARY))
        .retry(RetryPolicy::never())
        .transport(network.clone());
    silent(&connect);
    assert!(
        connect.build().is_err(),
        "a server of one's own without a login server"
    );
    let server = generated_client::Server::custom(
        "https://api.example.com/capi",
        "https://login.example.com",
    );
    let connect = Connect::builder(server, "an-id", CANARY)
        .configure(|client| client.default_header("x-key", CANARY))
        .retry(RetryPolicy::never())
        .transport(network.clone())
        .build()
        .unwrap();
    silent(&connect);
    let service = connect.client_mode_with_token(CANARY);
    silent(&service);
    let options = CallOptions::new().header("x-header", CANARY);
    silent(&options);
    for _ in 0..6 {
        let call = service.subscription().list_subscriptions_client_mode(7);
        let call = call
            .subscription_source_fetch_mode(mode.clone())
            .with(options.clone());
        silent(&call);
        match call.send().await {
            Ok(reply) => silent(reply.headers()),
            Err(error) => silent_error(&error),
        }
        let custom = service.request::<Json<serde_json::Value>>(Method::POST, "/v1/{x}");
        let custom = custom
            .path("x", CANARY)
            .query("q", CANARY)
            .header("x-h", CANARY)
            .json(CANARY);
        silent(&custom);
        if let Err(error) = custom.await {
            silent_error(&error);
        }
    }
    // What breaks a limit is named, not shown.
    let request = types::CheckAccessClientModeRequest::new().product(CANARY.repeat(9));
    let error = service
        .access()
        .check_access_client_mode(request)
        .await
        .unwrap_err();
    silent_error(&error);
    for violation in error.violations() {
        silent(violation);
    }
}

#[tokio::test(start_paused = true)]
async fn calls_and_errors_show_no_value() {
    call_with_canaries(types::SubscriptionSourceFetchMode::from(CANARY)).await;
}

#[tokio::test(start_paused = true)]
async fn tokens_and_secrets_are_not_shown() {
    let network = Network::new(|request, _| {
        if request.url.path().ends_with("/token") {
            let body = r#"{"error":"invalid_grant","error_description":"CANARY"}"#;
            answer(400, &[("x-echo", CANARY)], body)
        } else {
            answer(
                401,
                &[(
                    "www-authenticate",
                    r#"Bearer error="invalid_token", x="CANARY""#,
                )],
                CANARY,
            )
        }
    });
    let config = OAuthConfig::new(&AUTHORIZATION_CODE, "CANARY-id", CANARY).scopes([CANARY]);
    silent(&config);
    let oauth = network.client().oauth(config).unwrap();
    silent(&oauth);
    let token = Token::new(CANARY).refresh_token(CANARY);
    silent(&token);
    let store = MemoryTokenStore::with(token);
    silent(&store);
    silent(&FileTokenStore::new("user.json"));
    let session = oauth.session(store);
    silent(&session.token().await.unwrap());
    silent(&session);
    let credentials = Credentials::default().with(&AUTHORIZATION_CODE, session.clone());
    silent(&credentials);
    let user: generated_client::UserClient = network.client().with_credentials(credentials);
    let error = user
        .request::<Empty>(Method::GET, "/v1/x")
        .await
        .unwrap_err();
    silent_error(&error);
    let login = oauth
        .login("https://app.example/?CANARY")
        .parameter("credential", CANARY);
    let pending = login.begin().unwrap();
    silent(&pending);
    let callback = format!("https://app.example/?code=CANARY&state={}", pending.state());
    let error = oauth
        .complete_login(pending.clone(), &callback, MemoryTokenStore::new())
        .await;
    silent_error(&error.unwrap_err());
    let error = oauth
        .complete_login(
            pending,
            "?code=CANARY&state=CANARY",
            MemoryTokenStore::new(),
        )
        .await;
    silent_error(&error.unwrap_err());
    silent(&SecretString::from(CANARY));
}

#[tokio::test]
async fn the_network_shows_no_url() {
    let mut request = HttpRequest::new(
        Method::GET,
        "https://h.example/CANARY?q=CANARY".parse().unwrap(),
    );
    request
        .headers
        .insert("x-key", http::HeaderValue::from_static(CANARY));
    request.body = Some(CANARY.into());
    silent(&request);
    silent(
        &Connections::new()
            .proxy("http://CANARY:CANARY@proxy.example")
            .client_certificate(CANARY),
    );
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let half = Step::Send("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nCANARY".into());
    let servers = [
        Server::start(vec![vec![Step::Read]]),
        Server::start(vec![vec![Step::Read, half]]),
        Server::start(vec![reply("500 CANARY", "x-echo: CANARY\r\n", "CANARY")]),
    ];
    let mut urls: Vec<String> = servers.iter().map(Server::url).collect();
    urls.push(format!("http://{nobody}"));
    for url in urls {
        let client = generated_client::ClientModeClient::builder(url).token(CANARY);
        let client = client.retry(RetryPolicy::never()).build().unwrap();
        let call = client
            .request::<Empty>(Method::GET, "/v1/{x}")
            .path("x", CANARY)
            .query("q", CANARY);
        silent_error(&call.await.unwrap_err());
    }
}
