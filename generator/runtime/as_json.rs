//! Parameters with `content: application/json`: their value is JSON, as text.

use serde::ser::{Error as _, Serialize, Serializer};

use super::check::{Check, Checker};

/// A value that is written as the text of its JSON; null is written as nothing.
#[derive(Clone, Copy, Debug)]
pub struct AsJson<'v, T: ?Sized>(pub &'v T);

impl<T: Serialize + ?Sized> Serialize for AsJson<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serde_json::to_string(self.0) {
            Ok(text) if text == "null" => serializer.serialize_none(),
            Ok(text) => serializer.serialize_str(&text),
            Err(_) => Err(S::Error::custom("has no form in JSON")),
        }
    }
}

impl<T: Check + ?Sized> Check for AsJson<'_, T> {
    fn check(&self, check: &mut Checker<'_>) {
        self.0.check(check);
    }
}
