//! Many calls at once, and what one of them costs.

use std::collections::BTreeSet;
use std::io::Write;
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

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

fn serve() -> (String, Arc<Counts>) {
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
                    let answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
                    if stream.write_all(answer.as_bytes()).is_err() {
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
    let (url, counts) = serve();
    let client = ClientModeClient::builder(url)
        .token("t")
        .rate_limits([])
        .connections(Connections::new().max_connections(40))
        .build()
        .unwrap();
    let mut tasks = JoinSet::new();
    for number in 0..1000 {
        let call = client.request::<Empty>(Method::GET, "/v1/{number}");
        tasks.spawn(call.path("number", &number).into_future());
    }
    let outcomes = tasks.join_all().await;
    assert!(
        outcomes.iter().all(Result::is_ok),
        "{:?}",
        outcomes.iter().find(|it| it.is_err())
    );
    let paths = counts.paths.lock().unwrap();
    let distinct: BTreeSet<_> = paths.iter().collect();
    assert_eq!((paths.len(), distinct.len()), (1000, 1000));
    let most = counts.most.load(Ordering::SeqCst);
    assert!(most <= 40, "{most} connections at once");
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
    assert!(size(&call) <= 16, "{}", size(&call));
    let exchange = request.send();
    assert!(size(&exchange) <= 256, "{}", size(&exchange));
}
