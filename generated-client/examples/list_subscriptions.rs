//! Lists the subscriptions of a customer, in client mode.
//!
//! ```text
//! CONNECT_CLIENT_ID=… CONNECT_CLIENT_SECRET=… cargo run --example list_subscriptions -- 22067744
//! ```
//!
//! `CONNECT_URL` and `CONNECT_LOGIN_URL` name other servers than those for tests:
//! `http://127.0.0.1:4010` for one on this machine.

use std::env;
use std::process::ExitCode;

use generated_client::operations::ListSubscriptionsClientModeError as Refusal;
use generated_client::types::SubscriptionSourceFetchMode;
use generated_client::{Connect, EpochMillis, Error, Server};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (Ok(id), Ok(secret)) = (
        env::var("CONNECT_CLIENT_ID"),
        env::var("CONNECT_CLIENT_SECRET"),
    ) else {
        eprintln!("CONNECT_CLIENT_ID and CONNECT_CLIENT_SECRET are not set");
        return ExitCode::from(2);
    };
    let Ok(customer) = env::args().nth(1).unwrap_or("22067744".to_owned()).parse() else {
        eprintln!("the argument is no customer number");
        return ExitCode::from(2);
    };
    match list(id, secret, customer).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn list(id: String, secret: String, customer: i64) -> Result<(), Error> {
    let server = match (env::var("CONNECT_URL"), env::var("CONNECT_LOGIN_URL")) {
        (Ok(url), Ok(login_url)) => Server::custom(url, login_url),
        _ => Server::Test,
    };
    let service = Connect::builder(server, id, secret).build()?.client_mode();

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
