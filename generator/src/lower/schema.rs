//! Schemas: components and inline ones become types.

use openapiv3 as oa;
use serde_json::Value as Json;

use super::object::single_part;
use super::view::{SchemaRef, View};
use super::{Hint, Lowering, component, docs};
use crate::diagnostic::{Code, Reported};
use crate::ir::{
    self, Case, Constraints, Ident, Namer, Newtype, Scalar, SchemaId, SchemaKind, TypeRef,
};
use crate::source::{At, Pointer};

/// A use of a schema: as a property, parameter, item or body.
#[derive(Clone, Debug)]
pub(super) struct Use {
    pub r#type: TypeRef,
    pub nullable: bool,
    pub sensitive: bool,
    pub lenient: bool,
    pub deprecated: bool,
    pub description: Option<String>,
    /// The limits written here; those of a named type stay with the type.
    pub constraints: Constraints,
}

/// The private keys that [`View`] reads.
const LIMITS: &[&str] = &["x-31-maximum", "x-31-minimum", "x-31-multipleOf"];

/// What a schema's keywords make of it.
enum Shape<'a> {
    /// `allOf` with one part and nothing beside it: that part.
    Single(SchemaRef<'a>, Pointer),
    /// Properties, from the schema itself or from the parts of an `allOf`.
    Struct,
    /// Further properties only.
    Map,
    Array,
    Enum,
    Scalar,
    /// Nothing is said of it.
    Any,
}

impl<'a> Lowering<'a> {
    /// Lowers all components: names first, so that each keeps the one its text gives.
    pub(super) fn components(&mut self) {
        self.name_components();
        for (index, (name, schema)) in self.document.schemas.iter().enumerate() {
            let pointer = Pointer::root()
                .join("components")
                .join("schemas")
                .join(name);
            // What was reported leaves the component empty; `lower` ends with it.
            if let Ok(lowered) = self.component(name, schema.into(), &At::base(pointer.as_str())) {
                self.schemas[index] = Some(lowered);
            }
        }
    }

    /// A name that is in Rust's form already wins over one that becomes it; then document order.
    fn name_components(&mut self) {
        let names = || self.document.schemas.keys().enumerate();
        let is_rust = |name: &str| Ident::new(name, Case::UpperCamel).as_str() == name;
        let in_form = names().filter(|(_, name)| is_rust(name));
        let converted = names().filter(|(_, name)| !is_rust(name));
        for (index, name) in in_form.chain(converted) {
            let pointer = Pointer::root()
                .join("components")
                .join("schemas")
                .join(name);
            let claim = self.type_names.claim(name, pointer.clone());
            let ident = self.claimed(name, &At::base(pointer.as_str()), claim);
            self.components.insert(name, (SchemaId(index), ident));
        }
        self.schemas
            .resize_with(self.document.schemas.len(), || None);
    }

