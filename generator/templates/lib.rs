pub use generated::{@NAMES@};
pub use runtime::{@VOCABULARY@};

pub use {@CRATES@};

/// Credentials: where access tokens come from, and what the security schemes are.
pub mod auth {
    pub use secrecy::SecretString;

    @SCHEMES@
    pub use crate::runtime::{@CREDENTIALS@};
    @OAUTH@
    pub use crate::runtime::{KeyLocation, SchemeKind, SecurityScheme};
}

/// The door to the network, for programs and tests that bring their own.
pub mod transport {
    pub use crate::runtime::{BoxError, BoxFuture, Chunks, Clock, HttpRequest, HttpResponse};
    pub use crate::runtime::{ByteStream, RequestBody, ResponseBody, Transport, TransportError};
}
