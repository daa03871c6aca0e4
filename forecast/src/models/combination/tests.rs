//! Weights of the combination.

use super::Combination;
use crate::covariance::Covariance;

const HOLD: f64 = 0.1;

fn combined(errors: &[Option<f64>]) -> f64 {
    let steps = [[10.0], [20.0], [40.0]];
    let mut ahead = [0.0];
    let slices = steps.iter().map(<[f64; 1]>::as_slice);
    Combination::new(errors).combine(slices, &mut ahead);
    ahead[0]
}

fn check(errors: &[Option<f64>], expected: f64) {
    let found = combined(errors);
    assert!((found - expected).abs() < 1e-9, "{found} for {expected}");
}

#[test]
fn near_equals_share_by_how_right_they_were_and_the_bad_one_is_left_out() {
    let weight = (1.0_f64 / 1.2).powi(4);
    let errors = [1.0_f64, 1.2, 3.0].map(|error| Some(error.ln()));
    check(&errors, (10.0 + 20.0 * weight) / (1.0 + weight));
}

#[test]
fn nothing_measured_yet_means_equal_weights() {
    check(&[Some(0.0), Some(0.0), Some(0.0)], 70.0 / 3.0);
}

#[test]
fn a_candidate_without_a_forecast_has_no_part() {
    check(&[None, Some(0.0), Some(0.0)], 30.0);
}

#[test]
fn a_perfect_candidate_stands_alone() {
    let errors = [Some(0.0), Some(-20.0), Some(0.1)];
    check(&errors, 20.0);
    assert_eq!(Combination::new(&errors).alone(), Some(1));
    assert_eq!(Combination::new(&[Some(0.0), Some(0.0)]).alone(), None);
}

/// The weights of two candidates and a third that is far worse, by their covariance.
fn weighed(cells: [f64; 4]) -> Vec<f64> {
    let [one, both, _, other] = cells;
    let cells = vec![one, both, 0.0, both, other, 0.0, 0.0, 0.0, 100.0];
    let equal = Combination::new(&[Some(0.0), Some(0.0), Some(0.0)]);
    equal.of_least_error((&Covariance::new(3, cells), HOLD), |_| true).weights
}

#[test]
fn candidates_that_err_apart_share_and_the_far_worse_one_has_no_part() {
    let weights = weighed([1.0, 0.0, 0.0, 1.0]);
    assert!((weights[0] - 0.5).abs() < 1e-9 && weights[2] == 0.0, "{weights:?}");
}

#[test]
fn a_candidate_that_is_worse_and_errs_alike_loses_its_weight() {
    // With no ridge the least error is at a weight of -1/7 for the second: kept at none.
    let (apart, alike) = (weighed([1.0, 0.2, 0.2, 1.5]), weighed([1.0, 1.1, 1.1, 1.5]));
    assert!(apart[1] > 0.3 && alike[1] < 0.25, "{apart:?} {alike:?}");
    assert!((alike.iter().sum::<f64>() - 1.0).abs() < 1e-12);
}

#[test]
fn no_small_change_of_the_weights_errs_less() {
    let cells = vec![1.0, 0.7, 0.2, 0.7, 1.1, 0.3, 0.2, 0.3, 1.3];
    let covariance = Covariance::new(3, cells);
    let equal = Combination::new(&[Some(0.0), Some(0.0), Some(0.0)]);
    let found = equal.of_least_error((&covariance, HOLD), |_| true).weights;
    let cost = |weights: &[f64]| {
        let ridge = HOLD * (1.0 + 1.1 + 1.3) / 3.0;
        let pairs = (0..3).flat_map(|one| (0..3).map(move |other| (one, other)));
        let error: f64 = pairs
            .map(|(one, other)| weights[one] * weights[other] * covariance.at(one, other))
            .sum();
        error + ridge * weights.iter().map(|weight| (weight - 1.0 / 3.0).powi(2)).sum::<f64>()
    };
    for (from, to) in [(0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)] {
        let mut moved = found.clone();
        moved[from] -= 1e-4;
        moved[to] += 1e-4;
        assert!(moved[from] < 0.0 || cost(&moved) >= cost(&found), "{found:?}");
    }
}

#[test]
fn products_that_no_errors_could_have_still_leave_a_mean_of_the_candidates() {
    // Both are wrong by one, and more than all of it in common.
    let covariance = Covariance::new(3, vec![1.0, 1.6, 0.9, 1.6, 1.1, 0.7, 0.9, 0.7, 1.2]);
    let held = Combination::new(&[Some(0.0), Some(0.0), Some(0.0)]);
    let found = held.of_least_error((&covariance, 0.01), |_| true);
    assert!(found.weights().iter().all(|weight| (0.0..=1.0).contains(weight)), "{found:?}");
    assert!((found.weights().iter().sum::<f64>() - 1.0).abs() < 1e-9, "{found:?}");
}
