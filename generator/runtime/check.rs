//! The limits of the description, checked before a request is sent.
//!
//! Every violation of a call is collected. None of them quotes the value.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Bound, RangeBounds};

use super::measure::{Counted, Members, Numeric, Textual};
use super::parameters;
use super::text::text;

/// A value that a request can contain.
pub trait Check {
    /// Reports what is outside of the limits; a value without limits has nothing to report.
    fn check(&self, check: &mut Checker<'_>) {
        let _ = check;
    }
}

/// One thing that is wrong with a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    path: String,
    message: Cow<'static, str>,
    binding: bool,
    /// Where the parameter stands, of which there may be another one of its name.
    place: Option<parameters::Place>,
}

impl Violation {
    /// What can't be sent, whatever the description says.
    pub(super) fn binding(path: &str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::of(path, message.into())
    }

    fn of(path: &str, message: Cow<'static, str>) -> Self {
        Self {
            path: path.to_owned(),
            message,
            binding: true,
            place: None,
        }
    }

    /// The same, of the parameter in this place.
    pub(super) fn at(self, place: parameters::Place) -> Self {
        let place = Some(place);
        Self { place, ..self }
    }

    /// Where it is: the parameter's name, or `body` and the JSON path in it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong, without the value.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whether it holds for an unchecked call too.
    pub(super) fn is_binding(&self) -> bool {
        self.binding
    }

    /// Forgets what was wrong with the parameter `name` in a place.
    pub(super) fn forget(known: &mut Vec<Self>, place: parameters::Place, name: &str) {
        known.retain(|violation| !violation.is_about(place, name));
    }

    /// Whether it is about the parameter `name` in a place, or a part of it.
    pub(super) fn is_about(&self, place: parameters::Place, name: &str) -> bool {
        let rest = self.path.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            && self.place.is_none_or(|known| known == place)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`")?;
        f.write_str(&self.path)?;
        f.write_str("` ")?;
        f.write_str(&self.message)
    }
}

/// Collects violations with their places.
#[derive(Debug)]
pub struct Checker<'a> {
    place: Place<'a>,
    /// Where the parameter stands that is checked.
    of: parameters::Place,
    violations: &'a mut Vec<Violation>,
}

/// Where a value is, as a path of stack frames: it costs nothing until there is a violation.
#[derive(Clone, Copy, Debug)]
struct Place<'a> {
    outer: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    /// A property; the value itself when it is empty.
    Name(&'a str),
    /// An item.
    Index(usize),
}

impl Place<'_> {
    /// The place in words: `body.lines[2].name`.
    fn text(&self) -> String {
        let mut text = self.outer.map(Self::text).unwrap_or_default();
        match self.step {
            Step::Name(name) => {
                if !text.is_empty() && !name.is_empty() && !name.starts_with('[') {
                    text += ".";
                }
                text.push_str(name);
            }
            Step::Index(index) => text = text!("{text}[{index}]"),
        }
        text
    }
}

impl<'a> Checker<'a> {
    pub(super) fn new(of: parameters::Place, violations: &'a mut Vec<Violation>) -> Self {
        let place = Place {
            outer: None,
            step: Step::Name(""),
        };
        Self {
            place,
            of,
            violations,
        }
    }

    /// Checks the property `name`; the value itself when `name` is empty.
    pub fn field<T: Check + ?Sized>(&mut self, name: &str, value: &T) {
        value.check(&mut self.at(Step::Name(name)));
    }

    /// Checks each item of an array or value of a map by what `check` says of one.
    pub fn each<T: Members + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
        check: impl Fn(&mut Checker<'_>, &T::Member),
    ) {
        let mut inner = self.at(Step::Name(name));
        value.visit(&mut |place, member| check(&mut inner.at(Step::Name(place)), member));
    }

    /// Checks the name of each property of a map by what `check` says of one.
    pub fn names<T: Members + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
        check: impl Fn(&mut Checker<'_>, &str),
    ) {
        let mut inner = self.at(Step::Name(name));
        value.visit(&mut |name, _| {
            let known = inner.violations.len();
            check(&mut inner.at(Step::Name(name)), name);
            for violation in inner.violations.iter_mut().skip(known) {
                violation.message = text!("has a name that {}", violation.message).into();
            }
        });
    }

