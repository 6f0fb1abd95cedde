//! Tokens: how they are asked for, shared, renewed and kept.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use generated_client::auth::{
    AUTHORIZATION_CODE, BoxError, BoxFuture, CLIENT_CREDENTIALS, ClientAuthentication, Credentials,
    FileTokenStore, MemoryTokenStore, OAuth, OAuthConfig, OAuthSession, PendingLogin, Token,
    TokenStore,
};
use generated_client::transport::HttpRequest;
use generated_client::{ClientModeClient, Empty, Error, ErrorKind, Method, UserClient};
use serde_json::json;
use tokio::task::JoinSet;
use url::Url;

use crate::support::{Network, answer};

/// An authorization server and an API that takes the tokens it granted last.
#[derive(Clone, Default)]
struct Server(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    granted: usize,
    /// Refresh tokens that are good.
    refresh: Vec<String>,
    /// Access tokens that are good.
    access: Vec<String>,
    /// What the next requests for a token are answered with.
    failures: Vec<(u16, &'static str)>,
    lifetime: u64,
}

impl Server {
    fn network(&self) -> Network {
        let server = self.clone();
        Network::slow(move |request, _| {
            let answer = server.serve(request);
            Box::pin(async move {
                tokio::time::sleep(Duration::from_millis(20)).await;
                answer
            })
        })
    }

    fn serve(
        &self,
        request: &HttpRequest,
    ) -> Result<
        generated_client::transport::HttpResponse,
        generated_client::transport::TransportError,
    > {
        let mut state = self.0.lock().unwrap();
        if !request.url.path().ends_with("/token") {
            let token = request.headers["authorization"].to_str().unwrap();
            let known = token.strip_prefix("Bearer ").unwrap();
            return if state.access.iter().any(|access| access == known) {
                answer(200, &[], "{}")
            } else {
                let challenge = r#"Bearer realm="x", error="invalid_token""#;
                answer(401, &[("www-authenticate", challenge)], "")
            };
        }
        if !state.failures.is_empty() {
            let (status, body) = state.failures.remove(0);
            return answer(status, &[], body);
        }
        let form = form(request);
        let field = |name: &str| {
            form.iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.as_str())
        };
        if field("grant_type") == Some("refresh_token") {
            let refresh = field("refresh_token").unwrap();
            let Some(index) = state.refresh.iter().position(|known| known == refresh) else {
                return answer(400, &[], r#"{"error":"invalid_grant"}"#);
            };
            state.refresh.remove(index);
        }
        state.granted += 1;
        let (access, refresh) = (
            format!("access-{}", state.granted),
            format!("refresh-{}", state.granted),
        );
        state.access = vec![access.clone()];
        state.refresh.push(refresh.clone());
        let lifetime = if state.lifetime == 0 {
            3600
        } else {
            state.lifetime
        };
        let body = json!({
            "access_token": access, "token_type": "bearer", "expires_in": lifetime.to_string(),
            "refresh_token": refresh,
        });
        answer(200, &[], &body.to_string())
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// A token that is good now.
    fn token(&self, access: &str, refresh: &str) -> Token {
        self.state().access = vec![access.to_owned()];
        self.state().refresh = vec![refresh.to_owned()];
        Token::new(access.to_owned()).refresh_token(refresh.to_owned())
    }
}

fn form(request: &HttpRequest) -> Vec<(String, String)> {
    let body = request
        .body
        .as_ref()
        .and_then(|body| body.as_bytes())
        .map_or(&[][..], |bytes| &bytes[..]);
    url::form_urlencoded::parse(body).into_owned().collect()
}

fn oauth(network: &Network) -> OAuth {
    let config = OAuthConfig::new(&AUTHORIZATION_CODE, "the client", "the:secret");
    network.client().oauth(config).unwrap()
}

fn own(network: &Network) -> ClientModeClient {
    let session = oauth(network).client_credentials();
    let credentials = Credentials::default().with(&CLIENT_CREDENTIALS, session);
    network.client().with_credentials(credentials)
}

fn user(network: &Network, session: &OAuthSession) -> UserClient {
    let credentials = Credentials::default().with(&AUTHORIZATION_CODE, session.clone());
    network.client().with_credentials(credentials)
}

async fn call<M: generated_client::runtime::Mode>(
    client: &generated_client::Client<M>,
) -> Result<(), Error> {
    client.request::<Empty>(Method::POST, "/v1/x").await
}

async fn storm<M: generated_client::runtime::Mode>(
    client: &generated_client::Client<M>,
    calls: usize,
) -> Vec<Result<(), Error>> {
    let mut tasks = JoinSet::new();
    for _ in 0..calls {
        tasks.spawn(client.request::<Empty>(Method::POST, "/v1/x").into_future());
    }
    tasks.join_all().await
}

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
async fn somebody_else_has_refreshed() {
    let server = Server::default();
    let network = server.network();
    let store = Arc::new(MemoryTokenStore::with(server.token("old", "refresh-0")));
    let session = oauth(&network).session(Shared(store.clone()));
    let client = user(&network, &session);
    call(&client).await.unwrap();
    // Another process: the store has its token, and the server takes no other.
    let newer = server.token("newer", "refresh-7");
    store.save(&newer).await.unwrap();
    call(&client).await.unwrap();
    assert_eq!(network.count_to("/token"), 0);
    // It refreshes without a lock, between our look at the store and our request.
    let racing = Racing {
        store,
        next: Mutex::new(Some(server.token("newest", "refresh-8"))),
    };
    let session = oauth(&network).session(racing);
    call(&user(&network, &session)).await.unwrap();
    assert_eq!(
        network.count_to("/token"),
        1,
        "refused, then taken from the store"
    );
}

#[tokio::test(start_paused = true)]
async fn a_token_that_can_not_be_saved_is_used_and_saved_later() {
    let server = Server::default();
    let network = server.network();
    let store = Arc::new(Failing::new(
        Token::new("revoked").refresh_token("refresh-0"),
    ));
    server.state().refresh = vec!["refresh-0".to_owned()];
    let session = oauth(&network).session(Shared(store.clone()));
    let client = user(&network, &session);
    store.failures.store(2, Ordering::Relaxed);
    call(&client).await.unwrap();
    assert_eq!(session.store_error().unwrap().to_string(), "disk full");
    assert_eq!(stored(&store.inner).await.0, "revoked");
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_secs(31)).await;
        call(&client).await.unwrap();
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(session.store_error().is_none());
    assert_eq!(
        stored(&store.inner).await,
        ("access-1".into(), "refresh-1".into())
    );
    assert_eq!(network.count_to("/token"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_login_is_sent_as_another_implementation_sends_it() {
    let server = Server::default();
    let network = server.network();
    let config = || {
        OAuthConfig::new(&AUTHORIZATION_CODE, "the client", "the:secret").scopes(["read", "write"])
    };
    let redirect = "https://app.example.com/back?from=login";
    for authentication in [ClientAuthentication::Basic, ClientAuthentication::Body] {
        let oauth = network
            .client()
            .oauth(config().authentication(authentication))
            .unwrap();
        let pending = oauth
            .login(redirect)
            .parameter("assumeNewUser", "false")
            .begin()
            .unwrap();
        let url = Url::parse(pending.url()).unwrap();
        let query = |url: &Url| {
            let mut pairs: Vec<_> = url.query_pairs().into_owned().collect();
            pairs.sort();
            pairs
        };
        let value = |name: &str| {
            let pairs = query(&url);
            pairs.into_iter().find(|(key, _)| key == name).unwrap().1
        };
        let (state, challenge) = (value("state"), value("code_challenge"));
        assert_eq!(
            (state.as_str(), state.len(), challenge.len()),
            (pending.state(), 43, 43)
        );

        // It is kept between the two requests of the browser.
        let kept = serde_json::to_string(&pending).unwrap();
        let verifier: serde_json::Value = serde_json::from_str(&kept).unwrap();
        let verifier = verifier["verifier"].as_str().unwrap().to_owned();
        let pending: PendingLogin = serde_json::from_str(&kept).unwrap();

        let other = oauth2::basic::BasicClient::new(oauth2::ClientId::new("the client".into()))
            .set_client_secret(oauth2::ClientSecret::new("the:secret".into()))
            .set_auth_uri(
                oauth2::AuthUrl::new("https://connectid.no/user/oauth/authorize".into()).unwrap(),
            )
            .set_token_uri(
                oauth2::TokenUrl::new("https://connectid.no/user/oauth/token".into()).unwrap(),
            )
            .set_redirect_uri(oauth2::RedirectUrl::new(redirect.into()).unwrap())
            .set_auth_type(match authentication {
                ClientAuthentication::Body => oauth2::AuthType::RequestBody,
                _ => oauth2::AuthType::BasicAuth,
            });
        let verifier = oauth2::PkceCodeVerifier::new(verifier);
        let (their_url, _) = other
            .authorize_url(|| oauth2::CsrfToken::new(state.clone()))
            .add_scopes(["read", "write"].map(|scope| oauth2::Scope::new(scope.into())))
            .add_extra_param("assumeNewUser", "false")
            .set_pkce_challenge(oauth2::PkceCodeChallenge::from_code_verifier_sha256(
                &verifier,
            ))
            .url();
        assert_eq!(query(&url), query(&their_url));
        assert_eq!(
            url[..url::Position::AfterPath],
            their_url[..url::Position::AfterPath]
        );

        let callback = format!("{redirect}&code=a%2Fcode&state={state}");
        oauth
            .complete_login(pending, &callback, MemoryTokenStore::new())
            .await
            .unwrap();
        let theirs = Mutex::new(None);
        let send = |request: oauth2::HttpRequest| {
            *theirs.lock().unwrap() = Some(request);
            let mut answer =
                http::Response::new(br#"{"access_token":"a","token_type":"bearer"}"#.to_vec());
            answer
                .headers_mut()
                .insert("content-type", "application/json".parse().unwrap());
            Ok::<_, std::io::Error>(answer)
        };
        other
            .exchange_code(oauth2::AuthorizationCode::new("a/code".into()))
            .set_pkce_verifier(verifier)
            .request(&send)
            .unwrap();
        let theirs = theirs.into_inner().unwrap().unwrap();
        let ours = network.sent().last().unwrap().1.clone();
        assert_eq!(
            (ours.method.as_str(), ours.url.as_str()),
            (theirs.method().as_str(), theirs.uri().to_string().as_str())
        );
        for name in ["authorization", "content-type", "accept"] {
            assert_eq!(ours.headers.get(name), theirs.headers().get(name), "{name}");
        }
        let mut theirs: Vec<_> = url::form_urlencoded::parse(theirs.body())
            .into_owned()
            .collect();
        let mut ours = form(&ours);
        theirs.sort();
        ours.sort();
        assert_eq!(ours, theirs);
    }
}

#[tokio::test(start_paused = true)]
async fn extension_grants_are_the_callers_own() {
    let server = Server::default();
    let network = server.network();
    let grant = "https://login.example.com/grants/external";
    let session = oauth(&network)
        .grant(grant, &[("code", "a&b")], MemoryTokenStore::new())
        .await
        .unwrap();
    let expected = [("grant_type", grant), ("code", "a&b")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(form(&network.sent()[0].1), expected);
    call(&user(&network, &session)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn secrets_do_not_go_where_they_can_be_read_on_the_way() {
    let network = Server::default().network();
    let config = OAuthConfig::new(&CLIENT_CREDENTIALS, "id", "secret")
        .token_url("http://login.example.com/token");
    let session = network.client().oauth(config).unwrap().client_credentials();
    let client: ClientModeClient = network
        .client()
        .with_credentials(Credentials::default().with(&CLIENT_CREDENTIALS, session));
    let error = call(&client).await.unwrap_err();
    assert!(error.to_string().contains("plain http"), "{error}");
    assert_eq!(network.count(), 0);
}

#[tokio::test]
async fn files_are_replaced_and_shared() {
    let folder = std::env::temp_dir().join(format!("tokens-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("user.json");
    let store = FileTokenStore::new(&path);
    assert!(store.load().await.unwrap().is_none());
    store
        .save(&Token::new("a").refresh_token("r"))
        .await
        .unwrap();
    // What a crash has left is no obstacle.
    std::fs::write(folder.join("user.json.new"), "half a tok").unwrap();
    store
        .save(&Token::new("b").refresh_token("s"))
        .await
        .unwrap();
    assert_eq!(stored(&store).await, ("b".into(), "s".into()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // Only one at a time holds the lock.
    let lock = store.lock().await.unwrap();
    let other = FileTokenStore::new(&path);
    let mut waiting = tokio::spawn(async move { other.lock().await.map(drop) });
    let waited = tokio::time::timeout(Duration::from_millis(30), &mut waiting).await;
    assert!(waited.is_err());
    drop(lock);
    waiting.await.unwrap().unwrap();
    std::fs::write(&path, "{").unwrap();
    assert!(store.load().await.is_err());
    let network = Server::default().network();
    let error = call(&user(&network, &oauth(&network).session(store)))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("no token for"), "{error}");
    std::fs::remove_dir_all(&folder).unwrap();
}

/// The access and the refresh token in a store.
async fn stored(store: &dyn TokenStore) -> (String, String) {
    let token = serde_json::to_value(store.load().await.unwrap().unwrap()).unwrap();
    let text = |name: &str| token[name].as_str().unwrap_or_default().to_owned();
    (text("access_token"), text("refresh_token"))
}

/// A store that the test looks into as well.
struct Shared<S>(Arc<S>);

impl<S: TokenStore> TokenStore for Shared<S> {
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>, BoxError>> {
        self.0.load()
    }

    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<(), BoxError>> {
        self.0.save(token)
    }
}

/// A store that fails to save so many times.
struct Failing {
    inner: MemoryTokenStore,
    failures: AtomicUsize,
}

impl Failing {
    fn new(token: Token) -> Self {
        let failures = AtomicUsize::new(0);
        Self {
            inner: MemoryTokenStore::with(token),
            failures,
        }
    }
}

impl TokenStore for Failing {
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>, BoxError>> {
        self.inner.load()
    }

    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<(), BoxError>> {
        let left = self.failures.load(Ordering::Relaxed);
        if left > 0 {
            self.failures.store(left - 1, Ordering::Relaxed);
            return Box::pin(async { Err("disk full".into()) });
        }
        self.inner.save(token)
    }
}

/// A store that changes behind our back after it was read.
struct Racing {
    store: Arc<MemoryTokenStore>,
    next: Mutex<Option<Token>>,
}

impl TokenStore for Racing {
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>, BoxError>> {
        Box::pin(async {
            let expired = Token::new("expired").refresh_token("used");
            let expired = expired.expires_at("2026-01-01T00:00:00Z".parse()?);
            let next = self.next.lock().unwrap().take();
            match next {
                Some(next) => {
                    self.store.save(&next).await?;
                    Ok(Some(expired))
                }
                None => self.store.load().await,
            }
        })
    }

    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<(), BoxError>> {
        self.store.save(token)
    }
}
