//! How long a call takes without a network, and decoding a list, beside the same by hand:
//! `cargo bench --package benches`.

use std::hint::black_box;

use benches::by_hand::ByHand;
use benches::{Canned, SERVER, get_client, list, post_client};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use generated_client::{serde_json, types};
use tokio::runtime::{Builder, Runtime};

criterion_group!(micro, get, post, decode);
criterion_main!(micro);

fn get(criterion: &mut Criterion) {
    let runtime = runtime();
    let mut group = criterion.benchmark_group("get");
    let client = get_client(Canned::list(2)).unwrap();
    group.bench_function("generated", |bench| {
        bench.iter(|| runtime.block_on(benches::get(&client)).unwrap());
    });
    let client = ByHand::new(SERVER, Canned::list(2)).unwrap();
    group.bench_function("by_hand", |bench| {
        bench.iter(|| runtime.block_on(client.get()).unwrap());
    });
}

fn post(criterion: &mut Criterion) {
    let runtime = runtime();
    let mut group = criterion.benchmark_group("post");
    let client = post_client(Canned::started()).unwrap();
    group.bench_function("generated", |bench| {
        bench.iter(|| runtime.block_on(benches::post(&client)).unwrap());
    });
    let client = ByHand::new(SERVER, Canned::started()).unwrap();
    group.bench_function("by_hand", |bench| {
        bench.iter(|| runtime.block_on(client.post()).unwrap());
    });
}

fn decode(criterion: &mut Criterion) {
    let json = list::json(1000);
    let mut group = criterion.benchmark_group("decode");
    group.throughput(Throughput::Bytes(json.len() as u64));
    group.bench_function("generated", |bench| {
        bench.iter(|| {
            serde_json::from_str::<types::ListSubscriptionsResponse>(black_box(&json)).unwrap()
        });
    });
    group.bench_function("by_hand", |bench| {
        bench.iter(|| serde_json::from_str::<list::List>(black_box(&json)).unwrap());
    });
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_time().build().unwrap()
}
