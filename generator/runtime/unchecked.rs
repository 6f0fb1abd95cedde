//! Values of types that are not generated: what they may be is their own affair.

use serde::ser::{Serialize, Serializer};

use super::check::Check;

/// A value that is written as it is, and has no limits that are known here.
#[derive(Clone, Copy, Debug)]
pub struct Unchecked<'v, T: ?Sized>(pub &'v T);

impl<T: Serialize + ?Sized> Serialize for Unchecked<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<T: ?Sized> Check for Unchecked<'_, T> {}
