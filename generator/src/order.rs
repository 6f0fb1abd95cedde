//! Sorting: the search for the order is compiled once, whatever it is that is sorted.

use std::cmp::Ordering;

/// Sorts the items; equal ones stay in their order.
pub(crate) fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// Sorts the items; equal ones stay in their order.
pub(crate) fn sort_by<T>(items: &mut [T], order: impl Fn(&T, &T) -> Ordering) {
    for (left, right) in swaps(items.len(), &|a, b| order(&items[a], &items[b])) {
        items.swap(left, right);
    }
}

/// What is swapped, one after the other, for so many items to be in order.
fn swaps(count: usize, order: &dyn Fn(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    let mut sorted: Vec<usize> = (0..count).collect();
    sorted.sort_unstable_by(|a, b| order(*a, *b).then(a.cmp(b)));
    let mut swaps = Vec::new();
    for start in 0..count {
        // Each item of a cycle goes where it belongs, until the first one is where it is left.
        let mut place = start;
        while sorted[place] != start {
            let next = sorted[place];
            swaps.push((place, next));
            sorted[place] = place;
            place = next;
        }
        sorted[place] = place;
    }
    swaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_sorted_and_equal_ones_stay_in_their_order() {
        let mut items: Vec<(usize, usize)> = (0..100).map(|it| (it * 37 % 10, it)).collect();
        let mut sorted = items.clone();
        sorted.sort_by_key(|item| item.0);
        sort_by(&mut items, |a, b| a.0.cmp(&b.0));
        assert_eq!(items, sorted);
        let mut words = ["c", "a", "b", "a"];
        sort(&mut words);
        assert_eq!(words, ["a", "a", "b", "c"]);
        sort::<u8>(&mut []);
    }
}
