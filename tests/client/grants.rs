//! Grants: logins and those of a server's own, as they are sent.

use std::sync::Mutex;

use generated_client::ClientModeClient;
use generated_client::auth::{
    AUTHORIZATION_CODE, CLIENT_CREDENTIALS, ClientAuthentication, Credentials, MemoryTokenStore,
    OAuthConfig, PendingLogin,
};
use url::Url;

use crate::authority::{Server, call, form, oauth, user};

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
