//! `format: uuid` in requests.

use std::borrow::Cow;

use ::uuid::Uuid;

use super::check::Check;
use super::measure::Textual;

impl Check for Uuid {}

impl Textual for Uuid {
    fn text(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Owned(self.to_string()))
    }
}
