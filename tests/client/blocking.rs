//! Calls without an asynchronous runtime of one's own.

use generated_client::{ClientModeClient, Empty, ErrorKind, Method};

use crate::server::{Server, answer};

fn client(server: &Server) -> ClientModeClient {
    let builder = ClientModeClient::builder(server.url()).token("t");
    builder.build().unwrap()
}

#[test]
fn calls_wait_for_their_answer() {
    let body = r#"{"subscriptions":[]}"#;
    let server = Server::start(vec![answer(
        "200 OK",
        "content-type: application/json\r\n",
        body,
    )]);
    let client = client(&server);
    for _ in 0..3 {
        let call = client.subscription().list_subscriptions_client_mode(1);
        let reply = call.send_blocking().unwrap();
        assert_eq!(reply.into_body().subscriptions.unwrap().len(), 0);
        let custom = client.request::<Empty>(Method::GET, "/v1/x");
        custom.send_blocking().unwrap();
    }
    // From several threads at once.
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            std::thread::spawn(move || {
                client
                    .request::<Empty>(Method::GET, "/v1/x")
                    .send_blocking()
                    .map(drop)
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
}

#[tokio::test]
async fn within_a_runtime_it_is_an_error() {
    let server = Server::start(vec![answer("200 OK", "", "{}")]);
    let client = client(&server);
    let error = client
        .request::<Empty>(Method::GET, "/v1/x")
        .send_blocking()
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Invalid, 0));
    assert!(error.to_string().contains("`.await`"), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_client_is_dropped_wherever_it_is() {
    let server = Server::start(vec![answer("200 OK", "", "{}")]);
    let client = client(&server);
    let used = client.clone();
    let call = move || {
        used.request::<Empty>(Method::GET, "/v1/x")
            .send_blocking()
            .map(drop)
    };
    tokio::task::spawn_blocking(|| std::thread::spawn(call).join().unwrap())
        .await
        .unwrap()
        .unwrap();
    drop(client);
}
