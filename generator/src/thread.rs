//! Threads with room for descriptions that nest deeply, or whose schemas lead through thousands of
//! others.

use std::iter;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
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

/// Does each job on the next free thread; what they come to, in the order of the jobs.
pub(crate) fn spread<T: Send, R: Send>(jobs: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let threads = processors.min(jobs.len());
    let jobs = Mutex::new(jobs.into_iter().enumerate());
    let next = || jobs.lock().unwrap_or_else(PoisonError::into_inner).next();
    let run = || {
        let mine = iter::from_fn(next).map(|(number, job)| (number, work(job)));
        mine.collect::<Vec<_>>()
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map_while(|_| spawn(scope, run)).collect();
        let mut done = run();
        done.extend(others.into_iter().flat_map(join));
        done
    });
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}

/// A thread with a deep stack, if there is one to be had.
fn spawn<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: impl FnOnce() -> T + Send + 'scope,
) -> Option<ScopedJoinHandle<'scope, T>> {
    let builder = Builder::new().stack_size(SIZE);
    builder.spawn_scoped(scope, work).ok()
}

/// What the thread's work came to.
fn join<T>(worker: ScopedJoinHandle<'_, T>) -> T {
    worker.join().unwrap_or_else(|panic| resume_unwind(panic))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{Options, generate};

    #[test]
    fn results_have_the_order_of_their_jobs() {
        let jobs: Vec<u64> = (0..100).collect();
        let wait = |job: u64| {
            thread::sleep(std::time::Duration::from_micros(job % 7 * 100));
            job
        };
        assert_eq!(spread(jobs.clone(), wait), jobs);
        assert!(spread(Vec::new(), wait).is_empty());
    }

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
