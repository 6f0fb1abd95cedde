//! Bytes to send with what is to be said of them: a whole body, or a file in a multipart form.

use std::fmt;

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderValue;

use super::call::Call;
use super::media;
use super::outgoing::{ByteStream, RequestBody};
use super::request_headers::header_value;
use super::template::holds;
use super::transport::BoxError;

/// Bytes to send: a body, or a file.
#[derive(Clone)]
pub struct Upload {
    pub(super) body: RequestBody,
    pub(super) media_type: Option<String>,
    pub(super) name: Option<String>,
    pub(super) headers: Vec<(String, String)>,
}

impl Upload {
    /// Bytes that are there.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self::of(RequestBody::Bytes(bytes.into()))
    }

    /// Bytes that come as a stream. They are sent once: a call with them is never repeated.
    pub fn stream(stream: impl Stream<Item = Result<Bytes, BoxError>> + Send + 'static) -> Self {
        Self::of(RequestBody::Stream(ByteStream::new(stream)))
    }

    fn of(body: RequestBody) -> Self {
        Self {
            body,
            media_type: None,
            name: None,
            headers: Vec::new(),
        }
    }

    /// How many bytes a stream has, so that the server is told before.
    pub fn length(mut self, bytes: u64) -> Self {
        if let RequestBody::Stream(stream) = self.body {
            self.body = RequestBody::Stream(stream.with_length(bytes));
        }
        self
    }

    /// The content type, where it is not the one that the description names.
    pub fn media_type(mut self, text: impl Into<String>) -> Self {
        self.media_type = Some(text.into());
        self
    }

    /// The name of the file; a body alone has none.
    pub fn file_name(mut self, text: impl Into<String>) -> Self {
        self.name = Some(text.into());
        self
    }

    /// A header of the part; a body alone has none.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The content type to send, where `ranges` are those of the description.
    pub(super) fn content_type(&self, ranges: &[&str]) -> Result<String, &'static str> {
        let default = match ranges {
            [range] if !holds(range, b'*') => Some(range),
            _ => None,
        };
        let text = match (&self.media_type, default) {
            (Some(text), _) => text,
            (None, Some(text)) => return Ok((*text).to_owned()),
            (None, None) if ranges.contains(&"*/*") || ranges.is_empty() => {
                return Ok("application/octet-stream".to_owned());
            }
            (None, None) => return Err("needs a content type: set it with `media_type`"),
        };
        let allowed = ranges.is_empty() || media::choose(ranges, text).is_some();
        let is_ascii = text.bytes().all(|byte| byte.is_ascii());
        if !is_ascii || !holds(text, b'/') || !allowed {
            return Err("has a content type that the description does not allow");
        }
        Ok(text.clone())
    }
}

impl<B: Into<Bytes>> From<B> for Upload {
    fn from(bytes: B) -> Self {
        Self::new(bytes)
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("media_type", &self.media_type)
            .finish_non_exhaustive()
    }
}

impl Call {
    /// Sets the body, as bytes of the content type `range`, which may be a range: `image/*`.
    pub fn upload(&mut self, range: &'static str, body: Upload) {
        let content_type = body.content_type(&[range]).and_then(|text| {
            header_value(&text).ok_or("has a content type with characters that no header can hold")
        });
        match content_type {
            Ok(content_type) => self.parts().set_body(content_type, Ok(body.body)),
            Err(reason) => {
                let none = HeaderValue::from_static(range);
                self.parts().set_body(none, Err(reason));
            }
        }
    }
}
