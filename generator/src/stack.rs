//! Room for descriptions that nest deeply, or whose schemas lead through thousands of others.

use std::panic::resume_unwind;
use std::sync::Mutex;
use std::thread::{self, Builder, Scope, ScopedJoinHandle};

/// Bytes of address space for a stack; memory is taken only as far down as the work goes.
const SIZE: usize = 1 << 28;

/// Does `work` on a deep stack, whatever the caller's is: a thread has 2 MiB, and the main one of
/// Windows 1 MiB.
pub(crate) fn deep<T: Send>(work: impl Fn() -> T + Sync) -> T {
    let done = Mutex::new(None);
    spread(1, &|| {
        let value = work();
        if let Ok(mut done) = done.lock() {
            *done = Some(value);
        }
    });
    let done = done.into_inner().ok().flatten();
    done.unwrap_or_else(work)
}

/// Does `work` once on each of so many threads with deep stacks, as far as they are to be had.
///
/// What it comes to, it puts down itself: threads of all kinds of work are one piece of code.
pub(crate) fn spread(threads: usize, work: &(dyn Fn() + Sync)) {
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map_while(|_| spawn(scope, work)).collect();
        workers.into_iter().for_each(join);
    });
}

fn spawn<'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: &'scope (dyn Fn() + Sync),
) -> Option<ScopedJoinHandle<'scope, ()>> {
    let builder = Builder::new().stack_size(SIZE);
    builder.spawn_scoped(scope, work).ok()
}

fn join(worker: ScopedJoinHandle<'_, ()>) {
    worker.join().unwrap_or_else(|panic| resume_unwind(panic));
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
        let work = move || {
            generate(&files, "a.json", &Options::default())
                .output
                .is_ok()
        };
        let small = Builder::new().stack_size(64 << 10);
        let worker = small.spawn(work).unwrap();
        assert!(worker.join().unwrap());
    }
}
