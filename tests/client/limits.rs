//! How often the server is called.

use std::io::Write;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use generated_client::{
    CallOptions, ClientModeClient, Connections, Empty, ErrorKind, Method, RateLimit,
};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::server::read;
use crate::support::{Network, answer};

fn open() -> Network {
    Network::new(|_, _| answer(200, &[], "{}"))
}

/// So many calls at once.
async fn calls(client: &ClientModeClient, number: usize, limit: Duration) {
    let mut tasks = JoinSet::new();
    for _ in 0..number {
        let options = CallOptions::new().timeout(limit);
        let request = client.request::<Empty>(Method::GET, "/v1/x").with(options);
        tasks.spawn(request.into_future());
    }
    while let Some(outcome) = tasks.join_next().await {
        outcome.unwrap().unwrap();
    }
}

/// The most requests in any stretch of time.
fn most(network: &Network, period: Duration) -> usize {
    let times: Vec<Instant> = network.sent().iter().map(|(at, _)| *at).collect();
    let in_window = |begin: &Instant| {
        let window = *begin..*begin + period;
        times.iter().filter(|at| window.contains(at)).count()
    };
    times.iter().map(in_window).max().unwrap_or_default()
}

#[tokio::test(start_paused = true)]
async fn no_second_and_no_minute_sees_more_than_the_description_allows() {
    let network = open();
    let begin = Instant::now();
    calls(&network.client(), 6000, Duration::from_secs(600)).await;
    assert_eq!(network.count(), 6000);
    assert_eq!(most(&network, Duration::from_secs(1)), 100);
    assert_eq!(most(&network, Duration::from_secs(60)), 2000);
    // As fast as that allows: two minutes, then 2000 calls at 100 a second.
    let elapsed = begin.elapsed().as_secs();
    assert!((139..=141).contains(&elapsed), "{elapsed}");
}

