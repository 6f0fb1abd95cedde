//! Keywords of scalars, counts and values that must all hold (JSON Schema Core §10.2.1.1).

use std::cmp::Ordering;

use super::view::{Limit, View};

impl View<'_> {
    /// Takes over what `other` says of the value itself, as both have to hold; `Err` names the
    /// keyword by which nothing can satisfy both.
    pub(super) fn narrow(&mut self, other: &Self) -> Result<(), &'static str> {
        self.r#type = match (self.r#type, other.r#type) {
            (known, None) => known,
            (None, new) => new,
            (Some(known), Some(new)) if known == new => Some(known),
            (Some("integer" | "number"), Some("integer" | "number")) => Some("integer"),
            (Some(_), Some(_)) => return Err("type"),
        };
        self.format = self.format.or(other.format);
        for pattern in &other.patterns {
            if !self.patterns.contains(pattern) {
                self.patterns.push(pattern);
            }
        }
        for divisor in &other.multiple_of {
            if !self.multiple_of.contains(divisor) {
                self.multiple_of.push(*divisor);
            }
        }
        self.narrow_counts(other);
        self.narrow_range(other);
        self.narrow_values(other)
    }

    fn narrow_counts(&mut self, other: &Self) {
        let least = |one: Option<usize>, other: Option<usize>| match (one, other) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        self.min_length = self.min_length.max(other.min_length);
        self.max_length = least(self.max_length, other.max_length);
        self.min_items = self.min_items.max(other.min_items);
        self.max_items = least(self.max_items, other.max_items);
        self.unique_items |= other.unique_items;
    }

    fn narrow_range(&mut self, other: &Self) {
        let order = |one: Option<Limit>, other: Option<Limit>| match (one, other) {
            (Some(one), Some(other)) => one.value().partial_cmp(&other.value()),
            (_, None) => Some(Ordering::Equal),
            (None, Some(_)) => None,
        };
        match order(self.minimum, other.minimum) {
            Some(Ordering::Greater) => {}
            Some(Ordering::Equal) => {
                self.exclusive_minimum |= other.minimum.is_some() && other.exclusive_minimum;
            }
            Some(Ordering::Less) | None => {
                self.minimum = other.minimum;
                self.exclusive_minimum = other.exclusive_minimum;
            }
        }
        match order(self.maximum, other.maximum) {
            Some(Ordering::Less) => {}
            Some(Ordering::Equal) => {
                self.exclusive_maximum |= other.maximum.is_some() && other.exclusive_maximum;
            }
            Some(Ordering::Greater) | None => {
                self.maximum = other.maximum;
                self.exclusive_maximum = other.exclusive_maximum;
            }
        }
    }

    /// Whether no number is within the limits.
    pub(super) fn has_empty_range(&self) -> bool {
        let (Some(low), Some(high)) = (self.minimum, self.maximum) else {
            return false;
        };
        let is_exclusive = self.exclusive_minimum || self.exclusive_maximum;
        low.value() > high.value() || low.value() >= high.value() && is_exclusive
    }

    fn narrow_values(&mut self, other: &Self) -> Result<(), &'static str> {
        if self.enumeration.is_empty() {
            self.enumeration.clone_from(&other.enumeration);
        } else if !other.enumeration.is_empty() {
            self.enumeration
                .retain(|value| other.enumeration.contains(value));
            if self.enumeration.is_empty() {
                return Err("enum");
            }
        }
        Ok(())
    }
}

impl Limit {
    /// Whether it is above zero.
    pub(super) fn is_positive(self) -> bool {
        self.value() > 0.0
    }

    /// The number, for comparing only.
    #[expect(
        clippy::cast_precision_loss,
        reason = "the limit itself is kept as it is"
    )]
    fn value(self) -> f64 {
        match self {
            Self::Integer(value) => value as f64,
            Self::Float(value) => value,
        }
    }
}
