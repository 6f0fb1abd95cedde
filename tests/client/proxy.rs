//! Calls by a proxy.

use generated_client::{ClientModeClient, Connections, Empty, ErrorKind, Method};

use crate::server::{Server, answer};

#[tokio::test]
async fn calls_go_by_the_proxy_that_was_set() {
    let proxy = Server::start(vec![answer("200 OK", "x-by: proxy\r\n", "")]);
    let call = |connections| {
        ClientModeClient::builder("http://api.example.com/capi")
            .token("t")
            .allow_plain_http()
            .user_agent("an-agent")
            .default_header("x-key", "a-key")
            .connections(connections)
            .build()
            .map(|client| client.request::<Empty>(Method::GET, "/v1/x"))
    };
    let url = proxy.url().replace("//", "//name:word@");
    let reply = call(Connections::new().proxy(url)).unwrap();
    let reply = reply.send().await.unwrap();
    assert_eq!(reply.headers().get("x-by"), Some("proxy"));
    let request = proxy.requests().remove(0).to_lowercase();
    assert!(
        request.starts_with("get http://api.example.com/capi/v1/x http/1.1"),
        "{request}"
    );
    for header in [
        "user-agent: an-agent",
        "x-key: a-key",
        "proxy-authorization: basic ",
    ] {
        assert!(request.contains(header), "{request}");
    }
    let error = call(Connections::new().proxy("no url, but CANARY")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(!error.to_string().contains("CANARY"), "{error}");
}
