//! An authorization server within the program, with an API that takes its tokens.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use generated_client::auth::{
    AUTHORIZATION_CODE, BoxError, BoxFuture, CLIENT_CREDENTIALS, Credentials, OAuth, OAuthConfig,
    OAuthSession, Token, TokenStore,
};
use generated_client::transport::{HttpRequest, HttpResponse, TransportError};
use generated_client::{Client, ClientModeClient, Empty, Error, Method, UserClient, runtime};
use serde_json::json;
use tokio::task::JoinSet;

use crate::support::{Network, answer};

/// An authorization server and an API that takes the tokens it granted last.
#[derive(Clone, Default)]
pub(crate) struct Server(Arc<Mutex<State>>);

#[derive(Default)]
pub(crate) struct State {
    granted: usize,
    /// Refresh tokens that are good.
    pub(crate) refresh: Vec<String>,
    /// Access tokens that are good.
    pub(crate) access: Vec<String>,
    /// What the next requests for a token are answered with.
    pub(crate) failures: Vec<(u16, &'static str)>,
    pub(crate) lifetime: u64,
}

impl Server {
    pub(crate) fn network(&self) -> Network {
        let server = self.clone();
        Network::slow(move |request, _| {
            let answer = server.serve(request);
            Box::pin(async move {
                tokio::time::sleep(Duration::from_millis(20)).await;
                answer
            })
        })
    }

    fn serve(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
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

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// A token that is good now.
    pub(crate) fn token(&self, access: &str, refresh: &str) -> Token {
        self.state().access = vec![access.to_owned()];
        self.state().refresh = vec![refresh.to_owned()];
        Token::new(access.to_owned()).refresh_token(refresh.to_owned())
    }
}

pub(crate) fn form(request: &HttpRequest) -> Vec<(String, String)> {
    let body = request
        .body
        .as_ref()
        .and_then(|body| body.as_bytes())
        .map_or(&[][..], |bytes| &bytes[..]);
    url::form_urlencoded::parse(body).into_owned().collect()
}

pub(crate) fn oauth(network: &Network) -> OAuth {
    let config = OAuthConfig::new(&AUTHORIZATION_CODE, "the client", "the:secret");
    network.client().oauth(config).unwrap()
}

pub(crate) fn own(network: &Network) -> ClientModeClient {
    let session = oauth(network).client_credentials();
    let credentials = Credentials::default().with(&CLIENT_CREDENTIALS, session);
    network.client().with_credentials(credentials)
}

pub(crate) fn user(network: &Network, session: &OAuthSession) -> UserClient {
    let credentials = Credentials::default().with(&AUTHORIZATION_CODE, session.clone());
    network.client().with_credentials(credentials)
}

pub(crate) async fn call<M: runtime::Mode>(client: &Client<M>) -> Result<(), Error> {
    client.request::<Empty>(Method::POST, "/v1/x").await
}

pub(crate) async fn storm<M: runtime::Mode>(
    client: &Client<M>,
    calls: usize,
) -> Vec<Result<(), Error>> {
    let mut tasks = JoinSet::new();
    for _ in 0..calls {
        tasks.spawn(client.request::<Empty>(Method::POST, "/v1/x").into_future());
    }
    tasks.join_all().await
}

/// The access and the refresh token in a store.
pub(crate) async fn stored(store: &dyn TokenStore) -> (String, String) {
    let token = serde_json::to_value(store.load().await.unwrap().unwrap()).unwrap();
    let text = |name: &str| token[name].as_str().unwrap_or_default().to_owned();
    (text("access_token"), text("refresh_token"))
}

/// A store that the test looks into as well.
pub(crate) struct Shared<S>(pub(crate) Arc<S>);

impl<S: TokenStore> TokenStore for Shared<S> {
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>, BoxError>> {
        self.0.load()
    }

    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<(), BoxError>> {
        self.0.save(token)
    }
}
