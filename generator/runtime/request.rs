//! Requests of operations: what they have in common.

pub use crate::request;

use super::call::Call;
use super::error::Error;
use super::response::{Payload, Response};

/// A request of an operation.
pub trait Request: Sized {
    /// What its success is read as.
    type Payload: Payload;
}

/// What a request's success is decoded to.
pub type Body<R> = <<R as Request>::Payload as Payload>::Body;

/// Sends a call and decodes its answer: all that is compiled for each payload.
///
/// # Errors
///
/// Those of [`Call::send`], and those of the payload.
#[doc(hidden)]
pub async fn send<P: Payload>(mut call: Call) -> Result<Response<P::Body>, Error> {
    call.parts().is_streamed = P::is_streamed;
    let reply = call.send().await?;
    let body = P::decode(&reply)?;
    Ok(Response::new(body, reply))
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

/// Gives a request its `send` and `with`, and makes it a future.
#[doc(hidden)]
#[macro_export]
macro_rules! request {
    ($name:ident) => {
        impl $name {
            /// Sends the request and returns the whole exchange: the decoded body with status,
            /// headers and bytes. Awaiting the request itself gives the body alone.
            ///
            /// # Errors
            ///
            /// Every answer that is no success, and everything that keeps one from coming.
            pub async fn send(
                self,
            ) -> ::std::result::Result<
                $crate::runtime::Response<$crate::runtime::Body<Self>>,
                $crate::runtime::Error,
            > {
                $crate::runtime::send::<<Self as $crate::runtime::Request>::Payload>(self.0).await
            }

            /// Sends the request and waits where it stands, for programs that are not asynchronous.
            ///
            /// # Errors
            ///
            /// Those of `send`; and that it is called in an asynchronous runtime.
            #[cfg(feature = "blocking")]
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
            pub fn with(mut self, options: $crate::runtime::CallOptions) -> Self {
                self.0.with(options);
                self
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output =
                ::std::result::Result<$crate::runtime::Body<Self>, $crate::runtime::Error>;
            type IntoFuture = $crate::runtime::BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                ::std::boxed::Box::pin(async move {
                    self.send().await.map($crate::runtime::Response::into_body)
                })
            }
        }
    };
}
