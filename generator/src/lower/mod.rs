//! From the typed description to the IR: the only place that knows both.
//!
//! Check and lowering together are the validation: each construct is lowered here, or reported
//! where it would have been lowered. A function that can't go on returns the [`Reported`] of what
//! it reported; its caller drops the node and goes on with the next, so one run shows everything.

mod alike;
mod circle;
mod conjunction;
mod demand;
mod docs;
mod enumeration;
mod further;
mod header;
mod media;
mod merged;
mod multipart;
mod narrow;
mod object;
mod operation;
mod page;
mod parameter;
mod pattern;
mod recursion;
mod request_body;
mod response;
mod scalar;
mod schema;
mod security;
mod server;
mod shape;
mod status;
mod style;
mod tag;
#[cfg(test)]
mod tests;
mod tuple;
mod union;
mod usage;
mod view;

use indexmap::IndexMap;
use openapiv3::ReferenceOr;

use crate::diagnostic::{Code, Diagnostic, Reported, Sink};
use crate::document::Document;
use crate::ir::{self, Capability, Case, Claim, Ident, Namer, reserved};
use crate::map::{Map, Set};
use crate::settings::{Decisions, Sited, Uses};
use crate::source::{At, Place, Pointer};

use self::view::SchemaRef;

/// Lowers the description, or reports every reason why not.
///
/// # Errors
/// When something was reported that refuses the description.
pub(crate) fn lower(
    document: &Document,
    decisions: &Decisions,
    sink: &mut Sink,
) -> Result<ir::Api, Reported> {
    let mut lowering = Lowering::new(document, decisions, sink);
    lowering.circles();
    lowering.components();
    let security = lowering.security();
    let (servers, relative_servers) = lowering.servers();
    let tags = lowering.tags(&security);
    let schemas = std::mem::take(&mut lowering.schemas);
    let whole = lowering.whole();
    let headers = std::mem::take(&mut lowering.headers);
    let headers: Vec<_> = headers.into_values().collect();
    let mut capabilities = std::mem::take(&mut lowering.capabilities);
    let uses = std::mem::take(&mut lowering.uses);
    // What was refused asked for no settings.
    if sink.earlier().is_none() {
        decisions.report_unused(&uses, sink);
    }
    let refused = sink.verdict();
    let Some(mut schemas) = schemas.into_iter().collect::<Option<Vec<_>>>() else {
        return refused.and_then(|()| Err(sink.unfinished()));
    };
    refused?;
    union::tag_fields(&mut schemas);
    recursion::wrap_aliases(&mut schemas);
    recursion::break_cycles(&mut schemas);
    usage::assign(&mut schemas, &tags, &headers, &whole);
    alike::share(&mut schemas, document.schemas.len(), &tags);
    capabilities.extend(usage::capabilities(&schemas));
    Ok(ir::Api {
        package: decisions
            .package
            .clone()
            .unwrap_or_else(|| package_name(&document.info.title)),
        dependencies: decisions.dependencies.clone(),
        title: document.info.title.clone(),
        version: document.info.version.clone(),
        description: document.info.description.clone(),
        servers,
        relative_servers,
        schemes: security.schemes,
        clients: security.clients,
        requirements: security.requirements,
        tags,
        schemas,
        headers,
        rate_limits: security::rate_limits(document),
        capabilities,
    })
}

