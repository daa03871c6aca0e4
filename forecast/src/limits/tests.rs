//! Counts and floors of bounds.

use super::{Limits, grain};

#[test]
fn counted_demand_has_counts_for_bounds() {
    let limits = Limits::new(&[0.0, 3.0, 1.0, 0.0]);
    assert_eq!(limits.keep((0.3, 2.2)), (0.0, 3.0));
    assert_eq!(limits.keep((-0.7, 2.0)), (0.0, 2.0));
    let net = Limits::new(&[0.0, -3.0, 1.5, 0.0]);
    assert_eq!(net.keep((-0.7, 2.0)), (-1.5, 3.0));
}

#[test]
fn a_measured_series_has_no_grain_and_a_counted_one_the_largest() {
    assert_eq!(grain(&[4.0, 6.0, 0.0, 10.0]), Some(2.0));
    assert_eq!(grain(&[0.1, 12.345_678, 7.7]), None);
    assert_eq!(grain(&[0.0, 0.0]), None);
}
