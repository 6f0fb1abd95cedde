//! What a settings file says, with everything in it that is none of the settings reported.

use serde_json::{Map, Value as Json};

use super::{Override, Selector, Settings, SettingsFile, Sited, Subject, manifest, toml};
use crate::diagnostic::{Code, Diagnostic, Sink, nearest};
use crate::render::path;
use crate::source::{Key, Mapping, Node, Place, Reference, Span, Tree, Value};
use crate::{Layout, Options};

/// The settings of a run. What is wrong was reported and is not in them.
pub(crate) fn read(tree: &mut Tree<'_>, options: &Options, sink: &mut Sink) -> Settings {
    let mut settings = Settings::default();
    if let Some(SettingsFile { path, text }) = &options.settings {
        let file = tree.attach(path, text);
        let root = toml::parse(text, file, sink);
        let mut reading = Reading {
            sink,
            settings: &mut settings,
            layout: options.layout,
        };
        reading.file(&root);
    }
    settings.package = options.package.clone().or(settings.package);
    settings
}

struct Reading<'r> {
    sink: &'r mut Sink,
    settings: &'r mut Settings,
    layout: Layout,
}

impl Reading<'_> {
    fn file(&mut self, root: &Node) {
        const KNOWN: &[&str] = &[
            "crate",
            "operations",
            "override",
            "replace",
            "derive",
            "names",
            "dependencies",
        ];
        let Some(root) = self.table(root, KNOWN) else {
            return;
        };
        if let Some(node) = root.get("crate") {
            self.package(node);
        }
        if let Some(node) = root.get("operations") {
            self.operations(node);
        }
        for node in self.items(root.get("override")) {
            self.correction(node);
        }
        // The types are looked for in them.
        self.each(root.get("dependencies"), Self::dependency);
        self.each(root.get("replace"), Self::replacement);
        self.each(root.get("derive"), Self::derive);
        self.each(root.get("names"), Self::name);
    }

    fn package(&mut self, node: &Node) {
        let Some(entries) = self.table(node, &["name"]) else {
            return;
        };
        let Some(name) = self.text_of(entries, "name") else {
            return;
        };
        match super::package(&name.value) {
            Ok(name) => self.settings.package = Some(name),
            Err(reason) => self.refuse(name.span, reason),
        }
    }

    fn operations(&mut self, node: &Node) {
        let Some(entries) = self.table(node, &["include"]) else {
            return;
        };
        let include = self.texts(entries.get("include"));
        let include = include.into_iter().map(|text| Sited {
            value: Selector::parse(&text.value),
            span: text.span,
        });
        self.settings.include.extend(include);
    }

    fn correction(&mut self, node: &Node) {
        let Some(entries) = self.table(node, &["at", "set", "remove"]) else {
            return;
        };
        let Some(at) = self.text_of(entries, "at") else {
            if entries.get("at").is_none() {
                self.refuse(node.span, "an override needs `at`, the place that it is of");
            }
            return;
        };
        let reference = at.value.contains('#').then(|| Reference::parse(&at.value));
        let Some(reference) = reference.flatten() else {
            return self.no_place(at.span, &at.value);
        };
        let set = entries.get("set").map(|set| (set, json(set)));
        let set = match set {
            None => Json::Object(Map::new()),
            Some((_, set @ Json::Object(_))) => set,
            Some((node, _)) => return self.wrong_type(node, "a table"),
        };
        let remove = self.texts(entries.get("remove"));
        if set == Json::Object(Map::new()) && remove.is_empty() {
            return self.refuse(
                at.span,
                "this override does nothing: give it `set` or `remove`",
            );
        }
        self.settings.overrides.push(Override {
            at: Sited {
                value: reference,
                span: at.span,
            },
            set,
            remove,
        });
    }

    fn dependency(&mut self, key: &Key, node: &Node) {
        let line = match &node.value {
            Value::String(_) | Value::Mapping(_) => manifest::inline(node),
            _ => None,
        };
        match line {
            Some(line) => {
                self.settings.dependencies.insert(key.text.clone(), line);
            }
            None => self.wrong_type(node, "a version, or a table as Cargo has it"),
        }
    }

    fn replacement(&mut self, key: &Key, node: &Node) {
        let subject = match Subject::parse(&key.text) {
            Some(subject @ (Subject::Format(_) | Subject::Place(_))) => subject,
            Some(Subject::All | Subject::Operations(_)) | None => {
                let message = format!("`{}` is neither a schema nor a format", key.text);
                let help = "write `\"#/components/schemas/NAME\"` or `\"format:NAME\"`";
                return self.refuse_with(key.span, message, help);
            }
        };
        let Some(text) = self.text(node) else {
            return;
        };
        let Some(crates) = path::crates_of_type(&text.value) else {
            let message = format!("`{}` is no path of a Rust type", text.value);
            let help = "write it as `chrono::DateTime<chrono::Utc>`, from the name of its crate on";
            return self.refuse_with(text.span, message, help);
        };
        if self.are_there(&crates, text.span) {
            self.settings
                .replace
                .push((sited(key, subject), text.value));
        }
    }

    fn derive(&mut self, key: &Key, node: &Node) {
        let subject = match Subject::parse(&key.text) {
            Some(subject @ (Subject::All | Subject::Place(_))) => subject,
            Some(Subject::Format(_) | Subject::Operations(_)) | None => {
                let message = format!("`{}` is neither `all` nor a schema", key.text);
                let help = "write `all` or `\"#/components/schemas/NAME\"`";
                return self.refuse_with(key.span, message, help);
            }
        };
        let mut derives = Vec::new();
        for text in self.texts(Some(node)) {
            let known = path::DERIVED.contains(&text.value.as_str());
            match path::crates_of_derive(&text.value) {
                Some(crates) if self.are_there(&crates, text.span) => derives.push(text.value),
                Some(_) => {}
                None if known => {
                    let message = format!("`{}` is derived already, where it can be", text.value);
                    self.refuse(text.span, message);
                }
                None => {
                    let message = format!("`{}` is no path of a derive macro", text.value);
                    let near = nearest(&text.value, path::STANDARD.iter().copied());
                    let help = near.map_or_else(
                        || "write it as `schemars::JsonSchema`, or `Hash`".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    );
                    self.refuse_with(text.span, message, help);
                }
            }
        }
        self.settings.derive.push((sited(key, subject), derives));
    }

    fn name(&mut self, key: &Key, node: &Node) {
        let subject = match Subject::parse(&key.text) {
            Some(subject @ (Subject::Place(_) | Subject::Operations(_))) => subject,
            Some(Subject::All | Subject::Format(_)) | None => {
                return self.no_place(key.span, &key.text);
            }
        };
        let Some(text) = self.text(node) else {
            return;
        };
        if crate::ir::Case::of(&text.value).is_none() {
            let message = format!("`{}` is no name in Rust", text.value);
            let help = "types and variants are named like `PetName`, all others like `pet_name`";
            return self.refuse_with(text.span, message, help);
        }
        self.settings.names.push((sited(key, subject), text));
    }

    /// Whether the written manifest will have these crates. Who writes the manifest by hand knows
    /// what is in it.
    fn are_there(&mut self, crates: &[String], span: Span) -> bool {
        match self.layout {
            Layout::Crate => {}
            Layout::Sources | Layout::Included => return true,
        }
        let always = crate::render::dependencies().chain(["alloc", "core", "std"]);
        let own = self.settings.dependencies.keys().cloned();
        let known: Vec<String> = own
            .chain(always.map(str::to_owned))
            .map(|name| name.replace('-', "_"))
            .collect();
        let missing = crates.iter().find(|name| !known.contains(name));
        if let Some(missing) = missing.filter(|name| *name == "crate") {
            let message = "the written crate has no types of yours";
            let help = format!("name a type of another crate; `{missing}` is the written one");
            self.refuse_with(span, message, help);
        } else if let Some(missing) = missing {
            let message = format!("the written crate does not depend on `{missing}`");
            let help = match nearest(missing, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("add it: `[dependencies]`, `{missing} = \"VERSION\"`"),
            };
            self.refuse_with(span, message, help);
        }
        missing.is_none()
    }

    /// The entries of a table that has these keys and no others.
    fn table<'n>(&mut self, node: &'n Node, known: &[&str]) -> Option<&'n Mapping> {
        let Some(entries) = node.as_mapping() else {
            self.wrong_type(node, "a table");
            return None;
        };
        for (key, _) in entries.iter() {
            if known.contains(&key.text.as_str()) {
                continue;
            }
            let message = format!("there is no setting `{}` here", key.text);
            let help = match nearest(&key.text, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("what can stand here: `{}`", known.join("`, `")),
            };
            self.refuse_with(key.span, message, help);
        }
        Some(entries)
    }

    /// Reads the entries of a table whose keys are the user's.
    fn each(&mut self, node: Option<&Node>, read: fn(&mut Self, &Key, &Node)) {
        match node.map(|node| (node, node.as_mapping())) {
            Some((_, Some(entries))) => {
                for (key, node) in entries.iter() {
                    read(self, key, node);
                }
            }
            Some((node, None)) => self.wrong_type(node, "a table"),
            None => {}
        }
    }

    fn items<'n>(&mut self, node: Option<&'n Node>) -> &'n [Node] {
        match node.map(|node| (node, node.as_sequence())) {
            Some((_, Some(items))) => items,
            Some((node, None)) => {
                self.wrong_type(node, "an array");
                &[]
            }
            None => &[],
        }
    }

    fn texts(&mut self, node: Option<&Node>) -> Vec<Sited<String>> {
        let items = self.items(node);
        items.iter().filter_map(|item| self.text(item)).collect()
    }

    fn text_of(&mut self, entries: &Mapping, key: &str) -> Option<Sited<String>> {
        self.text(entries.get(key)?)
    }

    fn text(&mut self, node: &Node) -> Option<Sited<String>> {
        let Some(text) = node.as_str() else {
            self.wrong_type(node, "a string");
            return None;
        };
        Some(Sited {
            value: text.to_owned(),
            span: node.span,
        })
    }

    fn wrong_type(&mut self, node: &Node, wanted: &str) {
        let kind = match node.kind() {
            "an object" => "a table",
            kind => kind,
        };
        self.refuse(node.span, format!("this is {kind}, not {wanted}"));
    }

    fn no_place(&mut self, span: Span, text: &str) {
        let message = format!("`{text}` is no place in the description");
        let help = "write `#/paths/~1pets/get` for what stands under `get` of the path `/pets`, \
                    and `FILE#/…` for what stands in another file";
        self.refuse_with(span, message, help);
    }

    fn refuse(&mut self, span: Span, message: impl Into<String>) {
        let place = Place::Characters(span);
        self.sink
            .error(Diagnostic::new(Code::Setting, place, message));
    }

    fn refuse_with(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        let diagnostic = Diagnostic::new(Code::Setting, Place::Characters(span), message);
        self.sink.error(diagnostic.help(help));
    }
}

fn sited(key: &Key, value: Subject) -> Sited<Subject> {
    Sited {
        value,
        span: key.span,
    }
}

/// The same as JSON.
fn json(node: &Node) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Boolean(boolean) => Json::from(*boolean),
        Value::Integer(number) => i64::try_from(*number).map_or_else(
            |_| Json::from(u64::try_from(*number).unwrap_or_default()),
            Json::from,
        ),
        Value::Float(number) => Json::from(*number),
        Value::String(text) => Json::from(text.as_str()),
        Value::Sequence(items) => items.iter().map(json).collect(),
        Value::Mapping(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| (key.text.clone(), json(value)));
            Json::Object(entries.collect())
        }
    }
}
