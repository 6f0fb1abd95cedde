//! Calls that wait where they stand, for programs that are not asynchronous.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

use super::call::Call;
use super::error::{Error, ErrorKind};
use super::response::RawResponse;

/// The runtime that the waiting calls of a client share. It begins with the first of them.
#[derive(Default)]
pub(super) struct Waiting(OnceLock<Runtime>);

/// Sends a call and waits for its answer.
///
/// # Errors
///
/// Those of the call; [`ErrorKind::Invalid`] in an asynchronous runtime, which would stand still.
pub(super) fn wait(mut call: Call) -> Result<RawResponse, Error> {
    if Handle::try_current().is_ok() {
        let message = "`send_blocking` would stop the asynchronous runtime; use `.await` there";
        return Err(Error::new(ErrorKind::Invalid, message));
    }
    let client = call.parts().client.clone();
    client.settings.waiting.runtime()?.block_on(call.send())
}

impl Waiting {
    fn runtime(&self) -> Result<&Runtime, Error> {
        if let Some(runtime) = self.0.get() {
            return Ok(runtime);
        }
        // A thread of its own looks after connections while no call waits.
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build();
        let runtime = runtime.map_err(|error| {
            let message = "no runtime for blocking calls can be set up";
            Error::new(ErrorKind::Configuration, message).with_source(error)
        })?;
        Ok(self.0.get_or_init(|| runtime))
    }
}

impl Drop for Waiting {
    /// The last client may be dropped in an asynchronous runtime, where nothing may wait.
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
