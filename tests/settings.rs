//! What settings make of a description, and what is said of wrong ones.

use std::collections::BTreeMap;

use generator::{Generation, Layout, Options, SettingsFile, generate, list};

const ZOO: &str = "\
openapi: 3.0.3
info: {title: Zoo, version: '1'}
paths:
  /animals:
    get:
      operationId: listAnimals
      tags: [animals]
      responses:
        '200':
          description: All
          content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}
  /keepers/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string, format: uuid}}]
    get:
      operationId: getKeeper
      tags: [Keepers of the zoo]
      responses:
        '200':
          description: One
          content: {application/json: {schema: {$ref: 'more.yaml#/Keeper'}}}
components:
  schemas:
    Animal:
      type: object
      properties:
        name: {$ref: '#/components/schemas/AnimalName'}
        price: {$ref: '#/components/schemas/Money'}
        born: {type: string, format: date, maxLength: 10}
        born-on: {type: string}
        born_on: {type: string}
        kind: {type: string, enum: [cat, dog]}
    AnimalName: {type: string}
    animal_name: {type: string}
    Money: {type: object, properties: {amount: {type: string}, in: {$ref: '#/components/schemas/Currency'}}}
    Currency: {type: object, properties: {code: {type: string}}}
";

const MORE: &str = "\
Keeper: {type: object, properties: {age: {type: integer}, of: {type: string, format: date}}}
";

fn run_in(layout: Layout, settings: &str) -> Generation {
    let files = BTreeMap::from([
        ("zoo.yaml".to_owned(), ZOO.to_owned()),
        ("more.yaml".to_owned(), MORE.to_owned()),
    ]);
    generate(&files, "zoo.yaml", &options(layout, settings))
}

fn options(layout: Layout, settings: &str) -> Options {
    Options {
        layout,
        settings: Some(SettingsFile {
            path: "zoo.toml".to_owned(),
            text: settings.to_owned(),
        }),
        ..Options::default()
    }
}

/// The generated files, each after its path.
fn code(settings: &str) -> String {
    let generation = run_in(Layout::Crate, settings);
    let report = generation.report.render();
    let Ok(output) = generation.output else {
        panic!("{report}");
    };
    let files = output.files.into_iter();
    files
        .map(|file| format!("//// {}\n{}", file.path, file.text))
        .collect::<Vec<_>>()
        .concat()
}

/// The report of settings that are refused.
fn refused(settings: &str) -> String {
    let generation = run_in(Layout::Crate, settings);
    assert!(generation.output.is_err(), "{settings}\nis accepted");
    generation.report.render()
}

/// Whether the code has the lines, whatever their indent.
fn has(code: &str, lines: &[&str]) -> bool {
    let mut code = code.lines().map(str::trim);
    lines.iter().all(|line| code.any(|known| known == *line))
}

#[test]
fn the_crate_is_named() {
    let code = code("[crate]\nname = \"zoo-client\"\n");
    assert!(has(&code, &["name = \"zoo-client\""]));
}

#[test]
fn only_selected_operations_and_what_they_reach_are_generated() {
    for selector in ["tag:animals", "listAnimals", "GET /animals"] {
        let code = code(&format!("[operations]\ninclude = [\"{selector}\"]\n"));
        assert!(code.contains("pub fn list_animals"), "{selector}");
        assert!(code.contains("pub struct AnimalName"), "{selector}");
        assert!(!code.contains("Keeper"), "{selector}");
        assert!(!code.contains("get_keeper"), "{selector}");
        // The one UUID was a keeper's.
        assert!(!code.contains("\nuuid = "), "{selector}");
        assert!(!code.contains("src/runtime/uuid.rs"), "{selector}");
    }
    assert!(code("").contains("\nuuid = "));
    assert!(code("").contains("src/runtime/uuid.rs"));
}

#[test]
fn operations_are_listed() {
    let files = BTreeMap::from([
        ("zoo.yaml".to_owned(), ZOO.to_owned()),
        ("more.yaml".to_owned(), MORE.to_owned()),
    ]);
    let options = options(Layout::Crate, "[operations]\ninclude = [\"getKeeper\"]");
    let listing = list(&files, "zoo.yaml", &options);
    let operations = listing.operations.unwrap();
    assert_eq!(operations.len(), 1);
    assert_eq!(operations[0].method, "GET");
    assert_eq!(operations[0].path, "/keepers/{id}");
    assert_eq!(operations[0].id.as_deref(), Some("getKeeper"));
}

