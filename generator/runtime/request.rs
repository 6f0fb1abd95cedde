//! Requests of operations: what they have in common.
//!
//! What there is for each operation and type is `#[inline]`, which leaves compiling it to the crate
//! that calls it: of a client with hundreds of operations most programs need a few.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::call::Call;
use super::error::Error;
use super::response::{Payload, RawResponse, Response};
use super::transport::BoxFuture;

/// A request of an operation.
pub trait Request: Sized {
    /// What its success is read as.
    type Payload: Payload;
}

/// What a request's success is decoded to.
pub type Body<R> = <<R as Request>::Payload as Payload>::Body;

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

/// Sends a call and decodes its answer: decoding is all that is compiled for each payload.
///
/// # Errors
///
/// Those of [`Call::send`], and those of the payload.
#[doc(hidden)]
pub fn send<P: Payload>(call: Call) -> Sending<Response<P::Body>> {
    sending::<P, _>(call, |reply| Ok(Response::new(P::decode(&reply)?, reply)))
}

/// As [`send`], for the body alone.
///
/// # Errors
///
/// Those of [`send`].
#[doc(hidden)]
pub fn fetch<P: Payload>(call: Call) -> Sending<P::Body> {
    sending::<P, _>(call, |reply| P::decode(&reply))
}

fn sending<P: Payload, T>(
    mut call: Call,
    decode: fn(RawResponse) -> Result<T, Error>,
) -> Sending<T> {
    call.parts().is_streamed = P::is_streamed;
    let answer = call.send();
    Sending { answer, decode }
}

/// Sends a call, waits for its answer and decodes that.
///
/// # Errors
///
/// Those of [`send`]; and that it is called in an asynchronous runtime, which would stand still.
#[cfg(feature = "blocking")]
#[doc(hidden)]
pub fn send_blocking<P: Payload>(call: Call) -> Result<Response<P::Body>, Error> {
    let reply = super::blocking::wait(call)?;
    let body = P::decode(&reply)?;
    Ok(Response::new(body, reply))
}

/// Declares the request of an operation: what its success is read as, and the method that makes it.
#[doc(hidden)]
#[macro_export]
macro_rules! request {
    ($name:ident => $payload:ty, $method:literal) => {
        #[doc = concat!("A call of [`", $method, "`].")]
        #[derive(Clone, Debug)]
        #[must_use = "a request is sent when it is awaited"]
        pub struct $name($crate::runtime::Call);

        #[allow(deprecated)]
        impl $crate::runtime::Request for $name {
            type Payload = $payload;
        }

        impl $name {
            /// Sends the request and returns the whole exchange: the decoded body with status,
            /// headers and bytes. Awaiting the request itself gives the body alone.
            ///
            /// # Errors
            ///
            /// Every answer that is no success, and everything that keeps one from coming.
            #[inline]
            pub fn send(
                self,
            ) -> $crate::runtime::Sending<$crate::runtime::Response<$crate::runtime::Body<Self>>>
            {
                $crate::runtime::send::<<Self as $crate::runtime::Request>::Payload>(self.0)
            }

            /// Sends the request and waits where it stands, for programs that are not asynchronous.
            ///
            /// # Errors
            ///
            /// Those of `send`; and that it is called in an asynchronous runtime.
            #[cfg(feature = "blocking")]
            #[inline]
            pub fn send_blocking(
                self,
            ) -> ::std::result::Result<
                $crate::runtime::Response<$crate::runtime::Body<Self>>,
                $crate::runtime::Error,
            > {
                $crate::runtime::send_blocking::<<Self as $crate::runtime::Request>::Payload>(
                    self.0,
                )
            }

            /// Decides something for this call alone: its time limit, a header, no checks.
            #[inline]
            pub fn with(mut self, options: $crate::runtime::CallOptions) -> Self {
                self.0.with(options);
                self
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output =
                ::std::result::Result<$crate::runtime::Body<Self>, $crate::runtime::Error>;
            type IntoFuture = $crate::runtime::Sending<$crate::runtime::Body<Self>>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                $crate::runtime::fetch::<<Self as $crate::runtime::Request>::Payload>(self.0)
            }
        }
    };
}

pub use request;
