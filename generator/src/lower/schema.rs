//! Schemas: components and inline ones become types.

use openapiv3 as oa;
use serde_json::Value as Json;

use super::circle::GENERATIONS;
use super::conjunction::{Conjunction, Notes, Part};
use super::enumeration::is_single;
use super::merged::Conflict;
use super::object::presence;
use super::shape::{Failure, Lowered, Shape};
use super::view::{SchemaRef, View};
use super::{Hint, Lowering, docs};
use crate::diagnostic::{Code, Reported};
use crate::ir::{
    self, Capability, Case, Constraints, Field, Ident, Newtype, Scalar, SchemaId, SchemaKind,
    TypeRef,
};
use crate::settings::Sited;
use crate::source::{At, Pointer};

/// A use of a schema: as a property, parameter, item or body.
#[derive(Clone, Debug)]
pub(super) struct Use {
    pub r#type: TypeRef,
    pub nullable: bool,
    pub sensitive: bool,
    pub lenient: bool,
    pub deprecated: bool,
    pub read_only: bool,
    pub write_only: bool,
    pub description: Option<String>,
    /// The limits written here; those of a named type stay with the type.
    pub constraints: Constraints,
}

impl<'a> Lowering<'a> {
    /// Lowers all components: names first, so that each keeps the one its text gives.
    pub(super) fn components(&mut self) {
        self.name_components();
        for (index, (name, schema)) in self.document.schemas.iter().enumerate() {
            let pointer = component_pointer(name);
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
            let pointer = component_pointer(name);
            let ident = self.claim_type(name, &At::base(pointer.as_str()));
            self.components.insert(name, (SchemaId(index), ident));
        }
        self.schemas
            .resize_with(self.document.schemas.len(), || None);
    }

    /// The components that nothing extends, where all of the description is asked for.
    pub(super) fn whole(&self) -> Vec<SchemaId> {
        if self.decisions.selected {
            return Vec::new();
        }
        let components = self.components.iter();
        let whole = components.filter(|(name, _)| !self.extended.contains(*name));
        whole.map(|(_, (id, _))| *id).collect()
    }

