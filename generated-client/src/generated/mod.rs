//! What the description says: types, operations, clients, servers and headers.

mod clients;
mod headers;
pub mod operations;
mod servers;
pub mod types;

pub use clients::*;
pub use servers::*;
