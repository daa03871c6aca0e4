//! Shifts by the shop's clock.

use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Europe::Madrid;

use super::instant;

fn at(month: u32, day: u32, hour: u32, minute: u32) -> NaiveDateTime {
    let date = NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    date.and_hms_opt(hour, minute, 0).unwrap()
}

#[test]
fn a_shift_keeps_its_time_when_the_clock_changes() {
    let clock = |time| instant(time, Madrid).format("%H:%M").to_string();
    assert_eq!(clock(at(3, 28, 6, 0)), "05:00");
    assert_eq!(clock(at(3, 29, 6, 0)), "04:00", "summer time has begun");
    assert_eq!(clock(at(3, 29, 2, 30)), "01:30", "there is no half past two on this day");
    assert_eq!(clock(at(10, 25, 2, 30)), "00:30", "the first of two");
}
