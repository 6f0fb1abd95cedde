//! The headers of an answer: by name, as typed values, and what they say of waiting.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, header};
use jiff::Timestamp;

use super::media;

/// The headers of an answer.
#[derive(Clone, Default)]
pub struct Headers(HeaderMap);

impl Headers {
    pub(super) fn new(headers: HeaderMap) -> Self {
        Self(headers)
    }

    /// The text of the header `name`; `None` when it is missing or not UTF-8. The first one counts
    /// when there are several.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(text_of)
    }

    /// `Content-Type`; empty where it is missing.
    pub fn content_type(&self) -> &str {
        let value = self.0.get(header::CONTENT_TYPE);
        value.and_then(text_of).unwrap_or_default()
    }

    /// The value of the header `name`; `None` when it is missing or not a `T`.
    pub fn parse<T: FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }

    /// The items of the list in the header `name`, which may be parted between several lines (RFC
    /// 9110 §5.3); `None` when it is missing or one of them is not a `T`.
    pub fn list<T: FromStr>(&self, name: &str) -> Option<Vec<T>> {
        let lines = self.0.get_all(name).iter();
        let lines: Option<Vec<&str>> = lines.map(text_of).collect();
        let lines = lines.filter(|lines| !lines.is_empty())?;
        // RFC 9110 §5.3: a line of `Set-Cookie` is no list, for dates in it have commas.
        let is_whole = name.eq_ignore_ascii_case("set-cookie");
        let comma = |letter| letter == ',' && !is_whole;
        // RFC 9110 §5.6.1.2: empty items are none.
        let items = lines.iter().flat_map(|line| line.split(comma));
        let items = items.map(str::trim);
        let items = items.filter(|item| !item.is_empty());
        items.map(|item| item.parse().ok()).collect()
    }

    /// All headers, as the `http` crate has them.
    pub fn as_map(&self) -> &HeaderMap {
        &self.0
    }

    /// `body` as text: in UTF-8, or in Latin-1 where the content type says so (RFC 9110 §8.3.2).
    pub(super) fn text(&self, body: &[u8]) -> String {
        if media::is_latin1(self.content_type()) {
            return body.iter().copied().map(char::from).collect();
        }
        String::from_utf8_lossy(body).into_owned()
    }

    /// `Retry-After`: seconds, or a date (RFC 9110 §10.2.3).
    pub(super) fn retry_after(&self, now: Timestamp) -> Option<Duration> {
        let text = self.get("retry-after")?;
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        Some(self.until(http_date(text)?, now))
    }

    /// `X-RateLimit-Reset`. Servers send seconds to wait, or a time since 1970 in seconds or
    /// milliseconds; how large the number is tells which.
    pub(super) fn rate_limit_reset(&self, now: Timestamp) -> Option<Duration> {
        let number: f64 = self.parse("x-ratelimit-reset")?;
        let wait = Duration::try_from_secs_f64(number).ok()?;
        let since_1970 = match wait.as_secs() {
            0..100_000_000 => return Some(wait),
            100_000_000..100_000_000_000 => wait,
            _ => wait / 1000,
        };
        let at = Timestamp::UNIX_EPOCH.checked_add(since_1970).ok()?;
        Some(self.until(at, now))
    }

    /// How long it is until `at`, by the server's own clock where the answer shows it.
    fn until(&self, at: Timestamp, now: Timestamp) -> Duration {
        let now = self.get("date").and_then(http_date).unwrap_or(now);
        Duration::try_from(at.duration_since(now)).unwrap_or_default()
    }
}

impl fmt::Debug for Headers {
    /// Only the names: values can be cookies and tokens.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

fn text_of(value: &HeaderValue) -> Option<&str> {
    let text = std::str::from_utf8(value.as_bytes());
    text.ok().map(str::trim)
}

/// A date in any of the three forms of RFC 9110 §5.6.7, all of which have to be read: the one of RFC
/// 2822 in GMT, and the two that are obsolete.
fn http_date(text: &str) -> Option<Timestamp> {
    const OBSOLETE: [&str; 2] = ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    let preferred = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text);
    preferred.ok().or_else(|| {
        let read = |form: &&str| jiff::civil::DateTime::strptime(*form, text).ok();
        let date = OBSOLETE.iter().find_map(read)?;
        jiff::tz::Offset::UTC.to_timestamp(date).ok()
    })
}
