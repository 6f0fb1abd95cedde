//! Servers of single operations.

use super::Recorder;
use super::runtime::{Any, Client, ClientBuilder, Empty, Error, SchemeKind, SecurityScheme};
use super::runtime::{Method, Operation, resolve};

static TOKEN: SecurityScheme = SecurityScheme {
    key: "token",
    kind: SchemeKind::Bearer,
};

static OPERATION: Operation = Operation {
    id: "op",
    method: Method::GET,
    path: "/p",
    accept: "",
    security: &[&[&TOKEN]],
    idempotent: true,
};

const OTHERS: &[&str] = &[
    "https://{region}.library.example/v1",
    "https://test.example",
];

/// The URL of a call of a client for `server`.
async fn url(
    server: &str,
    own: &'static str,
    configure: impl FnOnce(ClientBuilder<Any>) -> ClientBuilder<Any>,
) -> Result<String, Error> {
    let recorder = Recorder::default();
    let builder = Client::builder(server).transport(recorder.clone());
    let client = configure(builder.token("t")).build()?;
    let mut call = client.call(&OPERATION);
    call.server(own, OTHERS);
    call.request::<Empty, ()>().send().await?;
    let request = recorder.0.lock().unwrap().pop().unwrap();
    assert_eq!(request.headers["authorization"], "Bearer t");
    assert!(!request.headers.contains_key("accept"));
    Ok(request.url.into())
}

#[tokio::test]
async fn an_operation_goes_to_its_own_server() {
    let own = "https://files.library.example";
    for described in ["https://eu.library.example/v1", "https://test.example/"] {
        let sent = url(described, own, |builder| builder).await.unwrap();
        assert_eq!(sent, "https://files.library.example/p");
    }
}

#[tokio::test]
async fn a_client_of_another_server_keeps_to_it() {
    let own = "https://files.library.example";
    let sent = url("http://localhost:1/x", own, |builder| builder)
        .await
        .unwrap();
    assert_eq!(sent, "http://localhost:1/x/p");
    let named = url("http://localhost:1/x", own, |builder| {
        builder.operation_server(own, "http://localhost:2/y")
    });
    assert_eq!(named.await.unwrap(), "http://localhost:2/y/p");
}

/// OpenAPI 3.0.3 §4.7.5: "This URL … MAY be relative"; RFC 3986 §5.2 resolves it.
#[tokio::test]
async fn relative_servers_are_resolved() {
    let sent = url("https://h.example/a/v1", "/upload", |builder| builder).await;
    assert_eq!(sent.unwrap(), "https://h.example/upload/p");
    let location = "https://h.example/docs/openapi.json";
    assert_eq!(resolve(location, "/v1"), "https://h.example/v1");
    assert_eq!(resolve(location, "v1"), "https://h.example/docs/v1");
    assert_eq!(resolve(location, "../v1"), "https://h.example/v1");
}

#[tokio::test]
async fn credentials_stay_off_plain_http() {
    let error = url(
        "https://test.example",
        "http://files.library.example",
        |builder| builder,
    );
    let error = error.await.unwrap_err();
    assert!(
        error.to_string().contains("not sent over plain http"),
        "{error}"
    );
}