/// What the functions of this stage share.
struct Lowering<'a> {
    document: &'a Document,
    decisions: &'a Decisions,
    /// What of the decisions took effect.
    uses: Uses,
    sink: &'a mut Sink,
    /// Names of the types, each with the pointer that claimed it.
    type_names: Namer<Pointer>,
    /// The components' types in their order, then the inline ones; `None` until one is lowered.
    schemas: Vec<Option<ir::Schema>>,
    /// Names of the components' types, by component.
    components: Map<&'a str, (ir::SchemaId, Ident)>,
    /// Names of the types of operations.
    operation_type_names: Namer<Pointer>,
    /// Response headers by lower-case name.
    headers: Map<String, ir::Header>,
    /// What each of them is described by, the first time, and its `explode`.
    header_sources: Map<String, (&'a openapiv3::ParameterSchemaOrContent, bool)>,
    header_names: Namer<Pointer>,
    capabilities: Set<Capability>,
    /// Which components extend a component by `allOf`.
    heirs: Map<&'a str, Set<&'a str>>,
    /// The components that something else has among the schemas of an `allOf`.
    extended: Set<&'a str>,
    /// The components that extend too many others in a row, which was reported.
    overlong: Set<&'a str>,
    /// What was warned of, for a schema may be lowered several times.
    warned: Set<(Pointer, Code)>,
    /// The schemas in parameters, bodies and responses that are components, each of them lowered once.
    shared: Map<Pointer, schema::Use>,
    /// Inline types that are made just now, by the schemas they are made of: one that refines a
    /// component can stand inside of it, and thereby inside of itself.
    under_way: Map<Vec<Pointer>, ir::SchemaId>,
    /// How many unions stand around the one that is lowered, and how many it holds so far.
    unions: (usize, usize),
}

/// What a name is made of when it has none: the names of what it stands in.
#[derive(Clone, Copy)]
struct Hint<'h> {
    outer: Option<&'h Hint<'h>>,
    word: &'h str,
}

impl<'a> Lowering<'a> {
    fn new(document: &'a Document, decisions: &'a Decisions, sink: &'a mut Sink) -> Self {
        let heirs = union::heirs(&document.schemas);
        Self {
            document,
            decisions,
            uses: Uses::default(),
            sink,
            type_names: Namer::new(Case::UpperCamel, "Schema", reserved::RESERVED_TYPE_NAMES),
            schemas: Vec::new(),
            components: Map::default(),
            operation_type_names: Namer::new(Case::UpperCamel, "Call", &[]),
            headers: Map::default(),
            header_sources: Map::default(),
            header_names: Namer::new(Case::Snake, "_", reserved::RESERVED_HEADER_NAMES),
            capabilities: Set::default(),
            extended: heirs.keys().copied().collect(),
            overlong: Set::default(),
            heirs,
            warned: Set::default(),
            shared: Map::default(),
            under_way: Map::default(),
            unions: (0, 0),
        }
    }

    /// A diagnostic at `at`, to be completed and given to the sink.
    fn diagnostic(&self, code: Code, at: &At<'_>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.document.origins.place(&at.pointer()), message)
    }

    /// Reports a construct that is not generated yet.
    fn unsupported(&mut self, at: &At<'_>, what: impl std::fmt::Display) -> Reported {
        let diagnostic = self.diagnostic(
            Code::Unsupported,
            at,
            format!("{what} is not supported yet"),
        );
        self.sink.error(diagnostic)
    }

    /// Warns of something that has no effect.
    fn ignored(&mut self, at: &At<'_>, message: impl Into<String>, help: &str) {
        if self.warned.insert((at.pointer(), Code::Ignored)) {
            let diagnostic = self.diagnostic(Code::Ignored, at, message).help(help);
            self.sink.warn(diagnostic);
        }
    }

    /// Keeps the names of the texts that are names already, but for those that the settings name.
    fn keep<'t>(
        &self,
        names: &mut Namer<Pointer>,
        texts: impl IntoIterator<Item = (&'t str, Pointer)>,
    ) {
        let texts = texts.into_iter().filter(|(_, pointer)| {
            let site = || self.document.origins.origin(pointer);
            self.decisions.name(site, names.case()).is_none()
        });
        let texts: Vec<_> = texts.collect();
        names.keep(texts);
    }

    /// Claims the name that the settings give to what stands at `at`, or one made of `text`.
    fn claim(&mut self, names: &mut Namer<Pointer>, text: &str, at: &At<'_>) -> Ident {
        self.settled(names, text, at).unwrap_or_else(|| {
            let claim = names.claim(text, at.pointer());
            self.claimed(text, at, claim)
        })
    }

