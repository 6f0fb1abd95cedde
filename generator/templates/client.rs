// The lints of the crate that includes this are for what is written there.
#[allow(clippy::all, clippy::pedantic, dead_code, unexpected_cfgs, unreachable_pub)]
#[path = "src/generated/mod.rs"]
mod generated;
#[allow(clippy::all, clippy::pedantic, dead_code, unexpected_cfgs, unreachable_pub, unused_imports)]
#[doc(hidden)]
#[path = "src/runtime/mod.rs"]
pub mod runtime;
