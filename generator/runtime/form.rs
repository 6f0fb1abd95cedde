//! Bodies as `application/x-www-form-urlencoded`.
//!
//! Every property is written as a query parameter in `style: form`, exploded (OpenAPI 3.0.3
//! §4.7.15, whose defaults are those of query parameters), but with the percent-encoding of HTML
//! forms: a blank is `+` (URL Standard §5.2).

use http::HeaderValue;
use serde::Serialize;

use super::call::{BODY, Call};
use super::check::Check;
use super::encode::{self, QueryStyle};
use super::value::{self, Unwritable, Value};

impl Call {
    /// Sets the body, as `application/x-www-form-urlencoded`.
    pub fn form<T: Serialize + Check + ?Sized>(&mut self, body: &T) {
        let written = value::value(body).and_then(|value| pairs(&value));
        self.parts().set_body(
            HeaderValue::from_static("application/x-www-form-urlencoded"),
            written.map(Into::into).map_err(|reason| reason.0),
        );
        self.check().field(BODY, body);
    }
}

fn pairs(body: &Value) -> Result<String, Unwritable> {
    let Value::Object(properties) = body else {
        return Err(Unwritable(
            "is no object, and nothing else has a form of pairs",
        ));
    };
    let pairs: Vec<Option<String>> = properties
        .iter()
        .map(|(name, value)| encode::form(name, QueryStyle::FORM_EXPLODE, value, &plus_encoded))
        .collect::<Result<_, _>>()?;
    let pairs: Vec<String> = pairs.into_iter().flatten().collect();
    Ok(pairs.join("&"))
}

fn plus_encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
