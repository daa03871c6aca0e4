//! Sums over spans beside what came: whole, observed in part, in the unit of the history.

use super::{SumErrors, errors};
use crate::backtest::{Plan, Track};

fn plan() -> Plan {
    Plan { origins: vec![20, 40], horizon: 14 }
}

/// Forecasts two a period at both origins.
fn track() -> Track {
    let mut track = Track::new("theta", &plan());
    for fold in 0..2 {
        track.fold_mut(fold).fill(2.0);
    }
    track
}

#[test]
fn errors_of_a_week_that_hold_on_add_up_and_those_that_change_sides_cancel() {
    let mut observed = vec![2.0; 60];
    observed[20..27].fill(3.0);
    for (place, value) in observed[40..54].iter_mut().enumerate() {
        *value = if place % 2 == 0 { 1.0 } else { 3.0 };
    }
    let found = errors(&track(), &observed, &plan(), 10.0);
    let spans: Vec<usize> = found.iter().map(|it| it.periods).collect();
    assert_eq!(spans, [1, 7, 14], "28 periods are beyond the horizon");
    let week = SumErrors { periods: 7, count: 4, expected: 560.0, came: 630.0, squares: 5_100.0 };
    assert_eq!(found[1], week, "70 too few, 0, and 10 too many and too few");
    assert_eq!((found[0].count, found[0].squares), (28, 2_100.0));
}

#[test]
fn what_was_not_observed_counts_as_the_rest_and_not_at_all_where_most_is_missing() {
    let mut observed = vec![3.0; 60];
    observed[20..23].fill(f64::NAN);
    observed[40..44].fill(f64::NAN);
    let week = errors(&track(), &observed, &plan(), 1.0)[1];
    assert_eq!((week.count, week.expected, week.came), (3, 42.0, 63.0));
    assert!((week.squares - 3.0 * 49.0).abs() < 1e-9);
}
