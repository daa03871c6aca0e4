//! What stands in for the unknown.

use super::fill;

const NONE: f64 = f64::NAN;

#[test]
fn the_same_weekday_before_and_after_stands_in() {
    let values = [1.0, 20.0, 1.0, NONE, 3.0, 40.0, 1.0, 20.0];
    assert_eq!(fill(&values, 2)[3].to_bits(), 30.0_f64.to_bits());
}

#[test]
fn the_ends_take_the_side_that_is_known() {
    assert_eq!(fill(&[NONE, 5.0, 6.0, NONE], 1), [5.0, 5.0, 6.0, 6.0]);
    assert_eq!(fill(&[NONE, NONE], 7), [0.0, 0.0]);
}

#[test]
fn a_weekday_never_seen_takes_its_neighbours() {
    assert_eq!(fill(&[1.0, NONE, 3.0, NONE, 5.0], 2), [1.0, 2.0, 3.0, 4.0, 5.0]);
}

#[test]
fn what_is_known_stays() {
    assert_eq!(fill(&[1.0, 2.0], 1), [1.0, 2.0]);
}
