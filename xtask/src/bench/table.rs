//! Figures as a table: who needed what, and our ratio to the best of the others.

use std::fmt::Write;

use serde_json::{Value, json};

/// What is measured: a heading, a unit, and how much of the best peer's is the goal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Figure {
    pub(super) title: &'static str,
    pub(super) unit: Unit,
    pub(super) goal: Goal,
}

/// What is wanted of our value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Goal {
    /// At most so many times the least of the others.
    AtMost(f64),
    /// At least so many times the most of the others.
    AtLeast(f64),
    /// At most this value.
    Below(f64),
    /// It is reported.
    None,
}

/// How a value is shown.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unit {
    Seconds,
    Milliseconds,
    Mebibytes,
    Count,
    Exponent,
}

/// A figure of one subject, for all that were measured. The first one is ours.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) figure: Figure,
    pub(super) subject: String,
    pub(super) entries: Vec<Entry>,
}

/// The values of one that was measured, or why there are none.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) values: Result<Vec<f64>, String>,
}

impl Entry {
    pub(super) fn new(name: impl Into<String>, values: Result<Vec<f64>, String>) -> Self {
        let name = name.into();
        Self { name, values }
    }

    fn median(&self) -> Option<f64> {
        median(self.values.as_ref().ok()?)
    }
}

/// The value in the middle; `None` when there is none.
pub(super) fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (middle, even) = (sorted.len() / 2, sorted.len().is_multiple_of(2));
    let upper = *sorted.get(middle)?;
    Some(if even {
        f64::midpoint(sorted[middle - 1], upper)
    } else {
        upper
    })
}

impl Row {
    pub(super) fn new(figure: Figure, subject: &str, entries: Vec<Entry>) -> Self {
        Self {
            figure,
            subject: subject.to_owned(),
            entries,
        }
    }

    /// Our value over the best of the others.
    pub(super) fn ratio(&self) -> Option<f64> {
        let (ours, others) = self.entries.split_first()?;
        let others = others.iter().filter_map(Entry::median);
        let best = match self.figure.goal {
            Goal::AtLeast(_) => others.max_by(f64::total_cmp),
            Goal::AtMost(_) | Goal::Below(_) | Goal::None => others.min_by(f64::total_cmp),
        };
        Some(ours.median()? / best?)
    }

    /// Whether the goal is met; `None` when there is nothing to compare with.
    fn is_met(&self) -> Option<bool> {
        match self.figure.goal {
            Goal::AtMost(goal) => Some(self.ratio()? <= goal),
            Goal::AtLeast(goal) => Some(self.ratio()? >= goal),
            Goal::Below(goal) => Some(self.entries.first()?.median()? <= goal),
            Goal::None => None,
        }
    }
}

/// The rows as Markdown: a table for each figure, and below it what failed.
pub(super) fn markdown(rows: &[Row]) -> String {
    let mut text = String::new();
    for figure in rows.chunk_by(|a, b| a.figure.title == b.figure.title) {
        let mut failures = String::new();
        let title = figure[0].figure.title;
        let mut names: Vec<&str> = Vec::new();
        for entry in figure.iter().flat_map(|row| &row.entries) {
            if !names.contains(&&*entry.name) {
                names.push(&entry.name);
            }
        }
        let dashes = " --- |".repeat(names.len() + 2);
        let heads = names.join(" | ");
        // Writing to a string succeeds.
        let _ = write!(
            text,
            "\n### {title}\n\n| on | {heads} | ratio, goal |\n|{dashes}\n"
        );
        for row in figure {
            line(&mut text, &mut failures, row, &names);
        }
        if !failures.is_empty() {
            let _ = write!(text, "\n{failures}");
        }
    }
    text
}

