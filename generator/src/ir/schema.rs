//! Schemas: the types of the generated crate.

use super::Ident;

/// Index into [`super::Api::schemas`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(pub usize);

/// A named type.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Its name in `types`.
    pub name: Ident,
    /// The file it is rendered to: the module of the one tag that uses it, or `None` for a type
    /// that several tags share.
    pub module: Option<Ident>,
    /// `title` or `description`, with limits and unit in words.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// Whether there is a type of it: not of a component that others extend by `allOf` and that is
    /// used nowhere else.
    pub needed: bool,
    /// Whether a request can contain it: setters and checks are generated then.
    pub in_request: bool,
    /// What is derived beside what it has anyway: paths of macros.
    pub derives: Vec<String>,
    /// What it is.
    pub kind: SchemaKind,
}

/// What a named type is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SchemaKind {
    /// An object with properties.
    Struct(Struct),
    /// A string of which some values are known.
    Enum(Enum),
    /// A scalar with a meaning of its own.
    Newtype(Newtype),
    /// One of several types.
    Union(Union),
    /// Another name for a type that has none, with the limits of all of its values.
    Alias(TypeRef, Constraints),
    /// The same where the type contains itself, which no alias can.
    Wrapper(TypeRef, Constraints),
}

/// An object with properties, or an array whose first items have types of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Struct {
    /// Whether it is an array: its fields are items, in their order, with `[0]` as the first name on
    /// the wire (`prefixItems`).
    pub is_array: bool,
    /// The properties, in document order.
    pub fields: Vec<Field>,
    /// What further properties hold (`additionalProperties`), or further items (`items`); `None`
    /// when they are ignored.
    pub additional: Option<Additional>,
    /// `minProperties`
    pub min_properties: Option<usize>,
    /// `maxProperties`
    pub max_properties: Option<usize>,
}

/// The properties of an object that have no name in the description.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Additional {
    /// The name of the field that holds them.
    pub name: Ident,
    /// The type of each value.
    pub r#type: TypeRef,
    /// The limits of each value.
    pub constraints: Constraints,
    /// The limits of the name of each property (`propertyNames`, `patternProperties`).
    pub keys: Option<Box<Constraints>>,
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// Its name on the wire.
    pub wire: String,
    /// Its name in the struct.
    pub name: Ident,
    /// `description`, with default, limits and unit in words.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// Whether it can be absent or null.
    pub presence: Presence,
    /// Its type, without the `Option` or `Patch` that its presence asks for.
    pub r#type: TypeRef,
    /// Whether it stands behind a `Box`, because the type contains itself.
    pub boxed: bool,
    /// Whether `Debug` shows `[redacted]` (`x-sensitive`, `format: password`).
    pub sensitive: bool,
    /// Whether it reads a number or a string, or one or many (`x-lenient`).
    pub lenient: bool,
    /// The one value that it has, which no constructor asks for.
    pub constant: Option<String>,
    /// `readOnly`: only in responses.
    pub read_only: bool,
    /// `writeOnly`: only in requests.
    pub write_only: bool,
    /// Whether constructors ask for it although a response may lack it.
    pub asked_for: bool,
    /// The limits written at the property itself; those of a named type stay with the type.
    pub constraints: Constraints,
}

/// Whether a value can be absent or null. OpenAPI's `required` and `nullable` are independent
/// (3.0.3 §4.7.24), so there are four.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Always there, never null: `T`.
    Required,
    /// Absent or a value: `Option<T>`, left out when `None`.
    Optional,
    /// Null or a value: `Option<T>`, written as null when `None`.
    Nullable,
    /// Absent, null or a value: `Patch<T>`.
    OptionalNullable,
}

/// A string of which some values are known; others are kept as they are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Enum {
    /// The known values.
    pub variants: Vec<Variant>,
}

/// A known value of a string.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Variant {
    /// Its name.
    pub name: Ident,
    /// Its text on the wire.
    pub wire: String,
    /// Its meaning (`x-enum-descriptions`).
    pub description: Option<String>,
}

/// A value that is one of several types (`oneOf`, `anyOf`); one that is none of them is kept as it
/// is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Union {
    /// The property whose value tells which type it is, as far as one does.
    pub tag: Option<String>,
    /// The types, in document order.
    pub variants: Vec<UnionVariant>,
    /// The order in which they are tried where no tag tells: indexes into `variants`.
    pub order: Vec<usize>,
}

