//! Profiles are learned, shrunk and spread without losing anything.

use chrono::{NaiveDate, TimeDelta, Weekday};

use super::*;

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

/// Ten weeks of hourly arrivals; `busy` per hour from ten to noon on Mondays, `quiet` otherwise.
fn history(busy: f64, quiet: f64) -> Vec<(NaiveDateTime, f64)> {
    let start = monday().and_hms_opt(0, 0, 0).unwrap() - TimeDelta::weeks(10);
    let hours = (0..10 * 168).map(|hour| start + TimeDelta::hours(hour));
    let count = |time: NaiveDateTime| {
        let rush = time.weekday() == Weekday::Mon && (10..12).contains(&time.hour());
        if rush { busy } else { quiet }
    };
    hours.map(|time| (time, count(time))).collect()
}

#[test]
fn a_busy_shop_gets_its_own_mondays() {
    let profile = WeekProfile::learn(&history(5000.0, 500.0)).unwrap();
    let share = profile.day(Weekday::Mon)[10];
    let expected = 5000.0 / (2.0 * 5000.0 + 22.0 * 500.0);
    assert!((share - expected).abs() < 0.005, "{share} {expected}");
    assert!((profile.day(Weekday::Tue)[10] - 1.0 / 24.0).abs() < 0.005);
}

#[test]
fn a_shop_with_three_orders_keeps_near_an_even_day() {
    let time = monday().and_hms_opt(9, 0, 0).unwrap();
    let profile = WeekProfile::learn(&[(time, 3.0)]).unwrap();
    assert!(profile.day(Weekday::Mon)[9] < 0.2);
    assert!(profile.day(Weekday::Sun)[3] > 0.03);
}

#[test]
fn spreading_keeps_each_days_sum_in_any_interval_length() {
    let profile = WeekProfile::learn(&history(900.0, 20.0)).unwrap();
    let days = [100.0, 20.0, 0.0, 33.0, 1.0, 250.0, 7.0];
    for minutes in [5, 15, 30, 60, 120, 480] {
        let intervals = Intervals::new(monday(), 7, minutes).unwrap();
        let spread = profile.spread(&days, intervals).unwrap();
        for (day, part) in days.iter().zip(spread.chunks(intervals.per_day())) {
            assert!((part.iter().sum::<f64>() - day).abs() < 1e-9, "{minutes} minutes");
        }
    }
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let mut rows = history(900.0, 20.3);
    let profile = WeekProfile::learn(&rows).unwrap();
    rows.reverse();
    assert_eq!(profile, WeekProfile::learn(&rows).unwrap());
}

#[test]
fn a_days_quantile_raises_its_hours_by_one_factor() {
    let intervals = Intervals::new(monday(), 2, 720).unwrap();
    let raised = at_day_quantile(&[10.0, 30.0, 0.0, 0.0], &[60.0, 4.0], intervals).unwrap();
    assert_eq!(raised, [15.0, 45.0, 2.0, 2.0]);
}

#[test]
fn a_negative_count_is_refused() {
    let time = monday().and_hms_opt(9, 0, 0).unwrap();
    let error = WeekProfile::learn(&[(time, -1.0)]).unwrap_err().to_string();
    assert!(error.contains("arrivals") && error.contains("-1"), "{error}");
}