    /// `minLength` and `maxLength`, in code points.
    pub fn length<T: Textual + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
        min: Option<usize>,
        max: Option<usize>,
    ) {
        let Some(text) = value.text() else {
            return;
        };
        // A code point has one to four bytes (RFC 3629 §3), so that most texts need not be counted.
        let bytes = text.len();
        let is_within =
            min.is_none_or(|min| bytes.div_ceil(4) >= min) && max.is_none_or(|max| bytes <= max);
        if !is_within {
            let count = text.chars().count();
            self.count(name, count, min, max, "characters");
        }
    }

    /// `minItems` and `maxItems` of an array, `minProperties` and `maxProperties` of a map.
    pub fn items<T: Counted + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
        min: Option<usize>,
        max: Option<usize>,
    ) {
        if let Some(count) = value.count() {
            self.count(name, count, min, max, "items");
        }
    }

    /// `minimum` and `maximum`, inclusive or exclusive.
    pub fn range<T: Numeric + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
        range: impl RangeBounds<T::Value>,
    ) {
        match value.number() {
            Some(number) if !range.contains(&number) => {
                self.out_of_range(
                    name,
                    at_least(range.start_bound()),
                    at_most(range.end_bound()),
                );
            }
            Some(_) | None => {}
        }
    }

    fn out_of_range(&mut self, name: &str, least: Option<String>, most: Option<String>) {
        let limits = match (least, most) {
            (Some(least), Some(most)) => text!("{least} and {most}"),
            (Some(limit), None) | (None, Some(limit)) => limit,
            (None, None) => return,
        };
        self.report(name, text!("must be {limits}"));
    }

    pub(super) fn count(
        &mut self,
        name: &str,
        count: usize,
        min: Option<usize>,
        max: Option<usize>,
        what: &str,
    ) {
        if let Some(min) = min
            && count < min
        {
            self.report(name, text!("has {count} {what}, fewer than {min}"));
        }
        if let Some(max) = max
            && count > max
        {
            self.report(name, text!("has {count} {what}, more than {max}"));
        }
    }

    /// Reports that the property `name` is outside of its limits.
    pub fn report(&mut self, name: &str, message: impl Into<Cow<'static, str>>) {
        let path = self.at(Step::Name(name)).place.text();
        self.violations.push(Violation {
            path,
            message: message.into(),
            binding: false,
            place: Some(self.of),
        });
    }

    /// Reports that the value can't be sent, where that is not known yet.
    fn refuse(&mut self, message: &'static str) {
        let violation = Violation::binding(&self.place.text(), message).at(self.of);
        if !self.violations.contains(&violation) {
            self.violations.push(violation);
        }
    }

    /// A step further.
    fn at<'b>(&'b mut self, step: Step<'b>) -> Checker<'b> {
        Checker {
            place: Place {
                outer: Some(&self.place),
                step,
            },
            of: self.of,
            violations: self.violations,
        }
    }
}

fn at_least<N: fmt::Display>(bound: Bound<&N>) -> Option<String> {
    match bound {
        Bound::Included(limit) => Some(text!("at least {limit}")),
        Bound::Excluded(limit) => Some(text!("more than {limit}")),
        Bound::Unbounded => None,
    }
}

fn at_most<N: fmt::Display>(bound: Bound<&N>) -> Option<String> {
    match bound {
        Bound::Included(limit) => Some(text!("at most {limit}")),
        Bound::Excluded(limit) => Some(text!("less than {limit}")),
        Bound::Unbounded => None,
    }
}

/// Types without limits of their own.
macro_rules! unlimited {
    ($($type:ty),*) => {
        $(impl Check for $type {})*
    };
}

unlimited!(bool, i32, i64, u32, u64, str, String, serde_json::Value);

/// Numbers that need not be any: JSON has none for them (RFC 8259 §6), and serde_json would write null.
macro_rules! finite {
    ($($type:ty),*) => {
        $(impl Check for $type {
            fn check(&self, check: &mut Checker<'_>) {
                if !self.is_finite() {
                    check.refuse("must be a finite number");
                }
            }
        })*
    };
}

finite!(f32, f64);

impl<T: Check> Check for [T] {
    fn check(&self, check: &mut Checker<'_>) {
        for (index, item) in self.iter().enumerate() {
            item.check(&mut check.at(Step::Index(index)));
        }
    }
}

impl<T: Check> Check for Vec<T> {
    fn check(&self, check: &mut Checker<'_>) {
        self.as_slice().check(check);
    }
}

impl<T: Check> Check for BTreeMap<String, T> {
    fn check(&self, check: &mut Checker<'_>) {
        for (key, value) in self {
            check.field(key, value);
        }
    }
}

impl<T: Check> Check for Option<T> {
    fn check(&self, check: &mut Checker<'_>) {
        if let Some(value) = self {
            value.check(check);
        }
    }
}

impl<T: Check + ?Sized> Check for &T {
    fn check(&self, check: &mut Checker<'_>) {
        (**self).check(check);
    }
}

impl<T: Check + ?Sized> Check for Box<T> {
    fn check(&self, check: &mut Checker<'_>) {
        (**self).check(check);
    }
}
