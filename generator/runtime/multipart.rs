//! Bodies as `multipart/form-data` (RFC 7578).
//!
//! A part is written by what its value is, as OpenAPI 3.0.3 §4.7.14.4 has it: single values are
//! text, objects are JSON, and every item of an array is a part of its own.

use std::collections::VecDeque;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderName, HeaderValue};
use serde::Serialize;

use super::call::{BODY, Call};
use super::check::{Check, Checker};
use super::media;
use super::members::members;
use super::outgoing::{ByteStream, RequestBody};
use super::request_headers::header_value;
use super::text::text;
use super::transport::BoxError;
use super::upload::Upload;
use super::value::{self, Value};

/// A value with headers of its own part.
#[derive(Clone, Debug, PartialEq)]
pub struct Part<T> {
    /// The value.
    pub value: T,
    headers: Vec<(String, String)>,
}

impl<T> Part<T> {
    /// A value without headers.
    pub fn new(value: T) -> Self {
        Self {
            value,
            headers: Vec::new(),
        }
    }

    /// Adds a header.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

impl<T> From<T> for Part<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Check> Check for Part<T> {
    fn check(&self, check: &mut Checker<'_>) {
        self.value.check(check);
    }
}

/// A body of parts while it is put together.
#[derive(Clone, Default)]
pub struct Multipart {
    parts: Vec<(String, RequestBody)>,
    /// The first thing that can't be sent.
    refused: Option<&'static str>,
}

impl Multipart {
    /// A body without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value; `content_type` is empty where the description names none.
    pub fn value<T: Serialize + ?Sized>(&mut self, name: &str, content_type: &str, value: &T) {
        self.value_with(name, content_type, value, &[]);
    }

    /// Adds a value with headers; nothing when there is none.
    pub fn part<'p, T: Serialize + 'p>(
        &mut self,
        name: &str,
        content_type: &str,
        part: impl IntoIterator<Item = &'p Part<T>>,
    ) {
        for part in part {
            self.value_with(name, content_type, &part.value, &part.headers);
        }
    }

    /// Adds files; `ranges` are the content types that the description allows, all when there are
    /// none.
    pub fn files(&mut self, name: &str, ranges: &[&str], files: impl IntoIterator<Item = Upload>) {
        for file in files {
            let content_type = match file.content_type(ranges) {
                Ok(content_type) => content_type,
                Err(reason) => return self.refuse(reason),
            };
            // RFC 7578 §4.2: a file has a name; the field's where it has none of its own.
            let file_name = file.name.as_deref().unwrap_or(name);
            self.push(
                name,
                Some(file_name),
                &content_type,
                &file.headers,
                file.body.clone(),
            );
        }
    }

    fn value_with<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        content_type: &str,
        value: &T,
        headers: &[(String, String)],
    ) {
        let (Ok(form), Ok(json)) = (value::value(value), serde_json::to_string(value)) else {
            return self.refuse("has a part with no form in JSON");
        };
        match form {
            Value::List(items) => {
                for (item, json) in items.iter().zip(members(&json)) {
                    self.single(name, content_type, item, json, headers);
                }
            }
            value => self.single(name, content_type, &value, &json, headers),
        }
    }

    fn single(
        &mut self,
        name: &str,
        content_type: &str,
        value: &Value,
        json: &str,
        headers: &[(String, String)],
    ) {
        let is_json = !content_type.is_empty()
            && media::choose(&["application/json"], content_type).is_some();
        let (content_type, bytes) = match value {
            Value::Absent => return,
            // RFC 8259 §8.1: JSON is UTF-8, whatever its content type says.
            _ if is_json => (content_type, Ok(json.into())),
            // RFC 7578 §4.4: without a content type a part is `text/plain`.
            Value::Text(text) => (content_type, media::encode(content_type, text.clone())),
            Value::List(_) | Value::Object(_) if content_type.is_empty() => {
                ("application/json", Ok(json.into()))
            }
            Value::List(_) | Value::Object(_) => {
                return self.refuse("has a part whose content type is not one of objects");
            }
        };
        match bytes {
            Ok(bytes) => self.push(name, None, content_type, headers, bytes.into()),
            Err(reason) => self.refuse(reason),
        }
    }

