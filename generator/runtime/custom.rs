//! Requests that the description does not know.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;

use super::call::Call;
use super::error::Error;
use super::options::CallOptions;
use super::request::{self, Sending};
use super::response::{Payload, Response};
use super::style::QueryStyle;
use super::value;

/// A request that the description does not know; `P` is what its success is read as: `Json<T>`,
/// `Text` or `Empty`.
#[must_use = "a request is sent when it is awaited"]
pub struct CustomRequest<P> {
    call: Call,
    payload: PhantomData<fn() -> P>,
}

impl<P> CustomRequest<P> {
    pub(super) fn new(call: Call) -> Self {
        let payload = PhantomData;
        Self { call, payload }
    }

    /// Sets what stands for `{name}` in the path.
    pub fn path<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.call.parts().set_path(name, false, value::value(value));
        self
    }

    /// Sets a query parameter; a list becomes one pair for each item.
    pub fn query<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        let style = QueryStyle::FORM_EXPLODE;
        self.call
            .parts()
            .set_query(name, style, value::value(value));
        self
    }

    /// Sets a header.
    pub fn header<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.call
            .parts()
            .set_header(name, false, value::value(value));
        self
    }

    /// Sets a JSON body.
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        self.call.parts().set_json("application/json", body);
        self
    }

    /// Decides something for this call alone.
    pub fn with(mut self, options: CallOptions) -> Self {
        self.call.with(options);
        self
    }
}

impl<P: Payload> CustomRequest<P> {
    /// Sends the request and returns the whole exchange.
    ///
    /// # Errors
    ///
    /// Every answer that is no success, and everything that keeps one from coming.
    pub fn send(self) -> Sending<Response<P::Body>> {
        request::send::<P>(self.call)
    }

    /// Sends the request and waits where it stands, for programs that are not asynchronous.
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send); and that it is called in an asynchronous runtime.
    #[cfg(feature = "blocking")]
    pub fn send_blocking(self) -> Result<Response<P::Body>, Error> {
        super::request::send_blocking::<P>(self.call)
    }
}

impl<P: Payload> IntoFuture for CustomRequest<P> {
    type Output = Result<P::Body, Error>;
    type IntoFuture = Sending<P::Body>;

    fn into_future(self) -> Self::IntoFuture {
        request::fetch::<P>(self.call)
    }
}

impl<P> Clone for CustomRequest<P> {
    fn clone(&self) -> Self {
        Self::new(self.call.clone())
    }
}

impl<P> fmt::Debug for CustomRequest<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CustomRequest").field(&self.call).finish()
    }
}
