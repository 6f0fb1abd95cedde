//! The modules of the runtime, straight from their source: those that this client needs and those
//! that other descriptions do.

mod bodies;
pub mod checks;
mod credentials;
mod objects;
mod parameters;
mod servers;
mod streams;
mod unions;
mod values;

#[path = "../../../generator/runtime/mod.rs"]
pub mod runtime;

use std::sync::{Arc, Mutex};

use runtime::{
    Any, BoxFuture, Call, Client, Empty, Error, HttpRequest, HttpResponse, Method, Operation,
    RawResponse, Transport, TransportError,
};

static OPERATION: Operation = Operation {
    id: "op",
    method: Method::POST,
    path: "/p",
    accept: "*/*",
    security: &[],
    idempotent: false,
};

static WITH_PATH: Operation = Operation {
    id: "op",
    method: Method::GET,
    path: "/p/{v}/end",
    accept: "*/*",
    security: &[],
    idempotent: true,
};

/// Keeps requests and answers nothing.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<HttpRequest>>>);

impl Transport for Recorder {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.0.lock().unwrap().push(request);
        Box::pin(async { Ok(HttpResponse::new(http::StatusCode::NO_CONTENT, "")) })
    }
}

/// What is sent of a call of `operation` that `change` puts together.
async fn sent(
    operation: &'static Operation,
    change: impl FnOnce(&mut Call),
) -> Result<HttpRequest, Error> {
    let recorder = Recorder::default();
    let client: Client<Any> = Client::builder("https://h/b")
        .transport(recorder.clone())
        .build()?;
    let mut call = client.call(operation);
    change(&mut call);
    call.request::<Empty, ()>().send().await?;
    let request = recorder.0.lock().unwrap().pop();
    Ok(request.unwrap())
}

/// The words of the error of such a call.
async fn refused(operation: &'static Operation, change: impl FnOnce(&mut Call)) -> String {
    let error = sent(operation, change).await.unwrap_err();
    assert_eq!(error.attempts(), 0);
    error.to_string()
}

/// Fails to compile when a raw response can't be decoded by hand.
fn _by_status(reply: &RawResponse) -> Result<Option<bool>, Error> {
    match reply.status() {
        200 => reply.json().map(Some),
        204 => Ok(None),
        _ => Err(reply.undocumented()),
    }
}
