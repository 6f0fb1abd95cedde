//! Descriptions as a whole: what is reported of them, what is generated, and what means the same.

use std::collections::BTreeMap;

use generator::diagnostic::{Problem, Severity};
use generator::{Options, Output, generate};

use super::case::{self, Description};

/// What is wrong with a case of a description as a whole.
fn wrong(case: &Description) -> Vec<String> {
    let generation = generate(&case.all_files(), case.entry(), &Options::default());
    let report = generation.report.render();
    let problems: Vec<String> = generation
        .report
        .problems()
        .map(|it| short(it, case))
        .collect();
    let mut wrong = Vec::new();
    if problems != case.problems {
        wrong.push(format!("{problems:?} are the problems\n{report}"));
    }
    let missing = case.says.iter().filter(|part| !report.contains(*part));
    wrong.extend(missing.map(|part| format!("`{part}` is not in\n{report}")));
    let Ok(output) = generation.output else {
        return wrong;
    };
    let generated: String = output.files.iter().map(|file| &*file.text).collect();
    let missing = case
        .generates
        .iter()
        .filter(|part| !generated.contains(*part));
    wrong.extend(missing.map(|part| format!("`{part}` is not generated")));
    wrong.extend(
        case.same
            .as_ref()
            .and_then(|same| difference(&output, same)),
    );
    wrong
}

/// What is generated of `description` but not of the other one.
fn difference(one: &Output, description: &str) -> Option<String> {
    let other = BTreeMap::from([("main.yaml".to_owned(), description.to_owned())]);
    let other = generate(&other, "main.yaml", &Options::default());
    let Ok(output) = other.output else {
        return Some(format!("refused\n{}", other.report.render()));
    };
    let lines = |output: &Output| {
        let files = output.files.iter();
        let lines = files.flat_map(|file| file.text.lines());
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let (one, other) = (lines(one), lines(&output));
    let differs = one.iter().zip(&other).find(|(one, other)| one != other);
    match differs {
        Some((one, other)) => Some(format!("`{one}` is generated, and not `{other}`")),
        None => (one.len() != other.len()).then(|| "one has more than the other".to_owned()),
    }
}

/// A problem as a case writes it.
fn short(problem: &Problem, case: &Description) -> String {
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let (code, line, column) = (problem.code.name(), problem.line, problem.column);
    if problem.file == case.entry() {
        format!("{severity} {code} {line}:{column}")
    } else {
        format!("{severity} {code} {}:{line}:{column}", problem.file)
    }
}

#[test]
fn descriptions() {
    let mut all = Vec::new();
    for feature in case::features().unwrap() {
        for case in &feature.cases.description {
            let wrong = wrong(case).into_iter();
            all.extend(wrong.map(|wrong| format!("{}: {}: {wrong}", feature.name, case.name)));
        }
    }
    assert!(all.is_empty(), "\n{}", all.join("\n"));
}
