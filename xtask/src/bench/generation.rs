//! Generating: how long it takes, how much memory, how much code comes of it, and how all that grows
//! with the description.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::Bench;
use super::peer::Generator;
use super::sample::{self, Sample};
use super::subject::{About, Subject};
use super::table::{Entry, Figure, Goal, Row, Unit, median};
use super::tokens::{Size, size};

const WALL: Figure = Figure {
    title: "Generation, wall time",
    unit: Unit::Seconds,
    goal: Goal::AtMost(0.33),
};

const CPU: Figure = Figure {
    title: "Generation, processor time",
    unit: Unit::Seconds,
    goal: Goal::AtMost(0.33),
};

const MEMORY: Figure = Figure {
    title: "Generation, peak memory",
    unit: Unit::Mebibytes,
    goal: Goal::AtMost(1.0),
};

const TOKENS: Figure = Figure {
    title: "Tokens of the generated crate, without documentation",
    unit: Unit::Count,
    goal: Goal::AtMost(1.0),
};

const RUNTIME: Figure = Figure {
    title: "Tokens of our runtime, which are part of these",
    unit: Unit::Count,
    goal: Goal::None,
};

const LINES: Figure = Figure {
    title: "Lines of the generated crate for each operation",
    unit: Unit::Count,
    goal: Goal::None,
};

const GROWTH: Figure = Figure {
    title: "Growth with the number of operations, as an exponent",
    unit: Unit::Exponent,
    goal: Goal::Below(1.1),
};

/// Measures the generation of the descriptions that it is about.
///
/// # Errors
/// A process can't be started, or a file can't be written.
pub(super) fn generation(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let (mut wall, mut cpu, mut memory) = (Vec::new(), Vec::new(), Vec::new());
    for subject in bench.subjects.about(About::Generation)? {
        let samples = in_turn(bench, &subject, bench.rounds)?;
        let row = |figure: Figure, value: fn(&Sample) -> f64| {
            let entries = bench.generators.iter().zip(&samples);
            let entries = entries.map(|(generator, samples)| {
                let values = samples
                    .clone()
                    .map(|samples| samples.iter().map(value).collect());
                Entry::new(&generator.name, values)
            });
            Row::new(figure, &subject.name, entries.collect())
        };
        wall.push(row(WALL, |sample| sample.wall));
        cpu.push(row(CPU, |sample| sample.cpu));
        memory.push(row(MEMORY, |sample| sample.mebibytes));
    }
    Ok([wall, cpu, memory].concat())
}

/// Generates with all generators in turn, several times. A generator that fails once is not run
/// again.
fn in_turn(
    bench: &Bench<'_>,
    subject: &Subject,
    rounds: usize,
) -> Result<Vec<Result<Vec<Sample>, String>>> {
    let mut all: Vec<Result<Vec<Sample>, String>> = vec![Ok(Vec::new()); bench.generators.len()];
    for _ in 0..rounds {
        for (generator, samples) in bench.generators.iter().zip(&mut all) {
            if let Ok(taken) = samples {
                match generate(bench, generator, subject)? {
                    Ok(sample) => taken.push(sample),
                    Err(reason) => *samples = Err(reason),
                }
            }
        }
    }
    Ok(all)
}

/// Generates once, to [`crate_of`].
fn generate(
    bench: &Bench<'_>,
    generator: &Generator,
    subject: &Subject,
) -> Result<Result<Sample, String>> {
    let out = crate_of(bench, generator, subject);
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    fs::create_dir_all(&out)?;
    super::say(&format!("{}: {}", subject.name, generator.name));
    let log = out.with_extension("log");
    sample::run(generator.command(&subject.path, &out), &log)
}

/// Where the crate of a description is written to.
fn crate_of(bench: &Bench<'_>, generator: &Generator, subject: &Subject) -> PathBuf {
    let generator = generator.name.replace(' ', "-");
    bench
        .work
        .join(generator)
        .join(subject.name.replace('.', "-"))
}

/// The crate of a description, generated and completed for Cargo; `Err` inside is why there is none.
///
/// # Errors
/// A process can't be started, or a file can't be written.
pub(super) fn completed(
    bench: &Bench<'_>,
    generator: &Generator,
    subject: &Subject,
) -> Result<Result<PathBuf, String>> {
    let generated = generate(bench, generator, subject)?;
    let out = crate_of(bench, generator, subject);
    Ok(generated.and_then(|_| {
        let completed = generator.complete(&out).map_err(|error| error.to_string());
        completed.map(|()| out)
    }))
}

