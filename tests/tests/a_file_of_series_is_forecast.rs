//! A file of series is forecast by one command, better than naive on real weeks, with intervals
//! that hold what came; the same rows in another order give the same file, and a fault is named.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    binary::{run, run_well},
    environment::skip,
    repository::dataset,
    scoring::{Reality, Rules, Score, Step},
    wide_series,
};

const TRAIN: &str = "m4_weekly_train.csv.gz";
const TEST: &str = "m4_weekly_test.csv.gz";
/// Every so-manieth of the 359 series.
const EVERY: usize = 20;
const HORIZON: usize = 13;
/// Weeks of each series that are given.
const WEEKS: usize = 260;
const RULES: Rules = Rules { lag: 1, level: 0.95 };

#[test]
fn a_file_of_series_is_forecast() -> Result<()> {
    let (Some(train), Some(test)) = (dataset(TRAIN), dataset(TEST)) else {
        skip("a_file_of_series_is_forecast", "no M4 weeks");
        return Ok(());
    };
    let realities = realities(&train, &test)?;
    let folder = tempfile::tempdir()?;
    let (input, turned) = (folder.path().join("weeks.csv"), folder.path().join("turned.csv"));
    let rows = rows(&realities);
    write(&input, rows.iter())?;
    write(&turned, rows.iter().rev())?;
    let output = forecast(&input)?;
    let forecasts = steps(&output)?;
    ensure!(forecasts.len() == realities.len(), "{} series", forecasts.len());
    let score = Score::of(realities.iter().zip(forecasts.iter().map(Vec::as_slice)), RULES);
    let naive: Vec<Vec<Step>> = realities.iter().map(naive).collect();
    let naive = Score::of(realities.iter().zip(naive.iter().map(Vec::as_slice)), RULES);
    ensure!(score.owa(&naive) < 0.95, "{score:?} beside naive {naive:?}");
    ensure!(score.coverage.is_some_and(|share| share > 0.85), "{score:?}");
    ensure!(output == forecast(&turned)?, "the order of the rows changes the forecast");
    Ok(())
}

#[test]
fn a_fault_in_the_file_is_named_with_its_line() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let input = folder.path().join("faulty.csv");
    for (text, named) in [
        ("series,time,value\nmug,2026-01-01,12\nmug,2026-01-02,many\n", "many"),
        ("series,time,value\nmug,yesterday,12\n", "yesterday"),
        ("series,amount\nmug,12\n", "time"),
    ] {
        std::fs::write(&input, text)?;
        let said = run([Path::new("forecast"), Path::new("--input"), &input])?;
        ensure!(said.code != 0 && said.stderr.contains(named), "{text}: {}", said.stderr);
    }
    Ok(())
}

fn realities(train: &Path, test: &Path) -> Result<Vec<Reality>> {
    let pairs = wide_series::read(train)?.into_iter().zip(wide_series::read(test)?);
    let reality = |(past, future): (wide_series::WideSeries, wide_series::WideSeries)| {
        let first = past.values.len().saturating_sub(WEEKS);
        Reality { past: past.values[first..].to_vec(), future: future.values }
    };
    Ok(pairs.step_by(EVERY).map(reality).collect())
}

fn rows(realities: &[Reality]) -> Vec<String> {
    let of = |(series, reality): (usize, &Reality)| {
        let row = move |(week, value)| format!("s{series:02},{},{value}", week + 1);
        reality.past.iter().enumerate().map(row).collect::<Vec<_>>()
    };
    realities.iter().enumerate().flat_map(of).collect()
}

fn write<'a>(file: &Path, rows: impl Iterator<Item = &'a String>) -> Result<()> {
    let mut text = "series,time,value\n".to_owned();
    for row in rows {
        text.push_str(row);
        text.push('\n');
    }
    Ok(std::fs::write(file, text)?)
}

fn forecast(input: &Path) -> Result<String> {
    let output: PathBuf = input.with_extension("out.csv");
    let (horizon, origin) = (HORIZON.to_string(), input.as_os_str());
    run_well([
        "forecast".as_ref(),
        "--input".as_ref(),
        origin,
        "--freq".as_ref(),
        "W".as_ref(),
        "--horizon".as_ref(),
        horizon.as_ref(),
        "--level".as_ref(),
        "0.95".as_ref(),
        "--output".as_ref(),
        output.as_os_str(),
    ])?;
    Ok(std::fs::read_to_string(output)?)
}

/// The rows by series, in the order of their names and weeks.
fn steps(output: &str) -> Result<Vec<Vec<Step>>> {
    let mut reader = csv::Reader::from_reader(output.as_bytes());
    let head: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    ensure!(head == ["series", "time", "mean", "lower", "upper", "model"], "{head:?}");
    let mut found = std::collections::BTreeMap::<String, Vec<Step>>::new();
    for record in reader.records() {
        let record = record?;
        let number = |at: usize| -> Result<f64> { Ok(record.get(at).context("a cell")?.parse()?) };
        let (mean, lower, upper) = (number(2)?, number(3)?, number(4)?);
        ensure!(lower <= mean && mean <= upper && record[5].len() > 2, "{record:?}");
        let step = Step { mean, interval: Some((lower, upper)) };
        found.entry(record[0].to_owned()).or_default().push(step);
    }
    ensure!(found.values().all(|steps| steps.len() == HORIZON), "not {HORIZON} weeks of each");
    Ok(found.into_values().collect())
}

fn naive(reality: &Reality) -> Vec<Step> {
    let last = reality.past.last().copied().unwrap_or(f64::NAN);
    vec![Step { mean: last, interval: None }; HORIZON]
}
