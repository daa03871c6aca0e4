//! Mean products of errors, and the panel's say in them.

use super::{Covariances, PanelCovariance};
use crate::backtest::{Plan, Track};

fn plan() -> Plan {
    Plan { origins: vec![4, 6], horizon: 2 }
}

/// Tracks over a history of zeros that err by so much at the two steps of every fold.
fn own(errors: &[[f64; 2]]) -> Covariances {
    let tracks: Vec<Track> = errors
        .iter()
        .map(|steps| {
            let mut track = Track::new("by hand", &plan());
            (0..2).for_each(|fold| track.fold_mut(fold).copy_from_slice(steps));
            track
        })
        .collect();
    Covariances::new(&tracks, &[0.0; 8], &plan())
}

fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-12
}

#[test]
fn products_tell_models_that_err_alike_from_those_that_do_not() {
    let own = own(&[[1.0, 1.0], [1.0, -1.0], [1.0, 1.0]]);
    let mut panel = PanelCovariance::default();
    panel.add(&own, &[0, 1, 2], 3);
    let found = panel.shrink(&own, 0, &[0, 1, 2]).unwrap().0;
    assert!(close(found.at(0, 2), 1.0) && close(found.at(0, 1), 0.0), "{found:?}");
    assert!(close(found.at(1, 0), found.at(0, 1)));
}

#[test]
fn what_had_not_happened_in_full_does_not_count() {
    let own = own(&[[1.0, 1.0], [2.0, 2.0]]);
    let mut panel = PanelCovariance::default();
    panel.add(&own, &[0, 1], 2);
    // The second origin knows the first fold in full; so far back, none was known.
    assert!(panel.shrink(&own, 1, &[0, 1]).is_none());
    assert!(panel.shrink(&own, 0, &[0, 1]).is_some());
}

#[test]
fn a_series_with_little_to_say_is_drawn_to_the_panel() {
    let odd = own(&[[1.0, 1.0], [1.0, 1.0]]);
    let mut panel = PanelCovariance::default();
    for _ in 0..99 {
        panel.add(&own(&[[1.0, 1.0], [1.0, -1.0]]), &[0, 1], 2);
    }
    let found = panel.shrink(&odd, 0, &[0, 1]).unwrap().0.at(0, 1);
    assert!(found > 0.0 && found < 0.5, "{found}");
}

#[test]
fn a_model_that_was_never_measured_is_no_candidate() {
    let own = own(&[[1.0, 1.0], [f64::NAN, f64::NAN]]);
    let mut panel = PanelCovariance::default();
    panel.add(&own, &[0, 1], 2);
    let found = panel.shrink(&own, 0, &[0, 1]).unwrap().0;
    assert!(found.at(1, 1).is_infinite() && close(found.at(0, 1), 0.0), "{found:?}");
}

#[test]
fn series_that_are_never_wrong_say_nothing() {
    let own = own(&[[0.0, 0.0], [0.0, 0.0]]);
    assert!(PanelCovariance::default().shrink(&own, 0, &[0, 1]).is_none());
}

#[test]
fn one_wild_day_counts_as_nine_usual_ones() {
    let own = own(&[[1.0, 1e6], [1.0, 1.0], [1.0, 1.0]]);
    let mut panel = PanelCovariance::default();
    panel.add(&own, &[0, 1, 2], 3);
    let found = panel.shrink(&own, 0, &[0, 1, 2]).unwrap().0;
    assert!(close(found.at(0, 0), 41.0), "{found:?}");
}

#[test]
fn a_fold_that_most_get_right_counts_against_those_that_do_not() {
    let mut tracks: Vec<Track> = (0..3).map(|_| Track::new("by hand", &plan())).collect();
    tracks.iter_mut().for_each(|track| track.fold_mut(0).fill(1.0));
    tracks[2].fold_mut(1).fill(1.0);
    let own = Covariances::new(&tracks, &[0.0; 8], &plan());
    let mut panel = PanelCovariance::default();
    panel.add(&own, &[0, 1, 2], 3);
    let found = panel.shrink(&own, 0, &[0, 1, 2]).unwrap().0;
    assert!(close(found.at(2, 2), 3.0 * found.at(0, 0)), "{found:?}");
}
