//! Quantiles of steps and of sums over a lead time.

use super::{Paths, Projection};
use crate::backtest::{Plan, Track};
use crate::interval::measure;
use crate::limits::Limits;
use crate::widening::Widening;

/// A shop that sells 0 to 10 a day, told by a model that always says 5; 40 origins.
fn projection(sticky: bool) -> Projection {
    let plan = Plan { origins: (100..140).collect(), horizon: 6 };
    let mut seed = 7_u64;
    let mut uniform = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) % 11
    };
    let mut day = 0.0;
    let history: Vec<f64> = (0..146)
        .map(|time| {
            if !sticky || time % 6 == 0 {
                day = uniform() as f64;
            }
            day
        })
        .collect();
    let mut track = Track::new("five", &plan);
    (0..40).for_each(|fold| track.fold_mut(fold).fill(5.0));
    let limits = Limits::new(&history);
    let measured = measure(&track, (&history, &history), &plan, &[0.8], 0.5);
    let paths = Paths::new(&track, (&history, &history), &plan);
    let ahead = [5.0; 6];
    Projection::new(
        ("mug", "five"),
        (&history, &ahead),
        (measured.calibration, paths),
        (Widening::none(&[0.8]), limits),
        2.0,
    )
}

#[test]
fn quantiles_rise_with_their_probability_and_are_never_negative() {
    let projection = projection(false);
    let found: Vec<f64> =
        [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99].map(|p| projection.quantile(3, p)).to_vec();
    assert!(found.is_sorted() && found[0] >= 0.0 && found[0] < found[6], "{found:?}");
    let sums: Vec<f64> =
        [0.01, 0.1, 0.5, 0.9, 0.99].map(|p| projection.sum_quantile(0..6, p)).to_vec();
    assert!(sums.is_sorted() && sums[0] >= 0.0 && sums[0] < sums[4], "{sums:?}");
}

#[test]
fn a_sum_is_the_sum_of_the_means_in_the_unit_of_the_history() {
    let projection = projection(false);
    assert!((projection.sum(0..6) - 60.0).abs() < 1e-9);
    assert!((projection.sum(4..99) - 20.0).abs() < 1e-9);
    assert_eq!(projection.mean(), [10.0; 6]);
}

#[test]
fn errors_that_last_make_a_lead_time_less_certain_than_errors_that_cancel() {
    let lasting = projection(true).sum_quantile(0..6, 0.9);
    let passing = projection(false).sum_quantile(0..6, 0.9);
    assert!(lasting > passing + 10.0, "{lasting} and {passing}");
}

#[test]
fn out_of_range_is_read_as_the_end_of_the_range() {
    let projection = projection(false);
    assert_eq!(projection.quantile(99, 0.9).to_bits(), projection.quantile(5, 0.9).to_bits());
    assert!(projection.quantile(0, 2.0).is_finite() && projection.quantile(0, -1.0) >= 0.0);
    assert_eq!(projection.sum(7..9).to_bits(), 0.0_f64.to_bits());
}
