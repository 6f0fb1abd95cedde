//! What tracing sees of calls, and that it sees no value of them.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use generated_client::{Connect, types};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use crate::support::{Network, answer, lost};

type Fields = BTreeMap<&'static str, String>;

/// Keeps all spans, with their parents, and all events.
#[derive(Clone, Default)]
pub(crate) struct Kept(Arc<Mutex<Vec<Span>>>);

struct Span {
    id: Id,
    parent: Option<&'static str>,
    name: &'static str,
    fields: Fields,
}

struct Visitor<'f>(&'f mut Fields);

impl Visit for Visitor<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = format!("{value:?}").trim_matches('"').to_owned();
        self.0.insert(field.name(), text);
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Kept {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::new();
        attributes.record(&mut Visitor(&mut fields));
        let span = context.span(id).unwrap();
        let parent = span.parent().map(|parent| parent.name());
        let (id, name) = (id.clone(), span.name());
        self.0.lock().unwrap().push(Span {
            id,
            parent,
            name,
            fields,
        });
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        let mut spans = self.0.lock().unwrap();
        let span = spans.iter_mut().rev().find(|span| span.id == *id).unwrap();
        values.record(&mut Visitor(&mut span.fields));
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::new();
        event.record(&mut Visitor(&mut fields));
        let id = Id::from_u64(u64::MAX);
        let (parent, name) = (None, event.metadata().name());
        self.0.lock().unwrap().push(Span {
            id,
            parent,
            name,
            fields,
        });
    }
}

impl Kept {
    /// Everything that was seen, as text.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for span in self.0.lock().unwrap().iter() {
            writeln!(text, "{} {:?}", span.name, span.fields).unwrap();
        }
        text
    }

    pub(crate) fn listen(&self) -> tracing::subscriber::DefaultGuard {
        let subscriber = tracing_subscriber::registry().with(self.clone());
        tracing::subscriber::set_default(subscriber)
    }
}

fn fields(pairs: &[(&'static str, &str)]) -> Fields {
    pairs
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn calls_and_attempts_are_spans_with_the_names_of_opentelemetry() {
    let kept = Kept::default();
    let _guard = kept.listen();
    let network = Network::new(|_, number| match number {
        0 => lost(),
        1 => answer(503, &[], ""),
        _ => answer(200, &[], "{}"),
    });
    let connect = Connect::token_builder("https://api.example.com/capi").transport(network.clone());
    let user = connect.build().unwrap().user_with_token("a-token");
    user.subscription().list_subscriptions().await.unwrap();
    let spans = kept.0.lock().unwrap();
    let attempt = |more: &[(&'static str, &str)]| {
        let mut all = fields(more);
        all.extend(fields(&[
            ("otel.kind", "client"),
            ("http.request.method", "GET"),
            ("url.template", "/v1/subscription"),
            ("server.address", "api.example.com"),
            ("server.port", "443"),
        ]));
        all
    };
    let seen: Vec<_> = spans.iter().filter(|span| span.name == "attempt").collect();
    assert!(seen.iter().all(|span| span.parent == Some("call")));
    let seen: Vec<_> = seen.iter().map(|span| &span.fields).collect();
    let expected = [
        attempt(&[("error.type", "lost")]),
        attempt(&[
            ("error.type", "503"),
            ("http.response.status_code", "503"),
            ("http.request.resend_count", "1"),
        ]),
        attempt(&[
            ("http.response.status_code", "200"),
            ("http.request.resend_count", "2"),
        ]),
    ];
    assert_eq!(seen, expected.iter().collect::<Vec<_>>());
    let calls: Vec<_> = spans
        .iter()
        .filter(|span| span.name == "call")
        .map(|span| &span.fields)
        .collect();
    let expected = fields(&[
        ("operation.id", "listSubscriptions"),
        ("http.request.method", "GET"),
        ("url.template", "/v1/subscription"),
        ("http.response.status_code", "200"),
        ("http.request.resend_count", "2"),
    ]);
    assert_eq!(calls, [&expected]);
}

#[tokio::test(start_paused = true)]
async fn no_value_of_a_call_is_seen() {
    let kept = Kept::default();
    let _guard = kept.listen();
    crate::privacy::call_with_canaries(types::SubscriptionSourceFetchMode::from(
        crate::privacy::CANARY,
    ))
    .await;
    let text = kept.text();
    assert!(text.contains("attempt") && text.contains("call"), "{text}");
    assert!(!text.to_lowercase().contains("canary"), "{text}");
}

/// A subscriber that wants nothing, and fails when it is told something.
struct Deaf;

impl Subscriber for Deaf {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        false
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        panic!("{span:?}")
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        panic!("{values:?}")
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        panic!("{event:?}")
    }

    fn enter(&self, span: &Id) {
        panic!("{span:?}")
    }

    fn exit(&self, span: &Id) {
        panic!("{span:?}")
    }
}

#[tokio::test(start_paused = true)]
async fn who_does_not_listen_is_told_nothing() {
    let _guard = tracing::subscriber::set_default(Deaf);
    let network = Network::new(|_, number| {
        if number == 0 {
            lost()
        } else {
            answer(200, &[], "{}")
        }
    });
    let connect = Connect::token_builder("https://api.example.com/capi").transport(network.clone());
    let user = connect.build().unwrap().user_with_token("a-token");
    user.subscription().list_subscriptions().await.unwrap();
    assert_eq!(network.count(), 2);
}
