//! Lists the subscriptions of a customer, in client mode.
//!
//! ```text
//! CONNECT_TOKEN=… cargo run --example list_subscriptions -- 22067744
//! ```
//!
//! `CONNECT_URL` names another server than the test server: `http://127.0.0.1:4010` for one on this
//! machine.

use std::env;
use std::process::ExitCode;

use generated_client::operations::ListSubscriptionsClientModeError as Refusal;
use generated_client::types::SubscriptionSourceFetchMode;
use generated_client::{Connect, EpochMillis, Error, Server};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Ok(token) = env::var("CONNECT_TOKEN") else {
        eprintln!("CONNECT_TOKEN is not set: it holds an access token for client mode");
        return ExitCode::from(2);
    };
    let Ok(customer) = env::args().nth(1).unwrap_or("22067744".to_owned()).parse() else {
        eprintln!("the argument is no customer number");
        return ExitCode::from(2);
    };
    match list(token, customer).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn list(token: String, customer: i64) -> Result<(), Error> {
    let server = env::var("CONNECT_URL").map_or(Server::Test, Server::from);
    let service = Connect::builder(server)
        .build()?
        .client_mode_with_token(token);

    let reply = service
        .subscription()
        .list_subscriptions_client_mode(customer)
        .subscription_source_fetch_mode(SubscriptionSourceFetchMode::All)
        .send()
        .await;
    let reply = match reply {
        Err(error) if matches!(Refusal::from(&error), Some(Refusal::NotFound)) => {
            println!("there is no such customer");
            return Ok(());
        }
        reply => reply?,
    };

    if let Some(left) = reply.headers().x_rate_limit_remaining() {
        println!("{left} calls left");
    }
    for subscription in reply.into_body().subscriptions.unwrap_or_default() {
        let product = subscription
            .product
            .as_ref()
            .map_or("?", |code| code.as_str());
        let until = subscription.end_time.and_then(EpochMillis::timestamp);
        let until = until.map_or("?".to_owned(), |time| time.to_string());
        println!("{product} until {until}");
    }
    Ok(())
}
