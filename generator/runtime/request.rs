//! Requests: one type for all operations. What its success is read as and the enum of its refusals
//! tell one from another, so that each has setters of its own.
//!
//! What there is for each operation and type is `#[inline]`, which leaves compiling it to the crate
//! that calls it: of a client with hundreds of operations most programs need a few.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::call::Call;
use super::error::Error;
use super::options::CallOptions;
use super::response::{Payload, RawResponse, Response};
use super::transport::BoxFuture;

/// A request: `P` is what its success is read as, `E` the enum of the refusals that are documented.
///
/// Awaiting it sends it and gives the decoded body alone.
#[must_use = "a request is sent when it is awaited"]
pub struct Request<P, E>(pub(crate) Call, PhantomData<fn() -> (P, E)>);

impl Call {
    /// The request that sends it.
    #[inline]
    pub fn request<P, E>(self) -> Request<P, E> {
        Request(self, PhantomData)
    }
}

impl<P, E> Request<P, E> {
    /// Decides something for this call alone: its time limit, a header, no checks.
    pub fn with(mut self, options: CallOptions) -> Self {
        self.0.with(options);
        self
    }
}

impl<P: Payload, E> Request<P, E> {
    /// Sends the request and returns the whole exchange: the decoded body with status, headers and
    /// bytes. Awaiting the request itself gives the body alone.
    ///
    /// # Errors
    ///
    /// Every answer that is no success, and everything that keeps one from coming.
    pub fn send(self) -> Sending<Response<P::Body>> {
        sending::<P, _>(self.0, exchange::<P>)
    }

    /// Sends the request and waits where it stands, for programs that are not asynchronous.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send); and that it is called in an asynchronous runtime, which would
    /// stand still.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<Response<P::Body>, Error> {
        exchange::<P>(super::blocking::wait(self.0)?)
    }
}

impl<P: Payload, E> IntoFuture for Request<P, E> {
    type Output = Result<P::Body, Error>;
    type IntoFuture = Sending<P::Body>;

    fn into_future(self) -> Self::IntoFuture {
        sending::<P, _>(self.0, |reply| P::decode(&reply))
    }
}

impl<P, E> Clone for Request<P, E> {
    fn clone(&self) -> Self {
        self.0.clone().request()
    }
}

impl<P, E> fmt::Debug for Request<P, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Request").field(&self.0).finish()
    }
}

/// A request on its way: a future of what its answer is decoded to.
#[must_use = "a request is sent when it is awaited"]
pub struct Sending<T> {
    answer: BoxFuture<'static, Result<RawResponse, Error>>,
    decode: fn(RawResponse) -> Result<T, Error>,
}

impl<T> Future for Sending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let decode = self.decode;
        let answer = self.answer.as_mut().poll(context);
        answer.map(|answer| answer.and_then(decode))
    }
}

impl<T> fmt::Debug for Sending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sending(..)")
    }
}

/// An answer with its decoded body.
fn exchange<P: Payload>(reply: RawResponse) -> Result<Response<P::Body>, Error> {
    Ok(Response::new(P::decode(&reply)?, reply))
}

/// Sends a call; decoding its answer is all that is compiled for each payload.
fn sending<P: Payload, T>(
    mut call: Call,
    decode: fn(RawResponse) -> Result<T, Error>,
) -> Sending<T> {
    call.parts().is_streamed = P::is_streamed;
    let answer = call.send();
    Sending { answer, decode }
}
