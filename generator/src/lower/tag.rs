//! Tags, and the operations below them.

use openapiv3 as oa;

use super::Lowering;
use super::operation::{OperationNames, Site};
use super::page::is_page;
use super::security::Security;
use crate::ir::reserved;
use crate::ir::{Case, Ident, Method, Namer, Operation, Page, Tag};
use crate::map::{Map, Set};
use crate::source::{At, Pointer};

/// The tag of operations that have none.
const UNTAGGED: &str = "api";

/// What is gathered of a tag while its operations are lowered.
struct Group {
    text: String,
    description: Option<String>,
    accessor: Ident,
    module: Ident,
    handle: Ident,
    /// Where it is declared, or used first.
    pointer: Pointer,
    names: OperationNames,
    operations: Vec<Operation>,
    pages: Vec<Page>,
}

impl Lowering<'_> {
    /// The tags that have operations or pages, in the order of `tags`, then of first use. An operation
    /// stands under its first tag.
    pub(super) fn tags(&mut self, security: &Security) -> Vec<Tag> {
        let mut groups = self.groups(security);
        let mut pages = Namer::new(Case::UpperCamel, "Page", reserved::RESERVED_PAGE_NAMES);
        for (path, item) in &self.document.paths {
            let pointer = Pointer::root().join("paths").join(path);
            for (method, operation) in item.iter() {
                let base = At::base(pointer.as_str());
                let at = base.key(method);
                let text = first_tag(operation);
                let Some(group) = groups.get_mut(text) else {
                    continue;
                };
                let Some(method) = method_of(method) else {
                    continue;
                };
                let mut site = Site {
                    path,
                    item,
                    item_pointer: &pointer,
                    method,
                    security,
                    reserved: reserved::RESERVED_ARGUMENT_NAMES,
                };
                // What was reported leaves the operation out; the run ends without output.
                if is_page(operation) {
                    site.reserved = reserved::RESERVED_PAGE_ARGUMENT_NAMES;
                    group
                        .pages
                        .extend(self.page(operation, &site, &at, &mut pages));
                    continue;
                }
                if let Ok(operation) = self.operation(operation, &site, &at, &mut group.names) {
                    group.operations.push(operation);
                }
            }
        }
        groups.into_values().filter_map(Group::finish).collect()
    }

    fn groups(&mut self, security: &Security) -> Map<String, Group> {
        // The bounds are imported where the handles are declared.
        let bounds = security
            .requirements
            .iter()
            .map(|bound| bound.name.as_str());
        let mut reserved = reserved::RESERVED_OPERATION_TYPE_NAMES.to_vec();
        reserved.extend(bounds);
        let mut accessors = Namer::new(Case::Snake, "_tag", reserved::RESERVED_TAG_NAMES);
        // A module in one of its own name confuses (and Clippy says so).
        let mut modules = Namer::new(Case::Snake, "_tag", &["operations", "types"]);
        let mut handles = Namer::new(Case::UpperCamel, "Tag", &reserved);
        let mut groups = self.unnamed_groups();
        // A name that is in Rust's form already wins over one that becomes it.
        let is_rust = |text: &str| Ident::new(text, Case::Snake).as_str() == text;
        let (in_form, converted): (Vec<_>, Vec<_>) =
            groups.values_mut().partition(|group| is_rust(&group.text));
        for group in in_form.into_iter().chain(converted) {
            let at = At::base(group.pointer.as_str());
            group.accessor = self.accessor(&mut accessors, &group.text, &at);
            let module = group.accessor.to_module();
            group.module = modules
                .claim(module.as_str().trim_start_matches("r#"), ())
                .name;
            // The handle's name collides exactly where the accessor's does.
            let settled = self.decisions.tag(&group.text).is_some();
            let text = if settled {
                group.accessor.as_str()
            } else {
                &group.text
            };
            group.handle = handles.claim(text, group.pointer.clone()).name;
        }
        reserved.extend(groups.values().map(|group| group.handle.as_str()));
        self.operation_type_names = Namer::new(Case::UpperCamel, "Call", &reserved);
        groups
    }

    /// The accessor of a tag: named by the settings, or by its text.
    fn accessor(&mut self, accessors: &mut Namer<Pointer>, tag: &str, at: &At<'_>) -> Ident {
        let Some(name) = self.decisions.tag(tag) else {
            let claim = accessors.claim(tag, at.pointer());
            return self.claimed(tag, at, claim);
        };
        if Case::of(&name.value) != Some(accessors.case()) {
            return Ident::new(tag, accessors.case());
        }
        match self.pinned(accessors, name, at) {
            Ok(name) => name,
            Err(_) => Ident::new(tag, accessors.case()),
        }
    }

    /// The tags with the names of their operations, but without names of their own.
    fn unnamed_groups(&self) -> Map<String, Group> {
        let operations = self.document.paths.values().flat_map(oa::PathItem::iter);
        let used: Set<&str> = operations.map(|(_, it)| first_tag(it)).collect();
        let declared = self.document.tags.iter().enumerate();
        let mut groups: Map<String, Group> = Map::default();
        for (index, tag) in declared.filter(|(_, tag)| used.contains(tag.name.as_str())) {
            let pointer = Pointer::root().join("tags").join(&index.to_string());
            let group = || Group::new(&tag.name, tag.description.clone(), pointer);
            groups.entry(tag.name.clone()).or_insert_with(group);
        }
        for (path, item) in &self.document.paths {
            let pointer = Pointer::root().join("paths").join(path);
            for (method, operation) in item.iter() {
                let pointer = pointer.join(method);
                let text = first_tag(operation);
                let group = groups
                    .entry(text.to_owned())
                    .or_insert_with(|| Group::new(text, None, pointer.join("tags")));
                let id = operation.operation_id.as_deref();
                self.keep(&mut group.names.methods, id.map(|id| (id, pointer)));
            }
        }
        groups
    }
}

impl Group {
    fn new(text: &str, description: Option<String>, pointer: Pointer) -> Self {
        Self {
            text: text.to_owned(),
            description,
            accessor: Ident::new(text, Case::Snake),
            module: Ident::new(text, Case::Snake),
            handle: Ident::new(text, Case::UpperCamel),
            pointer,
            names: OperationNames::new(),
            operations: Vec::new(),
            pages: Vec::new(),
        }
    }

    fn finish(self) -> Option<Tag> {
        let Self {
            text,
            description,
            accessor,
            module,
            handle,
            operations,
            pages,
            ..
        } = self;
        (!operations.is_empty() || !pages.is_empty()).then_some(Tag {
            text,
            description,
            accessor,
            module,
            handle,
            operations,
            pages,
        })
    }
}

/// The tag that an operation stands under.
fn first_tag(operation: &oa::Operation) -> &str {
    operation.tags.first().map_or(UNTAGGED, String::as_str)
}

/// The method of a path item's key.
pub(super) fn method_of(key: &str) -> Option<Method> {
    Some(match key {
        "delete" => Method::Delete,
        "get" => Method::Get,
        "head" => Method::Head,
        "options" => Method::Options,
        "patch" => Method::Patch,
        "post" => Method::Post,
        "put" => Method::Put,
        "trace" => Method::Trace,
        _ => return None,
    })
}
