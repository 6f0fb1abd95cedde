//! Calls per second of a server on this machine, by the generated client and by reqwest alone, in
//! turns: one after another on one connection, and 64 at once. Prints JSON.

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use benches::{CUSTOMER, TOKEN, list, server};
use generated_client::{ClientModeClient, serde_json, types};

/// How many pairs of rounds there are; the first is not counted.
const ROUNDS: usize = 101;
/// How long a round takes: short, so that what else the machine does falls on both of a pair.
const ROUND: Duration = Duration::from_millis(80);

fn main() -> Result<(), Box<dyn Error>> {
    let (sender, receiver) = std::sync::mpsc::channel();
    // The server has a runtime of its own, as it would in another process.
    std::thread::spawn(move || {
        let runtime = runtime();
        runtime.block_on(async move {
            let _ = sender.send(server::serve(list::json(2)).await);
            std::future::pending::<()>().await;
        });
    });
    let address = receiver.recv()??;
    let url = format!("http://{address}/capi");
    let runtime = runtime();
    let mut report = serde_json::Map::new();
    for tasks in [1, 64] {
        let rates = runtime.block_on(compare(&url, tasks))?;
        report.insert(tasks.to_string(), rates);
    }
    println!("{}", serde_json::Value::Object(report));
    Ok(())
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime needs nothing that could be missing")
}

/// Calls per second of the rounds of both.
async fn compare(url: &str, tasks: usize) -> Result<serde_json::Value, Box<dyn Error>> {
    // Both stand on connections that are made in the same way.
    let connections = || reqwest::Client::builder().no_proxy().build();
    let generated = ClientModeClient::builder(url)
        .token(TOKEN)
        .rate_limits([])
        .transport(connections()?)
        .build()?;
    let plain = connections()?;
    let url: Arc<str> = url.into();
    let (mut ours, mut by_hand) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let client = generated.clone();
        let call = move || {
            let client = client.clone();
            async move { benches::get(&client).await.is_ok() }
        };
        ours.push(rate(tasks, call).await?);
        let (client, url) = (plain.clone(), url.clone());
        let call = move || {
            let (client, url) = (client.clone(), url.clone());
            async move { get(&client, &url).await.is_ok() }
        };
        by_hand.push(rate(tasks, call).await?);
    }
    Ok(serde_json::json!({ "generated": ours[1..], "by_hand": by_hand[1..] }))
}

/// The same call by hand.
async fn get(
    client: &reqwest::Client,
    url: &str,
) -> Result<types::ListSubscriptionsResponse, Box<dyn Error>> {
    let mut url = reqwest::Url::parse(&format!("{url}/v1/client/subscription/{CUSTOMER}"))?;
    url.query_pairs_mut()
        .append_pair("subscriptionSourceFetchMode", "ALL");
    let response = client
        .get(url)
        .header("accept", "application/json")
        .header("user-agent", "benches/1.0.0")
        .bearer_auth(TOKEN)
        .send()
        .await?
        .error_for_status()?;
    Ok(serde_json::from_slice(&response.bytes().await?)?)
}

/// Calls per second, `tasks` at once, for one round.
async fn rate<C, F>(tasks: usize, call: C) -> Result<f64, Box<dyn Error>>
where
    C: Fn() -> F + Clone + Send + 'static,
    F: Future<Output = bool> + Send + 'static,
{
    let start = Instant::now();
    let mut running = tokio::task::JoinSet::new();
    for _ in 0..tasks {
        let call = call.clone();
        running.spawn(async move {
            let mut calls = 0_u32;
            while start.elapsed() < ROUND {
                if !call().await {
                    return None;
                }
                calls += 1;
            }
            Some(calls)
        });
    }
    let calls = running.join_all().await.into_iter().sum::<Option<u32>>();
    let calls = calls.ok_or("a call failed")?;
    Ok(f64::from(calls) / start.elapsed().as_secs_f64())
}