    fn component(
        &mut self,
        name: &str,
        schema: SchemaRef<'a>,
        at: &At<'_>,
    ) -> Result<ir::Schema, Reported> {
        let Some((_, ident)) = self.components.get(name).cloned() else {
            return Err(self.missing(name, at));
        };
        let hint = Hint::new(ident.as_str());
        let SchemaRef::Item(item) = schema else {
            let r#use = self.schema(schema, at, &hint)?;
            return Ok(named(
                ident.clone(),
                None,
                false,
                SchemaKind::Alias(r#use.r#type, r#use.constraints),
            ));
        };
        let view = View::of(item);
        let kind = match self.shape(&view, at)? {
            Shape::Struct => SchemaKind::Struct(self.object(&view, at, &hint)?),
            Shape::Enum => SchemaKind::Enum(self.string_enum(&view, at)?),
            Shape::Scalar => self.named_scalar(&view, at)?,
            Shape::Single(part, pointer) => {
                let part = self.schema(part, &At::base(pointer.as_str()), &hint)?;
                SchemaKind::Alias(part.r#type, part.constraints)
            }
            shape @ (Shape::Map | Shape::Array | Shape::Any) => {
                let (r#type, constraints) = self.unnamed(&shape, &view, at, &hint)?;
                SchemaKind::Alias(r#type, constraints)
            }
        };
        Ok(named(
            ident.clone(),
            docs::words(&view),
            view.data.deprecated,
            kind,
        ))
    }

    /// A schema where it is used.
    pub(super) fn schema(
        &mut self,
        schema: SchemaRef<'a>,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<Use, Reported> {
        let item = match schema {
            SchemaRef::Reference(reference) => return self.reference(reference, at),
            SchemaRef::Item(item) => item,
        };
        let view = View::of(item);
        let shape = self.shape(&view, at)?;
        let mut r#use = match &shape {
            Shape::Single(part, pointer) => {
                self.schema(*part, &At::base(pointer.as_str()), hint)?
            }
            Shape::Struct | Shape::Enum => Use::of(self.inline(&shape, &view, at, hint)?),
            Shape::Scalar => {
                let scalar = self.scalar(&view, at)?;
                let constraints = self.constraints(&view, Some(scalar), at);
                Use {
                    constraints,
                    ..Use::of(TypeRef::Scalar(scalar))
                }
            }
            Shape::Map | Shape::Array | Shape::Any => {
                let (r#type, constraints) = self.unnamed(&shape, &view, at, hint)?;
                Use {
                    constraints,
                    ..Use::of(r#type)
                }
            }
        };
        r#use.annotate(&view);
        Ok(r#use)
    }

    /// A component where it is used.
    fn reference(&mut self, reference: &str, at: &At<'_>) -> Result<Use, Reported> {
        let schemas = &self.document.schemas;
        let known = component(reference, "schemas", schemas)
            .and_then(|(name, _)| self.components.get(name));
        let Some((id, _)) = known else {
            return Err(self.missing(reference, at));
        };
        let mut r#use = Use::of(TypeRef::Named(*id));
        // `nullable` and `x-sensitive` of a component hold wherever it is used.
        let mut reference = Some(reference);
        for _ in 0..schemas.len() {
            let Some((_, item)) = reference.and_then(|text| component(text, "schemas", schemas))
            else {
                break;
            };
            reference = match SchemaRef::from(item) {
                SchemaRef::Reference(next) => Some(next),
                SchemaRef::Item(item) => {
                    let view = View::of(item);
                    r#use.nullable |= view.data.nullable || view.enumeration.contains(&Json::Null);
                    r#use.sensitive |= is_sensitive(&view);
                    r#use.lenient |= is_lenient(&view);
                    r#use.description = r#use.description.or_else(|| summary(&view));
                    match view.all_of {
                        [oa::ReferenceOr::Reference { reference }] => Some(reference),
                        _ => None,
                    }
                }
            };
        }
        Ok(r#use)
    }

    /// What the schema's keywords make of it.
    fn shape(&mut self, view: &View<'a>, at: &At<'_>) -> Result<Shape<'a>, Reported> {
        self.private(view, at)?;
        if !view.one_of.is_empty() {
            return Err(self.unsupported(&at.key("oneOf"), "`oneOf`"));
        }
        if !view.any_of.is_empty() {
            return Err(self.unsupported(&at.key("anyOf"), "`anyOf`"));
        }
        if !view.all_of.is_empty() {
            return Ok(match single_part(view, at) {
                Some((part, pointer)) => Shape::Single(part, pointer),
                None => Shape::Struct,
            });
        }
        if !view.enumeration.is_empty() || view.data.extensions.contains_key("x-known-values") {
            return Ok(Shape::Enum);
        }
        if view.is_object() {
            let has_fields = view.properties.is_some() || !view.required.is_empty();
            let closed = matches!(view.additional, Some(oa::AdditionalProperties::Any(false)));
            return Ok(if has_fields || closed {
                Shape::Struct
            } else {
                Shape::Map
            });
        }
        Ok(match view.r#type {
            Some("array") => Shape::Array,
            None if view.items.is_some() => Shape::Array,
            None if view.is_annotation() => Shape::Any,
            Some(_) | None => Shape::Scalar,
        })
    }

    /// The private dialect's keys that are not generated yet.
    fn private(&mut self, view: &View<'_>, at: &At<'_>) -> Result<(), Reported> {
        match view
            .data
            .extensions
            .keys()
            .find(|key| key.starts_with("x-31-") && !LIMITS.contains(&key.as_str()))
        {
            Some(key) => {
                let keyword = key.trim_start_matches("x-31-");
                Err(self.unsupported(&at.key(keyword), format!("`{keyword}`")))
            }
            None => Ok(()),
        }
    }

    /// A map, an array, or anything: types without a name of their own.
    fn unnamed(
        &mut self,
        shape: &Shape<'a>,
        view: &View<'a>,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<(TypeRef, Constraints), Reported> {
        let values = match view.additional {
            Some(oa::AdditionalProperties::Schema(values)) => Some(values.as_ref().into()),
            Some(oa::AdditionalProperties::Any(_)) | None => None,
        };
        let (key, member, word) = match shape {
            Shape::Array => ("items", view.items, "item"),
            Shape::Map => ("additionalProperties", values, "value"),
            Shape::Single(..) | Shape::Struct | Shape::Enum | Shape::Scalar | Shape::Any => {
                return Ok((TypeRef::Any, Constraints::default()));
            }
        };
        let (member, each) = match member {
            Some(schema) => self.member(schema, &at.key(key), &hint.join(word))?,
            None => (TypeRef::Any, Constraints::default()),
        };
        let member = Box::new(member);
        let r#type = match shape {
            Shape::Array => TypeRef::Array(member),
            _ => TypeRef::Map(member),
        };
        let mut constraints = self.constraints(view, None, at);
        constraints.each = each.of_each();
        Ok((r#type, constraints))
    }

    /// The type of items or of further properties, with its own null, and the limits written there.
    pub(super) fn member(
        &mut self,
        schema: SchemaRef<'a>,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<(TypeRef, Constraints), Reported> {
        let item = self.schema(schema, at, hint)?;
        let nullable = item.nullable && item.r#type != TypeRef::Any;
        let r#type = if nullable {
            TypeRef::Nullable(Box::new(item.r#type))
        } else {
            item.r#type
        };
        Ok((r#type, item.constraints))
    }

    /// The type of a value that is read, with its own null.
    pub(super) fn item(
        &mut self,
        schema: SchemaRef<'a>,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<TypeRef, Reported> {
        Ok(self.member(schema, at, hint)?.0)
    }

    /// An inline struct or enum, named from where it stands.
    fn inline(
        &mut self,
        shape: &Shape<'a>,
        view: &View<'a>,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<TypeRef, Reported> {
        let text = hint.text();
        let claim = self.type_names.claim(&text, at.pointer());
        let ident = self.claimed(&text, at, claim);
        let id = SchemaId(self.schemas.len());
        self.schemas.push(None);
        let kind = match shape {
            Shape::Enum => SchemaKind::Enum(self.string_enum(view, at)?),
            _ => SchemaKind::Struct(self.object(view, at, &Hint::new(ident.as_str()))?),
        };
        self.schemas[id.0] = Some(named(ident, docs::words(view), view.data.deprecated, kind));
        Ok(TypeRef::Named(id))
    }

    /// A component that is a scalar: a type of its own where it tells values apart, a plain alias
    /// where it has nothing to say.
    fn named_scalar(&mut self, view: &View<'a>, at: &At<'_>) -> Result<SchemaKind, Reported> {
        let scalar = self.scalar(view, at)?;
        let constraints = self.constraints(view, Some(scalar), at);
        Ok(match scalar {
            Scalar::String | Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 => {
                SchemaKind::Newtype(Newtype {
                    scalar,
                    sensitive: is_sensitive(view),
                    constraints,
                })
            }
            Scalar::Boolean
            | Scalar::Float
            | Scalar::Double
            | Scalar::Base64
            | Scalar::Date
            | Scalar::DateTime
            | Scalar::Uuid
            | Scalar::Decimal
            | Scalar::EpochMillis => SchemaKind::Alias(TypeRef::Scalar(scalar), constraints),
        })
    }

    /// The known values of a string, those of `x-known-values` after those of `enum`.
    fn string_enum(&mut self, view: &View<'a>, at: &At<'_>) -> Result<ir::Enum, Reported> {
        let known = view
            .data
            .extensions
            .get("x-known-values")
            .and_then(Json::as_array);
        let meanings = view
            .data
            .extensions
            .get("x-enum-descriptions")
            .and_then(Json::as_object);
        let documented = view.enumeration.iter().map(|value| (value, "enum"));
        let seen = known
            .into_iter()
            .flatten()
            .map(|value| (value, "x-known-values"));
        let mut names = Namer::new(Case::UpperCamel, "Value", &["Unknown"]);
        let mut variants: Vec<ir::Variant> = Vec::new();
        for (index, (value, key)) in documented.chain(seen).enumerate() {
            let list = at.key(key);
            let at = list.index(if key == "enum" {
                index
            } else {
                index - view.enumeration.len()
            });
            let wire = match value {
                Json::Null => continue,
                Json::String(text) if variants.iter().any(|known| known.wire == *text) => continue,
                Json::String(text) => text.clone(),
                Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_) => {
                    return Err(self.unsupported(&at, format!("the value `{value}` in an `enum`")));
                }
            };
            let claim = names.claim(&wire, at.pointer());
            let name = self.claimed(&wire, &at, claim);
            let meaning = meanings
                .and_then(|meanings| meanings.get(&wire))
                .and_then(Json::as_str);
            let description = match (meaning, key) {
                (Some(meaning), _) => Some(meaning.to_owned()),
                (None, "enum") => None,
                (None, _) => Some("Seen in an example only.".to_owned()),
            };
            variants.push(ir::Variant {
                name,
                wire,
                description,
            });
        }
        if view.r#type.is_some_and(|r#type| r#type != "string") {
            return Err(
                self.unsupported(&at.key("enum"), "an `enum` of another type than `string`")
            );
        }
        Ok(ir::Enum { variants })
    }

    /// The default of a parameter or property, when it is not one of its type's values.
    pub(super) fn check_default(&mut self, view: &View<'_>, at: &At<'_>) {
        let Some(default) = &view.data.default else {
            return;
        };
        let fits = match view.r#type {
            Some("string") => default.is_string(),
            Some("integer") => default.is_i64() || default.is_u64(),
            Some("number") => default.is_number(),
            Some("boolean") => default.is_boolean(),
            Some("array") => default.is_array(),
            Some("object") => default.is_object(),
            Some(_) | None => true,
        };
        if !fits && !default.is_null() {
            let message = format!("the default `{default}` is not of the schema's type");
            let diagnostic = self
                .diagnostic(Code::Tolerated, &at.key("default"), message)
                .help("it is shown in the docs only; write a value of the type");
            self.sink.warn(diagnostic);
        }
    }
}

impl Use {
    pub(super) fn of(r#type: TypeRef) -> Self {
        Self {
            r#type,
            nullable: false,
            sensitive: false,
            lenient: false,
            deprecated: false,
            description: None,
            constraints: Constraints::default(),
        }
    }

    /// Adds what is said beside the type.
    fn annotate(&mut self, view: &View<'_>) {
        self.nullable |= view.data.nullable || view.enumeration.contains(&Json::Null);
        self.sensitive |= is_sensitive(view);
        self.lenient |= is_lenient(view);
        self.deprecated |= view.data.deprecated;
        if let Some(words) = docs::words(view) {
            self.description = Some(words);
        }
    }
}

fn named(
    name: Ident,
    description: Option<String>,
    deprecated: bool,
    kind: SchemaKind,
) -> ir::Schema {
    ir::Schema {
        name,
        module: None,
        description,
        deprecated,
        in_request: false,
        kind,
    }
}

/// What a type says of itself where nothing is said at its use: its first paragraph.
fn summary(view: &View<'_>) -> Option<String> {
    let words = docs::words(view)?;
    words.split("\n\n").next().map(str::to_owned)
}

/// `x-sensitive`, or `format: password` (OpenAPI 3.0.3 §4.4: a hint to obscure the value).
pub(super) fn is_sensitive(view: &View<'_>) -> bool {
    view.data.extensions.get("x-sensitive") == Some(&Json::Bool(true))
        || view.format == Some("password")
}

fn is_lenient(view: &View<'_>) -> bool {
    view.data.extensions.contains_key("x-lenient")
}
