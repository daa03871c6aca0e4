//! The engine on public data whose published scores are known; skipped where the files are absent.

use std::io::Read;
use std::path::Path;

use super::Published;
use crate::panel;
use crate::series::{Periods, Series};
use crate::timeline::Timeline;
use crate::{Frequency, Request};

/// Reads a gzipped table of one series a row: values after the identifier, as many as there are.
fn rows(file: &str) -> Option<Vec<Vec<f64>>> {
    // Cargo names the folder of the crate at run time; a build that is kept may come from another.
    let here = std::env::var_os("CARGO_MANIFEST_DIR")?;
    let folder = Path::new(&here).join("../../shared/datasets");
    let packed = std::fs::read(folder.join(file)).ok()?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut text).ok()?;
    let number = |cell: &str| cell.trim_matches('"').parse::<f64>().ok();
    let row = |line: &str| line.split(',').skip(1).map_while(number).collect();
    Some(text.lines().skip(1).map(row).collect())
}

/// Trains on the rows of one file and scores each against the same row of the other.
fn check(
    name: &str,
    (train, test): (&str, &str),
    frequency: Frequency,
    score: impl Fn(&[f64], &[f64], &Published) -> Option<[f64; 4]>,
) -> Option<[f64; 4]> {
    let (Some(train), Some(test)) = (rows(train), rows(test)) else {
        eprintln!("{name}: skipped, its data set is absent");
        return None;
    };
    let series = |(number, values): (usize, &Vec<f64>)| Series {
        name: format!("{number:05}"),
        values: values.clone(),
        periods: Periods::From(0),
        regressors: Vec::new(),
        seasons: None,
        ignored: Vec::new(),
    };
    let series: Vec<Series> = train.iter().enumerate().map(series).collect();
    let timeline = Timeline::new(frequency, &[]);
    let request = Request::new(frequency, test[0].len());
    let results = panel::forecast(&series, &timeline, &request);
    let scores: Vec<[f64; 4]> = results
        .iter()
        .zip(train.iter().zip(&test))
        .filter_map(|(result, (known, actual))| score(known, actual, result.as_ref().ok()?))
        .collect();
    let mean =
        |place: usize| scores.iter().map(|one| one[place]).sum::<f64>() / scores.len() as f64;
    let means = [mean(0), mean(1), mean(2), mean(3)];
    eprintln!("{name}: {} of {} series, {means:.3?}", scores.len(), train.len());
    Some(means)
}

/// The mean magnitude, and mean square, of differences at `lag`.
fn naive_errors(known: &[f64], lag: usize) -> (f64, f64) {
    let pairs = known.iter().zip(&known[lag..]);
    let (sum, squares) = pairs.fold((0.0, 0.0), |(sum, squares), (old, new)| {
        (sum + (new - old).abs(), squares + (new - old).powi(2))
    });
    let count = (known.len() - lag) as f64;
    (sum / count, squares / count)
}

/// The share of `actual` inside the 95 % interval.
fn covered(published: &Published, actual: &[f64]) -> f64 {
    let inside = published.points.iter().zip(actual).filter(|(point, actual)| {
        let (lower, upper) = point.bounds[1];
        lower <= **actual && **actual <= upper
    });
    inside.count() as f64 / actual.len() as f64
}

#[test]
fn m4_weekly_is_forecast_better_than_by_the_best_entrant() {
    let files = ("m4_weekly_train.csv.gz", "m4_weekly_test.csv.gz");
    let score = |known: &[f64], actual: &[f64], published: &Published| {
        let count = actual.len() as f64;
        let pairs = || published.points.iter().map(|point| point.value).zip(actual);
        let relative = pairs()
            .map(|(value, actual)| 200.0 * (value - actual).abs() / (value.abs() + actual.abs()));
        let error: f64 = pairs().map(|(value, actual)| (value - actual).abs()).sum();
        let mase = error / count / naive_errors(known, 1).0;
        Some([relative.sum::<f64>() / count, mase, covered(published, actual), 0.0])
    };
    let Some([smape, mase, coverage, _]) = check("M4 weekly", files, Frequency::Weeks, score)
    else {
        return;
    };
    // Naive2's 9.161 and 2.777 are the competition's, whose best entrant of this
    // frequency scored 0.739.
    let relative = (smape / 9.161 + mase / 2.777) / 2.0;
    eprintln!(
        "M4 weekly: sMAPE {smape:.3}, MASE {mase:.3}, OWA {relative:.3}, covered {coverage:.3}"
    );
    assert!(relative < 0.739, "{relative}");
    assert!((0.93..0.97).contains(&coverage), "{coverage}");
}

#[test]
fn spare_parts_are_forecast_without_gross_bias() {
    let files = ("carparts_train.csv.gz", "carparts_test.csv.gz");
    let score = |known: &[f64], actual: &[f64], published: &Published| {
        let (absolute, squared) = naive_errors(known, 12);
        let count = actual.len() as f64;
        let errors =
            || published.points.iter().zip(actual).map(|(point, actual)| point.value - actual);
        let rmsse = (errors().map(|error| error * error).sum::<f64>() / count / squared).sqrt();
        let mase = errors().map(f64::abs).sum::<f64>() / count / absolute;
        let scores = [mase, rmsse, errors().sum::<f64>() / count, covered(published, actual)];
        (absolute > 0.0).then_some(scores)
    };
    let Some([mase, rmsse, bias, coverage]) = check("car parts", files, Frequency::Months, score)
    else {
        return;
    };
    eprintln!(
        "car parts: MASE {mase:.3}, RMSSE {rmsse:.3}, bias {bias:+.3} units, covered {coverage:.3}"
    );
    // Forecasting nothing scores 0.676; Croston 0.807.
    assert!(rmsse < 0.72, "{rmsse}");
    assert!((0.93..0.995).contains(&coverage), "{coverage}");
}
