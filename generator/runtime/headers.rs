//! The headers of an answer: by name, as typed values, and what they say of waiting.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, header};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

use super::media;
use super::text::text;

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
        // Answers have few headers: to look at each is less than to make a name of a text.
        for (known, value) in &self.0 {
            if known == name {
                return text_of(value);
            }
        }
        None
    }

    /// `Content-Type`; empty where it is missing.
    pub fn content_type(&self) -> &str {
        let value = self.0.get(&header::CONTENT_TYPE);
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
        let items = items.map(str::trim_ascii);
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
            let mut text = String::with_capacity(body.len());
            for letter in body {
                text.push(char::from(*letter));
            }
            return text;
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
        let at = match wait.as_secs() {
            0..100_000_000 => return Some(wait),
            100_000_000..100_000_000_000 => wait,
            100_000_000_000..253_402_300_800_000 => wait / 1000,
            // After the year 9999.
            _ => return None,
        };
        Some(self.until(at, now))
    }

    /// How long it is until `at`, which is counted from 1970 on, by the server's own clock where the
    /// answer shows it.
    fn until(&self, at: Duration, now: Timestamp) -> Duration {
        let date = self.get("date").and_then(http_date);
        at.saturating_sub(date.unwrap_or_else(|| since_1970(now)))
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
    text.ok().map(str::trim_ascii)
}

fn since_1970(at: Timestamp) -> Duration {
    Duration::try_from(at.as_duration()).unwrap_or_default()
}

/// A date in any of the three forms of RFC 9110 §5.6.7, all of which have to be read: the one of RFC
/// 2822 in GMT, and the two that are obsolete. It is counted from 1970 on.
fn http_date(text: &str) -> Option<Duration> {
    let parser = DateTimeParser::new();
    let date = match parser.parse_timestamp(text) {
        Ok(date) => date,
        Err(_) => parser.parse_timestamp(&*preferred(text)?).ok()?,
    };
    Some(since_1970(date))
}

/// A date in one of the forms that are obsolete, which are `Sunday, 06-Nov-94 08:49:37 GMT` and
/// `Sun Nov  6 08:49:37 1994`, in the one that is not.
fn preferred(text: &str) -> Option<String> {
    if let Some((_, rest)) = text.split_once(',') {
        let mut date = String::new();
        for letter in rest.chars() {
            date.push(if letter == '-' { ' ' } else { letter });
        }
        return Some(date);
    }
    let (month, day) = (text.get(4..7)?, text.get(8..10)?);
    let (time, year) = (text.get(11..19)?, text.get(20..)?);
    Some(text!("{day} {month} {year} {time} GMT"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_all_their_forms() {
        let at = |text| http_date(text).map(|at| at.as_secs());
        assert_eq!(at("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(at("Sunday, 06-Nov-94 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(at("Sun Nov  6 08:49:37 1994"), Some(784_111_777));
        assert_eq!(at("Saturday, 06-Nov-32 08:49:37 GMT"), Some(1_983_343_777));
        assert_eq!(at("06-Nov-94"), None);
    }
}
