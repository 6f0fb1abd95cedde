//! Tokens from servers that nobody here wrote: `cargo xtask e2e`.
//!
//! The first server is certified and strict: it knows the application and its secret, takes a code
//! once, demands PKCE and replaces refresh tokens. The second fails as the scope that is asked for
//! names it.

use std::env;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::ExitCode;

use generated_client::auth::{
    BoxError, BoxFuture, ClientAuthentication, MemoryTokenStore, PendingLogin, Token, TokenStore,
};
use generated_client::url::{Position, Url};
use generated_client::{Client, Connect, ErrorKind, Json, Method, RetryPolicy, Server, http};
use serde_json::{Value, json};

type Outcome = Result<(), BoxError>;

const BACK: &str = "http://127.0.0.1:9/back?from=login";

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let (Some(strict), Some(faulty)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: e2e-oauth STRICT_URL FAULTY_URL");
        return ExitCode::from(2);
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(&strict, &faulty)),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(strict: &str, faulty: &str) -> Outcome {
    for (id, authentication) in [
        ("basic:client", ClientAuthentication::Basic),
        ("body:client", ClientAuthentication::Body),
    ] {
        let connect = connect(strict, id, "a secret: with % signs", authentication)?;
        own_tokens(&connect).await?;
        users_tokens(&connect).await?;
        println!(
            "{id}: client credentials, authorization code with PKCE, rotation of refresh tokens"
        );
    }
    let wrong = connect(strict, "basic:client", "wrong", ClientAuthentication::Basic)?;
    let error = whoami(&wrong.client_mode())
        .await
        .err()
        .ok_or("a wrong secret is accepted")?;
    check(error.kind(), ErrorKind::Credential)?;
    faults(faulty).await?;
    println!("faults: told from one another");
    Ok(())
}

fn connect(
    url: &str,
    id: &str,
    secret: &str,
    authentication: ClientAuthentication,
) -> Result<Connect, generated_client::Error> {
    let server = Server::custom(format!("{url}/capi"), format!("{url}/login"));
    let builder = Connect::builder(server, id, secret);
    builder
        .authentication(authentication)
        .scopes(["read"])
        .build()
}

/// Tokens of the application itself, also after the server has forgotten one.
async fn own_tokens(connect: &Connect) -> Outcome {
    let service = connect.client_mode();
    let own = json!({ "client": connect.client_id(), "user": null });
    check(whoami(&service).await?, own.clone())?;
    call(&service, "/v1/revoke").await?;
    check(whoami(&service).await?, own)
}

/// A login, a refresh with a new refresh token, and an old one that is found out.
async fn users_tokens(connect: &Connect) -> Outcome {
    let pending = connect.login(BACK)?.begin()?;
    let callback = browse(&pending)?;
    let forged = callback.replace(pending.state(), "forged");
    let forged = connect
        .complete_login(pending.clone(), &forged, MemoryTokenStore::new())
        .await;
    check(
        forged.err().map(|error| error.kind()),
        Some(ErrorKind::LoginRequired),
    )?;

    let store = Store::default();
    let user = connect
        .complete_login(pending.clone(), &callback, store.clone())
        .await?;
    let ola = json!({ "client": connect.client_id(), "user": "ola" });
    check(whoami(&user).await?, ola.clone())?;
    let first = store.token().await?;
    call(&user, "/v1/revoke").await?;
    check(whoami(&user).await?, ola.clone())?;
    let second = store.token().await?;
    if first["refresh_token"] == second["refresh_token"] {
        return Err("the refresh token was not replaced".into());
    }
    // Another run of the program goes on with what was saved.
    check(whoami(&connect.user(store.clone())).await?, ola)?;

    let old = serde_json::from_value::<Token>(first)?;
    let old = connect.user(MemoryTokenStore::with(old));
    let error = whoami(&old)
        .await
        .err()
        .ok_or("a refresh token is taken twice")?;
    check(error.kind(), ErrorKind::LoginRequired)?;
    let again = connect
        .complete_login(pending, &callback, MemoryTokenStore::new())
        .await;
    check(
        again.err().map(|error| error.kind()),
        Some(ErrorKind::LoginRequired),
    )
}

