//! The client at run time: attempts, limits, tokens, errors, privacy, and what it tells of itself.

mod blocking;
mod concurrency;
mod errors;
mod faults;
mod limits;
mod oauth;
mod privacy;
mod retry;
mod sensitive;
mod server;
mod spans;
mod support;
mod tls;