fn line(text: &mut String, failures: &mut String, row: &Row, names: &[&str]) {
    let _ = write!(text, "| {} |", row.subject);
    for name in names {
        let entry = row.entries.iter().find(|entry| entry.name == *name);
        let cell = match entry.map(|entry| &entry.values) {
            Some(Ok(values)) => cell(values, row.figure.unit),
            Some(Err(reason)) => {
                let _ = writeln!(failures, "- {name} on {}: {reason}", row.subject);
                "failed".to_owned()
            }
            None => "–".to_owned(),
        };
        let _ = write!(text, " {cell} |");
    }
    let goal = match row.figure.goal {
        Goal::AtMost(goal) => format!("≤ {goal:.2}"),
        Goal::AtLeast(goal) => format!("≥ {goal:.2}"),
        Goal::Below(goal) => format!("≤ {}", shown(goal, row.figure.unit)),
        Goal::None => String::new(),
    };
    let ratio = match (row.figure.goal, row.ratio()) {
        (Goal::Below(_), _) | (_, None) => String::new(),
        (_, Some(ratio)) => format!("{ratio:.2} "),
    };
    let verdict = match row.is_met() {
        Some(true) => ", met",
        Some(false) => ", **not met**",
        None => "",
    };
    let _ = writeln!(text, " {ratio}{goal}{verdict} |");
}

/// The median, and between which values the rounds were.
fn cell(values: &[f64], unit: Unit) -> String {
    let median = median(values).unwrap_or(f64::NAN);
    let least = values.iter().copied().min_by(f64::total_cmp);
    let most = values.iter().copied().max_by(f64::total_cmp);
    let shown = |value| shown(value, unit);
    match (least, most) {
        (Some(least), Some(most)) if shown(least) != shown(most) => {
            let (median, least, most) = (shown(median), shown(least), shown(most));
            format!("{median} ({least}–{most})")
        }
        _ => shown(median),
    }
}

fn shown(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Seconds if value < 0.1 => format!("{:.0} ms", value * 1000.0),
        Unit::Seconds => format!("{value:.2} s"),
        Unit::Milliseconds => format!("{value:.3} ms"),
        Unit::Mebibytes => format!("{value:.1} MiB"),
        Unit::Exponent => format!("{value:.2}"),
        Unit::Count => thousands(value),
    }
}

/// A whole number with its thousands parted.
fn thousands(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The rows with all values, for programs.
pub(super) fn as_json(rows: &[Row]) -> Value {
    let entry = |entry: &Entry| match &entry.values {
        Ok(values) => json!({ "name": entry.name, "median": entry.median(), "values": values }),
        Err(reason) => json!({ "name": entry.name, "failed": reason }),
    };
    let row = |row: &Row| {
        let entries: Vec<Value> = row.entries.iter().map(entry).collect();
        json!({
            "figure": row.figure.title,
            "on": row.subject,
            "ratio": row.ratio(),
            "met": row.is_met(),
            "entries": entries,
        })
    };
    rows.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(ours: &[f64], others: &[Result<Vec<f64>, String>]) -> Row {
        let mut entries = vec![Entry::new("ours", Ok(ours.to_vec()))];
        entries.extend(
            others
                .iter()
                .cloned()
                .map(|values| Entry::new("peer", values)),
        );
        let figure = Figure {
            title: "Time",
            unit: Unit::Seconds,
            goal: Goal::AtMost(0.5),
        };
        Row::new(figure, "a.yaml", entries)
    }

    #[test]
    fn medians_stand_in_the_middle() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn short_times_are_told_in_milliseconds() {
        assert_eq!(
            cell(&[0.052, 0.047, 0.11], Unit::Seconds),
            "52 ms (47 ms–0.11 s)"
        );
        assert_eq!(cell(&[0.1], Unit::Seconds), "0.10 s");
    }

    #[test]
    fn the_best_that_succeeds_counts() {
        let row = row(&[1.0], &[Err("no".into()), Ok(vec![4.0]), Ok(vec![2.0])]);
        assert_eq!(row.ratio(), Some(0.5));
        assert_eq!(row.is_met(), Some(true));
    }

    #[test]
    fn failures_are_told() {
        let text = markdown(&[row(&[1.0, 2.0], &[Err("exit 1: no".into())])]);
        let expected = "\n### Time\n\n| on | ours | peer | ratio, goal |\n| --- | --- | --- | --- |\n\
                        | a.yaml | 1.50 s (1.00 s–2.00 s) | failed | ≤ 0.50 |\n\
                        \n- peer on a.yaml: exit 1: no\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn thousands_are_parted() {
        assert_eq!(thousands(1_234_567.0), "1,234,567");
        assert_eq!(thousands(123.0), "123");
    }
}
