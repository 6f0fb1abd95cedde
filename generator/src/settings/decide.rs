//! The settings as lowering asks for them: by the place of what they are about.

use std::collections::BTreeMap;

use super::{Selector, Settings, Sited, Subject};
use crate::diagnostic::{Code, Diagnostic, Sink, nearest};
use crate::ir::Case;
use crate::map::{Map, Set};
use crate::normalise::Normalised;
use crate::source::{FileId, Mapping, Node, Place, Pointer, Reference, Span, Tree, Value};

/// A place that somebody wrote: of a file, by pointer.
pub(crate) type Site = (FileId, Pointer);

/// What is settled, by place.
#[derive(Debug, Default)]
pub(crate) struct Decisions {
    /// The name of the crate.
    pub(crate) package: Option<String>,
    /// Lines of the manifest's `[dependencies]`.
    pub(crate) dependencies: BTreeMap<String, String>,
    /// What every type derives.
    pub(crate) derives: Vec<String>,
    /// Whether not all operations were asked for.
    pub(crate) selected: bool,
    names: Map<Site, Sited<String>>,
    tags: Map<String, Sited<String>>,
    schemas: Map<Site, Sited<String>>,
    formats: Map<String, Sited<String>>,
    derives_of: Map<Site, Sited<Vec<String>>>,
    /// The files by their paths as the entry sees them.
    files: Vec<String>,
}

/// What of the settings was asked for, and what could have been.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    /// The settings that took effect.
    pub(crate) spans: Set<Span>,
    /// The formats of the description.
    pub(crate) formats: Set<String>,
}

impl Settings {
    /// Finds what the settings are about; what is not there is reported.
    pub(crate) fn decide(
        self,
        tree: &Tree<'_>,
        normalised: &Normalised,
        sink: &mut Sink,
    ) -> Decisions {
        let files = tree.paths();
        let mut decisions = Decisions {
            package: self.package,
            dependencies: self.dependencies,
            selected: !self.include.is_empty(),
            files,
            ..Decisions::default()
        };
        for (subject, name) in self.names {
            let name = Sited {
                value: name.value.trim_start_matches("r#").to_owned(),
                span: subject.span,
            };
            if let Subject::Operations(Selector::Tag(tag)) = subject.value {
                decisions.tags.insert(tag, name);
                continue;
            }
            for site in sites(&subject, tree, normalised, sink) {
                decisions.names.insert(site, name.clone());
            }
        }
        for (subject, r#type) in self.replace {
            let r#type = Sited {
                value: r#type,
                span: subject.span,
            };
            if let Subject::Format(format) = subject.value {
                decisions.formats.insert(format, r#type);
                continue;
            }
            for site in sites(&subject, tree, normalised, sink) {
                decisions.schemas.insert(site, r#type.clone());
            }
        }
        for (subject, derives) in self.derive {
            if let Subject::All = subject.value {
                decisions.derives = derives;
                continue;
            }
            for site in sites(&subject, tree, normalised, sink) {
                let derives = Sited {
                    value: derives.clone(),
                    span: subject.span,
                };
                decisions.derives_of.insert(site, derives);
            }
        }
        decisions
    }
}

impl Decisions {
    /// The name that the place has in a scope of this case.
    pub(crate) fn name(&self, site: impl FnOnce() -> Site, case: Case) -> Option<&Sited<String>> {
        let name = settled(&self.names, site)?;
        (Case::of(&name.value) == Some(case)).then_some(name)
    }

    /// The name of a tag's module.
    pub(crate) fn tag(&self, tag: &str) -> Option<&Sited<String>> {
        self.tags.get(tag)
    }

    /// The Rust type that a component is.
    pub(crate) fn schema(&self, site: impl FnOnce() -> Site) -> Option<&Sited<String>> {
        settled(&self.schemas, site)
    }

    /// The Rust type that a format is.
    pub(crate) fn format(&self, format: &str) -> Option<&Sited<String>> {
        self.formats.get(format)
    }

