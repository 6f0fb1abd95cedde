//! Styles: how parameters and properties of forms are written, and what no style can write.

use openapiv3 as oa;

use super::Lowering;
use super::media::essence;
use super::view::{SchemaRef, View};
use crate::diagnostic::{Code, Reported};
use crate::ir::{Location, PathStyle, QueryStyle, QueryStyleKind};
use crate::source::{At, Pointer};

/// A property of a form: its name, its schema, and where that stands.
type Property<'a> = (&'a str, SchemaRef<'a>, Pointer);

/// What kind of value a schema describes, as far as styles tell values apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueKind {
    /// Certainly a string, number or boolean.
    Primitive,
    /// Certainly an array of such, or an object with only such properties.
    Flat,
    /// Certainly an array or object with arrays or objects in it.
    Nested,
    /// It can't be told.
    Unknown,
}

impl<'a> Lowering<'a> {
    /// Where a parameter stands and in which style.
    pub(super) fn location(
        &mut self,
        parameter: &'a oa::Parameter,
        at: &At<'_>,
    ) -> Result<Location, Reported> {
        let data = parameter.parameter_data_ref();
        let explode = data.explode;
        let kind = match &data.format {
            oa::ParameterSchemaOrContent::Schema(schema) => {
                self.value_kind(SchemaRef::from(schema), &at.key("schema"))?
            }
            oa::ParameterSchemaOrContent::Content(_) => ValueKind::Primitive,
        };
        let (location, style) = match parameter {
            oa::Parameter::Path { style, .. } => {
                let style = match style {
                    oa::PathStyle::Simple => PathStyle::Simple,
                    oa::PathStyle::Label => PathStyle::Label,
                    oa::PathStyle::Matrix => PathStyle::Matrix,
                };
                let explode = explode.unwrap_or(false);
                (Location::Path { style, explode }, "its style")
            }
            oa::Parameter::Header { .. } => {
                self.token(&data.name, "name of a header", &at.key("name"))?;
                let explode = explode.unwrap_or(false);
                (Location::Header { explode }, "`style: simple`")
            }
            oa::Parameter::Query {
                style,
                allow_reserved,
                allow_empty_value,
                ..
            } => {
                if *allow_empty_value == Some(true) {
                    self.empty_value(data, at)?;
                }
                let kind = query_kind(style, explode);
                let reserved = *allow_reserved;
                (Location::Query(QueryStyle { kind, reserved }), "its style")
            }
            oa::Parameter::Cookie { .. } => {
                self.token(&data.name, "name of a cookie", &at.key("name"))?;
                (self.cookie(explode, kind, at)?, "`style: form`")
            }
        };
        let deep = match location {
            Location::Query(style) => style.kind == QueryStyleKind::DeepObject,
            Location::Path { .. } | Location::Header { .. } | Location::Cookie { .. } => false,
        };
        if deep {
            self.check_deep(parameter, at)?;
        } else if kind == ValueKind::Nested {
            let instead = "`content: application/json`, or `style: deepObject` in the query";
            self.undefined_nested(at, style, instead);
        }
        Ok(location)
    }

    /// Cookies in form style are single values: exploded ones would be read as several cookies.
    fn cookie(
        &mut self,
        explode: Option<bool>,
        kind: ValueKind,
        at: &At<'_>,
    ) -> Result<Location, Reported> {
        let explode = explode.unwrap_or(true);
        match kind {
            ValueKind::Flat | ValueKind::Nested if explode => {
                let diagnostic = self
                    .diagnostic(
                        Code::CookieStyle,
                        &at.key("in"),
                        "an exploded array or object has no form in a cookie",
                    )
                    .label("`explode` is true where it is not said")
                    .help("write `explode: false`, or `content: application/json`");
                Err(self.sink.error(diagnostic))
            }
            ValueKind::Primitive | ValueKind::Flat | ValueKind::Nested | ValueKind::Unknown => {
                Ok(Location::Cookie { explode })
            }
        }
    }

    /// OpenAPI defines `deepObject` for an object whose properties are single values (3.0.3
    /// §4.7.12.2.1).
    fn check_deep(&mut self, parameter: &'a oa::Parameter, at: &At<'_>) -> Result<(), Reported> {
        let data = parameter.parameter_data_ref();
        let oa::ParameterSchemaOrContent::Schema(schema) = &data.format else {
            return Ok(());
        };
        let at = at.key("schema");
        if !self.is_deep_object(SchemaRef::from(schema), &at)? {
            self.undefined_deep(&at);
        }
        Ok(())
    }

