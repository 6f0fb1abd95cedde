//! Connections, never more of them to one server than were allowed.
//!
//! A request takes a connection that is free, or makes one. One that was just used is free when its
//! task has given it back, and nobody is told: so it counts as taken until another request takes it, and
//! a request that finds none free waits for it rather than make one too many. Only when it does not come,
//! since the server has closed it, the time decides.

use std::cell::Cell;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;
use tower_layer::Layer;
use tower_service::Service;

use super::transport::{BoxError, BoxFuture, Chunks, HttpRequest, HttpResponse, ResponseBody};
use super::transport::{Transport, TransportError};

/// How long after its use a connection is given back at the latest, unless it was closed.
const RETURNED: Duration = Duration::from_secs(1);

/// How long after its use a connection is closed that nobody can use again.
const CLOSED: Duration = Duration::from_millis(50);

/// How often it is looked whether a connection that is made for nobody is there.
const LOOK: Duration = Duration::from_millis(5);

thread_local! {
    /// The request that goes on at this moment. A connection that is made when there is none, or
    /// another one, is no longer needed by the request that it was begun for.
    static REQUEST: Cell<Request> = const { Cell::new(Request::NONE) };
}

/// A request, with the connection that it expects to find free: until when that counts as taken.
#[derive(Clone, Copy)]
struct Request {
    number: u64,
    expected: Option<Instant>,
}

impl Request {
    const NONE: Self = Self {
        number: 0,
        expected: None,
    };
}

/// Counts connections.
#[derive(Clone)]
pub(super) struct Sockets(Arc<Shared>);

struct Shared {
    most: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// How many requests there were.
    requests: u64,
    /// Requests that are on their way, each with one connection at most.
    busy: usize,
    /// Until when connections count as taken although their requests are done.
    returning: Vec<Instant>,
    /// Connections that are being made for nobody: another one was free first.
    spare: usize,
}

impl Sockets {
    pub(super) fn new(most: usize) -> Self {
        let state = Mutex::default();
        Self(Arc::new(Shared { most, state }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a request until what is returned is dropped.
    fn taken(&self) -> (Request, Taken) {
        let mut state = self.state();
        state.requests += 1;
        state.busy += 1;
        let request = Request {
            number: state.requests,
            expected: (!state.returning.is_empty()).then(|| state.returning.remove(0)),
        };
        let taken = Taken {
            sockets: self.clone(),
            is_kept: false,
        };
        (request, taken)
    }

    /// How long it takes until one more connection may be made, at least.
    fn wait(&self) -> Option<Duration> {
        let now = Instant::now();
        let mut state = self.state();
        state.returning.retain(|until| *until > now);
        if state.busy + state.returning.len() + state.spare <= self.0.most {
            return None;
        }
        let first = state.returning.iter().min();
        Some(first.map_or(LOOK, |until| until.saturating_duration_since(now)))
    }
}

/// A connection, from before it is there until its request is done.
struct Taken {
    sockets: Sockets,
    /// Whether it can be used again.
    is_kept: bool,
}

impl Drop for Taken {
    fn drop(&mut self) {
        let time = if self.is_kept { RETURNED } else { CLOSED };
        let mut state = self.sockets.state();
        state.busy -= 1;
        state.returning.push(Instant::now() + time);
    }
}

/// A connection that is being made.
struct Making {
    sockets: Sockets,
    /// The request that it is made for; 0 where it is none.
    request: u64,
    pause: Option<BoxFuture<'static, ()>>,
    /// Whether it is made for nobody.
    is_spare: bool,
}

impl Making {
    /// One for the request that goes on, for which none was free that was expected to be.
    fn new(sockets: Sockets) -> Self {
        let mut request = REQUEST.get();
        if let Some(expected) = request.expected.take() {
            REQUEST.set(request);
            sockets.state().returning.push(expected);
        }
        Self {
            sockets,
            request: request.number,
            pause: None,
            is_spare: false,
        }
    }

    fn is_needed(&self) -> bool {
        self.request == 0 || self.request == REQUEST.get().number
    }

    /// Waits until it may be made.
    fn poll_room(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        if !self.is_needed() {
            return Poll::Ready(Err("another connection was free first".into()));
        }
        loop {
            if let Some(pause) = &mut self.pause {
                ready!(pause.as_mut().poll(context));
            }
            let Some(wait) = self.sockets.wait() else {
                return Poll::Ready(Ok(()));
            };
            self.pause = Some(Box::pin(tokio::time::sleep(wait)));
        }
    }

    /// Counts it, from when it is no longer needed.
    fn count(&mut self) {
        if !self.is_spare && !self.is_needed() {
            self.is_spare = true;
            self.sockets.state().spare += 1;
        }
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        if self.is_spare {
            self.sockets.state().spare -= 1;
        }
    }
}

impl<S> Layer<S> for Sockets {
    type Service = Counted<S>;

    fn layer(&self, connector: S) -> Counted<S> {
        let sockets = self.clone();
        Counted { connector, sockets }
    }
}

/// Makes connections when there is room for them.
#[derive(Clone)]
pub(super) struct Counted<S> {
    connector: S,
    sockets: Sockets,
}

impl<S, R> Service<R> for Counted<S>
where
    S: Service<R, Error = BoxError> + Clone + Send + 'static,
    S::Future: Send,
    R: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<S::Response, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(context)
    }

    fn call(&mut self, target: R) -> Self::Future {
        // The one that was asked whether it is ready is the one to use.
        let next = self.connector.clone();
        let mut connector = std::mem::replace(&mut self.connector, next);
        let mut making = Making::new(self.sockets.clone());
        Box::pin(async move {
            std::future::poll_fn(|context| making.poll_room(context)).await?;
            let mut connection = pin!(connector.call(target));
            std::future::poll_fn(|context| {
                making.count();
                connection.as_mut().poll(context)
            })
            .await
        })
    }
}

/// Sends requests over connections that are counted.
pub(super) struct Pool {
    pub(super) client: reqwest::Client,
    pub(super) sockets: Sockets,
}

impl Transport for Pool {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let (own, taken) = self.sockets.taken();
        Box::pin(Asked {
            request: own,
            taken: Some(taken),
            answer: self.client.send(request),
        })
    }
}

/// A request that is on its way.
struct Asked<'p> {
    request: Request,
    taken: Option<Taken>,
    answer: BoxFuture<'p, Result<HttpResponse, TransportError>>,
}

impl Future for Asked<'_> {
    type Output = Result<HttpResponse, TransportError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outer = Outer(REQUEST.replace(self.request));
        let answer = self.answer.as_mut().poll(context);
        self.request = REQUEST.get();
        drop(outer);
        let mut answer = ready!(answer)?;
        if let Some(taken) = self.taken.take() {
            let is_kept = answer.is_kept;
            answer.body = ResponseBody::new(Reading {
                body: answer.body,
                taken,
                is_kept,
            });
        }
        Poll::Ready(Ok(answer))
    }
}

/// The request around one that goes on, which does so again when this is dropped.
struct Outer(Request);

impl Drop for Outer {
    fn drop(&mut self) {
        REQUEST.set(self.0);
    }
}

/// A body with the connection that it comes by.
struct Reading {
    body: ResponseBody,
    taken: Taken,
    is_kept: bool,
}

impl Chunks for Reading {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        let mut chunk = self.body.piece();
        let (taken, is_kept) = (&mut self.taken, self.is_kept);
        Box::pin(std::future::poll_fn(move |context| {
            let chunk = ready!(chunk.as_mut().poll(context));
            taken.is_kept = is_kept && matches!(chunk, Ok(None));
            Poll::Ready(chunk)
        }))
    }
}
