//! What is sent again, and when.

use std::time::Duration;

use generated_client::jiff::{Timestamp, fmt::rfc2822};
use generated_client::{CallOptions, Empty, Error, ErrorKind, Method, RetryPolicy};
use tokio::time::Instant;

use crate::support::{Network, PausedClock, answer, lost, unreachable};

/// A call with this method, on a network that fails in some way.
async fn call(network: &Network, method: Method) -> Result<(), Error> {
    network.client().request::<Empty>(method, "/v1/x").await
}

/// A network that fails so many times before it succeeds.
fn failing(
    times: usize,
    failure: impl Fn() -> Result<
        generated_client::transport::HttpResponse,
        generated_client::transport::TransportError,
    > + Send
    + Sync
    + 'static,
) -> Network {
    Network::new(move |_, number| {
        if number < times {
            failure()
        } else {
            answer(200, &[], "{}")
        }
    })
}

#[tokio::test(start_paused = true)]
async fn idempotent_calls_survive_lost_connections_and_a_server_that_is_down() {
    for method in [Method::GET, Method::PUT, Method::DELETE, Method::HEAD] {
        let network = failing(2, lost);
        call(&network, method.clone()).await.unwrap();
        assert_eq!(network.count(), 3);
        for status in [429, 502, 503, 504] {
            let network = failing(2, move || answer(status, &[], ""));
            call(&network, method.clone()).await.unwrap();
            assert_eq!(network.count(), 3, "{method} {status}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn other_calls_are_not_sent_again_when_their_outcome_is_unknown() {
    for method in [Method::POST, Method::PATCH] {
        let network = failing(1, lost);
        let error = call(&network, method.clone()).await.unwrap_err();
        assert_eq!((network.count(), error.kind()), (1, ErrorKind::Lost));
        assert!(error.may_have_been_processed() && !error.is_retryable());
        for status in [408, 500, 502, 503, 504] {
            let network = failing(1, move || answer(status, &[("retry-after", "1")], ""));
            let error = call(&network, method.clone()).await.unwrap_err();
            assert_eq!((network.count(), error.status()), (1, Some(status)));
            assert!(!error.is_retryable());
            assert_eq!(error.may_have_been_processed(), status >= 500);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_call_is_sent_again_when_the_server_has_not_taken_it() {
    let network = failing(2, unreachable);
    call(&network, Method::POST).await.unwrap();
    assert_eq!(network.count(), 3);
    let network = failing(2, || answer(429, &[], ""));
    call(&network, Method::POST).await.unwrap();
    assert_eq!(network.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn errors_say_what_was_done() {
    let network = failing(9, unreachable);
    let error = call(&network, Method::POST).await.unwrap_err();
    assert_eq!((network.count(), error.attempts()), (3, 3));
    assert!(error.is_connect() && error.is_retryable() && !error.may_have_been_processed());
    // What an earlier attempt may have done is not forgotten for a later one that did nothing.
    let network = Network::new(|_, number| {
        if number == 0 {
            lost()
        } else {
            answer(404, &[], "")
        }
    });
    let error = call(&network, Method::DELETE).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(404), 2));
    assert!(error.may_have_been_processed());
}

#[tokio::test(start_paused = true)]
async fn the_server_says_how_long_to_wait() {
    let start: Timestamp = PausedClock::START.parse().unwrap();
    let date = |seconds: i64| {
        let at = start
            .checked_add(Duration::from_secs(seconds.unsigned_abs()))
            .unwrap();
        rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&at)
            .unwrap()
    };
    let at = |seconds: i64| start.as_second() + seconds;
    let skewed = date(3600 + 7);
    let cases: [(&[(&'static str, &str)], u64); 11] = [
        (&[("retry-after", "7")], 7),
        (&[("retry-after", &date(7))], 7),
        // The two forms that RFC 9110 §5.6.7 calls obsolete.
        (&[("retry-after", "Monday, 23-Nov-26 10:00:07 GMT")], 7),
        (&[("retry-after", "Mon Nov 23 10:00:07 2026")], 7),
        // By the server's own clock, which is an hour ahead.
        (&[("retry-after", &skewed), ("date", &date(3600))], 7),
        (&[("x-ratelimit-reset", "7")], 7),
        (&[("x-ratelimit-reset", &at(7).to_string())], 7),
        (&[("x-ratelimit-reset", &format!("{}000", at(7)))], 7),
        // What has passed already is no reason to wait, what is absurd none to wait for ever.
        (&[("x-ratelimit-reset", &at(-7).to_string())], 0),
        (&[("x-ratelimit-reset", "99999999")], 120),
        (&[("retry-after", "7"), ("x-ratelimit-reset", "20")], 7),
    ];
    for (headers, seconds) in cases {
        let owned: Vec<_> = headers
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        let network = failing(1, move || {
            let headers: Vec<_> = owned
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            answer(429, &headers, "")
        });
        let client = network
            .builder()
            .timeout(Duration::from_secs(600))
            .build()
            .unwrap();
        let begin = Instant::now();
        client
            .request::<Empty>(Method::POST, "/v1/x")
            .await
            .unwrap();
        let waited = begin.elapsed().as_secs_f64();
        let expected = Duration::from_secs(seconds).as_secs_f64();
        assert!(
            waited >= expected && waited < expected + 0.5,
            "{headers:?}: {waited}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_is_not_waited_for() {
    let network = failing(1, || answer(503, &[("retry-after", "31")], ""));
    let begin = Instant::now();
    let error = call(&network, Method::GET).await.unwrap_err();
    assert_eq!((begin.elapsed(), network.count()), (Duration::ZERO, 1));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(31)));
    assert!(error.is_retryable());
}

#[tokio::test(start_paused = true)]
async fn attempts_have_a_time_limit_within_that_of_the_call() {
    let hanging = || Network::slow(|_, _| Box::pin(std::future::pending()));
    // 10 s for each of what can be repeated, 30 s for all.
    let (network, begin) = (hanging(), Instant::now());
    let error = call(&network, Method::GET).await.unwrap_err();
    assert_eq!((error.kind(), network.count()), (ErrorKind::Timeout, 3));
    assert_eq!(begin.elapsed(), Duration::from_secs(30));
    // All of the time for what can't.
    let (network, begin) = (hanging(), Instant::now());
    let error = call(&network, Method::POST).await.unwrap_err();
    assert_eq!(
        (begin.elapsed(), network.count()),
        (Duration::from_secs(30), 1)
    );
    assert!(error.is_timeout() && error.may_have_been_processed());
    assert_eq!(
        error.to_string(),
        "POST /v1/x: no answer within 30s after 1 attempt"
    );

    let (network, begin) = (hanging(), Instant::now());
    let options = CallOptions::new()
        .attempt_timeout(Duration::from_secs(1))
        .retry(RetryPolicy::standard().max_attempts(2));
    let request = network.client().request::<Empty>(Method::GET, "/v1/x");
    let error = request.with(options).await.unwrap_err();
    assert_eq!((error.attempts(), network.count()), (2, 2));
    assert!(
        begin.elapsed() < Duration::from_secs(3),
        "{:?}",
        begin.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn clients_and_calls_decide_how_often() {
    let network = failing(9, lost);
    let client = network
        .builder()
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let request = client.request::<Empty>(Method::GET, "/v1/x");
    assert_eq!(request.clone().await.unwrap_err().attempts(), 1);
    let options = CallOptions::new().retry(RetryPolicy::standard().max_attempts(5));
    assert_eq!(request.with(options).await.unwrap_err().attempts(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_down_is_not_asked_three_times_as_often() {
    let network = failing(usize::MAX, lost);
    let client = network.client();
    for _ in 0..200 {
        client
            .request::<Empty>(Method::GET, "/v1/x")
            .await
            .unwrap_err();
    }
    assert_eq!(network.count(), 200 + 100);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_given_up_is_not_sent_again() {
    let network = failing(usize::MAX, lost);
    let request = network.client().request::<Empty>(Method::GET, "/v1/x");
    let given_up = tokio::time::timeout(Duration::from_millis(100), request.into_future()).await;
    assert!(given_up.is_err());
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(network.count(), 1);
}
