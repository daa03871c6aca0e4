//! Rows of times that lie a period apart.

use chrono::{Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// So many days from a date on, each at midnight.
pub(super) fn days(first: NaiveDate, count: usize) -> Vec<NaiveDateTime> {
    let day = |day| first + Days::new(day);
    (0..count as u64).map(|place| day(place).and_time(NaiveTime::MIN)).collect()
}

/// So many weeks from a date on.
pub(super) fn weeks(first: NaiveDate, count: usize) -> Vec<NaiveDateTime> {
    days(first, count * 7).into_iter().step_by(7).collect()
}

/// So many months from a date on, which must be the first of one.
pub(super) fn months(first: NaiveDate, count: usize) -> Vec<NaiveDateTime> {
    let month = |month| first + Months::new(month);
    (0..count as u32).map(|place| month(place).and_time(NaiveTime::MIN)).collect()
}

/// So many times from one on, so many minutes apart.
pub(super) fn minutes(first: NaiveDateTime, apart: i64, count: usize) -> Vec<NaiveDateTime> {
    (0..count as i64).map(|place| first + TimeDelta::minutes(place * apart)).collect()
}

/// A date that is known to be one.
pub(super) const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => panic!("no such date"),
    }
}
