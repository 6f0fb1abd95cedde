//! The way in: what all clients of a program share, and what several operations and pages make
//! together.

mod access;
mod builder;
mod order;

use std::fmt;

use secrecy::SecretString;

use crate::generated::{AUTHORIZATION_CODE, CLIENT_CREDENTIALS};
use crate::generated::{ClientModeClient, Server, UserClient};
use crate::runtime::{Credentials, Error, Login, OAuth, OAuthSession, PendingLogin, TokenStore};

pub use builder::ConnectBuilder;
pub use order::PendingOrder;

/// The Connect API, as one application uses it.
///
/// It holds the connections, the limit of calls and the tokens of the application; the clients it
/// hands out share them and differ only in whose credentials they send. One is enough for a
/// program, and clones are cheap.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/documentation/network.rs"));
/// use generated_client::{Connect, Error, Server, auth::MemoryTokenStore};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// let connect = Connect::builder(Server::Norway, "no.example", "the secret")
/// #   .transport(Example)
///     .build()?;
///
/// // The application itself; its token is asked for when it is needed.
/// let service = connect.client_mode();
/// let list = service.subscription().list_subscriptions_client_mode(22_067_744).await?;
///
/// // A user: the browser is sent to the login server …
/// let login = connect.login("https://app.example/back")?.begin()?;
/// println!("go to {}", login.url());
/// // … and comes back with a code.
/// # let query = format!("code=c&state={}", login.state());
/// # let callback = format!("https://app.example/back?{query}");
/// let user = connect.complete_login(login, &callback, MemoryTokenStore::new()).await?;
/// let profile = user.profile().list_user_profile().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Connect {
    server: Server,
    /// The client without credentials.
    client: ClientModeClient,
    client_id: String,
    /// The application at the login server, with its own tokens; `None` where tokens come from
    /// elsewhere.
    application: Option<(OAuth, OAuthSession)>,
}

impl Connect {
    /// Starts with the server to call, and what the application is known by. A server that is none of
    /// the environments, such as one for tests, is named by [`Server::custom`], with the login server
    /// where id and secret go.
    ///
    /// Keep the secret out of the source: read it from the environment or from a store of secrets.
    pub fn builder(
        server: impl Into<Server>,
        client_id: impl Into<String>,
        client_secret: impl Into<SecretString>,
    ) -> ConnectBuilder {
        ConnectBuilder::new(server.into(), client_id.into(), Some(client_secret.into()))
    }

    /// Starts with the server to call, for programs that have their tokens from elsewhere.
    pub fn token_builder(server: impl Into<Server>) -> ConnectBuilder {
        ConnectBuilder::new(server.into(), String::new(), None)
    }

    /// A client for the operations in client mode. The application's token is asked for when a call
    /// needs one, and shared by all clients.
    pub fn client_mode(&self) -> ClientModeClient {
        let credentials = match &self.application {
            Some((_, own)) => Credentials::default().with(&CLIENT_CREDENTIALS, own.clone()),
            None => Credentials::default(),
        };
        self.client.with_credentials(credentials)
    }

