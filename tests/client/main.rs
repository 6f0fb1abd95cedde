//! The client at run time: attempts, limits, tokens, errors, privacy, and what it tells of itself.

mod limits;
mod oauth;
mod retry;
mod support;
