//! Makes one kind of call so many times, in one thread and without a network: for tools that count
//! what a process does. `cargo xtask bench` runs it twice under Valgrind; the difference is what
//! the calls took, without the start of the process.

use std::error::Error;
use std::hint::black_box;

use benches::by_hand::ByHand;
use benches::{Canned, SERVER, get_client, list, post_client};
use generated_client::{serde_json, types};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let case = arguments.next().ok_or("which call?")?;
    let times: usize = arguments.next().ok_or("how often?")?.parse()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()?;
    runtime.block_on(run(&case, times))
}

async fn run(case: &str, times: usize) -> Result<(), Box<dyn Error>> {
    match case {
        "get" => {
            let client = get_client(Canned::list(2))?;
            for _ in 0..times {
                black_box(benches::get(&client).await?);
            }
        }
        "get-by-hand" => {
            let client = ByHand::new(SERVER, Canned::list(2))?;
            for _ in 0..times {
                black_box(client.get().await?);
            }
        }
        "post" => {
            let client = post_client(Canned::started())?;
            for _ in 0..times {
                black_box(benches::post(&client).await?);
            }
        }
        "post-by-hand" => {
            let client = ByHand::new(SERVER, Canned::started())?;
            for _ in 0..times {
                black_box(client.post().await?);
            }
        }
        "decode" => {
            let json = list::json(1000);
            for _ in 0..times {
                let list: types::ListSubscriptionsResponse = serde_json::from_str(&json)?;
                black_box(list);
            }
        }
        "decode-by-hand" => {
            let json = list::json(1000);
            for _ in 0..times {
                let list: list::List = serde_json::from_str(&json)?;
                black_box(list);
            }
        }
        other => return Err(format!("there is no call `{other}`").into()),
    }
    Ok(())
}
