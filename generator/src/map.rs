//! Maps and sets in the order in which they were filled, which is the same in every run.
//!
//! What reads one in another order sorts the keys that it reads: a `BTreeMap` costs several times as
//! much to compile, for every two types that one is made of.

use foldhash::fast::RandomState;
use indexmap::{IndexMap, IndexSet};

/// A map in the order in which it was filled.
pub(crate) type Map<K, V> = IndexMap<K, V, RandomState>;

/// A set in the order in which it was filled.
pub(crate) type Set<T> = IndexSet<T, RandomState>;