#[test]
fn overrides_are_merged_before_the_description_is_read() {
    let code = code(
        "
        [[override]]
        at = \"#/components/schemas/Animal/properties/born\"
        set = { type = \"integer\" }
        remove = [\"format\", \"maxLength\"]

        [[override]]
        at = \"more.yaml#/Keeper/properties\"
        set.age.format = \"int32\"
        ",
    );
    assert!(has(&code, &["born: Optional of i64,"]));
    assert!(has(&code, &["age: Optional of i32,"]));
}

#[test]
fn schemas_and_formats_are_types_that_exist() {
    let code = code(
        "
        [replace]
        \"#/components/schemas/Money\" = \"rusty_money::Money<iso::Currency>\"
        \"more.yaml#/Keeper\" = \"String\"
        \"format:date\" = \"chrono::NaiveDate\"

        [dependencies]
        rusty-money = { version = \"0.5\", features = [\"serde\"] }
        iso = \"1\"
        chrono.version = \"0.4\"
        ",
    );
    let lines = [
        "chrono = { version = \"0.4\" }",
        "iso = \"1\"",
        "rusty-money = { version = \"0.5\", features = [\"serde\"] }",
    ];
    assert!(has(&code, &lines), "{code}");
    assert!(code.contains("pub type Money = rusty_money::Money<iso::Currency>;"));
    assert!(code.contains("pub type Keeper = String;"));
    assert!(code.contains(" price: Optional of Money,"));
    assert!(code.contains(" born: Optional of chrono::NaiveDate,"));
    // Nothing else is a date.
    assert!(!code.contains("src/runtime/date_time.rs"));
}

#[test]
fn what_only_a_replaced_schema_needs_is_left_out_with_the_rest() {
    let code = code(
        "
        [operations]
        include = [\"listAnimals\"]

        [replace]
        \"#/components/schemas/Money\" = \"rusty_money::Money\"

        [dependencies]
        rusty-money = \"0.5\"
        ",
    );
    assert!(code.contains(" price: Optional of Money,"));
    assert!(!code.contains("pub struct Currency"), "{code}");
}

#[test]
fn types_of_the_users_own_crate_stand_in_where_it_holds_the_sources() {
    let settings = "[replace]\n\"#/components/schemas/Money\" = \"crate::Money\"\n";
    let generation = run_in(Layout::Sources, settings);
    assert!(generation.output.is_ok());
    let report = refused(settings);
    assert!(report.contains("zoo.toml:2:32"), "{report}");
}

#[test]
fn more_is_derived_where_it_is_not_already() {
    let code = code(
        "
        [derive]
        all = [\"Hash\", \"schemars::JsonSchema\"]
        \"#/components/schemas/Animal\" = [\"Eq\"]

        [dependencies]
        schemars = \"1\"
        ",
    );
    let derived = "#[derive(Eq, Hash, schemars::JsonSchema)]";
    assert!(has(&code, &[derived, "pub struct Animal {"]), "{code}");
    assert!(has(
        &code,
        &[
            "#[derive(Hash, schemars::JsonSchema)]",
            "pub struct Money {"
        ]
    ));
    // An enum of strings has `Hash`.
    assert!(has(
        &code,
        &["#[derive(schemars::JsonSchema)]", "pub enum AnimalKind {"]
    ));
}

#[test]
fn names_are_pinned() {
    let code = code(
        "
        [names]
        \"#/components/schemas/animal_name\" = \"LowerName\"
        \"#/components/schemas/Animal/properties/born_on\" = \"birthday\"
        \"#/components/schemas/Animal/properties/kind\" = \"Species\"
        \"#/components/schemas/Animal/properties/kind/enum/0\" = \"Tom\"
        \"tag:Keepers of the zoo\" = \"keepers\"
        \"getKeeper\" = \"keeper\"
        \"GET /animals\" = \"all\"
        \"more.yaml#/Keeper\" = \"KeeperOfZoo\"
        ",
    );
    for name in [
        "pub struct LowerName(",
        " birthday: Optional of String",
        "pub enum Species {",
        "Tom",
        "src/generated/operations/keepers.rs",
        "pub struct Keepers",
        "pub fn keeper(",
        "pub fn all(",
        "pub struct KeeperOfZoo",
    ] {
        assert!(code.contains(name), "{name}\nis not in\n{code}");
    }
}

#[test]
fn a_collision_names_the_setting_that_ends_it() {
    let generation = run_in(Layout::Crate, "");
    let report = generation.report.render();
    let setting = "\"#/components/schemas/Animal/properties/born-on\" = \"born_minus_on\"";
    assert!(
        report.contains(&format!("`{setting}` in `[names]`")),
        "{report}"
    );
    let settings = format!("[names]\n{setting}\n");
    let settled = run_in(Layout::Crate, &settings);
    assert_eq!(settled.report.warnings(), generation.report.warnings() - 1);
    let texts = |generation: Generation| {
        let files = generation.output.unwrap().files.into_iter();
        files.map(|file| file.text).collect::<Vec<_>>()
    };
    assert_eq!(texts(generation), texts(settled));
}

/// Settings that are wrong, where, and what is said.
const WRONG: &[(&str, &str, &str)] = &[
    ("[crate\n", "1:7", "this is no TOML"),
    ("[crat]\n", "1:2", "did you mean `crate`?"),
    ("[crate]\nnam = \"a\"\n", "2:1", "did you mean `name`?"),
    (
        "[crate]\nname = 1\n",
        "2:8",
        "this is an integer, not a string",
    ),
    ("[crate]\nname = \"fn\"\n", "2:8", "a keyword of Rust"),
    ("operations = []\n", "1:14", "this is an array, not a table"),
    (
        "[operations]\nincluded = []\n",
        "2:1",
        "did you mean `include`?",
    ),
    (
        "[operations]\ninclude = \"a\"\n",
        "2:11",
        "this is a string, not an array",
    ),
    (
        "[operations]\ninclude = [\"tag:animal\"]\n",
        "2:12",
        "did you mean `tag:animals`?",
    ),
    (
        "[operations]\ninclude = [\"listAnimal\"]\n",
        "2:12",
        "did you mean `listAnimals`?",
    ),
    (
        "[operations]\ninclude = [\"GET /animal\"]\n",
        "2:12",
        "did you mean `GET /animals`?",
    ),
    ("[[override]]\nset.a = 1\n", "1:1", "an override needs `at`"),
    (
        "[[override]]\nat = \"paths\"\nset.a = 1\n",
        "2:6",
        "no place in the description",
    ),
    (
        "[[override]]\nat = \"#/paths\"\n",
        "2:6",
        "this override does nothing",
    ),
    (
        "[[override]]\nat = \"#/path\"\nset.a = 1\n",
        "2:6",
        "did you mean `/paths` for `/path`?",
    ),
    (
        "[[override]]\nat = \"#/openapi\"\nset.a = 1\n",
        "2:6",
        "a string stands here",
    ),
    (
        "[[override]]\nat = \"#/info\"\nremove = [\"titel\"]\n",
        "3:11",
        "did you mean `title`?",
    ),
    (
        "[[override]]\nat = \"mor.yaml#\"\nset.a = 1\n",
        "2:6",
        "`mor.yaml` cannot be read",
    ),
    (
        "[[override]]\nat = \"#/info\"\nset.a = 1979-05-27\n",
        "3:9",
        "no setting is a date",
    ),
    (
        "[replace]\nMoney = \"a::B\"\n",
        "2:1",
        "neither a schema nor a format",
    ),
    (
        "[replace]\n\"format:date\" = \"&str\"\n",
        "2:17",
        "no path of a Rust type",
    ),
    (
        "[replace]\n\"format:date\" = \"Money\"\n",
        "2:17",
        "no path of a Rust type",
    ),
    (
        "[replace]\n\"format:dat\" = \"String\"\n",
        "2:1",
        "did you mean `format:date`?",
    ),
    (
        "[replace]\n\"format:date\" = \"chrono::Date\"\n",
        "2:17",
        "does not depend on `chrono`",
    ),
    (
        "[replace]\n\"#/components/schemas/Mony\" = \"String\"\n",
        "2:1",
        "did you mean `/Money`",
    ),
    (
        "[replace]\n\"#/info\" = \"String\"\n",
        "2:1",
        "no component schema",
    ),
    (
        "[replace]\n\"mor.yaml#/Keeper\" = \"String\"\n",
        "2:1",
        "did you mean `more.yaml`?",
    ),
    (
        "[derive]\nAnimal = [\"Hash\"]\n",
        "2:1",
        "neither `all` nor a schema",
    ),
    ("[derive]\nall = [\"Hsh\"]\n", "2:8", "did you mean `Hash`?"),
    ("[derive]\nall = [\"Debug\"]\n", "2:8", "derived already"),
    (
        "[derive]\nall = [\"a::B\"]\n",
        "2:8",
        "does not depend on `a`",
    ),
    (
        "[derive]\n\"#/info\" = [\"Hash\"]\n",
        "2:1",
        "no type is made of `#/info` alone",
    ),
    (
        "[names]\nall = \"a\"\n",
        "2:1",
        "no place in the description",
    ),
    (
        "[names]\nlistAnimals = \"a b\"\n",
        "2:15",
        "no name in Rust",
    ),
    (
        "[names]\nlistAnimals = \"Animals\"\n",
        "2:1",
        "nothing at `#/paths/~1animals/get`",
    ),
    (
        "[names]\nlistAnimal = \"animals\"\n",
        "2:1",
        "did you mean `listAnimals`?",
    ),
    (
        "[names]\n\"tag:animal\" = \"a\"\n",
        "2:1",
        "no module is made of the tag",
    ),
    (
        "[names]\n\"#/components/schemas/Money\" = \"Animal\"\n",
        "2:1",
        "something else already",
    ),
    (
        "[names]\n\"#/components/schemas/Money\" = \"Vec\"\n",
        "2:1",
        "the generated code needs",
    ),
    (
        "[dependencies]\na = 1\n",
        "2:5",
        "this is an integer, not a version",
    ),
];

#[test]
fn what_is_no_setting_is_refused_with_its_place() {
    for (settings, place, says) in WRONG {
        let report = refused(settings);
        let place = format!("--> zoo.toml:{place}\n");
        assert!(report.contains("error[setting]"), "{settings}\n{report}");
        assert!(report.contains(&place), "{settings}\n{place}\n{report}");
        assert!(report.contains(says), "{settings}\n{says}\n{report}");
    }
}

#[test]
fn all_that_is_wrong_is_reported_in_one_run() {
    let report = refused("[crate]\nnam = 1\n\n[operation]\n\n[derive]\nall = [1]\n");
    assert_eq!(report.matches("error[setting]").count(), 3, "{report}");
}
