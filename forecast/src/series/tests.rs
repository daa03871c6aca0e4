//! Seasons that a history is long enough for, and the unit models work in.

use super::{Cadence, magnitude};

#[test]
fn a_season_counts_once_it_was_seen_often_enough() {
    let daily = Cadence::daily();
    assert_eq!((daily.short_season(13), daily.short_season(14)), (1, 7));
    assert_eq!((daily.long_season(456), daily.long_season(457)), (None, Some(365.25)));
}

#[test]
fn the_unit_is_a_power_of_two_so_that_no_digit_is_lost() {
    assert_eq!(magnitude(&[0.0, 3.0, -100.0]).to_bits(), 64.0_f64.to_bits());
    assert_eq!(magnitude(&[0.0, 0.0]).to_bits(), 1.0_f64.to_bits());
    assert!(magnitude(&[f64::MAX]).is_finite());
    assert!(magnitude(&[f64::MIN_POSITIVE / 4.0]) > 0.0);
}
