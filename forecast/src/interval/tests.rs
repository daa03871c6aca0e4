//! Tails of held-out errors, and the coverage they give.

use super::{Bounds, Calibration};

/// A calibration that knows the errors 1, 2, … and their negatives at every step.
fn symmetric(most: i32) -> Calibration {
    let mut calibration = Calibration::new(4, 0.0);
    for step in 0..4 {
        for error in (1..=most).flat_map(|size| [size, -size]) {
            calibration.keep(step, 1.0, 1.0 + f64::from(error), 1.0);
        }
    }
    calibration
}

fn bounds(errors: &Calibration, step: usize, forecast: f64, level: f64, trust: f64) -> Bounds {
    errors.bounds(&errors.all_tails(trust), step, forecast, level)
}

#[test]
fn an_interval_leaves_out_the_share_of_errors_it_may() {
    // Of 100 errors and one to come, (101 × 0.2 / 2).floor() = 10 may lie beyond each end.
    let (lower, upper) = bounds(&symmetric(50), 0, 1.0, 1.0, 0.80);
    assert!((lower - (1.0 - 41.0)).abs() < 1e-9 && (upper - (1.0 + 41.0)).abs() < 1e-9);
}

#[test]
fn the_wide_interval_holds_the_narrow_one() {
    for most in [3, 12, 50] {
        let calibration = symmetric(most);
        let (low, high) = bounds(&calibration, 2, 1.0, 1.0, 0.80);
        let (lower, higher) = bounds(&calibration, 2, 1.0, 1.0, 0.95);
        assert!(lower <= low && high <= higher && lower < higher);
    }
}

#[test]
fn errors_of_skewed_demand_give_a_skewed_interval() {
    let mut calibration = Calibration::new(4, 0.0);
    for error in 0..60 {
        calibration.keep(error % 4, 1.0, 1.0 + (error as f64 / 10.0).exp() - 2.0, 1.0);
    }
    let (lower, upper) = bounds(&calibration, 1, 1.0, 1.0, 0.80);
    assert!(upper - 1.0 > 10.0 * (1.0 - lower));
}

#[test]
fn nothing_known_yet_means_the_assumed_error() {
    let (lower, upper) = bounds(&Calibration::new(28, 0.5), 3, 10.0, 10.0, 0.95);
    let half = 1.96 * 1.2533 * 0.5 * 10.0;
    assert!((upper - 10.0 - half).abs() < 0.01 && (10.0 - lower - half).abs() < 0.01);
}

#[test]
fn four_times_the_demand_has_an_interval_four_times_as_wide_only_if_its_level_is_too() {
    let calibration = symmetric(50);
    let width = |forecast, level| {
        let (lower, upper) = bounds(&calibration, 0, forecast, level, 0.80);
        upper - lower
    };
    assert!((width(4.0, 4.0) / width(1.0, 1.0) - 4.0).abs() < 1e-9);
    assert!((width(4.0, 1.0) / width(1.0, 1.0) - 2.0).abs() < 1e-9);
}
