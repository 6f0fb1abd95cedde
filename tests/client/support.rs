//! What the tests of the client share: a clock that can be wound, and a network that is a function.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use generated_client::jiff::Timestamp;
use generated_client::transport::{
    BoxFuture, Clock, HttpRequest, HttpResponse, Transport, TransportError,
};
use generated_client::{ClientModeClient, http};
use http::StatusCode;
use tokio::time::Instant;

/// The time of Tokio's paused clock, with a date to it.
#[derive(Clone, Copy)]
pub(crate) struct PausedClock(Instant);

impl PausedClock {
    pub(crate) const START: &'static str = "2026-11-23T10:00:00Z";

    pub(crate) fn new() -> Self {
        Self(Instant::now())
    }
}

impl Clock for PausedClock {
    fn now(&self) -> Timestamp {
        let start: Timestamp = Self::START.parse().unwrap();
        start + self.0.elapsed()
    }

    fn monotonic(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

type Answer = Result<HttpResponse, TransportError>;
type Serve = dyn Fn(&HttpRequest, usize) -> BoxFuture<'static, Answer> + Send + Sync;

/// A network that answers by a function of the request and its number, and keeps what was sent.
#[derive(Clone)]
pub(crate) struct Network {
    sent: Arc<Mutex<Vec<(Instant, HttpRequest)>>>,
    serve: Arc<Serve>,
}

impl Network {
    /// Answers at once.
    pub(crate) fn new(
        serve: impl Fn(&HttpRequest, usize) -> Answer + Send + Sync + 'static,
    ) -> Self {
        Self::slow(move |request, number| {
            let answer = serve(request, number);
            Box::pin(async { answer })
        })
    }

    /// Answers when the future of the function ends.
    pub(crate) fn slow(
        serve: impl Fn(&HttpRequest, usize) -> BoxFuture<'static, Answer> + Send + Sync + 'static,
    ) -> Self {
        Self {
            sent: Arc::default(),
            serve: Arc::new(serve),
        }
    }

    pub(crate) fn sent(&self) -> MutexGuard<'_, Vec<(Instant, HttpRequest)>> {
        self.sent.lock().unwrap()
    }

    pub(crate) fn count(&self) -> usize {
        self.sent().len()
    }

    /// How many requests went to paths that end so.
    pub(crate) fn count_to(&self, path: &str) -> usize {
        let sent = self.sent();
        let paths = sent.iter().map(|(_, request)| request.url.path());
        paths.filter(|sent| sent.ends_with(path)).count()
    }

    /// A client in client mode over this network.
    pub(crate) fn client(&self) -> ClientModeClient {
        self.builder().build().unwrap()
    }

    pub(crate) fn builder(&self) -> generated_client::ClientBuilder<Mode> {
        ClientModeClient::builder("https://api.example.com/capi")
            .token("a-token")
            .clock(PausedClock::new())
            .transport(self.clone())
    }
}

/// The mode of a client in client mode, which has no name outside of its crate.
pub(crate) type Mode = <ClientModeClient as ModeOf>::Mode;

/// Tells the mode of a client.
pub(crate) trait ModeOf {
    type Mode;
}

impl<M> ModeOf for generated_client::Client<M> {
    type Mode = M;
}

impl Transport for Network {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Answer> {
        let mut sent = self.sent();
        let answer = (self.serve)(&request, sent.len());
        sent.push((Instant::now(), request));
        answer
    }
}

/// An answer with a JSON body.
#[expect(clippy::unnecessary_wraps, reason = "it is one of several outcomes")]
pub(crate) fn answer(status: u16, headers: &[(&'static str, &str)], body: &str) -> Answer {
    let status = StatusCode::from_u16(status).unwrap();
    let mut answer = HttpResponse::new(status, body.to_owned());
    answer
        .headers
        .insert("content-type", "application/json".parse().unwrap());
    for (name, value) in headers {
        answer.headers.insert(*name, value.parse().unwrap());
    }
    Ok(answer)
}

/// The connection broke after the request was sent.
pub(crate) fn lost() -> Answer {
    Err(TransportError::lost("reset"))
}

/// There was no connection.
pub(crate) fn unreachable() -> Answer {
    Err(TransportError::connect("refused"))
}