    /// What the type of a place derives beside what all do.
    pub(crate) fn derives_of(&self, site: impl FnOnce() -> Site) -> Option<&Sited<Vec<String>>> {
        settled(&self.derives_of, site)
    }

    /// The place as a settings file names it.
    pub(crate) fn shown(&self, site: &Site) -> String {
        let (file, pointer) = site;
        let path = match usize::from(file.0) {
            0 => "",
            index => self.files.get(index).map_or("", String::as_str),
        };
        format!("{path}#{}", pointer.as_str().replace('%', "%25"))
    }

    /// Reports the settings that took no effect.
    pub(crate) fn report_unused(&self, uses: &Uses, sink: &mut Sink) {
        let mut report = |span: Span, message: String, help: String| {
            if !uses.spans.contains(&span) {
                let diagnostic = Diagnostic::new(Code::Setting, Place::Characters(span), message);
                sink.error(diagnostic.help(help));
            }
        };
        for (site, name) in &self.names {
            let message = format!(
                "nothing at `{}` is named like `{}`",
                self.shown(site),
                name.value
            );
            let help = "types and variants are named like `PetName`, operations, parameters and \
                        properties like `pet_name`; the place is where the thing itself stands";
            report(name.span, message, help.to_owned());
        }
        for (tag, name) in &self.tags {
            let message = format!("no module is made of the tag `{tag}`");
            let help = "a module is made of the first tag of each operation, and is named like \
                        `pet_shop`";
            report(name.span, message, help.to_owned());
        }
        for (site, r#type) in &self.schemas {
            let message = format!("`{}` is no component schema that is used", self.shown(site));
            let help = "component schemas and formats can be replaced; name the component";
            report(r#type.span, message, help.to_owned());
        }
        for (format, r#type) in &self.formats {
            let near = nearest(format, uses.formats.iter().map(String::as_str));
            let help = match near {
                Some(near) => format!("did you mean `format:{near}`?"),
                None => "formats are those of strings, numbers and integers".to_owned(),
            };
            report(
                r#type.span,
                format!("no value has the format `{format}`"),
                help,
            );
        }
        for (site, derives) in &self.derives_of {
            let message = format!("no type is made of `{}` alone", self.shown(site));
            let help = "objects, unions, enums of strings and named scalars are types of their own";
            report(derives.span, message, help.to_owned());
        }
    }
}

impl Selector {
    /// Whether the operation is meant that stands at `method` and `path`.
    pub(crate) fn selects(&self, method: &str, path: &str, operation: &Node) -> bool {
        match self {
            Self::Tag(tag) => operation
                .get("tags")
                .and_then(Node::as_sequence)
                .is_some_and(|tags| tags.iter().any(|known| known.as_str() == Some(tag))),
            Self::Id(id) => operation.get("operationId").and_then(Node::as_str) == Some(id),
            Self::Path {
                method: wanted,
                path: template,
            } => wanted == method && template == path,
        }
    }

