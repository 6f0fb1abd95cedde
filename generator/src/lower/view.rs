//! One view of openapiv3's seven kinds of schema.
//!
//! openapiv3 sorts a schema into a kind by the keywords it has, and into `Any` when they are mixed.
//! OpenAPI knows no such kinds (3.0.3 §4.7.24), so lowering reads every schema through this view.

use std::fmt;

use indexmap::IndexMap;
use openapiv3 as oa;
use openapiv3::{ReferenceOr, VariantOrUnknownOrEmpty as Format};
use serde_json::Value as Json;

/// A schema or a reference to one, however it was boxed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum SchemaRef<'a> {
    /// `{$ref: …}`, by the name of the component.
    Reference(&'a str),
    /// The schema itself.
    Item(&'a oa::Schema),
    /// The keywords of the schema itself, without those that combine others; as if its `type` had
    /// this one word, where it has several.
    Own(&'a oa::Schema, Option<&'a str>),
}

/// A limit of a number, as it was written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Limit {
    /// Without fraction.
    Integer(i128),
    /// Any other.
    Float(f64),
}

/// The keywords of a schema.
#[derive(Clone, Debug)]
pub(super) struct View<'a> {
    pub data: &'a oa::SchemaData,
    pub r#type: Option<&'a str>,
    /// The words of a `type` that has several.
    pub types: Option<&'a [Json]>,
    pub format: Option<&'a str>,
    pub patterns: Vec<&'a str>,
    pub min_length: Option<usize>,
    pub max_length: Option<usize>,
    pub minimum: Option<Limit>,
    pub maximum: Option<Limit>,
    pub exclusive_minimum: bool,
    pub exclusive_maximum: bool,
    pub multiple_of: Vec<Limit>,
    pub enumeration: Vec<Json>,
    pub properties: Option<&'a IndexMap<String, ReferenceOr<Box<oa::Schema>>>>,
    pub required: &'a [String],
    pub additional: Option<&'a oa::AdditionalProperties>,
    pub items: Option<SchemaRef<'a>>,
    pub min_items: Option<usize>,
    pub max_items: Option<usize>,
    pub unique_items: bool,
    pub all_of: &'a [ReferenceOr<oa::Schema>],
    pub one_of: &'a [ReferenceOr<oa::Schema>],
    pub any_of: &'a [ReferenceOr<oa::Schema>],
}

impl<'a> From<&'a ReferenceOr<oa::Schema>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<oa::Schema>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(name_of(reference)),
            ReferenceOr::Item(item) => Self::Item(item),
        }
    }
}

impl<'a> From<&'a ReferenceOr<Box<oa::Schema>>> for SchemaRef<'a> {
    fn from(schema: &'a ReferenceOr<Box<oa::Schema>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(name_of(reference)),
            ReferenceOr::Item(item) => Self::Item(item),
        }
    }
}

/// The name in a reference to a schema. `normalise` writes the names as they are, without the
/// escapes of a pointer.
pub(super) fn name_of(reference: &str) -> &str {
    let name = reference.strip_prefix("#/components/schemas/");
    name.unwrap_or(reference)
}

impl<'a> View<'a> {
    /// The keywords of `schema`.
    pub(super) fn of(schema: &'a oa::Schema) -> Self {
        let mut view = Self::empty(&schema.schema_data);
        match &schema.schema_kind {
            oa::SchemaKind::Type(r#type) => view.read_type(r#type),
            oa::SchemaKind::AllOf { all_of } => view.all_of = all_of,
            oa::SchemaKind::OneOf { one_of } => view.one_of = one_of,
            oa::SchemaKind::AnyOf { any_of } => view.any_of = any_of,
            oa::SchemaKind::Not { .. } => {}
            oa::SchemaKind::Any(any) => view.read_any(any),
        }
        view.read_private();
        view
    }

    /// Whether not any text will do.
    pub(super) fn is_limited_text(&self) -> bool {
        !self.enumeration.is_empty()
            || !self.patterns.is_empty()
            || self.min_length.is_some()
            || self.max_length.is_some()
    }

    /// The numbers of an integer that no `i64` holds.
    fn read_private(&mut self) {
        let extensions = &self.data.extensions;
        let limit = |key: &str| extensions.get(key).and_then(Limit::read);
        self.minimum = self.minimum.or(limit("x-31-minimum"));
        self.maximum = self.maximum.or(limit("x-31-maximum"));
        self.multiple_of.extend(limit("x-31-multipleOf"));
        let types = extensions.get("x-31-type").and_then(Json::as_array);
        self.types = types.map(Vec::as_slice);
        self.enumeration
            .extend(extensions.get("x-31-const").cloned());
    }

    /// The keywords of the schema itself, without those that combine others; of the type `word`,
    /// where it has several.
    pub(super) fn own(schema: &'a oa::Schema, word: Option<&'a str>) -> Self {
        let mut view = Self::of(schema);
        (view.all_of, view.one_of, view.any_of) = (&[], &[], &[]);
        if let Some(word) = word {
            view.types = None;
            view.r#type = Some(word);
            // Null is no value of any type here, and keeps the places of those after it.
            for value in &mut view.enumeration {
                if !is_of_type(value, word) {
                    *value = Json::Null;
                }
            }
        }
        view
    }

    /// The words of a `type` that has several: those of which a value can be, where the values are
    /// listed.
    pub(super) fn words(&self) -> Option<Vec<&'a str>> {
        let words = self.types?.iter().filter_map(Json::as_str);
        let listed = |word: &&str| self.enumeration.iter().any(|it| is_of_type(it, word));
        let some: Vec<_> = words.clone().filter(listed).collect();
        Some(if some.is_empty() {
            words.collect()
        } else {
            some
        })
    }

