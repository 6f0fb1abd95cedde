//! Every operation of the client against the server at the URL that is given: `cargo xtask e2e`.
//!
//! The server is Prism with `--errors`: it refuses requests that break the description and reports
//! answers of its own that do. Each operation is called with the documented request and with one that
//! has every property, where the description lets them stand beside each other: once for the
//! documented answer, then for answers made up from the schema, with one seed after the other so that
//! a failure can be repeated.

use std::env;
use std::process::ExitCode;

use generated_client::{CallOptions, Error};
use serde_json::Value;
use tests::calls::{Call, Clients, calls};
use tests::description::operations;

/// How many answers are made up for each operation.
const SEEDS: u32 = 20;

fn main() -> ExitCode {
    let Some(url) = env::args().nth(1) else {
        eprintln!("usage: e2e URL");
        return ExitCode::from(2);
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let failures = match (runtime, Clients::new(&url)) {
        (Ok(runtime), Ok(clients)) => runtime.block_on(run(&clients)),
        (Err(error), _) => vec![error.to_string()],
        (_, Err(error)) => vec![error.to_string()],
    };
    for failure in &failures {
        eprintln!("{failure}");
    }
    if failures.is_empty() {
        ExitCode::SUCCESS
    } else {
        eprintln!("error: {} problems", failures.len());
        ExitCode::FAILURE
    }
}

/// Calls every operation and prints a line for each.
async fn run(clients: &Clients) -> Vec<String> {
    let described = match operations() {
        Ok(described) => described,
        Err(error) => return vec![format!("spec: {error}")],
    };
    let mut failures = Vec::new();
    let width = calls().map(|call| call.operation.len()).max().unwrap_or(0);
    println!(
        "{:width$}  {:^15}  {:^15}",
        "", "documented", "all properties"
    );
    println!("{:width$}  {1}  {1}", "operation", "example made up");
    for call in calls() {
        let Some(operation) = described.iter().find(|it| it.id == call.operation) else {
            failures.push(format!("{}: is not described", call.operation));
            continue;
        };
        let example = rounds(&mut failures, clients, call, None).await;
        // The parameters of the documented request are all there are; only a body can have more.
        let all = match &operation.full_request {
            Some(body) => rounds(&mut failures, clients, call, Some(body)).await,
            None => String::new(),
        };
        println!("{:width$}  {example:15}  {all:15}", call.operation);
    }
    failures
}

/// Calls an operation once for each answer; the successes as they stand in the table.
async fn rounds(
    failures: &mut Vec<String>,
    clients: &Clients,
    call: &Call,
    body: Option<&Value>,
) -> String {
    let request = match body {
        Some(_) => "all properties, ",
        None => "",
    };
    if let Some(error) = body.and_then(|body| (call.request?)(body.clone()).err()) {
        failures.push(format!("{} ({request}not sent): {error}", call.operation));
        return String::new();
    }
    let answer = format!("{request}the example");
    let example = send(clients, call, CallOptions::new(), body).await;
    let example = tally(failures, call, &answer, example);
    let mut made_up = 0;
    for seed in 1..=SEEDS {
        let prefer = format!("dynamic=true, seed={seed}");
        let options = CallOptions::new().header("Prefer", &prefer);
        let outcome = send(clients, call, options, body).await;
        made_up += tally(failures, call, &format!("{request}{prefer}"), outcome);
    }
    format!("{example:>5}/1 {made_up:>5}/{SEEDS}")
}

/// One call, and what is wrong with it.
async fn send(
    clients: &Clients,
    call: &Call,
    options: CallOptions,
    body: Option<&Value>,
) -> Result<(), String> {
    let exchange = (call.send)(clients, options, body.cloned())
        .await
        .map_err(|error| explain(&error))?;
    match exchange.violations {
        Some(violations) => Err(format!("Prism reports {violations}")),
        None => Ok(()),
    }
}

/// The error with its causes and what Prism says about it.
fn explain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    if let Some(violations) = error.headers().get("sl-violations") {
        text.push_str("\n  Prism reports ");
        text.push_str(violations);
    }
    if !error.body().is_empty() {
        text.push_str("\n  ");
        text.push_str(&String::from_utf8_lossy(error.body()));
    }
    text
}

fn tally(
    failures: &mut Vec<String>,
    call: &Call,
    answer: &str,
    outcome: Result<(), String>,
) -> u32 {
    match outcome {
        Ok(()) => 1,
        Err(reason) => {
            failures.push(format!("{} ({answer}): {reason}", call.operation));
            0
        }
    }
}
