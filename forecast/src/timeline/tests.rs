//! Periods keep the names their rows have.

use chrono::{NaiveDate, NaiveDateTime};

use super::{Timeline, microseconds, time_of};
use crate::Frequency;

fn day(text: &str) -> i64 {
    let date: NaiveDate = text.parse().expect("a date");
    microseconds(date.into())
}

/// The name of the period after that of the last time.
fn next(frequency: Frequency, days: &[&str]) -> NaiveDateTime {
    let times: Vec<i64> = days.iter().map(|text| day(text)).collect();
    let timeline = Timeline::new(frequency, &times);
    time_of(timeline.time(timeline.period(*times.last().expect("a time")) + 1))
}

fn check(frequency: Frequency, days: &[&str], expected: &str) {
    assert_eq!(next(frequency, days).date().to_string(), expected);
}

#[test]
fn weeks_keep_their_weekday_and_begin_on_mondays_where_rows_do_not_agree() {
    check(Frequency::Weeks, &["2026-03-06", "2026-03-13"], "2026-03-20");
    check(Frequency::Weeks, &["2026-03-06", "2026-03-12"], "2026-03-16");
}

#[test]
fn months_keep_being_named_by_their_first_their_last_or_another_day() {
    check(Frequency::Months, &["2024-01-01"], "2024-02-01");
    check(Frequency::Months, &["2023-12-31", "2024-01-31"], "2024-02-29");
    check(Frequency::Months, &["2023-12-15", "2024-01-15"], "2024-02-15");
    check(Frequency::Months, &["2023-12-15", "2024-01-17"], "2024-02-01");
}

#[test]
fn quarters_and_years_keep_the_month_they_are_named_by() {
    check(Frequency::Quarters, &["2024-02-29", "2024-05-31"], "2024-08-31");
    check(Frequency::Quarters, &["2024-01-01", "2024-04-01"], "2024-07-01");
    check(Frequency::Years, &["2022-07-01", "2023-07-01"], "2024-07-01");
}

#[test]
fn a_time_within_an_hour_belongs_to_it() {
    let timeline = Timeline::new(Frequency::Hours, &[]);
    let time = day("1969-03-01") + 3_600_000_000 * 5 + 17;
    assert_eq!(time_of(timeline.time(timeline.period(time))).to_string(), "1969-03-01 05:00:00");
}
