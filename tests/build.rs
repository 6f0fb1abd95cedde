//! Generates the code of the conformance tests: of each description in `conformance/` a client, and
//! of each of its cases a test. And a client in the documented way, for `embedded/`.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use generator::cli::files::FolderReader;
use generator::{Layout, Options, generate};

use case::{Case, Feature};

#[allow(dead_code, unreachable_pub, reason = "the tests read the rest")]
#[path = "conformance/case.rs"]
mod case;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    println!("cargo::rerun-if-changed=conformance");
    let folder = PathBuf::from(env::var("OUT_DIR")?).join("conformance");
    let mut root = String::new();
    for feature in case::features()? {
        if !feature.cases.case.is_empty() {
            let module = feature.name.replace('/', "_");
            client(&feature, &folder.join(&module))?;
            write_module(&mut root, &feature, &module, &folder)?;
        }
    }
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("mod.rs"), root)?;
    let (description, settings) = ("embedded/shop.yaml", "embedded/shop.toml");
    Ok(generator::cli::build_script(description, Some(settings)))
}

/// Writes the generated client of a feature's description.
fn client(feature: &Feature, folder: &Path) -> Result<(), Box<dyn Error>> {
    let reader = FolderReader::new(&feature.folder, "");
    let options = Options {
        layout: Layout::Sources,
        ..Options::default()
    };
    let generation = generate(&reader, &feature.entry, &options);
    let Ok(output) = generation.output else {
        let report = generation.report.render();
        return Err(format!("{} is refused:\n{report}", feature.name).into());
    };
    for file in output.files {
        // The runtime is compiled once, from where its source stands.
        if let Some(path) = file.path.strip_prefix("src/generated/") {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(path, file.text)?;
        }
    }
    Ok(())
}

/// The module of a feature: its client, and its tests.
fn write_module(
    text: &mut String,
    feature: &Feature,
    module: &str,
    folder: &Path,
) -> Result<(), Box<dyn Error>> {
    let generated = folder.join(module).join("mod.rs");
    let generated = generated.display();
    writeln!(text, "mod {module} {{")?;
    writeln!(text, "#[path = r\"{generated}\"] pub mod generated;")?;
    writeln!(text, "use super::*; use generated::*;")?;
    let client = feature.cases.client.as_deref();
    let client = client.unwrap_or("Client::builder(url).build().unwrap()");
    for case in &feature.cases.case {
        writeln!(text, "#[test] fn {}() {{", case.name)?;
        write_case(text, case, client)?;
        writeln!(text, "}}")?;
    }
    writeln!(text, "}}")?;
    Ok(())
}

fn write_case(text: &mut String, case: &Case, client: &str) -> Result<(), Box<dyn Error>> {
    let holds = case.holds.as_deref();
    match (&case.call, &case.r#type, &case.json) {
        (Some(call), None, None) => {
            let response = case.response.as_deref().unwrap_or("204");
            writeln!(
                text,
                "let peer = Peer::answering({response:?}, {});",
                case.bytewise
            )?;
            writeln!(text, "let url = peer.url(); let client = {client};")?;
            writeln!(text, "let answer = block_on(({call}).send());")?;
            writeln!(
                text,
                "peer.received({:?}, answer.as_ref().err());",
                case.request
            )?;
            writeln!(text, "{}", holds.unwrap_or("answer.unwrap();"))?;
        }
        (None, Some(r#type), Some(json)) => match &case.error {
            None => {
                let written = case.written.as_deref().unwrap_or(json);
                writeln!(text, "let value: {type} = read({json:?});")?;
                writeln!(text, "written(&value, {written:?});")?;
                writeln!(text, "{}", holds.unwrap_or_default())?;
            }
            Some(error) => writeln!(text, "refused::<{type}>({json:?}, {error:?});")?,
        },
        _ => return Err(format!("{}: give `call`, or `type` and `json`", case.name).into()),
    }
    Ok(())
}