    /// As [`claim`](Self::claim), for what is lowered wherever it is referred to, so that its name is
    /// warned of once. It is called `text` there, and `rival` has that name where `names` knows nothing
    /// of it.
    fn claim_once(
        &mut self,
        names: &mut Namer<Pointer>,
        word: &str,
        (text, rival): (&str, Option<Pointer>),
        at: &At<'_>,
    ) -> Ident {
        if let Some(name) = self.settled(names, word, at) {
            return name;
        }
        let mut claim = names.claim(word, at.pointer());
        let rival = claim.rival.or(rival);
        claim.rival = rival.filter(|_| self.warned.insert((at.pointer(), Code::NameCollision)));
        self.claimed(text, at, claim)
    }

    /// Claims the name that the settings give to what stands at `at`.
    fn settled(&mut self, names: &mut Namer<Pointer>, text: &str, at: &At<'_>) -> Option<Ident> {
        let site = || self.document.origins.origin(&at.pointer());
        let name = self.decisions.name(site, names.case())?;
        match self.pinned(names, name, at) {
            Ok(name) => Some(name),
            Err(None) => None,
            // What was reported refuses the description.
            Err(Some(_)) => Some(Ident::new(text, names.case())),
        }
    }

    /// Claims a name that the settings give. `Err(None)` when the same thing has it already, being
    /// lowered several times.
    fn pinned(
        &mut self,
        names: &mut Namer<Pointer>,
        Sited { value, span }: &Sited<String>,
        at: &At<'_>,
    ) -> Result<Ident, Option<Reported>> {
        self.uses.spans.insert(*span);
        let rival = match names.pin(value, at.pointer()) {
            Ok(name) => return Ok(name),
            Err(rival) => rival,
        };
        let place = Place::Characters(*span);
        let diagnostic = match rival {
            Some(rival) if rival == at.pointer() => return Err(None),
            Some(rival) => {
                let rival = self.document.origins.place(&rival);
                let message = format!("`{value}` is the name of something else already");
                Diagnostic::new(Code::Setting, place, message).also(rival, "of this one")
            }
            None => {
                let message = format!("`{value}` is a name that the generated code needs itself");
                Diagnostic::new(Code::Setting, place, message)
            }
        };
        Err(Some(
            self.sink.error(diagnostic.help("choose another name")),
        ))
    }

    /// Claims the name of a type.
    fn claim_type(&mut self, text: &str, at: &At<'_>) -> Ident {
        let mut names = std::mem::take(&mut self.type_names);
        let name = self.claim(&mut names, text, at);
        self.type_names = names;
        name
    }

    /// Warns when the text of a name would have become somebody else's.
    fn claimed(&mut self, text: &str, at: &At<'_>, claim: Claim<Pointer>) -> Ident {
        let place = |pointer: &Pointer| self.document.origins.place(pointer);
        // Where something was refused, a schema may stand both where it is and as a component.
        let rival = claim.rival.map(|rival| place(&rival));
        if let Some(rival) = rival.filter(|rival| *rival != place(&at.pointer())) {
            let name = claim.name.as_str();
            let site = self.document.origins.origin(&at.pointer());
            let key = self.decisions.shown(&site);
            let diagnostic = self
                .diagnostic(
                    Code::NameCollision,
                    at,
                    format!("`{text}` is named `{name}`"),
                )
                .label("its plain name is taken")
                .also(rival, "by this one")
                .help(format!(
                    "this name stays, or set another: `\"{key}\" = \"{}\"` in `[names]` of the \
                     settings",
                    name.trim_start_matches("r#"),
                ));
            self.sink.warn(diagnostic);
        }
        claim.name
    }

