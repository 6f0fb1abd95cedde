//! Maps and sets in the order in which they were filled, which is the same in every run.
//!
//! They are `indexmap`'s in a form that costs a tenth to compile for every type that one is made
//! of: what finds an entry by its hash knows nothing of its type, and few entries are looked
//! through without one. What reads a map in another order sorts the keys that it reads.

use std::borrow::Borrow;
use std::hash::{BuildHasher, Hash};
use std::{iter, mem, slice, vec};

use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// A map in the order in which it was filled.
#[derive(Clone, Debug)]
pub struct Map<K, V> {
    entries: Vec<(K, V)>,
    places: Places,
}

/// A set in the order in which it was filled.
#[derive(Clone, Debug)]
pub struct Set<T>(Map<T, ()>);

/// Up to so many entries, comparing a key with each is as fast as hashing it.
const FEW: usize = 8;

type Halves<'m, K, V> = iter::Map<slice::Iter<'m, (K, V)>, fn(&(K, V)) -> (&K, &V)>;

type Whole<'s, T> = iter::Map<slice::Iter<'s, (T, ())>, fn(&(T, ())) -> &T>;

impl<K, V> Map<K, V> {
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(crate) fn iter(&self) -> Halves<'_, K, V> {
        self.entries.iter().map(|(key, value)| (key, value))
    }

    pub(crate) fn iter_mut(&mut self) -> impl ExactSizeIterator<Item = (&K, &mut V)> {
        self.entries.iter_mut().map(|(key, value)| (&*key, value))
    }

    pub(crate) fn keys(&self) -> impl ExactSizeIterator<Item = &K> {
        self.entries.iter().map(|(key, _)| key)
    }

    pub(crate) fn values(&self) -> impl ExactSizeIterator<Item = &V> {
        self.entries.iter().map(|(_, value)| value)
    }
}

impl<K: Eq + Hash, V> Map<K, V> {
    pub(crate) fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.get_key_value(key).map(|(_, value)| value)
    }

    pub(crate) fn get_mut<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let place = self.place(key)?;
        Some(&mut self.entries[place].1)
    }

    pub(crate) fn get_key_value<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<(&K, &V)>
    where
        K: Borrow<Q>,
    {
        let (key, value) = &self.entries[self.place(key)?];
        Some((key, value))
    }

    pub(crate) fn contains_key<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_some()
    }

    /// The value that was there.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        if let Some(place) = self.place(&key) {
            return Some(mem::replace(&mut self.entries[place].1, value));
        }
        self.push(key, value);
        None
    }

    /// The value of the key; this one, if there is none.
    pub(crate) fn get_or_insert(&mut self, key: K, value: V) -> &mut V {
        let place = self.place(&key).unwrap_or_else(|| self.push(key, value));
        &mut self.entries[place].1
    }

    /// Takes the entry of `key` out; the order of the others stays.
    pub(crate) fn remove<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<(K, V)>
    where
        K: Borrow<Q>,
    {
        let place = self.place(key)?;
        self.places.remove(place);
        Some(self.entries.remove(place))
    }

    fn place<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        let is = |place: usize| self.entries[place].0.borrow() == key;
        if self.places.table.is_empty() {
            return (0..self.entries.len()).find(|place| is(*place));
        }
        self.places.find(self.places.state.hash_one(key), &is)
    }

    /// Adds an entry with a key that is in none; returns its place.
    pub(crate) fn push(&mut self, key: K, value: V) -> usize {
        let place = self.entries.len();
        self.entries.push((key, value));
        if place >= FEW {
            let first = self.places.table.len();
            for (key, _) in &self.entries[first..] {
                self.places.add(self.places.state.hash_one(key));
            }
        }
        place
    }
}

impl<T> Set<T> {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn iter(&self) -> Whole<'_, T> {
        self.0.entries.iter().map(|(item, ())| item)
    }
}

impl<T: Eq + Hash> Set<T> {
    pub(crate) fn contains<Q: Eq + Hash + ?Sized>(&self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.0.contains_key(item)
    }

    /// Whether it is new.
    pub(crate) fn insert(&mut self, item: T) -> bool {
        self.0.insert(item, ()).is_none()
    }
}

/// Where the entries of a map stand, by their hashes; empty while they are few.
#[derive(Clone, Debug, Default)]
struct Places {
    state: RandomState,
    table: HashTable<(u64, usize)>,
}

impl Places {
    fn find(&self, hash: u64, is: &dyn Fn(usize) -> bool) -> Option<usize> {
        let known = self
            .table
            .find(hash, |known| known.0 == hash && is(known.1));
        known.map(|known| known.1)
    }

    fn add(&mut self, hash: u64) {
        let place = self.table.len();
        self.table
            .insert_unique(hash, (hash, place), |known| known.0);
    }

    fn remove(&mut self, place: usize) {
        self.table.retain(|known| {
            let is_other = known.1 != place;
            if known.1 > place {
                known.1 -= 1;
            }
            is_other
        });
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            places: Places::default(),
        }
    }
}

impl<K: Eq + Hash, V: PartialEq> PartialEq for Map<K, V> {
    fn eq(&self, other: &Self) -> bool {
        let is_same = |(key, value)| other.get(key) == Some(value);
        self.len() == other.len() && self.iter().all(is_same)
    }
}

impl<K: Eq + Hash, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::default();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'m, K, V> IntoIterator for &'m Map<K, V> {
    type Item = (&'m K, &'m V);
    type IntoIter = Halves<'m, K, V>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self(Map::default())
    }
}

impl<T: Eq + Hash> PartialEq for Set<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T: Eq + Hash> Eq for Set<T> {}

impl<T: Eq + Hash> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut set = Self::default();
        set.extend(items);
        set
    }
}

impl<T: Eq + Hash> Extend<T> for Set<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        for item in items {
            self.insert(item);
        }
    }
}

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = iter::Map<vec::IntoIter<(T, ())>, fn((T, ())) -> T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.entries.into_iter().map(|(item, ())| item)
    }
}

impl<'s, T> IntoIterator for &'s Set<T> {
    type Item = &'s T;
    type IntoIter = Whole<'s, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
