//! What the tests of reading share, and a file forecast from end to end.

use std::{io::Write as _, path::Path};

use clap::Parser;

use super::{FileArguments, rows::Rows, source};
use crate::cli::forecast::{ForecastArguments, forecast};

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    arguments: ForecastArguments,
}

fn arguments(options: &[&str]) -> ForecastArguments {
    Line::parse_from([&["forecast"], options].concat()).arguments
}

/// The options of a file, as the command line gives them.
pub(super) fn file_arguments(options: &[&str]) -> FileArguments {
    arguments(&[&["--input", "series.csv"], options].concat()).file
}

fn try_read(text: &str, options: &[&str]) -> anyhow::Result<Rows> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    Rows::read(source::open(file.path())?, &file_arguments(options), |_| ())
}

/// Reads a file of this text.
pub(super) fn read(text: &str, options: &[&str]) -> Rows {
    try_read(text, options).unwrap()
}

/// What is said of a file that cannot be read.
pub(super) fn failing(text: &str, options: &[&str]) -> String {
    format!("{:#}", try_read(text, options).map(drop).expect_err("it is read"))
}

/// Daily demand with a week's cycle, of the given days.
fn weekly(days: usize) -> String {
    let day = |day: usize| {
        let date = chrono::NaiveDate::default() + chrono::Days::new(20_000 + day as u64);
        format!("mug,{date},{}\n", 20 + 10 * (day % 7) + day * 7 % 5)
    };
    format!("series,time,value\n{}", (0..days).map(day).collect::<String>())
}

fn forecast_to(folder: &Path, text: &str, options: &[&str]) -> anyhow::Result<String> {
    let (input, output) = (folder.join("in.csv"), folder.join("out.csv"));
    std::fs::write(&input, text)?;
    let files = ["--input", input.to_str().unwrap(), "--output", output.to_str().unwrap()];
    forecast(&arguments(&[&files, options].concat()))?;
    Ok(std::fs::read_to_string(output)?)
}

#[test]
fn a_file_is_forecast_with_its_interval() {
    let folder = tempfile::tempdir().unwrap();
    let answer =
        forecast_to(folder.path(), &weekly(200), &["--freq", "D", "--horizon", "7"]).unwrap();
    let mut lines = answer.lines();
    assert_eq!(lines.next(), Some("series,time,mean,lower,upper,model"));
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 7);
    assert_eq!(rows[0][1], "2025-04-22", "the day after the last");
    for (step, row) in rows.iter().enumerate() {
        let [mean, lower, upper] = [2, 3, 4].map(|at| row[at].parse::<f64>().unwrap());
        assert!(lower <= mean && mean <= upper, "{row:?}");
        let expected = (22 + 10 * ((200 + step) % 7)) as f64;
        assert!((mean - expected).abs() < 4.0, "{row:?} is far from {expected}");
    }
}

#[test]
fn several_levels_name_their_bounds() {
    let folder = tempfile::tempdir().unwrap();
    let options = ["--freq", "daily", "--season", "7", "--horizon", "3", "--level", "0.8,0.95"];
    let answer = forecast_to(folder.path(), &weekly(200), &options).unwrap();
    let header = "series,time,mean,lower_80,upper_80,lower_95,upper_95,model";
    assert_eq!(answer.lines().next(), Some(header));
}

#[test]
fn a_file_without_enough_history_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let error = forecast_to(folder.path(), &weekly(5), &["--freq", "D"]).unwrap_err();
    assert!(error.to_string().contains("enough history"), "{error}");
    assert!(!folder.path().join("out.csv").exists(), "an empty answer was left");
}
