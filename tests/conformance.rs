//! What generated clients write to the wire and what they read from it, against the sentences of
//! OpenAPI and the RFCs.
//!
//! `conformance/<object>/<feature>.cases.toml` holds cases, and the file of the same name beside it
//! (`.yaml`, `.json`, or a folder with a `main.yaml`) the description that they are of. The tags of
//! a description are its own: all clients stand in one crate, with one runtime. `case.rs` says what
//! a case consists of; the build script makes a test of each.
//!
//! `conformance/matrix.toml` lists what there is to prove, cell by cell.

// Most of what a client offers is not called here, and the clients lie within a binary.
#![allow(dead_code, unreachable_pub, unused_imports, unused_variables)]
// What the manifest of a generated crate allows, since descriptions decide it.
#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]
#![allow(
    clippy::enum_variant_names,
    clippy::large_enum_variant,
    clippy::struct_field_names,
    clippy::too_many_arguments,
    clippy::type_complexity
)]
// What is pedantic is no matter of generated code.
#![allow(clippy::match_same_arms)]

use std::collections::BTreeSet;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use peer::Peer;
use runtime::{BearerToken, CallOptions, Error, ErrorKind, Patch, UnknownValue};

#[path = "conformance/case.rs"]
mod case;
#[path = "conformance/description.rs"]
mod description;
#[path = "conformance/peer.rs"]
mod peer;
#[path = "../generator/runtime/mod.rs"]
pub mod runtime;

include!(concat!(env!("OUT_DIR"), "/conformance/mod.rs"));

#[test]
fn every_cell_has_a_case_and_every_case_a_cell() {
    let cells: BTreeSet<String> = case::cells().unwrap().into_iter().collect();
    let mut proven = BTreeSet::new();
    let mut wrong = Vec::new();
    for feature in case::features().unwrap() {
        let cases = feature.cases.case.iter();
        let cases = cases.map(|case| (&case.name, &case.cells, &case.source));
        let descriptions = feature.cases.description.iter();
        let descriptions = descriptions.map(|case| (&case.name, &case.cells, &case.source));
        for (name, of, source) in cases.chain(descriptions) {
            let name = format!("{}: {name}", feature.name);
            if of.is_empty() {
                wrong.push(format!("{name} proves no cell"));
            }
            if !source.contains('§') && !source.starts_with("the project: ") {
                wrong.push(format!("{name} rests on no sentence"));
            }
            let unknown = of.iter().filter(|cell| !cells.contains(*cell));
            wrong.extend(unknown.map(|cell| format!("{name} is of no cell: {cell}")));
            proven.extend(of.iter().cloned());
        }
    }
    let missing = cells.difference(&proven);
    wrong.extend(missing.map(|cell| format!("no case proves {cell}")));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A stream of pieces that are there.
fn pieces(texts: &'static [&'static str]) -> Pieces {
    Pieces(texts.iter())
}

struct Pieces(std::slice::Iter<'static, &'static str>);

impl Stream for Pieces {
    type Item = Result<Bytes, runtime::BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(
            self.0
                .next()
                .map(|text| Ok(Bytes::from_static(text.as_bytes()))),
        )
    }
}

/// Waits, on one runtime for each test: what was begun goes on at the next call.
fn block_on<F: Future>(future: F) -> F::Output {
    thread_local! {
        static RUNTIME: tokio::runtime::Runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
    }
    RUNTIME.with(|runtime| runtime.block_on(future))
}

fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap()
}

/// Compares what a value is written as, by its tokens: the order of properties counts for nothing,
/// the form of numbers does.
fn written<T: Serialize>(value: &T, expected: &str) {
    let written = serde_json::to_value(value).unwrap();
    let expected: Value = serde_json::from_str(expected).unwrap();
    assert_eq!(written, expected);
}

fn refused<T: DeserializeOwned + std::fmt::Debug>(json: &str, part: &str) {
    let error = serde_json::from_str::<T>(json).unwrap_err().to_string();
    assert!(error.contains(part), "{error:?} does not say {part:?}");
}