    /// Whether it is satisfied by null: `nullable`, or null among the values of an `enum`.
    pub(super) fn is_nullable(&self) -> bool {
        self.data.nullable || self.enumeration.contains(&Json::Null)
    }

    /// Whether nothing satisfies it: the schema `false`.
    pub(super) fn is_never(&self) -> bool {
        self.data.extensions.contains_key("x-31-never")
    }

    /// Whether it has schemas that openapiv3 has no place for.
    pub(super) fn has_private_schemas(&self) -> bool {
        let keys = [
            "x-31-prefixItems",
            "x-31-patternProperties",
            "x-31-propertyNames",
        ];
        keys.iter()
            .any(|key| self.data.extensions.contains_key(*key))
    }

    /// Whether no keyword says what the value is; only docs and `nullable` are left.
    pub(super) fn is_annotation(&self) -> bool {
        self.r#type.is_none() && self.is_untyped_annotation()
    }

    /// Whether properties, `required` or `additionalProperties` make it an object.
    pub(super) fn is_object(&self) -> bool {
        self.r#type == Some("object")
            || (self.r#type.is_none()
                && (self.properties.is_some()
                    || self.additional.is_some()
                    || !self.required.is_empty()))
    }

    /// Whether it is a string that encodes bytes (3.0.3 §4.7.14.2 has `base64` for `byte`; 3.1
    /// `contentEncoding`).
    pub(super) fn is_encoded(&self) -> bool {
        matches!(self.format, Some("byte" | "base64"))
            || self.data.extensions.contains_key("x-31-contentEncoding")
    }

    fn is_untyped_annotation(&self) -> bool {
        self.format.is_none()
            && self.patterns.is_empty()
            && self.enumeration.is_empty()
            && self.properties.is_none()
            && self.required.is_empty()
            && self.additional.is_none()
            && !self.is_never()
            && !self
                .data
                .extensions
                .keys()
                .any(|key| key.starts_with("x-31-"))
            && self.items.is_none()
            && self.all_of.is_empty()
            && self.one_of.is_empty()
            && self.any_of.is_empty()
            && self.min_length.is_none()
            && self.max_length.is_none()
            && self.minimum.is_none()
            && self.maximum.is_none()
            && self.multiple_of.is_empty()
            && !self.unique_items
            && self.min_items.is_none()
            && self.max_items.is_none()
    }

    fn empty(data: &'a oa::SchemaData) -> Self {
        Self {
            data,
            r#type: None,
            types: None,
            format: None,
            patterns: Vec::new(),
            min_length: None,
            max_length: None,
            minimum: None,
            maximum: None,
            exclusive_minimum: false,
            exclusive_maximum: false,
            multiple_of: Vec::new(),
            enumeration: Vec::new(),
            properties: None,
            required: &[],
            additional: None,
            items: None,
            min_items: None,
            max_items: None,
            unique_items: false,
            all_of: &[],
            one_of: &[],
            any_of: &[],
        }
    }

