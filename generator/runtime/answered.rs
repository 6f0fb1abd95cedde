//! When the last calls were answered, as far as limits have to know.

use std::time::Duration;

/// Times in the order of the answers, never more of them than are needed.
#[derive(Default)]
pub(super) struct Answered {
    times: Vec<Duration>,
    /// Where the first of them is, which the next one takes the place of.
    first: usize,
    last: Duration,
}

impl Answered {
    /// Adds a time. `most` of them are kept, which is the same for all.
    pub(super) fn push(&mut self, now: Duration, most: usize) {
        // Whoever asked for the time first need not be here first.
        self.last = self.last.max(now);
        if self.times.len() < most {
            self.times.push(self.last);
        } else if let Some(first) = self.times.get_mut(self.first) {
            *first = self.last;
            self.first = (self.first + 1) % most;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.times.len()
    }

    /// The time at `index`, counted from the first.
    pub(super) fn get(&self, index: usize) -> Option<Duration> {
        let number = self.times.len();
        (index < number).then(|| self.times[(self.first + index) % number])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_ones_are_kept_in_order() {
        let second = Duration::from_secs;
        let mut answered = Answered::default();
        for now in [3, 1, 5, 7, 8] {
            answered.push(second(now), 3);
        }
        assert_eq!(answered.len(), 3);
        let kept = [0, 1, 2, 3].map(|index| answered.get(index));
        assert_eq!(
            kept,
            [Some(second(5)), Some(second(7)), Some(second(8)), None]
        );
        let mut none = Answered::default();
        none.push(second(1), 0);
        assert_eq!((none.len(), none.get(0)), (0, None));
    }
}
