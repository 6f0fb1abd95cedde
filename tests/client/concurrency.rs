//! Many calls at once, and what one of them costs.

use std::collections::BTreeSet;
use std::io::Write;
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use generated_client::{ClientModeClient, Connect, Connections, Empty, Method, UserClient};
use tokio::task::JoinSet;

use crate::server::read;

/// A server that keeps connections open, and counts them.
#[derive(Default)]
struct Counts {
    open: AtomicUsize,
    most: AtomicUsize,
    paths: Mutex<Vec<String>>,
}

fn serve(kept: bool) -> (String, Arc<Counts>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let counts = Arc::new(Counts::default());
    let shared = Arc::clone(&counts);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, counts) = (stream.unwrap(), Arc::clone(&shared));
            thread::spawn(move || {
                let open = counts.open.fetch_add(1, Ordering::SeqCst) + 1;
                counts.most.fetch_max(open, Ordering::SeqCst);
                while let Ok(request) = read(&mut stream) {
                    let path = request.split(' ').nth(1).unwrap().to_owned();
                    counts.paths.lock().unwrap().push(path);
                    thread::sleep(Duration::from_millis(2));
                    let connection = if kept { "keep-alive" } else { "close" };
                    let head = format!("HTTP/1.1 200 OK\r\nconnection: {connection}\r\n");
                    let answer = format!("{head}content-length: 2\r\n\r\n{{}}");
                    if stream.write_all(answer.as_bytes()).is_err() || !kept {
                        break;
                    }
                }
                counts.open.fetch_sub(1, Ordering::SeqCst);
            });
        }
    });
    (url, counts)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_are_neither_lost_nor_doubled() {
    // Of connections that are kept open, and of some that are closed after each answer.
    for (most, calls, kept) in [
        (40, 1000, true),
        (3, 300, true),
        (1, 100, true),
        (8, 100, false),
    ] {
        let (url, counts) = serve(kept);
        let client = ClientModeClient::builder(url)
            .token("t")
            .rate_limits([])
            .timeout(Duration::from_secs(120))
            .connections(Connections::new().max_connections(most))
            .build()
            .unwrap();
        let mut tasks = JoinSet::new();
        for number in 0..calls {
            let call = client.request::<Empty>(Method::POST, "/v1/{number}");
            tasks.spawn(call.path("number", &number).into_future());
        }
        let outcomes = tasks.join_all().await;
        let failure = outcomes.iter().find(|outcome| outcome.is_err());
        assert!(failure.is_none(), "{failure:?}");
        let paths = counts.paths.lock().unwrap();
        let distinct: BTreeSet<_> = paths.iter().collect();
        assert_eq!((paths.len(), distinct.len()), (calls, calls));
        let open = counts.most.load(Ordering::SeqCst);
        assert!(
            !kept || open <= most,
            "{open} connections at once, not {most}"
        );
    }
}

#[tokio::test]
async fn a_server_that_closes_connections_is_called_all_the_same() {
    // One after the other, each call with a connection of its own, and none of them waits long.
    let (url, counts) = serve(false);
    let client = ClientModeClient::builder(url).token("t").build().unwrap();
    let begin = Instant::now();
    for _ in 0..20 {
        client.request::<Empty>(Method::GET, "/v1/x").await.unwrap();
    }
    assert_eq!(counts.paths.lock().unwrap().len(), 20);
    assert!(
        begin.elapsed() < Duration::from_secs(2),
        "{:?}",
        begin.elapsed()
    );
}

#[test]
fn clients_are_shared_between_threads() {
    fn is_shared<T: Clone + Send + Sync + 'static>() {}
    is_shared::<Connect>();
    is_shared::<UserClient>();
    is_shared::<ClientModeClient>();
}

#[test]
fn futures_are_small_and_can_be_sent() {
    fn size<F: Future + Send + 'static>(future: &F) -> usize {
        size_of_val(future)
    }
    let client = ClientModeClient::builder("http://127.0.0.1:9")
        .build()
        .unwrap();
    let request = client.subscription().list_subscriptions_client_mode(1);
    assert!(size_of_val(&request) <= 8, "{}", size_of_val(&request));
    let call = request.clone().into_future();
    assert!(size(&call) <= 24, "{}", size(&call));
    let exchange = request.send();
    assert!(size(&exchange) <= 24, "{}", size(&exchange));
}
