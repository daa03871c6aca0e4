//! Weights of the combination.

use super::Combination;

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