    /// Follows a reference into `components`, and gives the component's pointer with it.
    fn resolve<T>(
        &mut self,
        components: &'a IndexMap<String, ReferenceOr<T>>,
        kind: &str,
        item: &'a ReferenceOr<T>,
        at: &At<'_>,
    ) -> Result<(&'a T, Pointer), Reported> {
        let (mut item, mut pointer) = (item, at.pointer());
        for _ in 0..=components.len() {
            match item {
                ReferenceOr::Item(value) => return Ok((value, pointer)),
                ReferenceOr::Reference { reference } => {
                    let Some((name, next)) = component(reference, kind, components) else {
                        return Err(self.missing(reference, at));
                    };
                    item = next;
                    pointer = Pointer::root().join("components").join(kind).join(name);
                }
            }
        }
        Err(self.missing("itself", at))
    }

    /// What the types in a component of this kind are called by, wherever it is used: those of the
    /// response `NotFound` by `NotFoundResponse`. A name that says one of the words already is enough,
    /// unless a schema has it.
    fn component_word(&self, pointer: &Pointer, kind: &str, words: &[&str]) -> Option<String> {
        let components = Pointer::root().join("components").join(kind);
        let name = pointer.strip_prefix(&components).and(pointer.last())?;
        let ident = Ident::new(&name, Case::UpperCamel);
        let says = |word: &&&str| ident.as_str().ends_with(**word);
        let is_free = || self.components.values().all(|(_, taken)| *taken != ident);
        if words.iter().any(|word| says(&word)) && is_free() {
            return Some(name);
        }
        let word = words.iter().find(|word| !says(word))?;
        Some(format!("{name} {word}"))
    }

    /// A reference that leads nowhere: an earlier stage said so, or it is said here.
    fn missing(&mut self, reference: &str, at: &At<'_>) -> Reported {
        self.sink.earlier().unwrap_or_else(|| {
            let message = format!("`{reference}` is not in the description");
            let diagnostic = self.diagnostic(Code::DanglingRef, at, message);
            self.sink.error(diagnostic)
        })
    }

    /// The schema a reference leads to, and its pointer; references to references are followed.
    fn schema_behind(
        &mut self,
        schema: SchemaRef<'a>,
        at: &At<'_>,
    ) -> Result<(&'a openapiv3::Schema, Pointer), Reported> {
        let name = match schema {
            SchemaRef::Item(item) | SchemaRef::Own(item, _) => return Ok((item, at.pointer())),
            SchemaRef::Reference(name) => name,
        };
        let schemas = &self.document.schemas;
        let Some(next) = schemas.get(name) else {
            return Err(self.missing(name, at));
        };
        let pointer = schema::component_pointer(name);
        match next {
            ReferenceOr::Item(item) => Ok((item, pointer)),
            ReferenceOr::Reference { .. } => self.resolve(schemas, "schemas", next, at),
        }
    }
}

/// The component that `reference` names, if it is one of this kind. `normalise` writes the names as
/// they are, without the escapes of a pointer.
fn component<'a, T>(
    reference: &str,
    kind: &str,
    components: &'a IndexMap<String, ReferenceOr<T>>,
) -> Option<(&'a str, &'a ReferenceOr<T>)> {
    let rest = reference.strip_prefix("#/components/")?;
    let name = rest.strip_prefix(kind)?.strip_prefix('/')?;
    let (name, item) = components.get_key_value(name)?;
    Some((name.as_str(), item))
}

impl<'h> Hint<'h> {
    /// A name that stands by itself.
    fn new(word: &'h str) -> Self {
        Self { outer: None, word }
    }

    /// What stands in it.
    fn join(&'h self, word: &'h str) -> Self {
        Self {
            outer: Some(self),
            word,
        }
    }

    /// The words from the outside in.
    fn text(&self) -> String {
        match self.outer {
            Some(outer) => format!("{} {}", outer.text(), self.word),
            None => self.word.to_owned(),
        }
    }
}

/// The title as Cargo accepts it for a package's name.
fn package_name(title: &str) -> String {
    let name = Ident::new(title, Case::Snake).as_str().replace('_', "-");
    let name: String = name
        .chars()
        .filter(|character| character.is_ascii_alphanumeric() || *character == '-')
        .collect();
    let name = name.trim_matches('-');
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        format!("{name}-client")
    } else {
        "api-client".to_owned()
    }
}
