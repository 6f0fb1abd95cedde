//! How long it takes to decode a list of 1,000 items, beside the same list as a plain struct, in
//! turns: the JSON as text, and as the body of an answer, which comes in bytes. Prints JSON.

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use benches::list::{self, List};
use benches::{Canned, get_client};
use generated_client::{serde_json, types::ListSubscriptionsResponse};

/// How many pairs there are. One takes less than a millisecond, so that what else the machine does
/// falls on both.
const PAIRS: usize = 2000;

fn main() -> Result<(), Box<dyn Error>> {
    let json = list::json(1000);
    let text = compare(
        || serde_json::from_str::<ListSubscriptionsResponse>(&json).is_ok_and(is_read),
        || serde_json::from_str::<List>(&json).is_ok_and(is_read),
    )?;
    let client = get_client(Canned::list(1000))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()?;
    let body = compare(
        || runtime.block_on(benches::get(&client)).is_ok_and(is_read),
        || serde_json::from_slice::<List>(json.as_bytes()).is_ok_and(is_read),
    )?;
    println!("{}", serde_json::json!({ "text": text, "body": body }));
    Ok(())
}

/// Whether a value is there, all of it.
fn is_read<T>(value: T) -> bool {
    black_box(value);
    true
}

/// Milliseconds of each time of both.
fn compare(
    generated: impl Fn() -> bool,
    by_hand: impl Fn() -> bool,
) -> Result<serde_json::Value, Box<dyn Error>> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..PAIRS {
        ours.push(time(&generated)?);
        theirs.push(time(&by_hand)?);
    }
    Ok(serde_json::json!({ "generated": ours, "by_hand": theirs }))
}

fn time(decode: impl Fn() -> bool) -> Result<f64, Box<dyn Error>> {
    let start = Instant::now();
    let is_decoded = decode();
    let taken = start.elapsed();
    if !is_decoded {
        return Err("the list can't be decoded".into());
    }
    Ok(taken.as_secs_f64() * 1000.0)
}
