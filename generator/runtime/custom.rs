//! Requests that the description does not know.

use serde::Serialize;

use super::request::Request;
use super::style::QueryStyle;
use super::value;

/// A request that the description does not know; `P` is what its success is read as: `Json<T>`,
/// `Text` or `Empty`.
pub type CustomRequest<P> = Request<P, ()>;

impl<P> CustomRequest<P> {
    /// Sets what stands for `{name}` in the path.
    pub fn path<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.0.parts().set_path(name, false, value::value(value));
        self
    }

    /// Sets a query parameter; a list becomes one pair for each item.
    pub fn query<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        let style = QueryStyle::FORM_EXPLODE;
        self.0.parts().set_query(name, style, value::value(value));
        self
    }

    /// Sets a header.
    pub fn header<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.0.parts().set_header(name, false, value::value(value));
        self
    }

    /// Sets a JSON body.
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        self.0.parts().set_json("application/json", body);
        self
    }
}
