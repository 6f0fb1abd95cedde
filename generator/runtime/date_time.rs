//! `format: date-time` and `date`, as `jiff` has them, in requests.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;

use super::check::Check;
use super::measure::Textual;

impl Check for Timestamp {}

impl Textual for Timestamp {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Owned(self.to_string()))
    }
}

impl Check for Date {}

impl Textual for Date {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Owned(self.to_string()))
    }
}
