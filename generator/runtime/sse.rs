//! Server-sent events (HTML Standard §9.2), each with its data decoded.
//!
//! A stream that ends is not taken up again: that is its reader's decision, who knows the last id.

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::decode;
use super::download::Download;
use super::error::{Error, ErrorKind};
use super::headers::Headers;
use super::response::{Payload, RawResponse};

/// What APIs send as the last event where its data is JSON otherwise. No standard knows it.
const DONE: &str = "[DONE]";

/// An event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// Its type; `message` when the server names none.
    pub event: String,
    /// The id of the last event that had one, for taking the stream up again.
    pub id: String,
    /// How long to wait before taking the stream up again, when the server says so with this event.
    pub retry: Option<Duration>,
    /// Its data.
    pub data: T,
}

/// Events as they arrive, with their data decoded from JSON.
///
/// It is a [`Stream`]; [`next`](Self::next) reads it without one more crate. One event that can't be
/// decoded is an error in its place, and the next one follows.
pub struct EventStream<T> {
    events: RawEvents,
    data: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> EventStream<T> {
    pub(super) fn new(reply: &RawResponse) -> Self {
        Self {
            events: RawEvents::new(reply),
            data: PhantomData,
        }
    }

    /// The next event; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn decoded(&self, event: Event<String>) -> Result<Event<T>, Error> {
        let data = decode::json(event.data.as_bytes()).map_err(|message| {
            let error = Error::new(ErrorKind::Decode, message.replace("the body", "an event"));
            self.events.bytes.reply().failed(error)
        })?;
        Ok(Event {
            event: event.event,
            id: event.id,
            retry: event.retry,
            data,
        })
    }
}

impl<T: DeserializeOwned> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match ready!(self.events.poll(context)) {
            Some(Ok(event)) if event.data == DONE => Poll::Ready(None),
            Some(Ok(event)) => Poll::Ready(Some(self.decoded(event))),
            Some(Err(error)) => Poll::Ready(Some(Err(error))),
            None => Poll::Ready(None),
        }
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventStream(..)")
    }
}

/// Events as they arrive, with their data as text.
pub struct TextEvents(RawEvents);

impl TextEvents {
    pub(super) fn new(reply: &RawResponse) -> Self {
        Self(RawEvents::new(reply))
    }

    /// The next event; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Event<String>, Error>> {
        std::future::poll_fn(|context| self.0.poll(context)).await
    }
}

impl Stream for TextEvents {
    type Item = Result<Event<String>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll(context)
    }
}

impl fmt::Debug for TextEvents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TextEvents(..)")
    }
}

/// A body of events with JSON as their data.
#[derive(Clone, Copy, Debug)]
pub struct Events<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned> Payload for Events<T> {
    type Body = EventStream<T>;

    fn is_streamed(_: u16, _: &Headers) -> bool {
        true
    }

    fn decode(reply: &RawResponse) -> Result<EventStream<T>, Error> {
        Ok(EventStream::new(reply))
    }
}

/// A body of events with text as their data.
#[derive(Clone, Copy, Debug)]
pub enum EventTexts {}

impl Payload for EventTexts {
    type Body = TextEvents;

    fn is_streamed(_: u16, _: &Headers) -> bool {
        true
    }

    fn decode(reply: &RawResponse) -> Result<TextEvents, Error> {
        Ok(TextEvents::new(reply))
    }
}

/// How many bytes one event may have: an endless one must not fill the memory.
const LIMIT: usize = 64 * 1024 * 1024;

/// Bytes to events.
struct RawEvents {
    bytes: Download,
    parser: Parser,
    failed: bool,
}

impl RawEvents {
    fn new(reply: &RawResponse) -> Self {
        Self {
            bytes: Download::new(reply),
            parser: Parser::default(),
            failed: false,
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<String>, Error>>> {
        loop {
            if let Some(event) = self.parser.events.pop_front() {
                return Poll::Ready(Some(Ok(event)));
            }
            if self.failed {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut self.bytes).poll_next(context)) {
                Some(Ok(chunk)) => self.parser.read(&chunk),
                Some(Err(error)) => {
                    self.failed = true;
                    return Poll::Ready(Some(Err(error)));
                }
                // HTML Standard §9.2.6: what is incomplete at the end is dropped.
                None => return Poll::Ready(None),
            }
            if self.parser.size() > LIMIT {
                self.failed = true;
                let error = Error::new(ErrorKind::TooLarge, "an event has no end");
                return Poll::Ready(Some(Err(self.bytes.reply().failed(error))));
            }
        }
    }
}

/// The event stream of HTML Standard §9.2.6, line by line.
#[derive(Default)]
pub(super) struct Parser {
    line: Vec<u8>,
    /// A line feed that comes next belongs to the line that ended.
    after_return: bool,
    started: bool,
    event: String,
    data: String,
    has_data: bool,
    id: String,
    retry: Option<Duration>,
    events: VecDeque<Event<String>>,
}

impl Parser {
    /// How much of an event that has not ended is kept.
    fn size(&self) -> usize {
        self.line.len() + self.data.len()
    }

    fn read(&mut self, chunk: &[u8]) {
        for byte in chunk {
            match byte {
                b'\n' if self.after_return => {}
                b'\n' | b'\r' => self.end_line(),
                _ => self.line.push(*byte),
            }
            self.after_return = *byte == b'\r';
        }
    }

    fn end_line(&mut self) {
        let bytes = std::mem::take(&mut self.line);
        let text = String::from_utf8_lossy(&bytes);
        let text = match text.strip_prefix('\u{feff}') {
            Some(rest) if !self.started => rest,
            _ => &text,
        };
        self.started = true;
        if text.is_empty() {
            self.dispatch();
            return;
        }
        let (field, value) = text.split_once(':').unwrap_or((text, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                if self.has_data {
                    self.data += "\n";
                }
                self.has_data = true;
                self.data.push_str(value);
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
            }
            // Comments start with a colon; other fields are ignored.
            _ => {}
        }
    }

    /// Hands out what was read since the last empty line; nothing where there was no data.
    fn dispatch(&mut self) {
        let data = std::mem::take(&mut self.data);
        let event = std::mem::take(&mut self.event);
        let retry = self.retry.take();
        if !std::mem::take(&mut self.has_data) {
            return;
        }
        let event = if event.is_empty() {
            "message".to_owned()
        } else {
            event
        };
        self.events.push_back(Event {
            event,
            id: self.id.clone(),
            retry,
            data,
        });
    }
}
