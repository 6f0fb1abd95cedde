//! The client at run time: attempts, limits, tokens, errors, privacy, and what it tells of itself.

mod access;
mod authority;
mod blocking;
mod concurrency;
mod errors;
mod faults;
mod grants;
mod limits;
mod logs;
mod privacy;
mod processes;
mod proxy;
mod retry;
mod sensitive;
mod server;
mod spans;
mod stores;
mod support;
mod tls;
mod tokens;
