//! Every measure against sums done by hand.

use super::{Accuracy, Scale};
use crate::backtest::{Plan, Track};

/// Known: 1, 3, 2, 6 (naive errors 2, 1, 4). Then 4 and 5, forecast as `steps`.
fn score(steps: [f64; 2]) -> Accuracy {
    let history = [1.0, 3.0, 2.0, 6.0, 4.0, 5.0];
    let plan = Plan { origins: vec![4], horizon: 2 };
    let mut track = Track::new("by hand", &plan);
    track.fold_mut(0).copy_from_slice(&steps);
    Accuracy::new(&track, &history, &plan, Scale::new(&history[..4], 1))
}

fn close(found: Option<f64>, expected: f64) -> bool {
    found.is_some_and(|found| (found - expected).abs() < 1e-12)
}

#[test]
fn measures_are_those_of_their_formulas() {
    let score = score([7.0, 4.0]);
    assert!(close(score.wape, 4.0 / 9.0));
    assert!(close(score.bias, 2.0 / 9.0));
    assert!(close(score.mase, 2.0 / (7.0 / 3.0)));
    assert!(close(score.rmsse, (5.0_f64 / 7.0).sqrt()));
    assert_eq!((score.observations, score.folds), (2, 1));
}

#[test]
fn value_added_is_the_share_of_error_avoided() {
    assert!(close(score([5.0, 5.0]).value_added(&score([6.0, 5.0])), 0.5));
    assert_eq!(score([5.0, 5.0]).value_added(&score([4.0, 5.0])), None);
}

#[test]
fn a_constant_history_has_no_scale() {
    let history = [2.0; 8];
    let plan = Plan { origins: vec![6], horizon: 2 };
    let track = Track::new("zeros", &plan);
    let score = Accuracy::new(&track, &history, &plan, Scale::new(&history[..6], 1));
    assert_eq!((score.mase, score.rmsse), (None, None));
    assert!(close(score.wape, 1.0) && close(score.bias, -1.0));
}
