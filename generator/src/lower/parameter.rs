//! Parameters.

use openapiv3 as oa;

use super::media::{MediaKind, essence};
use super::operation::Site;
use super::schema::Use;
use super::view::SchemaRef;
use super::{Hint, Lowering};
use crate::diagnostic::{Code, Reported, nearest};
use crate::ir::{
    Capability, Case, Constraints, Location, Namer, Parameter, PathStyle, Scalar, TypeRef,
};
use crate::source::{At, Pointer};

/// A parameter after its reference, with its place.
struct Found<'a> {
    parameter: &'a oa::Parameter,
    pointer: Pointer,
}

impl<'a> Found<'a> {
    fn name(&self) -> &'a str {
        &self.parameter.parameter_data_ref().name
    }
}

impl<'a> Lowering<'a> {
    /// The parameters: those of the path in the order of the template, then the others.
    pub(super) fn parameters(
        &mut self,
        operation: &'a oa::Operation,
        site: &Site<'_, 'a>,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<Vec<Parameter>, Reported> {
        let mut refused = None;
        let mut found = self.found(operation, site, at, &mut refused);
        let template = variables(site.path);
        let mut names = Namer::new(Case::Snake, "_", site.reserved);
        let mut parameters = Vec::new();
        if refused.is_none() {
            let told = self.placeless(&mut found, site.path, &template);
            let places = found.iter();
            let places = places.map(|found| (found.name(), found.pointer.clone()));
            self.keep(&mut names, places);
            parameters = self.undescribed(&found, &template, &told, &mut names, at);
        }
        // All operations of a path have its own parameters, and types of those by the path's words.
        let path = Hint::new(site.path.trim_start_matches('/'));
        for found in &found {
            let is_own = !is_of_path(&found.pointer, site);
            match self.parameter(found, &mut names, if is_own { hint } else { &path }) {
                Ok(parameter) => parameters.extend(parameter),
                Err(reported) => refused = Some(reported),
            }
        }
        let position = |parameter: &Parameter| match parameter.location {
            Location::Path { .. } => template.iter().position(|wire| *wire == parameter.wire),
            Location::Query(_) | Location::Header { .. } | Location::Cookie { .. } => {
                Some(usize::MAX)
            }
        };
        parameters.sort_by_key(position);
        refused.map_or(Ok(parameters), Err)
    }

    /// Those of the path item, overridden by those of the operation (3.0.3 §4.7.10: by name and
    /// location).
    fn found(
        &mut self,
        operation: &'a oa::Operation,
        site: &Site<'_, 'a>,
        at: &At<'_>,
        refused: &mut Option<Reported>,
    ) -> Vec<Found<'a>> {
        let item_at = At::base(site.item_pointer.as_str());
        let item_list = item_at.key("parameters");
        let own_list = at.key("parameters");
        let shared = site
            .item
            .parameters
            .iter()
            .enumerate()
            .map(|entry| (entry, &item_list));
        let own = operation
            .parameters
            .iter()
            .enumerate()
            .map(|entry| (entry, &own_list));
        // With the list it stands in, and its place in there.
        let mut all: Vec<(Found<'a>, Pointer, Pointer)> = Vec::new();
        for ((index, parameter), list) in shared.chain(own) {
            let at = list.index(index);
            let components = &self.document.parameters;
            match self.resolve(components, "parameters", parameter, &at) {
                Ok((parameter, pointer)) => {
                    let found = Found { parameter, pointer };
                    let listed = at.pointer();
                    let known = all
                        .iter()
                        .position(|(known, ..)| same(known.parameter, parameter));
                    match known.map(|index| &mut all[index]) {
                        Some((known, owner, first)) if *owner != list.pointer() => {
                            (*known, *owner, *first) = (found, list.pointer(), listed);
                        }
                        Some((_, _, first)) => {
                            let first = first.clone();
                            self.twice(parameter, &first, &at);
                        }
                        None => all.push((found, list.pointer(), listed)),
                    }
                }
                Err(reported) => *refused = Some(reported),
            }
        }
        all.into_iter().map(|(found, ..)| found).collect()
    }

    /// 3.0.3 §4.7.9: "The list MUST NOT include duplicated parameters." The first one counts.
    fn twice(&mut self, parameter: &oa::Parameter, first: &Pointer, at: &At<'_>) {
        let name = &parameter.parameter_data_ref().name;
        let first = self.document.origins.place(first);
        let diagnostic = self
            .diagnostic(
                Code::DuplicateParameter,
                at,
                format!("the parameter `{name}` is given twice"),
            )
            .label("this one has no effect")
            .also(first, "the first one")
            .help("remove one of them, or correct its `name` or `in`");
        self.sink.warn(diagnostic);
    }

    /// Leaves out the path parameters that the template has no place for: they can't be sent
    /// (3.0.3 §4.7.12.1: `name` must be in the path). Gives the variables without parameter that
    /// were probably meant by them.
    fn placeless<'t>(
        &mut self,
        found: &mut Vec<Found<'a>>,
        path: &str,
        template: &[&'t str],
    ) -> Vec<&'t str> {
        let of_path = found.iter().filter(|found| is_in_path(found));
        let names: Vec<&str> = of_path.map(Found::name).collect();
        let mut open = template.to_vec();
        open.retain(|variable| !names.contains(variable));
        let mut told = Vec::new();
        found.retain(|found| {
            let name = found.name();
            let has_place = !is_in_path(found) || template.contains(&name);
            if !has_place {
                let meant = nearest(name, open.iter().copied());
                let help = match meant {
                    Some(meant) => format!(
                        "did you mean `{meant}`? the path has `{{{meant}}}`, taken for a string"
                    ),
                    None if path.contains(&format!("/:{name}")) => {
                        format!("write `{{{name}}}` in place of `:{name}` in the path")
                    }
                    None => format!("write `{{{name}}}` where it stands in the path, or remove it"),
                };
                told.extend(template.iter().filter(|variable| Some(**variable) == meant));
                let at = At::base(found.pointer.as_str());
                let message = format!("the path has no `{{{name}}}`");
                let diagnostic = self
                    .diagnostic(Code::PathTemplate, &at.key("name"), message)
                    .label("no place for this parameter, so it is left out")
                    .help(help);
                self.sink.warn(diagnostic);
            }
            has_place
        });
        told
    }

