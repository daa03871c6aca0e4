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
fn near_equals_are_weighted_by_inverse_squares_and_the_bad_one_left_out() {
    let weight = (1.0_f64 / 1.2).powi(2);
    check(&[Some(1.0), Some(1.2), Some(3.0)], (10.0 + 20.0 * weight) / (1.0 + weight));
}

#[test]
fn nothing_measured_yet_means_equal_weights() {
    check(&[None, None, None], 70.0 / 3.0);
}

#[test]
fn a_perfect_candidate_stands_alone() {
    check(&[Some(0.1), Some(0.0), Some(0.2)], 20.0);
}
