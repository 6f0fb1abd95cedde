//! A call while it is put together: parameters and body are encoded and checked as they come.
//!
//! What is wrong with them is collected and reported when the call is sent, all at once. Setting a
//! parameter again replaces what was set before, with everything that was wrong with it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use http::{HeaderName, HeaderValue};
use serde::Serialize;

use super::check::{Check, Checker, Violation};
use super::client::{Settings, Shared};
use super::encode;
use super::error::Error;
use super::exchange;
use super::headers::Headers;
use super::media;
use super::operation::Operation;
use super::options::CallOptions;
use super::outgoing::RequestBody;
use super::pairs;
use super::parameters::{Parameters, Place};
use super::request_headers;
use super::response::RawResponse;
use super::server::OwnServer;
use super::style::{PathStyle, QueryStyle};
use super::transport::BoxFuture;
use super::value::{self, Unwritable, Value, Written};

/// The name of the body among parameters and in the paths of violations.
pub(super) const BODY: &str = "body";

/// A call that is not sent yet.
#[derive(Clone)]
pub struct Call(Box<Parts>);

/// What a call is made of.
#[derive(Clone)]
pub(super) struct Parts {
    pub(super) client: Arc<Shared>,
    pub(super) operation: Cow<'static, Operation>,
    /// The server that the description has for this operation alone.
    pub(super) server: Option<OwnServer>,
    /// Those of path, query and cookies.
    pub(super) parameters: Parameters,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) body: Option<RequestBody>,
    /// The content type of the body.
    pub(super) media_type: Option<HeaderValue>,
    /// Whether the body of a success is handed out unread, by status and headers.
    pub(super) is_streamed: fn(u16, &Headers) -> bool,
    pub(super) violations: Vec<Violation>,
    /// Where what was set last stands: what is checked now.
    last: Place,
    /// Required parameters that are still to be set, with the names of their setters.
    pub(super) missing: Vec<(Place, &'static str, &'static str)>,
    pub(super) options: CallOptions,
}

impl Call {
    pub(super) fn new(client: Arc<Shared>, operation: Cow<'static, Operation>) -> Self {
        // What `Box::new` is given is made on the stack and moved.
        Self(Box::write(
            Box::new_uninit(),
            Parts {
                client,
                operation,
                server: None,
                parameters: Parameters::default(),
                headers: Vec::new(),
                body: None,
                media_type: None,
                is_streamed: |_, _| false,
                violations: Vec::new(),
                last: Place::Body,
                missing: Vec::new(),
                options: CallOptions::default(),
            },
        ))
    }