#[tokio::test(start_paused = true)]
async fn calls_are_spread_over_the_second_when_they_come_so() {
    let network = open();
    let client = network.client();
    for _ in 0..30 {
        calls(&client, 7, Duration::from_secs(30)).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(most(&network, Duration::from_secs(1)), 100);
}

#[tokio::test(start_paused = true)]
async fn clients_of_one_application_share_the_limit() {
    let network = open();
    let client = network.client();
    let other: ClientModeClient = client.with_token("another-token");
    let limit = Duration::from_secs(60);
    tokio::join!(calls(&client, 100, limit), calls(&other, 100, limit));
    assert_eq!(most(&network, Duration::from_secs(1)), 100);
}

#[tokio::test(start_paused = true)]
async fn who_would_wait_beyond_the_deadline_does_not_wait() {
    let network = open();
    let limits = [RateLimit::per_minute(1)];
    let client = network.builder().rate_limits(limits).build().unwrap();
    client.request::<Empty>(Method::GET, "/v1/x").await.unwrap();
    let begin = Instant::now();
    let error = client
        .request::<Empty>(Method::GET, "/v1/x")
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::RateLimit, 0));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(60)));
    assert_eq!(begin.elapsed(), Duration::ZERO);
    assert!(error.is_retryable() && !error.may_have_been_processed());
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_waiting_keeps_nobody_from_going_on() {
    let network = open();
    let limits = [RateLimit::new(1, Duration::from_secs(10))];
    let client = network.builder().rate_limits(limits).build().unwrap();
    let request = || client.request::<Empty>(Method::GET, "/v1/x").into_future();
    request().await.unwrap();
    let mut first = request();
    // It waits, and nobody asks it to go on any more.
    let polled = tokio::time::timeout(Duration::from_millis(1), &mut first).await;
    assert!(polled.is_err());
    let second = tokio::spawn(request());
    tokio::time::sleep(Duration::from_millis(1)).await;
    drop(first);
    second.await.unwrap().unwrap();
    assert_eq!(network.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_429_holds_back_all_calls_until_the_server_takes_them() {
    let network = Network::new(|_, number| {
        if number == 0 {
            answer(429, &[("retry-after", "5")], "")
        } else {
            answer(200, &[], "{}")
        }
    });
    let client = network.client();
    let begin = Instant::now();
    let first = tokio::spawn(client.request::<Empty>(Method::POST, "/v1/x").into_future());
    tokio::time::sleep(Duration::from_millis(10)).await;
    assert_eq!(client.rate_limit().closed, Duration::from_millis(4990));
    calls(&client, 20, Duration::from_secs(30)).await;
    first.await.unwrap().unwrap();
    let times: Vec<Duration> = network.sent().iter().map(|(at, _)| *at - begin).collect();
    assert!(
        times[1..].iter().all(|at| *at >= Duration::from_secs(5)),
        "{times:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_is_used_up_closes_the_gate_before_a_429_comes() {
    let network = Network::new(|_, number| {
        let (remaining, reset) = if number == 0 {
            ("0", "17")
        } else {
            ("99", "60")
        };
        let headers = [
            ("x-ratelimit-remaining", remaining),
            ("x-ratelimit-reset", reset),
        ];
        answer(200, &headers, "{}")
    });
    let client = network.client();
    client.request::<Empty>(Method::GET, "/v1/x").await.unwrap();
    let status = client.rate_limit();
    assert_eq!(
        (status.remaining, status.closed),
        (Some(0), Duration::from_secs(17))
    );
    let begin = Instant::now();
    client.request::<Empty>(Method::GET, "/v1/x").await.unwrap();
    assert_eq!(begin.elapsed(), Duration::from_secs(17));
    let status = client.rate_limit();
    assert_eq!(
        (status.remaining, status.closed),
        (Some(99), Duration::ZERO)
    );
    assert_eq!(status.reset, Some(Duration::from_secs(60)));
}

#[tokio::test(start_paused = true)]
async fn a_limit_for_ever_takes_what_the_server_says() {
    let headers = [
        ("x-ratelimit-remaining", "7"),
        ("x-ratelimit-reset", "3601"),
    ];
    let network = Network::new(move |_, _| answer(200, &headers, "{}"));
    let limits = [RateLimit::new(10, Duration::MAX)];
    let client = network.builder().rate_limits(limits).build().unwrap();
    client.request::<Empty>(Method::GET, "/v1/x").await.unwrap();
    let reset = client.rate_limit().reset;
    assert_eq!(reset, Some(Duration::from_secs(3601)));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_was_slow_is_not_overrun_when_it_goes_on() {
    let begin = Instant::now();
    let network = Network::slow(move |_, _| {
        Box::pin(async move {
            tokio::time::sleep_until(begin + Duration::from_secs(20)).await;
            answer(200, &[], "{}")
        })
    });
    let client = network.builder().attempt_timeout(Duration::from_secs(60));
    calls(&client.build().unwrap(), 1500, Duration::from_secs(300)).await;
    assert_eq!(network.count(), 1500);
    assert_eq!(most(&network, Duration::from_secs(1)), 100);
}

#[tokio::test(start_paused = true)]
async fn no_second_of_the_servers_own_sees_more_however_long_requests_are_on_their_way() {
    let came = Arc::new(Mutex::new(Vec::new()));
    let seen = came.clone();
    let network = Network::slow(move |_, _| {
        let seen = seen.clone();
        Box::pin(async move {
            // A connection is made, the name looked up, a packet lost.
            tokio::time::sleep(Duration::from_millis(fastrand::u64(0..400))).await;
            seen.lock().unwrap().push(Instant::now());
            tokio::time::sleep(Duration::from_millis(fastrand::u64(0..50))).await;
            answer(200, &[], "{}")
        })
    });
    let limits = [RateLimit::per_second(20)];
    let client = network.builder().rate_limits(limits).build().unwrap();
    let begin = Instant::now();
    // Some are given up, before and after they came.
    let request = || client.request::<Empty>(Method::GET, "/v1/x").into_future();
    let hasty: Vec<_> = (0..50)
        .map(|_| tokio::time::timeout(Duration::from_millis(fastrand::u64(1..450)), request()))
        .map(tokio::spawn)
        .collect();
    calls(&client, 500, Duration::from_secs(600)).await;
    drop(hasty);
    let mut times = came.lock().unwrap().clone();
    times.sort();
    for window in times.windows(21) {
        assert!(window[20] - window[0] >= Duration::from_secs(1));
    }
    // A window begins anew when its calls are answered, so a round takes that much longer.
    assert!(begin.elapsed() < Duration::from_secs(27 * 3 / 2));
}

#[tokio::test]
async fn a_server_that_accepts_late_sees_no_more_in_its_own_time() {
    let period = Duration::from_millis(300);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let came = Arc::new(Mutex::new(Vec::new()));
    let seen = came.clone();
    std::thread::spawn(move || {
        // The system makes the first connections; nobody reads what comes by them yet.
        std::thread::sleep(period * 2 / 3);
        for stream in listener.incoming() {
            let (mut stream, seen) = (stream.unwrap(), seen.clone());
            std::thread::spawn(move || {
                while read(&mut stream).is_ok() {
                    seen.lock().unwrap().push(std::time::Instant::now());
                    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
                    stream.write_all(answer).unwrap();
                }
            });
        }
    });
    let client = ClientModeClient::builder(url).token("t");
    let limits = [RateLimit::new(10, period)];
    let client = client.rate_limits(limits).build().unwrap();
    calls(&client, 30, Duration::from_secs(60)).await;
    let mut times = came.lock().unwrap().clone();
    times.sort();
    assert_eq!(times.len(), 30);
    for window in times.windows(11) {
        assert!(window[10] - window[0] >= period, "{times:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_redirected_to_the_same_server_counts_again() {
    let network = Network::new(|request, _| match request.url.path() {
        "/capi/v1/x" => answer(302, &[("location", "/capi/v1/y")], ""),
        _ => answer(200, &[], "{}"),
    });
    let client = network.builder().redirects(1);
    let client = client.rate_limits([RateLimit::per_second(4)]);
    let client = client.build().unwrap();
    calls(&client, 8, Duration::from_secs(60)).await;
    assert_eq!(network.count(), 16);
    assert_eq!(most(&network, Duration::from_secs(1)), 4);
}

#[tokio::test(start_paused = true)]
async fn who_never_got_its_turn_has_done_nothing() {
    let network = Network::slow(|_, _| Box::pin(std::future::pending()));
    let connections = Connections::new().max_connections(1);
    let client = network.builder().connections(connections).build().unwrap();
    let request = || client.request::<Empty>(Method::POST, "/v1/x").into_future();
    let (first, second) = tokio::join!(request(), request());
    let (first, second) = (first.unwrap_err(), second.unwrap_err());
    assert!(first.may_have_been_processed() && first.is_timeout());
    assert!(!second.may_have_been_processed() && second.is_timeout() && second.is_retryable());
    assert_eq!((network.count(), second.attempts()), (1, 0));
}
