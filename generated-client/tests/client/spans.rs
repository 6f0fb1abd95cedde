//! What tracing sees of a call.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::server::{Server, answer};
use super::service;

/// Keeps the fields of all spans named `call`.
#[derive(Clone, Default)]
struct Fields(Arc<Mutex<BTreeMap<&'static str, String>>>);

impl Visit for &Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = format!("{value:?}").trim_matches('"').to_owned();
        self.0.lock().unwrap().insert(field.name(), text);
    }
}

impl Subscriber for Fields {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.name() == "call"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut &*self);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut &*self);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn a_call_is_one_span_without_values() {
    let fields = Fields::default();
    let guard = tracing::subscriber::set_default(fields.clone());
    let server = Server::answering([answer("404 Not Found", "", "Ola")]);
    let call = service(&server)
        .subscription()
        .list_subscriptions_client_mode(4711);
    call.subscription_source_fetch_mode("SECRET")
        .await
        .unwrap_err();
    drop(guard);
    let expected = [
        ("error.type", "404"),
        ("http.request.method", "GET"),
        ("http.response.status_code", "404"),
        ("operation.id", "listSubscriptionsClientMode"),
        ("url.template", "/v1/client/subscription/{customerNumber}"),
    ];
    let expected = expected.map(|(name, text)| (name, text.to_owned()));
    assert_eq!(*fields.0.lock().unwrap(), BTreeMap::from(expected));
}
