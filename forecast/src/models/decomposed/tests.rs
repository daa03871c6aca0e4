//! Decomposed forecasts of series whose seasons are known.

use super::{Decomposed, MSTL_AUTOREGRESSION, MSTL_ETS, first_used, leave_level};
use crate::models::mstl::{decomposed_seasons, seasons};
use crate::models::{Model, Workspace};
use crate::series::Cadence;

fn hourly() -> Cadence {
    Cadence { seasons: vec![24.0, 168.0, 8766.0], ..Cadence::daily() }
}

/// Demand by the hour of the day and the day of the week.
fn expected(hour: usize) -> f64 {
    let day = (std::f64::consts::TAU * (hour % 24) as f64 / 24.0).sin();
    let week = [1.0, 1.1, 1.0, 1.2, 1.4, 0.5, 0.3][hour / 24 % 7];
    50.0 * week * (1.2 + day)
}

fn worst(model: &Decomposed, hours: usize) -> f64 {
    let history: Vec<f64> = (0..hours).map(|hour| expected(hour) / 64.0).collect();
    let (cadence, mut work) = (hourly(), Workspace::default());
    let found = model.fit(&history, &cadence, &mut work);
    let mut ahead = [0.0; 168];
    model.forecast(&found, &history, &cadence, &mut work, &mut ahead);
    let errors = (0..168).map(|step| (ahead[step] * 64.0 - expected(hours + step)).abs());
    errors.fold(0.0, f64::max)
}

#[test]
fn day_and_week_together_are_foreseen() {
    for model in [MSTL_ETS, MSTL_AUTOREGRESSION] {
        let worst = worst(&model, 24 * 7 * 6);
        assert!(worst < 2.0, "{}: {worst}", model.name);
    }
}

#[test]
fn the_level_never_looks_ahead() {
    let mut errors = Vec::new();
    // It starts at the mean of the first two, 2, and takes half of each error.
    let level = leave_level(&[1.0, 3.0, 5.0], 2, &mut errors);
    assert_eq!(errors, [-1.0, 1.5, 2.75]);
    assert!((level - 3.625).abs() < 1e-12);
}

#[test]
fn of_a_long_history_only_the_latest_part_is_used() {
    let first = |length| first_used(seasons(&hourly(), length), length);
    assert_eq!(first(1_000), 0);
    // Twelve weeks of hours.
    assert_eq!(first(10_000), 10_000 - 2_016);
    // From two years on, five years.
    assert_eq!(first(60_000), 60_000 - 43_830);
    // A decomposition leaves the year of hours in the trend.
    assert_eq!(first_used(decomposed_seasons(&hourly(), 60_000), 60_000), 60_000 - 2_016);
}

#[test]
fn a_fit_runs_on_over_what_came_later() {
    let whole: Vec<f64> = (0..1_400).map(|hour| expected(hour) / 64.0).collect();
    let (cadence, mut work) = (hourly(), Workspace::default());
    for model in [MSTL_ETS, MSTL_AUTOREGRESSION] {
        let found = model.fit(&whole[..1_200], &cadence, &mut work);
        let mut ahead = [0.0; 24];
        model.forecast(&found, &whole, &cadence, &mut work, &mut ahead);
        for (step, value) in ahead.iter().enumerate() {
            let expected = expected(1_400 + step);
            assert!((value * 64.0 - expected).abs() < 2.0, "{}: {value}", model.name);
        }
    }
}
