//! Plain forecasts worked out by hand.

use super::{Drift, SeasonalMedian, WindowAverage};
use crate::models::{Model, Workspace};
use crate::series::Cadence;

fn ahead<const STEPS: usize>(model: &dyn Model, history: &[f64], seasons: &[f64]) -> [f64; STEPS] {
    let cadence = Cadence { seasons: seasons.to_vec(), ..Cadence::daily() };
    let mut work = Workspace::default();
    assert!(model.applies(history, &cadence));
    let found = model.fit(history, &cadence, &mut work);
    let mut ahead = [0.0; STEPS];
    model.forecast(&found, history, &cadence, &mut work, &mut ahead);
    ahead
}

fn check(found: &[f64], expected: &[f64]) {
    let close = found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-9);
    assert!(close && found.len() == expected.len(), "{found:?} for {expected:?}");
}

#[test]
fn drift_goes_on_by_the_mean_change() {
    check(&ahead::<2>(&Drift, &[1.0, 9.0, 4.0, 7.0], &[]), &[9.0, 11.0]);
}

#[test]
fn drift_with_a_season_goes_on_by_the_mean_change_over_it() {
    let history = [1.0, 2.0, 2.0, 3.0, 3.0, 4.0];
    check(&ahead::<4>(&Drift, &history, &[2.0]), &[4.0, 5.0, 5.0, 6.0]);
}

#[test]
fn one_odd_day_does_not_move_the_median() {
    let history = [1.0, 5.0, 1.0, 5.0, 99.0, 5.0, 2.0, 6.0];
    check(&ahead::<3>(&SeasonalMedian, &history, &[2.0]), &[1.5, 5.0, 1.5]);
}

#[test]
fn the_window_holds_whole_seasons() {
    let history: Vec<f64> = (0..40).map(f64::from).collect();
    // Seven a season: fourteen values, 26 to 39.
    check(&ahead::<2>(&WindowAverage, &history, &[7.0]), &[32.5, 32.5]);
}