    /// The variables of the template that no parameter describes: whatever they stand for is text
    /// in the path (3.0.3 §4.7.9.1).
    fn undescribed(
        &mut self,
        found: &[Found<'a>],
        template: &[&str],
        told: &[&str],
        names: &mut Namer<Pointer>,
        at: &At<'_>,
    ) -> Vec<Parameter> {
        let mut parameters = Vec::new();
        for variable in template {
            let described = found.iter().filter(|found| is_in_path(found));
            if described.map(Found::name).any(|name| name == *variable) {
                continue;
            }
            let message = format!("the path has `{{{variable}}}`, but no parameter describes it");
            let help = if variable.is_empty() {
                "write the name of a parameter between `{` and `}`".to_owned()
            } else {
                format!(
                    "write `{{name: {variable}, in: path, required: true, schema: {{type: string}}}}` under `parameters`"
                )
            };
            let diagnostic = self
                .diagnostic(Code::PathTemplate, at, message)
                .label("taken for a string")
                .help(help);
            let list = self.document.origins.place(&at.key("parameters").pointer());
            if !told.contains(variable) && !self.sink.has_error_within(&list) {
                self.sink.warn(diagnostic);
            }
            let claim = names.claim(variable, at.pointer());
            parameters.push(Parameter {
                wire: (*variable).to_owned(),
                name: self.claimed(variable, at, claim),
                description: None,
                deprecated: false,
                required: true,
                positional: false,
                location: Location::Path {
                    style: PathStyle::Simple,
                    explode: false,
                },
                json: false,
                r#type: TypeRef::Scalar(Scalar::String),
                constraints: Constraints::default(),
            });
        }
        parameters
    }

    /// One parameter; `None` for a header that OpenAPI says to ignore.
    fn parameter(
        &mut self,
        found: &Found<'a>,
        names: &mut Namer<Pointer>,
        hint: &Hint<'_>,
    ) -> Result<Option<Parameter>, Reported> {
        let at = At::base(found.pointer.as_str());
        let data = found.parameter.parameter_data_ref();
        if matches!(found.parameter, oa::Parameter::Header { .. })
            && let Some(reason) = ignored_header(&data.name)
        {
            let message = format!("the header parameter `{}` is ignored", data.name);
            self.ignored(&at.key("name"), message, reason);
            return Ok(None);
        }
        let location = self.location(found.parameter, &at)?;
        let component = self.component_word(&found.pointer, "parameters", &["Parameter", "Param"]);
        let hint = match &component {
            Some(word) => Hint::new(word),
            None => hint.join(&data.name),
        };
        let (r#use, json) = match &data.format {
            oa::ParameterSchemaOrContent::Schema(schema) => {
                let schema = SchemaRef::from(schema);
                (self.schema(schema, &at.key("schema"), &hint)?, false)
            }
            oa::ParameterSchemaOrContent::Content(content) => {
                self.parameter_content(content, &at.key("content"), &hint)?
            }
        };
        let facts: Vec<String> = r#use.description.into_iter().collect();
        let required = data.required || matches!(location, Location::Path { .. });
        Ok(Some(Parameter {
            wire: data.name.clone(),
            name: self.claim(names, &data.name, &at),
            description: super::docs::paragraphs(data.description.as_deref(), &facts),
            deprecated: data.deprecated.unwrap_or_default() || r#use.deprecated,
            required,
            positional: false,
            location,
            json,
            r#type: r#use.r#type,
            constraints: r#use.constraints,
        }))
    }

    /// The type of a parameter by its content, and whether that is JSON.
    fn parameter_content(
        &mut self,
        content: &'a oa::Content,
        at: &At<'_>,
        hint: &Hint<'_>,
    ) -> Result<(Use, bool), Reported> {
        let types = self.media_types(content, at);
        // 3.0.3 §4.7.12.2: "The map MUST only contain one entry."
        let [(text, media)] = types.as_slice() else {
            let message = "`content` of a parameter must have one entry";
            let diagnostic = self.diagnostic(Code::Unsupported, at, message);
            return Err(self
                .sink
                .error(diagnostic.help("keep the one that the server reads")));
        };
        let at = at.key(text);
        let json = match self.media_kind(text, media, &at)? {
            MediaKind::Json => true,
            MediaKind::Text => false,
            // What is in a parameter is text, whatever that says.
            MediaKind::Form | MediaKind::Multipart | MediaKind::Events | MediaKind::Binary => {
                self.text_by_caller(text, &at);
                false
            }
        };
        if json {
            self.capabilities.insert(Capability::AsJson);
        }
        let r#use = match &media.schema {
            Some(schema) if json => self.schema(schema.into(), &at.key("schema"), hint)?,
            None if json => Use::of(TypeRef::Any),
            Some(_) | None => Use::of(TypeRef::Scalar(Scalar::String)),
        };
        Ok((r#use, json))
    }

    /// Warns of content whose form is the caller's to write.
    fn text_by_caller(&mut self, text: &str, at: &At<'_>) {
        let help = match essence(text).as_str() {
            "application/x-www-form-urlencoded" => {
                "`schema` with `style: form` and `explode: true` has the properties of an object as \
                 parameters of their own"
            }
            _ => "`content: application/json` has values of any schema",
        };
        let message = format!("a parameter of the type `{text}` is sent as the text that is given");
        self.ignored(at, message, help);
    }
}

impl Parameter {
    /// At most four arguments: the path's, then the required others; what is beyond becomes a
    /// setter whose absence is an error before sending.
    pub(super) fn place(parameters: &mut [Self], has_body: bool) {
        const ARGUMENTS: usize = 4;
        let required = parameters
            .iter()
            .filter(|parameter| parameter.required)
            .count();
        let all = required + usize::from(has_body) <= ARGUMENTS;
        for parameter in parameters {
            let in_path = matches!(parameter.location, Location::Path { .. });
            parameter.positional = parameter.required && (all || in_path);
        }
    }
}

fn is_in_path(found: &Found<'_>) -> bool {
    matches!(found.parameter, oa::Parameter::Path { .. })
}

/// Whether what stands at `pointer` is among the path's own parameters, not an operation's.
fn is_of_path(pointer: &Pointer, site: &Site<'_, '_>) -> bool {
    pointer
        .strip_prefix(&site.item_pointer.join("parameters"))
        .is_some()
}

/// The variables of a path template, in order.
fn variables(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

/// Whether two parameters are one (3.0.3 §4.7.12: name and location; names of headers are the same
/// in either case).
fn same(one: &oa::Parameter, other: &oa::Parameter) -> bool {
    let (name, its) = (one.parameter_data_ref(), other.parameter_data_ref());
    let is_header = matches!(one, oa::Parameter::Header { .. });
    std::mem::discriminant(one) == std::mem::discriminant(other)
        && (name.name == its.name || is_header && name.name.eq_ignore_ascii_case(&its.name))
}

/// Why no parameter is made of a header.
fn ignored_header(name: &str) -> Option<&'static str> {
    // 3.0.3 §4.7.12.1: "If in is "header" and the name field is "Accept", "Content-Type" or
    // "Authorization", the parameter definition SHALL be ignored."
    const OWN: &[&str] = &["accept", "content-type", "authorization"];
    // These say how the message itself is sent, of which a caller knows nothing.
    const FRAMING: &[&str] = &[
        "connection",
        "content-length",
        "host",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    let is_in = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
    if is_in(OWN) {
        Some(
            "OpenAPI 3.0.3 §4.7.12.1: the client sets this header itself; describe credentials as a security scheme",
        )
    } else if is_in(FRAMING) {
        Some("RFC 9110 §7.2, RFC 9112 §6, §9.6: the connection sets this header itself")
    } else {
        None
    }
}
