//! Stores: what is in them when several programs use them, and when they fail.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use generated_client::ErrorKind;
use generated_client::auth::{
    BoxError, BoxFuture, FileTokenStore, MemoryTokenStore, Token, TokenStore,
};
use generated_client::transport::Transport;

use crate::authority::{Server, Shared, call, oauth, stored, user};
use crate::support::Network;

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
async fn a_newer_refresh_token_in_the_store_is_tried_once_more() {
    let server = Server::default();
    let network = server.network();
    let expired = |refresh: &str| {
        let token = Token::new("expired").refresh_token(refresh.to_owned());
        token.expires_at("2026-01-01T00:00:00Z".parse().unwrap())
    };
    // Another process has rotated, and its access token has expired as well.
    let store = Sequence(Mutex::new(vec![expired("refresh-8"), expired("used")]));
    server.state().refresh = vec!["refresh-8".to_owned()];
    let client = user(&network, &oauth(&network).session(store));
    call(&client).await.unwrap();
    assert_eq!(network.count_to("/token"), 2);
    // Where nobody has, it is asked once.
    let store = Sequence(Mutex::new(vec![expired("used"), expired("used")]));
    let client = user(&network, &oauth(&network).session(store));
    let error = call(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LoginRequired);
    assert_eq!(network.count_to("/token"), 3);
}

#[tokio::test(start_paused = true)]
async fn a_new_token_is_saved_before_it_is_used() {
    let server = Server::default();
    let log = Arc::new(Mutex::new(Vec::new()));
    let (kept, inner) = (log.clone(), server.network());
    let network = Network::slow(move |request, _| {
        let call = request.headers["authorization"].to_str().unwrap();
        let call = call
            .strip_prefix("Bearer ")
            .map(|token| format!("call with {token}"));
        kept.lock().unwrap().extend(call);
        let (inner, request) = (inner.clone(), request.clone());
        Box::pin(async move { inner.send(request).await })
    });
    let inner = MemoryTokenStore::with(Token::new("revoked").refresh_token("refresh-0"));
    server.state().refresh = vec!["refresh-0".to_owned()];
    let store = Logged {
        inner,
        log: log.clone(),
    };
    call(&user(&network, &oauth(&network).session(store)))
        .await
        .unwrap();
    let expected = ["call with revoked", "save access-1", "call with access-1"];
    assert_eq!(*log.lock().unwrap(), expected);
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

/// A store with one token after the other, the last one first.
struct Sequence(Mutex<Vec<Token>>);

impl TokenStore for Sequence {
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>, BoxError>> {
        let next = self.0.lock().unwrap().pop();
        Box::pin(async { Ok(next) })
    }

    fn save<'a>(&'a self, _: &'a Token) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async { Ok(()) })
    }
}

/// A store that tells what it is asked to save.
struct Logged {
    inner: MemoryTokenStore,
    log: Arc<Mutex<Vec<String>>>,
}

impl TokenStore for Logged {
    fn load(&self) -> BoxFuture<'_, Result<Option<Token>, BoxError>> {
        self.inner.load()
    }

    fn save<'a>(&'a self, token: &'a Token) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            self.inner.save(token).await?;
            let saved = format!("save {}", stored(&self.inner).await.0);
            self.log.lock().unwrap().push(saved);
            Ok(())
        })
    }
}
