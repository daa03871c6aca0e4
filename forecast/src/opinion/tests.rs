//! Errors relative to the middle model, and the panel's say in them.

use super::{Opinion, Own, PERFECT};
use crate::backtest::{Plan, Track};

const PLAN: fn() -> Plan = || Plan { origins: vec![4, 6], horizon: 2 };

/// Tracks that err by so much at every step of a history of zeros.
fn own(errors: &[f64]) -> Own {
    let plan = PLAN();
    let tracks: Vec<Track> = errors
        .iter()
        .map(|error| {
            let mut track = Track::new("by hand", &plan);
            (0..2).for_each(|fold| track.fold_mut(fold).fill(*error));
            track
        })
        .collect();
    Own::new(&tracks, &[0.0; 8], &plan)
}

fn close(found: Option<f64>, expected: f64) -> bool {
    found.is_some_and(|found| (found - expected).abs() < 1e-12)
}

#[test]
fn errors_are_relative_to_the_middle_model_and_count_once_they_are_known() {
    let own = own(&[1.0, 2.0, 8.0]);
    assert_eq!(own.at[0], [None, None, None]);
    assert!(close(own.at[1][0], 0.5_f64.ln()) && close(own.at[1][2], 4.0_f64.ln()));
    assert_eq!(own.at.len(), 3);
    assert!(own.folds.is_sorted() && own.folds[0] == 0.0);
}

#[test]
fn a_model_that_was_never_wrong_needs_no_other_opinion() {
    let perfect = own(&[0.0, 2.0, 8.0]);
    let mut opinion = Opinion::default();
    opinion.add(&own(&[9.0, 2.0, 1.0]), &[0, 1, 2], 3);
    assert!(close(opinion.shrink(&perfect, 2, &[0, 1, 2])[0], PERFECT));
}

#[test]
fn a_fold_without_a_forecast_does_not_make_a_model_look_better() {
    let plan = PLAN();
    let mut tracks = vec![Track::new("late", &plan), Track::new("steady", &plan)];
    tracks[0].fold_mut(0).fill(f64::NAN);
    tracks[0].fold_mut(1).fill(30.0);
    tracks[1].fold_mut(0).fill(300.0);
    tracks[1].fold_mut(1).fill(30.0);
    let own = Own::new(&tracks, &[0.0; 8], &plan);
    assert!(close(own.at[2][0], 0.0) && close(own.at[2][1], 0.0), "{:?}", own.at[2]);
}

#[test]
fn a_series_with_little_to_say_listens_to_the_panel() {
    let odd = own(&[4.0, 2.0, 2.0]);
    let mut opinion = Opinion::default();
    for _ in 0..50 {
        opinion.add(&own(&[1.0, 2.0, 2.0]), &[0, 1, 2], 3);
    }
    let shrunk = opinion.shrink(&odd, 2, &[0, 1, 2])[0].expect("it was measured");
    let folds = odd.folds[2];
    let expected = (folds * 2.0_f64.ln() + 4.0 * 0.5_f64.ln()) / (folds + 4.0);
    assert!((shrunk - expected).abs() < 1e-9 && shrunk < 0.0, "{shrunk}");
    let unheard = Opinion::default().shrink(&odd, 2, &[0, 1, 2]);
    assert!(close(unheard[0], 2.0_f64.ln()));
}