    /// Whether `deepObject` is defined for a schema, as far as it can be told.
    fn is_deep_object(&mut self, schema: SchemaRef<'a>, at: &At<'_>) -> Result<bool, Reported> {
        let (behind, _) = self.schema_behind(schema, at)?;
        let is_array = View::of(behind).r#type == Some("array");
        let kind = self.value_kind(schema, at)?;
        Ok(!is_array && matches!(kind, ValueKind::Flat | ValueKind::Unknown))
    }

    fn undefined_deep(&mut self, at: &At<'_>) {
        let diagnostic = self
            .diagnostic(
                Code::Tolerated,
                at,
                "OpenAPI defines `deepObject` for an object of single values only",
            )
            .label("arrays are written as `a[0]=`, objects inside as `a[b][c]=`")
            .help("see that the server reads them so");
        self.sink.warn(diagnostic);
    }

    /// Only text can be empty.
    fn empty_value(&mut self, data: &'a oa::ParameterData, at: &At<'_>) -> Result<(), Reported> {
        let oa::ParameterSchemaOrContent::Schema(schema) = &data.format else {
            return Ok(());
        };
        let (schema, _) = self.schema_behind(SchemaRef::from(schema), &at.key("schema"))?;
        if matches!(
            View::of(schema).r#type,
            Some("boolean" | "integer" | "number")
        ) {
            self.ignored(
                &at.key("allowEmptyValue"),
                "`allowEmptyValue` has no effect on a number or boolean",
                "the parameter is left out, or has a value of its type",
            );
        }
        Ok(())
    }

    /// Warns of a form of something else than an object, which has no names for its values.
    pub(super) fn check_form(
        &mut self,
        media: &'a oa::MediaType,
        at: &At<'_>,
    ) -> Result<(), Reported> {
        let Some(schema) = &media.schema else {
            return Ok(());
        };
        let at = at.key("schema");
        let (schema, _) = self.schema_behind(SchemaRef::from(schema), &at)?;
        if let Some(word @ ("array" | "boolean" | "integer" | "number" | "string")) =
            View::of(schema).r#type
        {
            let message =
                format!("a form holds the properties of an object, not one value of type `{word}`");
            let diagnostic = self
                .diagnostic(Code::Tolerated, &at, message)
                .label("a call that gives such a value is refused before it is sent")
                .help("describe an object, with a property for each name in the form");
            self.sink.warn(diagnostic);
        }
        Ok(())
    }

    /// The styles of a form's properties that are not written in the default one.
    pub(super) fn form_styles(
        &mut self,
        media: &'a oa::MediaType,
        at: &At<'_>,
    ) -> Result<Vec<(String, QueryStyle)>, Reported> {
        let properties = self.properties_of(media, at)?;
        self.check_nested(&properties, media)?;
        self.check_encodings(media, at)?;
        let (mut styles, mut deep, mut refused) = (Vec::new(), None, None);
        let list = at.key("encoding");
        for (name, encoding) in &media.encoding {
            let at = list.key(name);
            let style = match self.form_style(encoding, &at) {
                Ok(style) => style,
                Err(reported) => {
                    refused = Some(reported);
                    continue;
                }
            };
            if style.kind == QueryStyleKind::DeepObject && deep.is_none() {
                let property = properties.iter().find(|(known, ..)| known == name);
                let defined = match property {
                    Some((_, schema, _)) => self.is_deep_object(*schema, &at)?,
                    None => true,
                };
                deep = (!defined).then(|| at.pointer());
            }
            if style != QueryStyle::DEFAULT {
                styles.push((name.clone(), style));
            }
        }
        if let Some(pointer) = deep {
            self.undefined_deep(&At::base(pointer.as_str()));
        }
        refused.map_or(Ok(styles), Err)
    }