    /// Sends it to a server of its own, in a description with the servers `others`.
    pub fn server(&mut self, url: &'static str, others: &'static [&'static str]) {
        self.0.server = Some(OwnServer { url, others });
    }

    /// Sets a path parameter, in `style: simple`.
    pub fn path<T>(&mut self, name: &'static str, explode: bool, value: &T)
    where
        T: Serialize + Check + ?Sized,
    {
        self.0.set_path(name, explode, value::value(value));
        self.check().field(name, value);
    }

    /// Sets a path parameter, in another style.
    pub fn path_as<T>(&mut self, name: &'static str, style: PathStyle, value: &T)
    where
        T: Serialize + Check + ?Sized,
    {
        self.0.set_path_as(name, style, value::value(value));
        self.check().field(name, value);
    }

    /// Sets a cookie, in `style: form`.
    pub fn cookie<T>(&mut self, name: &'static str, explode: bool, value: &T)
    where
        T: Serialize + Check + ?Sized,
    {
        self.0.set_cookie(name, explode, value::value(value));
        self.check().field(name, value);
    }

    /// Sets a query parameter.
    pub fn query<T>(&mut self, name: &'static str, style: QueryStyle, value: &T)
    where
        T: Serialize + Check + ?Sized,
    {
        self.0.set_query(name, style, value::value(value));
        self.check().field(name, value);
    }

    /// Sets a header parameter, in `style: simple`.
    pub fn header<T>(&mut self, name: &'static str, explode: bool, value: &T)
    where
        T: Serialize + Check + ?Sized,
    {
        self.0.set_header(name, explode, value::value(value));
        self.check().field(name, value);
    }

    /// Sets the body, as `application/json`.
    pub fn json<T: Serialize + Check + ?Sized>(&mut self, body: &T) {
        self.json_as("application/json", body);
    }

    /// Sets the body, as JSON that goes by another name.
    pub fn json_as<T: Serialize + Check + ?Sized>(&mut self, media_type: &'static str, body: &T) {
        self.0.set_json(media_type, body);
        self.check().field(BODY, body);
    }

    /// Sets the body, as text of the content type `media_type`.
    pub fn text(&mut self, media_type: &'static str, body: String) {
        let body = media::encode(media_type, body).map(RequestBody::from);
        self.0
            .set_body(request_headers::media_type(media_type), body);
    }

    /// Checks the limits that are written at a parameter itself, after it was set.
    pub fn check(&mut self) -> Checker<'_> {
        Checker::new(self.0.last, &mut self.0.violations)
    }

    /// Demands that a query parameter is set before sending; `setter` is what sets it.
    pub fn require_query(&mut self, name: &'static str, setter: &'static str) {
        self.0.missing.push((Place::Query, name, setter));
    }

    /// Demands that a header is set before sending; `setter` is what sets it.
    pub fn require_header(&mut self, name: &'static str, setter: &'static str) {
        self.0.missing.push((Place::Header, name, setter));
    }

    /// Demands that a cookie is set before sending; `setter` is what sets it.
    pub fn require_cookie(&mut self, name: &'static str, setter: &'static str) {
        self.0.missing.push((Place::Cookie, name, setter));
    }

    /// Decides something for this call.
    pub fn with(&mut self, options: CallOptions) {
        self.0.options.merge(options);
    }

    /// Sends it.
    ///
    /// # Errors
    ///
    /// Every answer that is no success, and everything that keeps one from coming.
    pub fn send(self) -> BoxFuture<'static, Result<RawResponse, Error>> {
        // As above: most of the future is room for what it is going to hold.
        let exchange = Box::write(Box::new_uninit(), exchange::exchange(self.0));
        Box::into_pin(exchange)
    }

    pub(super) fn parts(&mut self) -> &mut Parts {
        &mut self.0
    }
}

impl Parts {
    pub(super) fn settings(&self) -> &Settings {
        &self.client.settings
    }

    pub(super) fn set_path(&mut self, name: &'static str, explode: bool, value: Written) {
        self.set_path_as(name, PathStyle::simple(explode), value);
    }

    fn set_path_as(&mut self, name: &'static str, style: PathStyle, value: Written) {
        self.set(Place::Path, name, value, &|value, out| {
            let start = out.len();
            encode::path(name, style, value, out)?;
            match &out[start..] {
                "" => Err(Unwritable("is empty, which no path can hold")),
                "." | ".." => Err(Unwritable(
                    "is a dot segment, which URLs remove (RFC 3986 §5.2.4)",
                )),
                _ => Ok(()),
            }
        });
    }

    fn set_cookie(&mut self, name: &'static str, explode: bool, value: Written) {
        self.set(Place::Cookie, name, value, &|value, out| {
            encode::cookie(name, explode, value, out)
        });
    }

    pub(super) fn set_query(&mut self, name: &'static str, style: QueryStyle, value: Written) {
        self.set(Place::Query, name, value, &|value, out| {
            pairs::query(name, style, value, out)
        });
    }

    fn set(
        &mut self,
        place: Place,
        name: &'static str,
        value: Written,
        write: &dyn Fn(&Value, &mut String) -> encode::Outcome,
    ) {
        self.forget(place, name);
        if let Err(reason) = self.parameters.set(place, name, value, write) {
            self.refuse(name, reason.0);
        }
    }

    pub(super) fn set_header(&mut self, name: &'static str, explode: bool, value: Written) {
        self.forget(Place::Header, name);
        if let Some(at) = self.headers.iter().position(|(known, _)| known == name) {
            self.headers.remove(at);
        }
        match value.and_then(|value| encode::header(&value, explode)) {
            Ok(Some(text)) => self.push_header(name, &text),
            Ok(None) => {}
            Err(reason) => self.refuse(name, reason.0),
        }
    }

    pub(super) fn set_json<T: Serialize + ?Sized>(&mut self, media_type: &'static str, body: &T) {
        let body = serde_json::to_vec(body).map(RequestBody::from);
        let body = body.map_err(|_| "has no form in JSON");
        self.set_body(request_headers::media_type(media_type), body);
    }

    pub(super) fn set_body(
        &mut self,
        media_type: HeaderValue,
        body: Result<RequestBody, &'static str>,
    ) {
        self.forget(Place::Body, BODY);
        match body {
            Ok(body) => {
                self.body = Some(body);
                self.media_type = Some(media_type);
            }
            Err(reason) => self.refuse(BODY, reason),
        }
    }

    /// Adds a header; what is no field content (RFC 9110 §5.5) is refused, never rewritten.
    fn push_header(&mut self, name: &'static str, text: &str) {
        match (
            HeaderName::try_from(name),
            request_headers::header_value(text),
        ) {
            (Ok(name), Some(value)) => self.headers.push((name, value)),
            (Err(_), _) => self.refuse(name, "is no name of a header"),
            (_, None) => self.refuse(name, "holds characters that no header can"),
        }
    }

    fn refuse(&mut self, name: &str, message: &'static str) {
        self.violations
            .push(Violation::binding(name, message).at(self.last));
    }

    /// Forgets what was wrong with the parameter `name` in a place, and that it was missing.
    fn forget(&mut self, place: Place, name: &str) {
        self.last = place;
        Violation::forget(&mut self.violations, place, name);
        let is_it = |(known, its, _): &(Place, &str, &str)| (*known, *its) == (place, name);
        if let Some(at) = self.missing.iter().position(is_it) {
            self.missing.remove(at);
        }
    }
}

impl fmt::Debug for Call {
    /// Names only: values of parameters and bodies can be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.0.operation.id)
            .field("method", &self.0.operation.method)
            .field("path", &self.0.operation.path)
            .field("query", &self.0.parameters.names(Place::Query))
            .field("options", &self.0.options)
            .finish_non_exhaustive()
    }
}
