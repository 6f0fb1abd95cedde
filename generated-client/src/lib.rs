//! Rust client for the Mediaconnect/Unite Connect API.
