//! Weeks and years out of days.

use chrono::{Days, NaiveDate};

use super::{YEAR_DAYS, weeks, years};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

fn daily(first: NaiveDate, days: u64) -> Vec<(NaiveDate, f64)> {
    (0..days).map(|at| (first + Days::new(at), at as f64)).collect()
}

#[test]
fn only_whole_weeks_count_and_begin_on_monday() {
    // From a Saturday: a part of a week, two whole ones, and a part.
    let weeks = weeks(&daily(day(2026, 11, 7), 2 + 14 + 3));
    assert_eq!(weeks.len(), 2);
    assert_eq!(weeks[0][0], Some(2.0), "the first Monday");
    assert_eq!(weeks[1][6], Some(15.0), "the last Sunday");
}

#[test]
fn only_whole_years_give_months() {
    let first = day(2025, 1, 1);
    let last = |days: u64| first + Days::new(days - 1);
    assert!(years(&daily(first, 300), last(300)).is_empty());
    let days = YEAR_DAYS + 100;
    let found = years(&daily(first, days), last(days));
    assert_eq!(found.len(), 1);
    assert!(found[0].iter().flatten().count() >= 11, "{found:?}");
}
