//! Scores worked by hand, and published ones.

use std::path::Path;

use anyhow::Result;

use super::{Reality, Rules, Score, Step};
use crate::{repository::dataset, wide_series};

const RULES: Rules = Rules { lag: 1, level: 0.95 };

fn point(mean: f64) -> Step {
    Step { mean, interval: None }
}

fn check(figure: f64, expected: f64, tolerance: f64) {
    assert!((figure - expected).abs() <= tolerance, "{figure}, expected {expected}");
}

/// Scores a forecaster on a public set of which files may be absent.
fn public(
    train: &str,
    test: &str,
    lag: usize,
    forecast: impl Fn(&[f64], usize) -> Vec<Step>,
) -> Option<Score> {
    let (Some(train), Some(test)) = (dataset(train), dataset(test)) else {
        eprintln!("skipped: {train} is not there");
        return None;
    };
    let realities = read(&train, &test).unwrap();
    let steps: Vec<_> = realities.iter().map(|it| forecast(&it.past, it.future.len())).collect();
    let pairs = realities.iter().zip(steps.iter().map(Vec::as_slice));
    Some(Score::of(pairs, Rules { lag, ..RULES }))
}

fn read(train: &Path, test: &Path) -> Result<Vec<Reality>> {
    let (past, future) = (wide_series::read(train)?, wide_series::read(test)?);
    let series = past.into_iter().zip(future);
    Ok(series.map(|(past, future)| Reality { past: past.values, future: future.values }).collect())
}

#[test]
fn measures_agree_with_a_case_worked_by_hand() {
    let reality = Reality { past: vec![1.0, 3.0, 2.0, 4.0], future: vec![5.0, 3.0] };
    let steps = [
        Step { mean: 4.0, interval: Some((3.0, 4.5)) },
        Step { mean: 4.0, interval: Some((2.0, 6.0)) },
    ];
    let score = Score::of([(&reality, steps.as_slice())], RULES);
    check(score.smape, f64::midpoint(200.0 / 9.0, 200.0 / 7.0), 1e-12);
    check(score.mase, 1.0 / (5.0 / 3.0), 1e-12);
    check(score.rmsse, (1.0_f64 / 3.0).sqrt(), 1e-12);
    check(score.wape, 0.25, 1e-12);
    check(score.bias, 0.0, 1e-12);
    check(score.coverage.unwrap(), 0.5, 1e-12);
    check(score.msis.unwrap(), f64::midpoint(1.5 + 0.5 * 40.0, 4.0) / (5.0 / 3.0), 1e-9);
}

#[test]
fn what_was_not_observed_is_not_scored() {
    let reality = Reality { past: vec![1.0, f64::NAN, 2.0], future: vec![f64::NAN, 4.0] };
    let score = Score::of([(&reality, [point(100.0), point(3.0)].as_slice())], RULES);
    check(score.mase, 1.0, 1e-12);
    check(score.bias, -0.25, 1e-12);
    assert_eq!((score.coverage, score.msis), (None, None));
}

#[test]
fn a_series_that_never_changed_has_no_scale() {
    let still = Reality { past: vec![0.0; 5], future: vec![1.0] };
    let moving = Reality { past: vec![0.0, 2.0], future: vec![1.0] };
    let steps = [point(0.0)];
    let score = Score::of([(&still, steps.as_slice()), (&moving, &steps)], RULES);
    check(score.mase, 0.5, 1e-12);
    check(score.wape, 1.0, 1e-12);
}

#[test]
fn the_naive_forecast_has_the_published_scores_on_m4_weekly() {
    let naive = |past: &[f64], horizon| vec![point(past[past.len() - 1]); horizon];
    let files = ["m4_weekly_train.csv.gz", "m4_weekly_test.csv.gz"];
    let Some(score) = public(files[0], files[1], 1, naive) else { return };
    check(score.smape, 9.161, 5e-4);
    check(score.mase, 2.777, 5e-4);
    check(score.owa(&score), 1.0, 1e-12);
}

#[test]
fn a_forecast_of_zeros_has_the_published_scores_on_car_parts() {
    let zeros = |_: &[f64], horizon| vec![point(0.0); horizon];
    let files = ["carparts_train.csv.gz", "carparts_test.csv.gz"];
    let Some(score) = public(files[0], files[1], 12, zeros) else { return };
    check(score.mase, 0.746, 5e-4);
    check(score.rmsse, 0.676, 5e-4);
    check(score.bias, -1.0, 1e-12);
}
