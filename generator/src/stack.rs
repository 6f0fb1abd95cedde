//! Room for descriptions that nest deeply, or whose schemas lead through thousands of others.

use std::panic::resume_unwind;
use std::thread::{self, Builder, Scope, ScopedJoinHandle};

/// Bytes of address space for a stack; memory is taken only as far down as the work goes.
const SIZE: usize = 1 << 28;

/// Does `work` on a deep stack, whatever the caller's is: a thread has 2 MiB, and the main one of
/// Windows 1 MiB.
pub(crate) fn deep<T: Send>(work: impl Fn() -> T + Sync) -> T {
    thread::scope(|scope| match spawn(scope, &work) {
        Some(worker) => join(worker),
        None => work(),
    })
}

/// A thread with a deep stack, if there is one to be had.
pub(crate) fn spawn<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: impl FnOnce() -> T + Send + 'scope,
) -> Option<ScopedJoinHandle<'scope, T>> {
    let builder = Builder::new().stack_size(SIZE);
    builder.spawn_scoped(scope, work).ok()
}

/// What the thread's work came to.
pub(crate) fn join<T>(worker: ScopedJoinHandle<'_, T>) -> T {
    worker.join().unwrap_or_else(|panic| resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{Options, generate};

    #[test]
    fn a_caller_with_a_small_stack_generates_what_nests_deeply() {
        let (open, close) = (r#"{"oneOf": [{"type": "integer"}, "#, "]}");
        let schema = format!(
            r#"{}{{"type": "string"}}{}"#,
            open.repeat(55),
            close.repeat(55)
        );
        let text = format!(
            r#"{{"openapi": "3.0.3", "info": {{"title": "T", "version": "1"}}, "paths": {{}}, "components": {{"schemas": {{"A": {schema}}}}}}}"#
        );
        let files = BTreeMap::from([("a.json".to_owned(), text)]);
        let work = || {
            generate(&files, "a.json", &Options::default())
                .output
                .is_ok()
        };
        let small = Builder::new().stack_size(64 << 10);
        assert!(thread::scope(|scope| join(
            small.spawn_scoped(scope, work).unwrap()
        )));
    }
}
