//! Ridge regression on a line that is known.

use super::{COLUMNS, Normal};

fn gather() -> Normal {
    let mut sums = Normal::new();
    for time in -10..=10_i32 {
        let mut row = [0.0; COLUMNS];
        (row[0], row[1]) = (1.0, f64::from(time));
        sums.add(&row, 4.0 + 2.5 * f64::from(time));
    }
    sums
}

#[test]
fn a_line_is_recovered_and_absent_columns_stay_zero() {
    let found = gather().solve(1e-9);
    assert!((found[0] - 4.0).abs() < 1e-6 && (found[1] - 2.5).abs() < 1e-6, "{found:?}");
    assert!(found[2..].iter().all(|other| other.abs() < 1e-12));
}

#[test]
fn the_ridge_shrinks_slopes_but_not_the_intercept() {
    // The sum of squares of -10..=10 is 770, so that a ridge of 770 halves the slope.
    let found = gather().solve(770.0);
    assert!((found[0] - 4.0).abs() < 1e-9 && (found[1] - 1.25).abs() < 1e-9, "{found:?}");
}
