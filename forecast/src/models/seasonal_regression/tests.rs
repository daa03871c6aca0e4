//! Seasonal regression on series whose parts are known.

use std::f64::consts::TAU;

use super::SeasonalRegression;
use crate::models::{Model, Workspace};
use crate::series::{Cadence, mean};

fn ahead(history: &[f64], seasons: &[f64], steps: usize) -> Vec<f64> {
    let cadence = Cadence { seasons: seasons.to_vec(), ..Cadence::daily() };
    let mut work = Workspace::default();
    assert!(SeasonalRegression.applies(history, &cadence));
    let found = SeasonalRegression.fit(history, &cadence, &mut work);
    let mut ahead = vec![0.0; steps];
    SeasonalRegression.forecast(&found, history, &cadence, &mut work, &mut ahead);
    ahead
}

/// Uniform in -0.5..0.5, the same for the same seed.
fn noise(seed: &mut u64) -> f64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
}

#[test]
fn an_exceptional_hour_fades_as_such_hours_did() {
    let shape = |hour: usize| 2.0 + (TAU * (hour % 24) as f64 / 24.0).sin();
    let (mut seed, mut error) = (5, 0.0);
    let mut history: Vec<f64> = (0..24 * 40)
        .map(|hour| {
            error = 0.9 * error + 0.1 * noise(&mut seed);
            shape(hour) + error
        })
        .collect();
    let last = history.len() - 1;
    history[last] = shape(last) + 0.5;
    let found = ahead(&history, &[24.0], 48);
    let above = |step: usize| found[step] - shape(last + 1 + step);
    assert!(above(0) > 0.3 && above(0) < 0.55, "{}", above(0));
    assert!(above(3) < above(0) && above(30).abs() < 0.15, "{} {}", above(3), above(30));
}

#[test]
fn the_hours_of_the_week_and_growth_are_foreseen() {
    let week = |hour: usize| if hour / 24 % 7 < 5 { 1.0 } else { 0.4 };
    let expected = |hour: usize| {
        (1.0 + 0.2 * hour as f64 / 2_000.0) * week(hour) * (1.5 + (TAU * hour as f64 / 24.0).sin())
    };
    let mut seed = 9;
    let history: Vec<f64> =
        (0..168 * 10).map(|hour| expected(hour) * (1.0 + 0.1 * noise(&mut seed))).collect();
    let found = ahead(&history, &[24.0, 168.0], 168);
    let errors: Vec<f64> = found
        .iter()
        .enumerate()
        .map(|(step, value)| (value - expected(1_680 + step)).abs())
        .collect();
    assert!(mean(&errors) < 0.06, "{}", mean(&errors));
}

#[test]
fn the_turn_of_the_year_is_foreseen() {
    let expected = |day: usize| 1.0 + 0.4 * (TAU * day as f64 / 365.25).sin();
    let mut seed = 1;
    let history: Vec<f64> =
        (0..3 * 365).map(|day| expected(day) + 0.1 * noise(&mut seed)).collect();
    let found = ahead(&history, &[7.0, 365.25], 60);
    for (step, value) in found.iter().enumerate() {
        assert!((value - expected(1_095 + step)).abs() < 0.1, "{step}: {value}");
    }
}

#[test]
fn a_walk_without_a_mean_is_carried_on_from_where_it_is() {
    let (mut seed, mut level) = (12, 20.0);
    let history: Vec<f64> = (0..52 * 6)
        .map(|_| {
            level += 0.05 + noise(&mut seed);
            level
        })
        .collect();
    let last = history[history.len() - 1];
    let found = ahead(&history, &[52.0], 13);
    assert!(found.iter().all(|value| (value - last).abs() < 2.5), "{last}: {found:?}");
}
