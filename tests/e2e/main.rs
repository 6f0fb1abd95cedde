//! Every operation of the client against the server at the URL that is given: `cargo xtask e2e`.
//!
//! The server is Prism with `--errors`: it refuses requests that break the description and reports
//! answers of its own that do. Each operation is called once for the documented example, then for
//! answers made up from the schema, with one seed after the other so that a failure can be repeated.

use std::env;
use std::process::ExitCode;

use generated_client::{CallOptions, Error};
use tests::calls::{Call, Clients, calls};
use tests::description::{Operation, operations};

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
    let mut failures = Vec::new();
    let width = calls().map(|call| call.operation.len()).max().unwrap_or(0);
    println!("{:width$}  example  made up", "operation");
    for call in calls() {
        let example = send(clients, call, CallOptions::new()).await;
        let example = tally(&mut failures, call, "the example", example);
        let mut made_up = 0;
        for seed in 1..=SEEDS {
            let prefer = format!("dynamic=true, seed={seed}");
            let options = CallOptions::new().header("Prefer", &prefer);
            let outcome = send(clients, call, options).await;
            made_up += tally(&mut failures, call, &prefer, outcome);
        }
        println!(
            "{:width$}  {example:>5}/1  {made_up:>4}/{SEEDS}",
            call.operation
        );
    }
    match operations() {
        Ok(described) => failures.extend(uncalled(&described)),
        Err(error) => failures.push(format!("spec: {error}")),
    }
    failures
}

fn uncalled(described: &[Operation]) -> impl Iterator<Item = String> {
    described
        .iter()
        .filter(|operation| calls().all(|call| call.operation != operation.id))
        .map(|operation| format!("{}: is not called", operation.id))
}

/// One call, and what is wrong with it.
async fn send(clients: &Clients, call: &Call, options: CallOptions) -> Result<(), String> {
    let exchange = (call.send)(clients, options)
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