    fn read_type(&mut self, r#type: &'a oa::Type) {
        match r#type {
            oa::Type::String(string) => self.read_string(string),
            oa::Type::Number(number) => self.read_number(number),
            oa::Type::Integer(integer) => self.read_integer(integer),
            oa::Type::Object(object) => self.read_object(object),
            oa::Type::Array(array) => {
                self.r#type = Some("array");
                self.items = array.items.as_ref().map(SchemaRef::from);
                self.min_items = array.min_items;
                self.max_items = array.max_items;
                self.unique_items = array.unique_items;
            }
            oa::Type::Boolean(boolean) => {
                self.r#type = Some("boolean");
                self.enumeration = boolean
                    .enumeration
                    .iter()
                    .map(|value| Json::from(*value))
                    .collect();
            }
        }
    }

    fn read_string(&mut self, string: &'a oa::StringType) {
        self.r#type = Some("string");
        self.format = match &string.format {
            Format::Item(oa::StringFormat::Date) => Some("date"),
            Format::Item(oa::StringFormat::DateTime) => Some("date-time"),
            Format::Item(oa::StringFormat::Password) => Some("password"),
            Format::Item(oa::StringFormat::Byte) => Some("byte"),
            Format::Item(oa::StringFormat::Binary) => Some("binary"),
            Format::Unknown(format) => Some(format),
            Format::Empty => None,
        };
        self.patterns.extend(string.pattern.as_deref());
        self.min_length = string.min_length;
        self.max_length = string.max_length;
        self.enumeration = string
            .enumeration
            .iter()
            .map(|value| Json::from(value.clone()))
            .collect();
    }

    fn read_number(&mut self, number: &'a oa::NumberType) {
        self.r#type = Some("number");
        self.format = match &number.format {
            Format::Item(oa::NumberFormat::Float) => Some("float"),
            Format::Item(oa::NumberFormat::Double) => Some("double"),
            Format::Unknown(format) => Some(format),
            Format::Empty => None,
        };
        self.minimum = number.minimum.map(Limit::from);
        self.maximum = number.maximum.map(Limit::from);
        self.exclusive_minimum = number.exclusive_minimum;
        self.exclusive_maximum = number.exclusive_maximum;
        self.multiple_of.extend(number.multiple_of.map(Limit::from));
        self.enumeration = number
            .enumeration
            .iter()
            .map(|value| Json::from(*value))
            .collect();
    }

    fn read_integer(&mut self, integer: &'a oa::IntegerType) {
        self.r#type = Some("integer");
        self.format = match &integer.format {
            Format::Item(oa::IntegerFormat::Int32) => Some("int32"),
            Format::Item(oa::IntegerFormat::Int64) => Some("int64"),
            Format::Unknown(format) => Some(format),
            Format::Empty => None,
        };
        self.minimum = integer.minimum.map(Limit::from);
        self.maximum = integer.maximum.map(Limit::from);
        self.multiple_of
            .extend(integer.multiple_of.map(Limit::from));
        self.exclusive_minimum = integer.exclusive_minimum;
        self.exclusive_maximum = integer.exclusive_maximum;
        self.enumeration = integer
            .enumeration
            .iter()
            .map(|value| Json::from(*value))
            .collect();
    }

    fn read_object(&mut self, object: &'a oa::ObjectType) {
        self.r#type = Some("object");
        self.properties = (!object.properties.is_empty()).then_some(&object.properties);
        self.required = &object.required;
        self.additional = object.additional_properties.as_ref();
        self.min_items = object.min_properties;
        self.max_items = object.max_properties;
    }

    fn read_any(&mut self, any: &'a oa::AnySchema) {
        self.r#type = any.typ.as_deref();
        self.format = any.format.as_deref();
        self.patterns.extend(any.pattern.as_deref());
        self.min_length = any.min_length;
        self.max_length = any.max_length;
        self.minimum = any.minimum.map(Limit::from);
        self.maximum = any.maximum.map(Limit::from);
        self.exclusive_minimum = any.exclusive_minimum.unwrap_or_default();
        self.exclusive_maximum = any.exclusive_maximum.unwrap_or_default();
        self.multiple_of.extend(any.multiple_of.map(Limit::from));
        self.enumeration.clone_from(&any.enumeration);
        self.properties = (!any.properties.is_empty()).then_some(&any.properties);
        self.required = &any.required;
        self.additional = any.additional_properties.as_ref();
        self.items = any.items.as_ref().map(SchemaRef::from);
        self.min_items = any.min_items.or(any.min_properties);
        self.max_items = any.max_items.or(any.max_properties);
        self.unique_items = any.unique_items.unwrap_or_default();
        self.all_of = &any.all_of;
        self.one_of = &any.one_of;
        self.any_of = &any.any_of;
    }
}

/// Whether a value is of a type (JSON Schema Core §4.2.1; Validation §6.1.1: an integer is any number
/// without a fraction).
fn is_of_type(value: &Json, word: &str) -> bool {
    match value {
        Json::Null => word == "null",
        Json::Bool(_) => word == "boolean",
        Json::Number(number) => {
            let is_whole = number.as_f64().is_some_and(|number| number.fract() == 0.0);
            word == "number" || (word == "integer" && is_whole)
        }
        Json::String(_) => word == "string",
        Json::Array(_) => word == "array",
        Json::Object(_) => word == "object",
    }
}

impl Limit {
    fn read(value: &Json) -> Option<Self> {
        let integer = value.as_i64().map(i128::from);
        let integer = integer.or_else(|| value.as_u64().map(i128::from));
        match integer {
            Some(integer) => Some(Self::Integer(integer)),
            None => value.as_f64().map(Self::Float),
        }
    }
}

impl From<i64> for Limit {
    fn from(value: i64) -> Self {
        Self::Integer(value.into())
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
        }
    }
}

impl From<f64> for Limit {
    /// Whole numbers up to 2⁵³ are integers: `f64` holds each of them exactly.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the guard keeps it within 53 bits"
    )]
    fn from(value: f64) -> Self {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if value.fract() == 0.0 && value.abs() <= EXACT {
            Self::Integer(value as i128)
        } else {
            Self::Float(value)
        }
    }
}
