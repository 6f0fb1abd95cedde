//! What the libraries under the client tell of a call, by `tracing` and by `log`, at every level:
//! none of its values.

use std::env;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use generated_client::{ClientModeClient, Connections, Json, Method, RetryPolicy};
use log::{LevelFilter, Log, Metadata, Record};

use crate::privacy::CANARY;
use crate::server::{Server, Step, answer};
use crate::spans::Kept;
use crate::tls;

/// Set in the process that nothing else is tested in.
const ALONE: &str = "CLIENT_LOGS_ALONE";

/// Keeps what comes by `log`.
struct Logger(Mutex<Vec<String>>);

static LOGGER: Logger = Logger(Mutex::new(Vec::new()));

impl Log for Logger {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        let text = format!("{} {}", record.target(), record.args());
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push(text);
    }

    fn flush(&self) {}
}

/// Calls with a canary wherever a value can stand, whatever becomes of them.
async fn call(url: &str, connections: Connections) {
    let client = ClientModeClient::builder(url)
        .token(CANARY)
        .default_header("x-key", CANARY)
        .user_agent(CANARY)
        .redirects(1)
        .retry(RetryPolicy::never())
        .connections(connections)
        .build()
        .unwrap();
    for method in [Method::GET, Method::POST] {
        let call = client.request::<Json<serde_json::Value>>(method, "/v1/{x}");
        let call = call.path("x", CANARY).query("q", CANARY);
        drop(call.header("x-h", CANARY).json(CANARY).await);
    }
}

/// In a process of its own: `log` has one logger for all threads, and `tracing` remembers of a place
/// in the code that nobody listened when another test came by.
#[test]
fn no_value_is_seen_by_any_library() {
    let alone = Command::new(env::current_exe().unwrap())
        .args(["--exact", "logs::alone"])
        .env(ALONE, "")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&alone.stdout);
    assert!(alone.status.success(), "{told}");
}

#[tokio::test]
async fn alone() {
    if env::var_os(ALONE).is_none() {
        return;
    }
    log::set_logger(&LOGGER).unwrap();
    log::set_max_level(LevelFilter::Trace);
    let kept = Kept::default();
    let _guard = kept.listen();

    // HTTP/2 and HTTP/1.1 over TLS, trusted and not.
    let (ours, theirs) = (tls::authority(), tls::authority());
    let secure = tls::serve(&ours, None).await;
    let secure = format!("https://localhost:{}", secure.port());
    call(&secure, tls::trusting(&ours)).await;
    call(&secure, tls::trusting(&ours).http1_only()).await;
    call(&secure, tls::trusting(&theirs)).await;
    // Answers and failures of all kinds.
    let headers = format!("content-type: application/json\r\nx-echo: {CANARY}\r\n");
    let location = format!("location: /{CANARY}?q={CANARY}\r\n");
    let half = format!("HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{CANARY}");
    let scripts = [
        answer("200 OK", &headers, "\"CANARY\""),
        answer("400 CANARY", &headers, "CANARY"),
        answer("302 Found", &location, "CANARY"),
        vec![Step::Read, Step::Send(half)],
        vec![Step::Read, Step::Send("CANARY\r\n\r\n".into())],
        vec![Step::Read, Step::Reset],
    ];
    for script in scripts {
        call(&Server::start(vec![script]).url(), Connections::new()).await;
    }
    // By a proxy with a password; and nobody is there.
    let proxy = Server::start(vec![answer("407 CANARY", &headers, "CANARY")]);
    let proxy = proxy.url().replace("//", "//CANARY:CANARY@");
    for url in ["https://h.example", "http://127.0.0.2:9"] {
        call(url, Connections::new().proxy(&*proxy)).await;
    }
    call("http://127.0.0.1:9", Connections::new()).await;

    let logged = LOGGER.0.lock().unwrap().join("\n");
    let told = kept.text();
    // The libraries do tell something, and it is seen here: whom they connect to.
    assert!(
        logged.contains("localhost") && logged.contains("rustls"),
        "{logged}"
    );
    assert!(told.contains("attempt"), "{told}");
    for text in [logged, told] {
        let mut lines = text.lines();
        let shown = lines.find(|line| line.to_lowercase().contains("canary"));
        assert_eq!(shown, None);
    }
}
