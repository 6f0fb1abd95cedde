//! A client that a build script writes, as `generator/README.md` says, in a crate that takes no
//! warning; with the settings of `shop.toml`.

#![deny(warnings, missing_docs)]

include!(concat!(env!("OUT_DIR"), "/shop/client.rs"));

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::thread;

use serde::{Deserialize, Serialize};

/// What stands in for the description's own type.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Money {
    amount: String,
}

#[tokio::test]
async fn types_that_exist_are_read_and_written() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let order = r#"{"total":{"amount":"1.50"},"sent-from":"10.0.0.1","lines":[{"sku":"a"}]}"#;
        let length = order.len();
        let found = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\
                             content-length: {length}\r\nconnection: close\r\n\r\n{order}"
        );
        let changed = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".to_owned();
        [found, changed].map(|response| {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            let mut buffer = [0; 1024];
            while !String::from_utf8_lossy(&request).contains("\r\n\r\n") {
                let length = stream.read(&mut buffer).unwrap();
                request.extend_from_slice(&buffer[..length]);
            }
            stream.write_all(response.as_bytes()).unwrap();
            String::from_utf8(request).unwrap()
        })
    });

    let client = Client::builder(url)
        .credential(&auth::KEY, "secret")
        .build()
        .unwrap();
    let order: types::Order = client.orders().order(1).await.unwrap();
    let total: &Money = &order.total;
    assert_eq!(total.amount, "1.50");
    assert_eq!(order.sent_from, Some(Ipv4Addr::new(10, 0, 0, 1)));
    assert_eq!(order.warehouse, None);
    assert_eq!(order.lines, Some(vec![types::Line::new().sku("a")]));
    // `Ord` is derived.
    let orders = BTreeSet::from([order.clone()]);

    let change = client.orders().change(1, order).from(Ipv4Addr::LOCALHOST);
    change.await.unwrap();
    let [read, written] = server.join().unwrap();
    assert!(read.starts_with("GET /orders/1 HTTP/1.1\r\n"), "{read}");
    assert!(
        written.starts_with("PUT /orders/1?from=127.0.0.1 HTTP/1.1\r\n"),
        "{written}"
    );
    assert_eq!(orders.len(), 1);
}