/// Answers of a token URL that no server should give.
async fn faults(url: &str) -> Outcome {
    let token = |scope: &'static str| async move {
        let server = Server::custom(url, url);
        let connect = Connect::builder(server, "id", "secret").scopes([scope]);
        let connect = connect.retry(RetryPolicy::standard()).build()?;
        let config = generated_client::auth::OAuthConfig::new(
            &generated_client::auth::CLIENT_CREDENTIALS,
            "id",
            "secret",
        );
        let config = config.token_url(format!("{url}/token")).scopes([scope]);
        let session = connect.client_mode().oauth(config)?.client_credentials();
        generated_client::auth::TokenSource::token(&session)
            .await
            .map(drop)
    };
    for good in ["any", "text_lifetime", "no_lifetime", "busy"] {
        token(good)
            .await
            .map_err(|error| format!("{good}: {error}"))?;
    }
    for (bad, reason) in [
        ("invalid_grant", "login required"),
        ("unavailable", "503"),
        ("no_token", "no access token"),
        ("other_type", "`Bearer`"),
    ] {
        let error = token(bad)
            .await
            .err()
            .ok_or_else(|| format!("{bad} is accepted"))?;
        if !error.to_string().contains(reason) {
            return Err(format!("{bad}: {error}").into());
        }
    }
    Ok(())
}

async fn whoami<M: generated_client::runtime::Mode>(
    client: &Client<M>,
) -> Result<Value, generated_client::Error> {
    call(client, "/v1/whoami").await
}

async fn call<M: generated_client::runtime::Mode>(
    client: &Client<M>,
    path: &'static str,
) -> Result<Value, generated_client::Error> {
    client.request::<Json<Value>>(Method::GET, path).await
}

fn check<T: PartialEq + std::fmt::Debug>(seen: T, expected: T) -> Outcome {
    if seen == expected {
        return Ok(());
    }
    Err(format!("{seen:?} instead of {expected:?}").into())
}

/// What a browser does: follows redirects with its cookies, to the URL that is the application's.
fn browse(pending: &PendingLogin) -> Result<String, BoxError> {
    let mut url = Url::parse(pending.url())?;
    let mut cookies: Vec<(String, String)> = Vec::new();
    while !url.as_str().starts_with(BACK) {
        let address = url.socket_addrs(|| None)?;
        let mut stream = TcpStream::connect(&*address)?;
        let target = &url[Position::BeforePath..];
        let pairs: Vec<_> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        write!(
            stream,
            "GET {target} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\nconnection: close\r\n\r\n",
            &url[Position::BeforeHost..Position::AfterPort],
            pairs.join("; "),
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let mut location = None;
        for line in answer.lines().take_while(|line| !line.is_empty()) {
            let (name, value) = line.split_once(": ").unwrap_or((line, ""));
            if name.eq_ignore_ascii_case(http::header::LOCATION.as_str()) {
                location = Some(value);
            } else if name.eq_ignore_ascii_case(http::header::SET_COOKIE.as_str()) {
                let pair = value.split(';').next().unwrap_or_default();
                let (name, value) = pair.split_once('=').ok_or("a cookie has no value")?;
                cookies.retain(|(known, _)| known != name);
                cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        url = url.join(location.ok_or_else(|| format!("no redirect: {answer}"))?)?;
    }
    Ok(url.into())
}

/// A store that is looked into.
#[derive(Clone, Default)]
struct Store(std::sync::Arc<MemoryTokenStore>);

impl Store {
    async fn token(&self) -> Result<Value, BoxError> {
        let token = self.0.load().await?.ok_or("nothing is saved")?;
        Ok(serde_json::to_value(token)?)
    }
}

impl TokenStore for Store {
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>, BoxError>> {
        self.0.load()
    }

    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<(), BoxError>> {
        self.0.save(token)
    }
}
