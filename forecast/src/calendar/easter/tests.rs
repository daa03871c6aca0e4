//! Easter in years that are known, and the bounds it must keep.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{gregorian, orthodox};

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

#[test]
fn western_easter_is_on_the_known_days() {
    // The earliest and the latest there can be, and a year in which both churches agree.
    for known in [date(1818, 3, 22), date(1943, 4, 25), date(2025, 4, 20), date(2026, 4, 5)] {
        assert_eq!(gregorian(known.year()), Some(known));
    }
}

#[test]
fn eastern_easter_is_on_the_known_days() {
    for known in [date(1983, 5, 8), date(2025, 4, 20), date(2026, 4, 12), date(2100, 5, 2)] {
        assert_eq!(orthodox(known.year()), Some(known));
    }
}

#[test]
fn easter_is_a_sunday_of_spring_in_every_year() {
    for year in 1600..4000 {
        let easter = gregorian(year).expect("a year of the calendar");
        assert_eq!(easter.weekday(), Weekday::Sun, "{easter}");
        assert!((date(year, 3, 22)..=date(year, 4, 25)).contains(&easter), "{easter}");
        assert_eq!(orthodox(year).expect("a year").weekday(), Weekday::Sun, "{year}");
    }
}
