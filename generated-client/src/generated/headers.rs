//! The headers that the description documents.

use crate::runtime::Headers;

impl Headers {
    /// `X-Mediaconnect-Api-Version`: the version of the API that answered.
    ///
    /// `None` when it is missing.
    pub fn x_mediaconnect_api_version(&self) -> Option<String> {
        self.parse("X-Mediaconnect-Api-Version")
    }

    /// `X-RateLimit-Remaining`: how many requests are left before 429.
    ///
    /// `None` when it is missing or not an integer.
    pub fn x_rate_limit_remaining(&self) -> Option<i64> {
        self.parse("X-RateLimit-Remaining")
    }

    /// `X-RateLimit-Reset`: seconds until the limit is renewed.
    ///
    /// `None` when it is missing or not an integer.
    pub fn x_rate_limit_reset(&self) -> Option<i64> {
        self.parse("X-RateLimit-Reset")
    }
}
