//! What stands for sensitive values wherever values are shown.

use std::fmt;

/// Shows `[redacted]` instead of a value.
#[derive(Clone, Copy)]
pub struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
