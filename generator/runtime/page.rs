//! Pages that a user's browser is sent to: their URLs, and what they bring back.
//!
//! As in a call, what is wrong with the parameters is collected, and reported all at once.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::builder::server_url;
use super::check::{Check, Checker, Violation};
use super::decode;
use super::error::{Error, ErrorKind};
use super::pairs;
use super::parameters::{Parameters, Place};
use super::style::QueryStyle;
use super::text::text;
use super::value;

/// A page, with its parameters so far.
#[derive(Clone)]
pub struct Page {
    path: &'static str,
    parameters: Parameters,
    violations: Vec<Violation>,
    /// Required parameters that are still to be set, with the names of their setters.
    missing: Vec<(&'static str, &'static str)>,
}

impl Page {
    /// A page without parameters, by its path below the login server.
    pub fn new(path: &'static str) -> Self {
        Self {
            path,
            parameters: Parameters::default(),
            violations: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Sets a query parameter, instead of what it was before.
    pub fn query<T>(&mut self, name: &'static str, style: QueryStyle, value: &T)
    where
        T: Serialize + Check + ?Sized,
    {
        self.missing.retain(|(known, _)| *known != name);
        Violation::forget(&mut self.violations, Place::Query, name);
        let written = value::value(value);
        let write = |value: &_, out: &mut _| pairs::query(name, style, value, out);
        let set = self.parameters.set(Place::Query, name, written, &write);
        if let Err(reason) = set {
            self.violations
                .push(Violation::binding(name, reason.0).at(Place::Query));
        }
        self.check().field(name, value);
    }

    /// Checks the limits that are written at a parameter itself, after it was set.
    pub fn check(&mut self) -> Checker<'_> {
        Checker::new(Place::Query, &mut self.violations)
    }

    /// Demands that the parameter `name` is set; `setter` is what sets it.
    pub fn require(&mut self, name: &'static str, setter: &'static str) {
        self.missing.push((name, setter));
    }

    /// The URL of the page below a login server.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Invalid`] when a parameter breaks a limit or is missing, or the login server is
    /// unknown; [`ErrorKind::Configuration`] when it is no URL.
    pub fn url(&self, login_url: Option<&str>) -> Result<Url, Error> {
        let mut violations = self.violations.clone();
        violations.extend(self.missing.iter().map(|(name, setter)| {
            Violation::binding(name, text!("is required; set it with `{setter}`"))
        }));
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }
        let unknown = || Error::new(ErrorKind::Invalid, "the server has no login server");
        let base = server_url(login_url.ok_or_else(unknown)?)?;
        let mut text = text!("{}{}", base.as_str().trim_end_matches('/'), self.path);
        self.parameters.join(Place::Query, "?", "&", &mut text);
        Url::parse(&text).map_err(|_| Error::new(ErrorKind::Invalid, "the page has no URL"))
    }

    /// What the page has added to the query of the return URL (URL Standard §5.1).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] when the query is not as documented.
    pub fn parse_return<T: DeserializeOwned>(query: &str) -> Result<T, Error> {
        let query = query.strip_prefix('?').unwrap_or(query);
        serde_urlencoded::from_str(query).map_err(|error| {
            let text = error.to_string();
            let message = text!(
                "the query is not as documented: {}",
                decode::expected(&text)
            );
            Error::new(ErrorKind::Decode, message)
        })
    }
}

impl fmt::Debug for Page {
    /// Names only: values of parameters can be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("path", &self.path)
            .field("query", &self.parameters.names(Place::Query))
            .finish_non_exhaustive()
    }
}