    /// A client for the operations of the logged-in user whose tokens are in `store`. They are
    /// refreshed when a call needs it.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/documentation/network.rs"));
    /// use generated_client::auth::{FileTokenStore, Token, TokenStore};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), generated_client::auth::BoxError> {
    /// # let connect = connect();
    /// # let path = std::env::temp_dir().join(format!("user-{}.json", std::process::id()));
    /// let store = FileTokenStore::new(&path);
    /// // `complete_login` has saved such a token; one that was obtained elsewhere will do as well.
    /// store.save(&Token::new("access").refresh_token("refresh")).await?;
    /// let user = connect.user(store);
    /// let subscriptions = user.subscription().list_subscriptions().await?;
    /// # std::fs::remove_file(path)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn user(&self, store: impl TokenStore) -> UserClient {
        let session = self
            .application
            .as_ref()
            .map(|(oauth, _)| oauth.session(store));
        self.client_of(session)
    }

    /// A client for the operations of a logged-in user, with an access token of theirs.
    pub fn user_with_token(&self, token: impl Into<SecretString>) -> UserClient {
        self.client.with_token(token)
    }

    /// A client for the operations in client mode, with an access token of the application itself.
    pub fn client_mode_with_token(&self, token: impl Into<SecretString>) -> ClientModeClient {
        self.client.with_token(token)
    }

    /// A login of a user, after which the browser is sent back to `redirect_uri`. It begins at the
    /// login server of the environment.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/documentation/network.rs"));
    /// use generated_client::auth::PendingLogin;
    /// use generated_client::{Connect, Server};
    ///
    /// # fn main() -> Result<(), generated_client::auth::BoxError> {
    /// let connect = Connect::builder(Server::Sweden, "se.example", "the secret")
    /// #   .transport(Example)
    ///     .build()?;
    /// let pending = connect.login("https://app.example/back")?.begin()?;
    /// assert!(pending.url().starts_with("https://connectid.se/user/oauth/authorize?"));
    ///
    /// // Kept on the server's side of the web session, until the browser comes back:
    /// let kept = generated_client::serde_json::to_string(&pending)?;
    /// let pending: PendingLogin = generated_client::serde_json::from_str(&kept)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The application's id and secret are not set.
    pub fn login(&self, redirect_uri: impl Into<String>) -> Result<Login, Error> {
        Ok(self.oauth()?.login(redirect_uri))
    }

    /// Ends a login with the URL that the browser was sent back to. The user's tokens are saved in
    /// `store`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::LoginRequired`](crate::ErrorKind::LoginRequired): the URL is not an answer to
    /// this login, or says that the user was not logged in. Otherwise those of every call.
    pub async fn complete_login(
        &self,
        pending: PendingLogin,
        callback_url: &str,
        store: impl TokenStore,
    ) -> Result<UserClient, Error> {
        let session = self
            .oauth()?
            .complete_login(pending, callback_url, store)
            .await?;
        Ok(self.client_of(Some(session)))
    }

    /// Logs a user in by a grant of the login server's own, such as that for the code of an external
    /// identity (`extidCode`). The user's tokens are saved in `store`.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/documentation/network.rs"));
    /// use generated_client::auth::MemoryTokenStore;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), generated_client::Error> {
    /// # let connect = connect();
    /// # let (grant_type, code) = ("https://login.example/grant_type/external", "code");
    /// let user = connect.grant(grant_type, &[("code", code)], MemoryTokenStore::new()).await?;
    /// let profile = user.profile().list_user_profile().await?;
    /// # assert!(profile.unique_id.is_some());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::LoginRequired`](crate::ErrorKind::LoginRequired) when the server takes the grant
    /// for invalid. Otherwise those of every call.
    pub async fn grant(
        &self,
        grant_type: &str,
        parameters: &[(&str, &str)],
        store: impl TokenStore,
    ) -> Result<UserClient, Error> {
        let session = self.oauth()?.grant(grant_type, parameters, store).await?;
        Ok(self.client_of(Some(session)))
    }

    /// The application at the login server.
    ///
    /// # Errors
    ///
    /// The application's id and secret are not set.
    pub fn oauth(&self) -> Result<&OAuth, Error> {
        let oauth = self.application.as_ref().map(|(oauth, _)| oauth);
        oauth.ok_or_else(|| Error::configuration("the application's id and secret are not set"))
    }

    /// The server, which knows the URL of its login server: what the [`pages`](crate::pages) need.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// The application's id; empty where it is not set.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    fn client_of(&self, session: Option<OAuthSession>) -> UserClient {
        let credentials = Credentials::default();
        self.client.with_credentials(match session {
            Some(session) => credentials.with(&AUTHORIZATION_CODE, session),
            None => credentials,
        })
    }
}

impl fmt::Debug for Connect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connect")
            .field("server", &self.server)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}
