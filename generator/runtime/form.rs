//! Bodies as `application/x-www-form-urlencoded`.
//!
//! Every property is written as a query parameter would be: `style: form`, exploded, where nothing
//! else is said (OpenAPI 3.0.3 §4.7.15, whose defaults are those of query parameters). What comes of
//! that are names and values, and those are written as HTML forms are: a blank is `+`, and only
//! letters, digits, `*`, `-`, `.` and `_` stay as they are (URL Standard §5.2).

use http::HeaderValue;
use serde::Serialize;

use super::call::{BODY, Call};
use super::check::Check;
use super::decode::string;
use super::members::members;
use super::pairs::{Encoding, styled};
use super::percent;
use super::style::{Kind, QueryStyle};
use super::value::{self, Unwritable, Value};

/// In a form.
const FORM: Encoding = Encoding {
    name: plus_encoded,
    text: plus_encoded,
    comma: "%2C",
    blank: "+",
    pipe: "%7C",
    brackets: ["%5B", "%5D"],
};

/// In a form, with `allowReserved`.
const FORM_RESERVED: Encoding = Encoding {
    text: reserved,
    comma: ",",
    ..FORM
};

impl Call {
    /// Sets the body, as `application/x-www-form-urlencoded`.
    pub fn form<T: Serialize + Check + ?Sized>(&mut self, body: &T) {
        self.form_as(&[], body);
    }

    /// The same, with properties that are written in another style than `form`.
    pub fn form_as<T>(&mut self, styles: &[(&str, QueryStyle)], body: &T)
    where
        T: Serialize + Check + ?Sized,
    {
        let written = value::value(body).and_then(|value| {
            let json = styles.iter().any(|(_, style)| style.kind == Kind::Json);
            let value = if json {
                with_json(value, styles, body)?
            } else {
                value
            };
            pairs(&value, styles)
        });
        self.parts().set_body(
            HeaderValue::from_static("application/x-www-form-urlencoded"),
            written.map(Into::into).map_err(|reason| reason.0),
        );
        self.check().field(BODY, body);
    }

    /// Gives the body that was set the content type of the description, with its parameters.
    pub fn media_type(&mut self, media_type: &'static str) {
        self.parts().media_type = Some(HeaderValue::from_static(media_type));
    }
}

/// The properties that are JSON, as its text.
fn with_json<T: Serialize + ?Sized>(
    value: Value,
    styles: &[(&str, QueryStyle)],
    body: &T,
) -> Result<Value, Unwritable> {
    let Value::Object(mut properties) = value else {
        return Ok(value);
    };
    let json = serde_json::to_string(body).map_err(|_| Unwritable("has no form in JSON"))?;
    // Both hold what is written, in the same order.
    for ((name, value), member) in properties.iter_mut().zip(members(&json)) {
        let is_json = style_of(name, styles).kind == Kind::Json;
        if is_json && !value.is_absent() {
            *value = Value::Text(value_of(member).to_owned());
        }
    }
    Ok(Value::Object(properties))
}

fn style_of(name: &str, styles: &[(&str, QueryStyle)]) -> QueryStyle {
    let style = styles.iter().find(|(known, _)| *known == name);
    style.map_or(QueryStyle::FORM_EXPLODE, |(_, style)| *style)
}

fn pairs(body: &Value, styles: &[(&str, QueryStyle)]) -> Result<String, Unwritable> {
    let Value::Object(properties) = body else {
        return Err(Unwritable(
            "is no object, and nothing else has a form of pairs",
        ));
    };
    let mut form = String::new();
    for (name, value) in properties {
        let style = style_of(name, styles);
        let encoding = if style.reserved {
            &FORM_RESERVED
        } else {
            &FORM
        };
        let end = form.len();
        form.push_str(if end == 0 { "" } else { "&" });
        let start = form.len();
        styled(name, style, value, encoding, &mut form)?;
        if form.len() == start {
            form.truncate(end);
        }
    }
    Ok(form)
}

fn plus_encoded(text: &str, out: &mut String) {
    out.extend(url::form_urlencoded::byte_serialize(text.as_bytes()));
}

/// A blank is `+` in a form; a plus is encoded with or without `allowReserved`.
fn reserved(text: &str, out: &mut String) {
    for (index, part) in text.split(' ').enumerate() {
        out.push_str(if index == 0 { "" } else { "+" });
        percent::reserved(part, out);
    }
}

/// The value of a property, which stands behind its name and a colon.
fn value_of(property: &str) -> &str {
    let rest = property.strip_prefix('"').unwrap_or(property);
    rest.get(string(rest.as_bytes()) + 1..).unwrap_or_default()
}