/// Counts the code of what is generated.
///
/// # Errors
/// A process can't be started, or a file can't be read.
pub(super) fn code(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let (mut tokens, mut runtime, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    for subject in bench.subjects.about(About::Generation)? {
        let mut sizes = Vec::new();
        for generator in &bench.generators {
            let out = completed(bench, generator, &subject)?;
            let size = out.and_then(|out| measured(&out.join("src")));
            sizes.push((generator.name.clone(), size));
        }
        let entries = |value: &dyn Fn(Size) -> f64| {
            let entries = sizes
                .iter()
                .map(|(name, size)| Entry::new(name, size.clone().map(|size| vec![value(size)])));
            entries.collect()
        };
        tokens.push(Row::new(
            TOKENS,
            &subject.name,
            entries(&|size| count(size.tokens)),
        ));
        let operations = count(subject.operations()?.max(1));
        let per_operation = |size: Size| count(size.lines) / operations;
        lines.push(Row::new(LINES, &subject.name, entries(&per_operation)));
        if let Some(ours) = bench.generators.first() {
            let folder = crate_of(bench, ours, &subject).join("src").join("runtime");
            let size = measured(&folder).map(|size| vec![count(size.tokens)]);
            runtime.push(Row::new(
                RUNTIME,
                &subject.name,
                vec![Entry::new("ours", size)],
            ));
        }
    }
    Ok([tokens, runtime, lines].concat())
}

fn measured(folder: &Path) -> Result<Size, String> {
    size(folder).map_err(|error| error.to_string())
}

#[expect(clippy::cast_precision_loss, reason = "no crate has so many tokens")]
fn count(number: usize) -> f64 {
    number as f64
}

/// How many operations the descriptions have that the growth is measured with.
const SIZES: [usize; 4] = [200, 400, 800, 1600];

/// Measures how time and memory grow with the number of operations: the slope of a line through the
/// logarithms, by least squares.
///
/// # Errors
/// A process can't be started, or a file can't be written.
pub(super) fn growth(bench: &Bench<'_>) -> Result<Vec<Row>> {
    let made = SIZES.map(|operations| Subject::made(operations, &bench.work));
    let made: Vec<Subject> = made.into_iter().collect::<Result<_>>()?;
    let mut points: Vec<Vec<Result<Vec<Sample>, String>>> = Vec::new();
    for subject in &made {
        points.push(in_turn(bench, subject, bench.rounds)?);
    }
    let row = |name: &str, value: fn(&Sample) -> f64| {
        let entries = bench
            .generators
            .iter()
            .enumerate()
            .map(|(index, generator)| {
                let medians = points.iter().map(|at| {
                    let samples = at[index].clone()?;
                    let values: Vec<f64> = samples.iter().map(value).collect();
                    median(&values).ok_or_else(|| "nothing was measured".to_owned())
                });
                let medians: Result<Vec<f64>, String> = medians.collect();
                let sizes = SIZES.map(count);
                Entry::new(
                    &generator.name,
                    medians.map(|medians| vec![slope(&sizes, &medians)]),
                )
            });
        Row::new(GROWTH, name, entries.collect())
    };
    Ok(vec![
        row("processor time", |sample| sample.cpu),
        row("peak memory", |sample| sample.mebibytes),
    ])
}

/// The exponent of the power of `x` that fits `y` best.
fn slope(x: &[f64], y: &[f64]) -> f64 {
    let logarithms = |values: &[f64]| values.iter().map(|value| value.ln()).collect::<Vec<_>>();
    let (x, y) = (logarithms(x), logarithms(y));
    let mean = |values: &[f64]| values.iter().sum::<f64>() / count(values.len());
    let (mean_x, mean_y) = (mean(&x), mean(&y));
    let covariance = x.iter().zip(&y).map(|(x, y)| (x - mean_x) * (y - mean_y));
    let variance = x.iter().map(|x| (x - mean_x).powi(2));
    covariance.sum::<f64>() / variance.sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_grow_with_an_exponent_of_two() {
        let exponent = slope(&[1.0, 2.0, 4.0, 8.0], &[3.0, 12.0, 48.0, 192.0]);
        assert!((exponent - 2.0).abs() < 1e-9);
    }
}