    fn component(
        &mut self,
        name: &'a str,
        schema: SchemaRef<'a>,
        at: &At<'_>,
    ) -> Result<ir::Schema, Reported> {
        let known = self.components.get(name).cloned();
        let Some((_, ident)) = known.filter(|_| !self.overlong.contains(name)) else {
            return Err(self.missing(name, at));
        };
        let hint = Hint::new(ident.as_str());
        let mut conjunction = Conjunction::of([Part::new(schema, at)]);
        conjunction.inside.push(name);
        self.inherit(name, &mut conjunction);
        let notes = conjunction.notes.clone();
        let lowered = match self.replaced_schema(at) {
            Some(existing) => Ok(Lowered::Plain(existing, Constraints::default())),
            None => self
                .shape(conjunction)
                .and_then(|shape| self.lowered(shape, &notes, &hint)),
        };
        let lowered = match lowered {
            Ok(lowered) => lowered,
            Err(Failure::Reported(reported)) => return Err(reported),
            Err(Failure::Never(conflict)) => {
                self.contradiction(conflict);
                Lowered::Plain(TypeRef::Any, Constraints::default())
            }
        };
        let kind = match lowered {
            Lowered::Kind(kind) => kind,
            Lowered::Plain(TypeRef::Scalar(scalar), constraints) if has_meaning(scalar) => {
                SchemaKind::Newtype(Newtype {
                    scalar,
                    sensitive: notes.sensitive,
                    constraints,
                })
            }
            Lowered::Plain(r#type, constraints) => SchemaKind::Alias(r#type, constraints),
        };
        Ok(self.named(ident, notes, kind, at))
    }

    /// The Rust type that the settings give to a component.
    pub(super) fn replaced_schema(&mut self, at: &At<'_>) -> Option<TypeRef> {
        let site = || self.document.origins.origin(&at.pointer());
        let Sited { value, span } = self.decisions.schema(site)?;
        self.uses.spans.insert(*span);
        self.capabilities.insert(Capability::Existing);
        Some(TypeRef::Existing(value.clone()))
    }

    /// A schema where it is used.
    pub(super) fn schema(
        &mut self,
        schema: SchemaRef<'a>,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<Use, Reported> {
        self.parts(&[Part::new(schema, at)], hint)
    }

    /// Schemas that must all hold, where they are used.
    pub(super) fn parts(&mut self, parts: &[Part<'a>], hint: &Hint<'_>) -> Result<Use, Reported> {
        if let [part] = parts
            && let SchemaRef::Reference(reference) = part.schema
        {
            return self.reference(reference, &At::base(part.pointer.as_str()));
        }
        let pointer = parts.first().map(|part| part.pointer.clone());
        let pointer = pointer.unwrap_or_default();
        if let Some(known) = self.shared.get(&pointer) {
            return Ok(known.clone());
        }
        let conjunction = Conjunction::of(parts.iter().cloned());
        match self.conjunction(conjunction, &pointer, hint) {
            Ok(r#use) => {
                if is_in_shared(&pointer) {
                    self.shared.insert(pointer, r#use.clone());
                }
                Ok(r#use)
            }
            Err(Failure::Reported(reported)) => Err(reported),
            Err(Failure::Never(conflict)) => {
                self.contradiction(conflict);
                match parts {
                    [_, .., last] => self.parts(std::slice::from_ref(last), hint),
                    [_] | [] => Ok(Use::of(TypeRef::Any)),
                }
            }
        }
    }

    /// A conjunction where it is used.
    pub(super) fn conjunction(
        &mut self,
        conjunction: Conjunction<'a>,
        pointer: &Pointer,
        hint: &Hint<'_>,
    ) -> Result<Use, Failure> {
        let mut notes = conjunction.notes.clone();
        let branches = conjunction.unions.iter().flat_map(|union| &union.branches);
        notes.nullable |= branches
            .into_iter()
            .any(|branch| self.accepts_null(branch.schema, 0));
        // What several components and keywords say together is null where each of them can be.
        notes.nullable |= conjunction.unions.is_empty()
            && conjunction.parts.len() > 1
            && conjunction
                .parts
                .iter()
                .all(|part| self.accepts_null(part.schema, 0));
        let of: Vec<Pointer> = match conjunction.parts.iter().find_map(Part::reference) {
            Some(_) => conjunction.pointers().cloned().collect(),
            // Without a reference nothing stands inside of itself.
            None => Vec::new(),
        };
        if let Some(id) = self.under_way.get(&of) {
            let mut r#use = Use::of(TypeRef::Named(*id));
            r#use.annotate(notes);
            return Ok(r#use);
        }
        let shape = match self.shape(conjunction)? {
            // One known value needs no type.
            Shape::Enum(merged) if is_single(&merged.view) => Shape::Values(merged),
            shape => shape,
        };
        let mut r#use = match shape {
            Shape::Reference(reference, constraints) => Use {
                constraints: *constraints,
                ..self.reference(reference, &At::base(pointer.as_str()))?
            },
            // What is inside of these is named after them.
            Shape::Struct(_) | Shape::Tuple(_) | Shape::Enum(_) => {
                let (id, ident) = self.inline(pointer, hint);
                if !of.is_empty() {
                    self.under_way.insert(of.clone(), id);
                }
                let lowered = self.lowered(shape, &notes, &Hint::new(ident.as_str()));
                self.under_way.swap_remove(&of);
                self.fill(
                    id,
                    ident.clone(),
                    &notes,
                    lowered?,
                    &At::base(pointer.as_str()),
                )
            }
            Shape::Union(_)
            | Shape::Map(_)
            | Shape::Array(_)
            | Shape::Values(_)
            | Shape::Scalar(_)
            | Shape::Any => match self.lowered(shape, &notes, hint)? {
                Lowered::Plain(r#type, constraints) => Use {
                    constraints,
                    ..Use::of(r#type)
                },
                lowered @ Lowered::Kind(_) => {
                    let (id, ident) = self.inline(pointer, hint);
                    self.fill(id, ident, &notes, lowered, &At::base(pointer.as_str()))
                }
            },
        };
        r#use.annotate(notes);
        Ok(r#use)
    }

    /// A component where it is used.
    pub(super) fn reference(&mut self, name: &str, at: &At<'_>) -> Result<Use, Reported> {
        let schemas = &self.document.schemas;
        let (Some((id, _)), Some(item)) = (self.components.get(name), schemas.get(name)) else {
            return Err(self.missing(name, at));
        };
        let mut r#use = Use::of(TypeRef::Named(*id));
        r#use.nullable = self.accepts_null(item.into(), 0);
        // What a component says of itself holds wherever it is used.
        let mut next = Some(SchemaRef::from(item));
        for _ in 0..=GENERATIONS {
            next = match next {
                None => break,
                Some(SchemaRef::Reference(name)) => schemas.get(name).map(SchemaRef::from),
                Some(SchemaRef::Item(item) | SchemaRef::Own(item, _)) => {
                    let view = View::of(item);
                    r#use.sensitive |= is_sensitive(&view);
                    r#use.lenient |= is_lenient(&view);
                    r#use.read_only |= view.data.read_only;
                    r#use.write_only |= view.data.write_only;
                    r#use.description = r#use.description.or_else(|| summary(&view));
                    match view.all_of {
                        [part @ oa::ReferenceOr::Reference { .. }] => Some(part.into()),
                        _ => None,
                    }
                }
            };
        }
        Ok(r#use)
    }

    /// Whether null satisfies a schema, as far as its keywords and those near by say so.
    pub(super) fn accepts_null(&self, schema: SchemaRef<'a>, depth: usize) -> bool {
        /// Deeper than any description that means it.
        const DEPTH: usize = 8;
        let schemas = &self.document.schemas;
        let item = match schema {
            SchemaRef::Item(item) | SchemaRef::Own(item, _) => item,
            SchemaRef::Reference(name) => {
                let known = schemas.get(name);
                return depth < DEPTH
                    && known.is_some_and(|item| self.accepts_null(item.into(), depth + 1));
            }
        };
        let view = View::of(item);
        let accepts = |part| depth < DEPTH && self.accepts_null(SchemaRef::from(part), depth + 1);
        view.is_nullable()
            || (!view.all_of.is_empty() && view.all_of.iter().all(accepts))
            || view.one_of.iter().chain(view.any_of).any(accepts)
    }

    /// Whether nothing but null satisfies a component.
    pub(super) fn is_null(&self, schema: SchemaRef<'a>) -> bool {
        let SchemaRef::Reference(name) = schema else {
            return false;
        };
        let Some(oa::ReferenceOr::Item(item)) = self.document.schemas.get(name) else {
            return false;
        };
        let values = View::of(item).enumeration;
        !values.is_empty() && values.iter().all(Json::is_null)
    }

    /// The type of items or of further properties, with its own null, and the limits written there.
    pub(super) fn member(
        &mut self,
        parts: &[Part<'a>],
        hint: &Hint<'_>,
    ) -> Result<(TypeRef, Constraints), Reported> {
        Ok(member(self.parts(parts, hint)?))
    }

    /// The type of a value that is read, with its own null.
    pub(super) fn item(
        &mut self,
        schema: SchemaRef<'a>,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<TypeRef, Reported> {
        Ok(self.member(&[Part::new(schema, at)], hint)?.0)
    }

    /// A name for an inline type, from where it stands, and a place for it.
    pub(super) fn inline(&mut self, pointer: &Pointer, hint: &Hint<'_>) -> (SchemaId, Ident) {
        let text = hint.text();
        let ident = self.claim_type(&text, &At::base(pointer.as_str()));
        let id = SchemaId(self.schemas.len());
        self.schemas.push(None);
        (id, ident)
    }

    /// Puts an inline type in its place.
    pub(super) fn fill(
        &mut self,
        id: SchemaId,
        name: Ident,
        notes: &Notes,
        lowered: Lowered,
        at: &At<'_>,
    ) -> Use {
        let kind = match lowered {
            Lowered::Kind(kind) => kind,
            Lowered::Plain(r#type, constraints) => SchemaKind::Alias(r#type, constraints),
        };
        self.schemas[id.0] = Some(self.named(name, notes.clone(), kind, at));
        Use::of(TypeRef::Named(id))
    }

    /// The type with its name, and what the settings say that it derives.
    fn named(&mut self, name: Ident, notes: Notes, kind: SchemaKind, at: &At<'_>) -> ir::Schema {
        let mut derives = Vec::new();
        if !matches!(kind, SchemaKind::Alias(..)) {
            derives.clone_from(&self.decisions.derives);
            let site = || self.document.origins.origin(&at.pointer());
            if let Some(Sited { value, span }) = self.decisions.derives_of(site) {
                self.uses.spans.insert(*span);
                derives.extend(value.iter().cloned());
            }
        }
        ir::Schema {
            name,
            module: None,
            description: notes.words,
            deprecated: notes.deprecated,
            needed: true,
            in_request: false,
            derives,
            kind,
        }
    }

    /// Warns of what nothing satisfies. Publishers write it all the same, and mean what they say
    /// last.
    fn contradiction(&mut self, conflict: Conflict) {
        let at = At::base(conflict.second.as_str());
        if !self
            .warned
            .insert((conflict.second.clone(), Code::AllOfConflict))
        {
            return;
        }
        let first = self.document.origins.place(&conflict.first);
        let keyword = conflict.keyword;
        if conflict.first == conflict.second {
            let message = format!("no value satisfies the schema `{keyword}`");
            let diagnostic = self
                .diagnostic(Code::AllOfConflict, &at, message)
                .label("taken as any value")
                .help("write `{}` for any value, or leave out what has this schema");
            self.sink.warn(diagnostic);
            return;
        }
        let message = format!("no value satisfies both of these schemas: `{keyword}` contradicts");
        let diagnostic = self
            .diagnostic(Code::AllOfConflict, &at, message)
            .label("this one is taken")
            .also(first, "by this one")
            .help("a value has to satisfy all parts of an `allOf`: let them agree");
        self.sink.warn(diagnostic);
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
            read_only: false,
            write_only: false,
            description: None,
            constraints: Constraints::default(),
        }
    }

    /// Adds what is said beside the type.
    fn annotate(&mut self, notes: Notes) {
        self.nullable |= notes.nullable;
        self.sensitive |= notes.sensitive;
        self.lenient |= notes.lenient;
        self.deprecated |= notes.deprecated;
        self.read_only |= notes.read_only;
        self.write_only |= notes.write_only;
        if notes.words.is_some() {
            self.description = notes.words;
        }
    }

    /// The property that is this.
    pub(super) fn field(self, wire: &str, name: Ident, required: bool) -> Field {
        Field {
            wire: wire.to_owned(),
            name,
            description: self.description,
            deprecated: self.deprecated,
            presence: presence(required, self.nullable, &self.r#type),
            r#type: self.r#type,
            boxed: false,
            sensitive: self.sensitive,
            lenient: self.lenient,
            constant: None,
            read_only: self.read_only,
            write_only: self.write_only,
            asked_for: false,
            constraints: self.constraints,
        }
    }
}

/// What an item or further property is, with its own null.
pub(super) fn member(member: Use) -> (TypeRef, Constraints) {
    let nullable = member.nullable && member.r#type != TypeRef::Any;
    let r#type = if nullable {
        TypeRef::Nullable(Box::new(member.r#type))
    } else {
        member.r#type
    };
    (r#type, member.constraints)
}

pub(super) fn component_pointer(name: &str) -> Pointer {
    Pointer::root()
        .join("components")
        .join("schemas")
        .join(name)
}

/// Whether a component of the scalar is a type of its own, as it tells values apart; the others
/// have a type already.
fn has_meaning(scalar: Scalar) -> bool {
    match scalar {
        Scalar::String | Scalar::Int32 | Scalar::Int64 | Scalar::Uint32 | Scalar::Uint64 => true,
        Scalar::Boolean
        | Scalar::Float
        | Scalar::Double
        | Scalar::Base64
        | Scalar::Date
        | Scalar::DateTime
        | Scalar::Decimal
        | Scalar::DecimalText
        | Scalar::Uuid
        | Scalar::EpochMillis => false,
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

pub(super) fn is_lenient(view: &View<'_>) -> bool {
    view.data.extensions.contains_key("x-lenient")
}

/// Whether this is the schema of something that several operations have: of a parameter, body or
/// response that is a component, or of a parameter of a path.
fn is_in_shared(pointer: &Pointer) -> bool {
    let kinds = ["parameters", "requestBodies", "responses"];
    let mut segments = pointer.segments();
    let is_of_kind = match (segments.next().as_deref(), segments.next(), segments.next()) {
        (Some("components"), Some(kind), Some(_)) => kinds.contains(&&*kind),
        (Some("paths"), Some(_), Some(list)) => list == "parameters" && segments.next().is_some(),
        _ => false,
    };
    // What stands in the schema comes with it.
    is_of_kind && segments.any(|segment| segment == "schema") && segments.next().is_none()
}