    fn push(
        &mut self,
        name: &str,
        file_name: Option<&str>,
        content_type: &str,
        headers: &[(String, String)],
        body: RequestBody,
    ) {
        let mut head = text!("Content-Disposition: form-data; name=\"{}\"", quoted(name));
        if let Some(file_name) = file_name {
            head.push_str("; filename=\"");
            head.push_str(&quoted(file_name));
            head += "\"";
        }
        head.push_str("\r\n");
        let content_type = (!content_type.is_empty()).then_some(("Content-Type", content_type));
        let headers = headers.iter().map(|(name, value)| (&**name, &**value));
        for (name, value) in content_type.into_iter().chain(headers) {
            if HeaderName::try_from(name).is_err() || header_value(value).is_none() {
                return self.refuse("has a part with a header that can't be sent");
            }
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        self.parts.push((head, body));
    }

    fn refuse(&mut self, reason: &'static str) {
        self.refused.get_or_insert(reason);
    }

    /// The parts between their boundaries: bytes where all of them are, a stream otherwise.
    fn joined(self, boundary: &str) -> RequestBody {
        let mut pieces = VecDeque::new();
        for (head, body) in self.parts {
            pieces.push_back(RequestBody::from(text!("--{boundary}\r\n{head}")));
            pieces.push_back(body);
            pieces.push_back(RequestBody::from("\r\n"));
        }
        pieces.push_back(RequestBody::from(text!("--{boundary}--\r\n")));
        let whole: Option<Vec<&[u8]>> = pieces.iter().map(|it| Some(&it.as_bytes()?[..])).collect();
        if let Some(whole) = whole {
            return RequestBody::from(whole.concat());
        }
        let length = pieces.iter().map(length).sum::<Option<u64>>();
        let stream = ByteStream::new(Pieces(pieces));
        RequestBody::Stream(match length {
            Some(length) => stream.with_length(length),
            None => stream,
        })
    }
}

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Multipart({} parts)", self.parts.len())
    }
}

fn length(body: &RequestBody) -> Option<u64> {
    match body {
        RequestBody::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
        RequestBody::Stream(stream) => stream.length(),
    }
}

/// A name in quotes, as HTML forms write it (HTML Standard §4.10.21.8, which RFC 7578 §2 allows).
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// 128 random bits, so that no part holds it but by guessing.
fn boundary() -> String {
    let random = || RandomState::new().hash_one(0);
    text!("{:016x}{:016x}", random(), random())
}

/// One body after the other.
struct Pieces(VecDeque<RequestBody>);

impl Stream for Pieces {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match self.0.front_mut() {
                None => return Poll::Ready(None),
                Some(RequestBody::Bytes(bytes)) => {
                    let bytes = std::mem::take(bytes);
                    self.0.pop_front();
                    return Poll::Ready(Some(Ok(bytes)));
                }
                Some(RequestBody::Stream(stream)) => match Pin::new(stream).poll_next(context) {
                    Poll::Ready(None) => drop(self.0.pop_front()),
                    next => return next,
                },
            }
        }
    }
}

impl Call {
    /// Sets the body, as `multipart/form-data`.
    pub fn multipart(&mut self, body: Multipart) {
        let boundary = boundary();
        let content_type = text!("multipart/form-data; boundary={boundary}");
        let none = HeaderValue::from_static("multipart/form-data");
        let content_type = HeaderValue::try_from(content_type).unwrap_or(none);
        let body = match body.refused {
            Some(reason) => Err(reason),
            None => Ok(body.joined(&boundary)),
        };
        self.parts().set_body(content_type, body);
    }

    /// Checks a part by the limits of its type.
    pub fn check_part<T: Check + ?Sized>(&mut self, name: &str, value: &T) {
        self.check().field(&text!("{BODY}.{name}"), value);
    }
}
