//! The client against a server on this machine: what it sends, byte for byte, and what it makes of
//! the answers.

mod answers;
mod checks;
mod credentials;
mod server;
mod settings;
mod spans;
mod tls;

use generated_client::{ClientModeClient, Connect, RetryPolicy, UserClient};

use server::Server;

/// A client of `server` that holds the token `user-token`.
fn user(server: &Server) -> UserClient {
    connect(server).user_with_token("user-token")
}

/// A client of `server` that holds the token `service-token`.
fn service(server: &Server) -> ClientModeClient {
    connect(server).client_mode_with_token("service-token")
}

fn connect(server: &Server) -> Connect {
    Connect::token_builder(server.url())
        .user_agent("test")
        // The servers answer once. What is sent again is tested elsewhere.
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}
