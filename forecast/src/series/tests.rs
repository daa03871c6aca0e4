//! Seasons that a history is long enough for, and the unit models work in.

use super::{Cadence, magnitude};
use crate::Frequency;

#[test]
fn a_season_counts_once_it_was_seen_often_enough() {
    let daily = Cadence::daily();
    assert_eq!((daily.short_season(13), daily.short_season(14)), (1, 7));
    assert_eq!((daily.long_season(456), daily.long_season(457)), (None, Some(365.25)));
}

#[test]
fn a_year_of_weeks_is_a_long_season_and_a_day_of_minutes_a_short_one() {
    let weekly = Cadence::new(Frequency::Weeks, &[]);
    assert_eq!((weekly.short_season(300), weekly.scale_lag), (1, 1));
    assert_eq!(weekly.long_season(300), Some(365.25 / 7.0));
    let whole = Cadence::new(Frequency::Weeks, &[52.0]);
    assert_eq!((whole.short_season(300), whole.long_season(300)), (1, Some(52.0)));
    let calls = Cadence::new(Frequency::Minutes(5), &[169.0, 845.0]);
    assert_eq!((calls.short_season(2_000), calls.long_season(2_000)), (169, Some(845.0)));
}

#[test]
fn the_longest_season_that_fits_is_taken() {
    let hourly = Cadence::new(Frequency::Hours, &[]);
    assert_eq!((hourly.long_season(700), hourly.long_season(12_000)), (Some(168.0), Some(8_766.0)));
    assert_eq!(Cadence::new(Frequency::Years, &[]).long_season(100), None);
}

#[test]
fn the_unit_is_a_power_of_two_so_that_no_digit_is_lost() {
    assert_eq!(magnitude(&[0.0, 3.0, -100.0]).to_bits(), 64.0_f64.to_bits());
    assert_eq!(magnitude(&[0.0, 0.0]).to_bits(), 1.0_f64.to_bits());
    assert!(magnitude(&[f64::MAX]).is_finite());
    assert!(magnitude(&[f64::MIN_POSITIVE / 4.0]) > 0.0);
}