/// One of the types of a union.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnionVariant {
    /// Its name.
    pub name: Ident,
    /// What the type says of itself.
    pub description: Option<String>,
    /// The type.
    pub r#type: TypeRef,
    /// Whether it stands behind a `Box`, because it contains the union.
    pub boxed: bool,
    /// The limits written at the branch.
    pub constraints: Constraints,
    /// The values of the tag that select it.
    pub tags: Vec<String>,
    /// One more that it is read by and not made with: the name of the component, beside those that
    /// `mapping` has.
    pub implied: Option<String>,
}

/// A scalar with a name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Newtype {
    /// What it holds.
    pub scalar: Scalar,
    /// Whether `Debug` shows `[redacted]`.
    pub sensitive: bool,
    /// Its limits.
    pub constraints: Constraints,
}

/// A use of a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TypeRef {
    /// A type of Rust's, of the runtime's or of a dependency's.
    Scalar(Scalar),
    /// Any JSON value.
    Any,
    /// `Vec<T>`
    Array(Box<TypeRef>),
    /// A map from property names to `T`.
    Map(Box<TypeRef>),
    /// `Option<T>` as an item of an array or map.
    Nullable(Box<TypeRef>),
    /// A named type.
    Named(SchemaId),
    /// A type that exists outside of the generated code, by its path: as the settings have it.
    Existing(String),
}

/// The scalars, by OpenAPI's type and format (3.0.3 §4.4 and the format registry).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// `boolean`
    Boolean,
    /// `integer`, `format: int32`
    Int32,
    /// `integer`, without format or with `int64`
    Int64,
    /// `integer`, `format: uint32`
    Uint32,
    /// `integer`, `format: uint64`
    Uint64,
    /// `number`, `format: float`
    Float,
    /// `number`, without format or with `double`
    Double,
    /// `number`, `format: decimal`
    Decimal,
    /// `string`, `format: decimal`
    DecimalText,
    /// `string`
    String,
    /// `string`, `format: byte`
    Base64,
    /// `string`, `format: date`
    Date,
    /// `string`, `format: date-time`
    DateTime,
    /// `string`, `format: uuid`
    Uuid,
    /// `integer`, `format: epoch-millis`
    EpochMillis,
}

impl SchemaKind {
    /// The types that it names.
    pub(crate) fn types_mut(&mut self) -> Vec<&mut TypeRef> {
        match self {
            Self::Struct(object) => {
                let fields = object.fields.iter_mut().map(|field| &mut field.r#type);
                let additional = object.additional.iter_mut();
                fields
                    .chain(additional.map(|rest| &mut rest.r#type))
                    .collect()
            }
            Self::Union(union) => {
                let variants = union.variants.iter_mut();
                variants.map(|variant| &mut variant.r#type).collect()
            }
            Self::Alias(r#type, _) | Self::Wrapper(r#type, _) => vec![r#type],
            Self::Enum(_) | Self::Newtype(_) => Vec::new(),
        }
    }
}

impl Scalar {
    /// Whether its Rust type is `Copy`.
    pub(crate) fn is_copy(self) -> bool {
        !matches!(self, Self::String | Self::Base64 | Self::DecimalText)
    }

    /// Whether its Rust type has no total order.
    pub(crate) fn is_float(self) -> bool {
        matches!(self, Self::Float | Self::Double)
    }
}

/// The limits of a value, checked before a request is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Constraints {
    /// `minLength`, in code points.
    pub min_length: Option<usize>,
    /// `maxLength`, in code points.
    pub max_length: Option<usize>,
    /// `pattern`, in the syntax of the `regex` crate.
    pub patterns: Vec<String>,
    /// `minimum`
    pub minimum: Option<Bound>,
    /// `maximum`
    pub maximum: Option<Bound>,
    /// `minItems` of an array, `minProperties` of a map.
    pub min_items: Option<usize>,
    /// `maxItems` of an array, `maxProperties` of a map.
    pub max_items: Option<usize>,
    /// `multipleOf`, as a decimal number.
    pub multiple_of: Vec<String>,
    /// `uniqueItems`
    pub unique_items: bool,
    /// `enum`, as JSON texts, where no type knows the values.
    pub values: Vec<String>,
    /// The limits of each item of an array or value of a map.
    pub each: Option<Box<Constraints>>,
    /// The limits of the name of each property of a map (`propertyNames`).
    pub keys: Option<Box<Constraints>>,
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bound {
    /// The limit, as a Rust literal of the value's type: `0`, `32767`, `0.5`.
    pub limit: String,
    /// Whether the limit itself is outside (`exclusiveMinimum`, `exclusiveMaximum`).
    pub exclusive: bool,
}

impl Constraints {
    /// Whether nothing is limited.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// These, for each item or value of a collection.
    pub fn of_each(self) -> Option<Box<Self>> {
        (!self.is_empty()).then(|| Box::new(self))
    }
}