    /// What of the description was probably meant.
    pub(crate) fn nearest(&self, root: &Node) -> Option<String> {
        let mut known = Set::default();
        for (path, method, operation) in operations(root) {
            match self {
                Self::Tag(_) => {
                    let tags = operation.get("tags").and_then(Node::as_sequence);
                    let tags = tags.into_iter().flatten().filter_map(Node::as_str);
                    known.extend(tags.map(|tag| format!("tag:{tag}")));
                }
                Self::Id(_) => {
                    let id = operation.get("operationId").and_then(Node::as_str);
                    known.extend(id.map(str::to_owned));
                }
                Self::Path { .. } => {
                    known.insert(format!("{} {path}", method.to_ascii_uppercase()));
                }
            }
        }
        let text = self.to_string();
        let near = nearest(&text, known.iter().map(String::as_str))?;
        Some(format!("did you mean `{near}`?"))
    }
}

/// What is settled for a place. Most descriptions settle nothing, and places are slow to find.
fn settled<T>(by_place: &Map<Site, T>, site: impl FnOnce() -> Site) -> Option<&T> {
    if by_place.is_empty() {
        return None;
    }
    by_place.get(&site())
}

/// The places that a setting is about.
fn sites(
    subject: &Sited<Subject>,
    tree: &Tree<'_>,
    normalised: &Normalised,
    sink: &mut Sink,
) -> Vec<Site> {
    let mut refuse = |message: String, help: Option<String>| {
        let place = Place::Characters(subject.span);
        let diagnostic = Diagnostic::new(Code::Setting, place, message);
        sink.error(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    };
    match &subject.value {
        Subject::Place(reference) => match find(tree, reference) {
            Ok(sites) => sites,
            Err((message, help)) => {
                refuse(message, help);
                Vec::new()
            }
        },
        Subject::Operations(selector) => {
            let found = operation(&normalised.root, selector);
            if found.is_none() {
                refuse(
                    format!("no operation is `{selector}`"),
                    selector.nearest(&normalised.root),
                );
            }
            found
                .map(|pointer| normalised.origins.origin(&pointer))
                .into_iter()
                .collect()
        }
        Subject::All | Subject::Format(_) => Vec::new(),
    }
}

/// The place in the normalised description of the one operation that is meant.
fn operation(root: &Node, selector: &Selector) -> Option<Pointer> {
    let mut found = operations(root);
    let (path, method, _) =
        found.find(|(path, method, operation)| selector.selects(method, path, operation))?;
    Some(Pointer::root().join("paths").join(path).join(method))
}

/// Path, method and content of each operation.
pub(crate) fn operations(root: &Node) -> impl Iterator<Item = (&str, &'static str, &Node)> {
    let paths = root.get("paths").and_then(Node::as_mapping);
    let paths = paths.into_iter().flat_map(Mapping::iter);
    paths.flat_map(|(path, item)| {
        let methods = crate::check::grammar::METHODS.iter();
        methods.filter_map(|method| Some((path.text.as_str(), *method, item.get(method)?)))
    })
}

/// The place of a reference that stands in a settings file, or what is wrong and what to do. A
/// component that is only a `$ref` is the component that it leads to.
fn find(tree: &Tree<'_>, reference: &Reference) -> Result<Vec<Site>, (String, Option<String>)> {
    /// More `$ref`s in a row than anybody writes.
    const STEPS: usize = 16;
    let mut sites = Vec::new();
    let (mut from, mut reference) = (FileId::default(), reference.clone());
    for _ in 0..STEPS {
        let file = match &reference.path {
            None => from,
            Some(path) => tree.known(from, path).ok_or_else(|| {
                let paths = tree.paths();
                let near = nearest(path, paths.iter().map(String::as_str));
                let help = near.map(|near| format!("did you mean `{near}`?"));
                (format!("no file of the description is `{path}`"), help)
            })?,
        };
        let root = &tree.file(file).root;
        let Some(node) = root.find(&reference.pointer) else {
            if !sites.is_empty() {
                break;
            }
            return Err(missing(root, &reference));
        };
        let is_component = reference.pointer.as_str().starts_with("/components/");
        let next = node.get("$ref").and_then(Node::as_str);
        let next = next.filter(|_| is_component).and_then(Reference::parse);
        sites.push((file, reference.pointer));
        match next {
            Some(next) => (from, reference) = (file, next),
            None => break,
        }
    }
    Ok(sites)
}

/// What to say of a pointer that leads nowhere, and what was probably meant.
pub(crate) fn missing(root: &Node, reference: &Reference) -> (String, Option<String>) {
    let mut node = root;
    let mut help = None;
    for segment in reference.pointer.segments() {
        let step = Pointer::root().join(&segment);
        if let Some(next) = node.find(&step) {
            node = next;
            continue;
        }
        if let Value::Mapping(entries) = &node.value {
            let known = entries.iter().map(|(key, _)| key.text.as_str());
            help = nearest(&segment, known).map(|near| {
                let near = Pointer::root().join(near);
                format!("did you mean `{near}` for `{step}`?")
            });
        }
        break;
    }
    let path = reference.path.as_deref().unwrap_or_default();
    let message = format!("nothing stands at `{path}#{}`", reference.pointer);
    (message, help)
}
