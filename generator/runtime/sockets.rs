//! Connections, never more of them to one server than were allowed.
//!
//! A request takes a connection that is free, or makes one. One that was just used is free when its
//! task has given it back, and nobody is told: so it counts as taken until another request takes it, and
//! a request that finds none free waits for it rather than make one too many. Only when it does not come,
//! since the server has closed it, the time decides.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
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

tokio::task_local! {
    /// The request that is on its way, while it is. A connection that is made when there is none, or
    /// another one, is no longer needed by the request that it was begun for.
    static REQUEST: Request;
}

/// A request, with the connection that it expects to find free: until when that counts as taken.
type Request = Arc<Mutex<Option<Instant>>>;

/// Counts connections.
#[derive(Clone)]
pub(super) struct Sockets(Arc<Shared>);

struct Shared {
    most: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Requests that are on their way, each with one connection at most.
    busy: usize,
    /// Until when connections count as taken although their requests are done.
    returning: VecDeque<Instant>,
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
        state.busy += 1;
        let expected = state.returning.pop_front();
        let taken = Taken {
            sockets: self.clone(),
            is_kept: false,
        };
        (Arc::new(Mutex::new(expected)), taken)
    }

    /// Waits until one more connection may be made.
    async fn room(&self) {
        loop {
            let now = Instant::now();
            let wait = {
                let mut state = self.state();
                state.returning.retain(|until| *until > now);
                if state.busy + state.returning.len() + state.spare <= self.0.most {
                    return;
                }
                let first = state.returning.iter().min();
                first.map_or(LOOK, |until| *until - now)
            };
            tokio::time::sleep(wait).await;
        }
    }

    /// A connection was not free that was expected to be.
    fn missed(&self, request: &Request) {
        let expected = request
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        self.state().returning.extend(expected);
    }

    fn spare(&self) -> Spare {
        self.state().spare += 1;
        Spare(self.clone())
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
        state.returning.push_back(Instant::now() + time);
    }
}

/// A connection that is made for nobody.
struct Spare(Sockets);

impl Drop for Spare {
    fn drop(&mut self) {
        self.0.state().spare -= 1;
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
        let sockets = self.sockets.clone();
        let request = REQUEST.try_with(Request::clone).ok();
        if let Some(request) = &request {
            sockets.missed(request);
        }
        let is_needed = move || {
            let is_own = |own: &Request| REQUEST.try_with(|it| Arc::ptr_eq(it, own));
            request
                .as_ref()
                .is_none_or(|own| is_own(own).unwrap_or(false))
        };
        Box::pin(async move {
            let mut room = pin!(sockets.room());
            std::future::poll_fn(|context| {
                if is_needed() {
                    room.as_mut().poll(context).map(Ok)
                } else {
                    Poll::Ready(Err("another connection was free first"))
                }
            })
            .await?;
            let mut connection = pin!(connector.call(target));
            let mut spare = None;
            std::future::poll_fn(|context| {
                if !is_needed() {
                    spare.get_or_insert_with(|| sockets.spare());
                }
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
        let answer = self.client.send(request);
        Box::pin(REQUEST.scope(own, async move {
            let mut answer = answer.await?;
            let body = std::mem::replace(&mut answer.body, Bytes::new().into());
            let is_kept = answer.is_kept;
            answer.body = ResponseBody::new(Reading {
                body,
                taken,
                is_kept,
            });
            Ok(answer)
        }))
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
        Box::pin(async move {
            let chunk = self.body.chunk().await?;
            self.taken.is_kept = self.is_kept && chunk.is_none();
            Ok(chunk)
        })
    }
}
