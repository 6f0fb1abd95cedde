//! A file of tokens, with processes that are killed and processes that share it.
//!
//! The other processes are this program with a variable that says what to do: `child` is a test that
//! does nothing where it is not set.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use generated_client::auth::{FileTokenStore, Token, TokenStore};
use generated_client::{Connect, Empty, Method, Server};

use crate::authority::stored;
use crate::server::{read, text};

/// What the child is to do: `save` or a URL, then the file.
const TASK: &str = "TOKENS_CHILD";
const FILE: &str = "TOKENS_FILE";

const CALLS: usize = 12;

#[tokio::test]
async fn child() {
    let (Ok(task), Ok(file)) = (env::var(TASK), env::var(FILE)) else {
        return;
    };
    let store = FileTokenStore::new(file);
    if task != "save" {
        return call(&task, store).await;
    }
    for number in 0_usize.. {
        // Of many lengths, so that no half of one could pass for a whole.
        let refresh = format!("{number}-{}", "r".repeat(number * 37 % 5000));
        let token = Token::new(number.to_string()).refresh_token(refresh);
        store.save(&token).await.unwrap();
    }
}

/// Calls that all succeed, whatever the other process does.
async fn call(url: &str, store: FileTokenStore) {
    let id = std::process::id().to_string();
    let connect = Connect::builder(Server::custom(url, url), "id", "secret")
        .configure(|client| client.default_header("x-child", id))
        .build()
        .unwrap();
    let user = connect.user(store);
    for _ in 0..CALLS {
        user.request::<Empty>(Method::POST, "/v1/x").await.unwrap();
    }
}

fn start(task: &str, file: &Path) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "processes::child", "--nocapture"])
        .env(TASK, task)
        .env(FILE, file)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

fn folder(name: &str) -> PathBuf {
    let folder = env::temp_dir().join(format!("{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[tokio::test]
async fn a_file_is_whole_whenever_its_writers_are_killed() {
    let folder = folder("killed");
    let path = folder.join("user.json");
    let store = FileTokenStore::new(&path);
    let mut seen = BTreeSet::new();
    for round in 0..25 {
        let _ = fs::remove_file(&path);
        let mut writers = [start("save", &path), start("save", &path)];
        let begin = Instant::now();
        while !path.exists() && begin.elapsed() < Duration::from_secs(60) {
            thread::sleep(Duration::from_micros(200));
        }
        thread::sleep(Duration::from_micros(fastrand::u64(0..20_000)));
        for writer in &mut writers {
            writer.kill().unwrap();
        }
        for writer in &mut writers {
            writer.wait().unwrap();
        }
        let (access, refresh) = stored(&store).await;
        let number: usize = access.parse().unwrap();
        let expected = format!("{number}-{}", "r".repeat(number * 37 % 5000));
        assert_eq!(refresh, expected, "round {round}");
        seen.insert(number);
    }
    assert!(seen.len() > 1, "killed always at the same point: {seen:?}");
    // What they left is of no importance: it is saved and locked as ever.
    let lock = store.lock().await.unwrap();
    store
        .save(&Token::new("a").refresh_token("r"))
        .await
        .unwrap();
    assert_eq!(stored(&store).await, ("a".into(), "r".into()));
    drop(lock);
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn two_processes_use_each_refresh_token_once() {
    let folder = folder("shared");
    let path = folder.join("user.json");
    let store = FileTokenStore::new(&path);
    let first = Token::new("access-0").refresh_token("refresh-0");
    store.save(&first).await.unwrap();
    let authority = Authority::default();
    let url = authority.serve();
    let mut children = [start(&url, &path), start(&url, &path)];
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    let (reused, calls, last) = {
        let state = authority.0.lock().unwrap();
        (state.reused, state.calls, state.refreshed)
    };
    assert_eq!((reused, calls), (0, 2 * CALLS));
    assert!(last >= CALLS / USES - 1, "{last} times");
    let expected = (format!("access-{last}"), format!("refresh-{last}"));
    assert_eq!(stored(&store).await, expected);
    fs::remove_dir_all(folder).unwrap();
}

/// How often each process may use an access token.
const USES: usize = 3;

/// A server that takes each refresh token once.
#[derive(Clone, Default)]
struct Authority(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    refreshed: usize,
    /// How often a refresh token came that was used before.
    reused: usize,
    calls: usize,
    uses: BTreeMap<(String, String), usize>,
}

impl Authority {
    fn serve(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let authority = self.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, authority) = (stream.unwrap(), authority.clone());
                thread::spawn(move || {
                    if let Ok(request) = read(&mut stream) {
                        let answer = authority.0.lock().unwrap().answer(&request);
                        stream.write_all(answer.as_bytes()).unwrap();
                    }
                });
            }
        });
        url
    }
}

impl State {
    fn answer(&mut self, request: &str) -> String {
        let line = |name: &str| {
            let mut lines = request.lines();
            let value = lines.find_map(|line| line.strip_prefix(name));
            value.unwrap_or_default().to_owned()
        };
        if request.starts_with("POST /oauth/token ") {
            let sent = format!("refresh_token=refresh-{}", self.refreshed);
            if !request.split(['&', '\n']).any(|pair| pair == sent) {
                self.reused += 1;
                return text("400 Bad Request", "", r#"{"error":"invalid_grant"}"#);
            }
            self.refreshed += 1;
            let number = self.refreshed;
            let body = format!(
                r#"{{"access_token":"access-{number}","token_type":"bearer","refresh_token":"refresh-{number}"}}"#
            );
            // Time for the other process to come too late.
            thread::sleep(Duration::from_millis(20));
            return text("200 OK", "content-type: application/json\r\n", &body);
        }
        let key = (line("x-child: "), line("authorization: "));
        let uses = self.uses.entry(key).or_default();
        *uses += 1;
        if *uses > USES {
            let challenge = "www-authenticate: Bearer error=\"invalid_token\"\r\n";
            return text("401 Unauthorized", challenge, "");
        }
        self.calls += 1;
        text("200 OK", "", "")
    }
}