    /// The properties of an object's own schema with their places; those of its parts are not looked
    /// at.
    fn properties_of(
        &mut self,
        media: &'a oa::MediaType,
        at: &At<'_>,
    ) -> Result<Vec<Property<'a>>, Reported> {
        let Some(schema) = &media.schema else {
            return Ok(Vec::new());
        };
        let (schema, pointer) = self.schema_behind(SchemaRef::from(schema), &at.key("schema"))?;
        let at = At::base(pointer.as_str());
        let list = at.key("properties");
        let properties = View::of(schema).properties.into_iter().flatten();
        let placed = properties.map(|(name, schema)| {
            let pointer = list.key(name).pointer();
            (name.as_str(), SchemaRef::from(schema), pointer)
        });
        Ok(placed.collect())
    }

    /// Warns of properties that `style: form` has no way to write.
    fn check_nested(
        &mut self,
        properties: &[Property<'a>],
        media: &'a oa::MediaType,
    ) -> Result<(), Reported> {
        for (name, schema, pointer) in properties {
            let encoding = media.encoding.get(*name);
            let is_told =
                encoding.is_some_and(|it| it.style.is_some() || it.content_type.is_some());
            let at = At::base(pointer.as_str());
            if !is_told && self.value_kind(*schema, &at)? == ValueKind::Nested {
                self.undefined_nested(&at, "`style: form`", "an `encoding` with `contentType: application/json`, or with `style: deepObject`");
            }
        }
        Ok(())
    }

    fn undefined_nested(&mut self, at: &At<'_>, style: &str, instead: &str) {
        let message = format!("OpenAPI does not say how {style} writes values inside of values");
        let diagnostic = self
            .diagnostic(Code::Tolerated, at, message)
            .label("a call that gives such a value is refused before it is sent")
            .help(format!("use {instead}"));
        self.sink.warn(diagnostic);
    }

    /// `contentType` counts where no style is given (3.1.1 §4.8.15.1.1).
    fn form_style(
        &mut self,
        encoding: &'a oa::Encoding,
        at: &At<'_>,
    ) -> Result<QueryStyle, Reported> {
        let reserved = encoding.allow_reserved;
        let kind = match (
            &encoding.style,
            encoding.content_type.as_deref().map(essence),
        ) {
            (Some(style), _) => query_kind(style, Some(encoding.explode)),
            (None, None) => query_kind(&oa::QueryStyle::Form, Some(encoding.explode)),
            (None, Some(name)) if name == "application/json" || name.ends_with("+json") => {
                QueryStyleKind::Json
            }
            (None, Some(name)) if name == "text/plain" => QueryStyleKind::FormExplode,
            (None, Some(name)) => {
                let message = format!("`{name}` in a form");
                return Err(self.unsupported(&at.key("contentType"), message));
            }
        };
        Ok(QueryStyle { kind, reserved })
    }

    /// What kind of value a schema describes.
    pub(super) fn value_kind(
        &mut self,
        schema: SchemaRef<'a>,
        at: &At<'_>,
    ) -> Result<ValueKind, Reported> {
        let (schema, pointer) = self.schema_behind(schema, at)?;
        let view = View::of(schema);
        let at = At::base(pointer.as_str());
        if view.r#type == Some("array") {
            let Some(items) = view.items else {
                return Ok(ValueKind::Flat);
            };
            return self.flat_if_single(items, &at.key("items"));
        }
        if view.is_object() {
            let list = at.key("properties");
            for (name, property) in view.properties.into_iter().flatten() {
                let property = SchemaRef::from(property);
                if self.flat_if_single(property, &list.key(name))? == ValueKind::Nested {
                    return Ok(ValueKind::Nested);
                }
            }
            return Ok(ValueKind::Flat);
        }
        let is_single = matches!(
            view.r#type,
            Some("string" | "integer" | "number" | "boolean")
        );
        Ok(if is_single {
            ValueKind::Primitive
        } else {
            ValueKind::Unknown
        })
    }

    /// An array or object of `part`: nested where that is certainly one itself.
    fn flat_if_single(&mut self, part: SchemaRef<'a>, at: &At<'_>) -> Result<ValueKind, Reported> {
        let (schema, _) = self.schema_behind(part, at)?;
        let view = View::of(schema);
        Ok(if view.r#type == Some("array") || view.is_object() {
            ValueKind::Nested
        } else {
            ValueKind::Flat
        })
    }
}

/// 3.0.3 §4.7.12.2: `explode` is true for `form` and false for the others where it is not said.
/// `deepObject` is the same either way, and the delimited styles are form when they are exploded.
fn query_kind(style: &oa::QueryStyle, explode: Option<bool>) -> QueryStyleKind {
    let explode = explode.unwrap_or(*style == oa::QueryStyle::Form);
    match (style, explode) {
        (oa::QueryStyle::DeepObject, _) => QueryStyleKind::DeepObject,
        (_, true) => QueryStyleKind::FormExplode,
        (oa::QueryStyle::Form, false) => QueryStyleKind::Form,
        (oa::QueryStyle::SpaceDelimited, false) => QueryStyleKind::SpaceDelimited,
        (oa::QueryStyle::PipeDelimited, false) => QueryStyleKind::PipeDelimited,
    }
}
